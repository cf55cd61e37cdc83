package model

// Held counts what the index holds, so that a test sees that it forgets.
type Held struct{ Conversations, Clients, Accounts, Words, Deliveries, Messages, LiveKinds, States int }

// Held counts what the index holds.
func (c *Conversations) Held() Held {
	h := Held{Conversations: len(c.byKey), Clients: len(c.links.heads), Accounts: len(c.accounts), Words: len(c.shared)}
	for _, a := range c.accounts {
		h.LiveKinds += len(a.live)
		h.States += len(a.states)
		if a.loose != nil {
			h.Deliveries += len(a.loose.events)
		}
	}
	for conv := c.latest; conv != nil; conv = conv.older {
		h.Deliveries += len(conv.events)
		h.Messages += len(conv.messages)
	}
	return h
}
