package model

// Name fills in who an event leaves unnamed, from what its conversation knows by now:
// Ebbot's messages name neither the visitor nor the agent. [Conversations.Extend] has
// done so already; an event that was read anew gets the names here.
func (c *Conversations) Name(e *Event) {
	if v, ok := c.byKey[e.Key()]; ok {
		v.name(e)
	}
}

// name never replaces a name, and takes nobody without an id for one of several.
func (v *conversation) name(e *Event) {
	customer := person(RoleCustomer, v.customer())
	e.Customer = named(e.Customer, customer, v.several&severalCustomers == 0)
	switch e.Actor.Role {
	case RoleCustomer:
		e.Actor = named(e.Actor, customer, v.several&severalCustomers == 0)
	case RoleAgent:
		// Blinger leaves out the operator of what is probably automatic.
		only := v.several&severalAgents == 0 && e.Platform != "blinger"
		e.Actor = named(e.Actor, person(RoleAgent, v.words().agent), only)
		e.Agent = named(e.Agent, e.Actor, only)
	}
}

// named completes a person by one who is known; only says that nobody else is known.
func named(p, known Person, only bool) Person {
	switch {
	case p.Name != "", known.IsZero():
	case p.ID == "" && only:
		return known
	case p.ID != "" && p.ID == known.ID:
		p.Name = known.Name
	}
	return p
}

// Several people of one role were named in a conversation.
const (
	severalCustomers = 1 << iota
	severalAgents
)
