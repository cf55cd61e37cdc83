package model

import "strings"

// maxShared bounds the words that are kept once for all conversations.
const maxShared = 4096

// words are the texts of a line that many conversations have in common: those that
// say the same hold one value together.
type words struct {
	channel, platformStatus string
	agent                   string // as by PersonText
}

// words returns the texts that a conversation shares with others.
func (v *conversation) words() words {
	if v.shared == nil {
		return words{}
	}
	return *v.shared
}

// reword gives a conversation other words. What it keeps does not hold the body that
// the texts were read from.
func (c *Conversations) reword(v *conversation, w words) {
	if w == v.words() {
		return
	}
	kept, ok := c.shared[w]
	if !ok {
		kept = &words{strings.Clone(w.channel), strings.Clone(w.platformStatus), strings.Clone(w.agent)}
		if len(c.shared) < maxShared {
			c.shared[*kept] = kept
		}
	}
	v.shared = kept
}

// forgetWords drops the words that no conversation says any more.
func (c *Conversations) forgetWords() {
	c.shared = make(map[words]*words)
	for conv := c.latest; conv != nil; conv = conv.older {
		if w := conv.shared; w != nil && len(c.shared) < maxShared {
			c.shared[*w] = w
		}
	}
}

// customer is who the conversation is with, as by PersonText.
func (v *conversation) customer() string { return v.text[:v.customerEnd] }

// lastText is what was said last, cut short.
func (v *conversation) lastText() string { return v.text[v.customerEnd:] }

func (v *conversation) setCustomer(text string) {
	v.text, v.customerEnd = joined(text, v.lastText()), uint8(len(text))
}

func (v *conversation) setLastText(text string) { v.text = joined(v.customer(), text) }

// joined copies, unlike +, which returns the other string where one is empty: that
// would hold the body that it was read from.
func joined(a, b string) string { return strings.Join([]string{a, b}, "") }
