package model

import (
	"cmp"
	"strings"
)

// maxLastText is how much of the latest message a summary keeps, in bytes.
const maxLastText = 80

func clone(s string) string { return strings.Clone(s) }

// summarize takes over what an event says for the line in the list.
func (c *Conversations) summarize(v *conversation, e *Event, changed change, fresh bool) {
	said := v.words()
	if e.Channel != "" {
		said.channel = cutText(e.Channel, maxNameText)
	}
	if changed.from != changed.to || e.PlatformStatus != "" && e.Status == changed.to && changed.regress == "" {
		said.platformStatus = cutText(e.PlatformStatus, maxNameText)
	}
	said.agent = v.people(e, changed)
	c.reword(v, said)
	switch {
	case isTranscript(e):
		v.lastListed(e)
	case fresh:
		for i := range e.Messages {
			v.heard(e, &e.Messages[i])
		}
	}
}

// people notes who talks: the customer, and the agent who has the conversation, whom
// it returns as by PersonText.
func (v *conversation) people(e *Event, changed change) string {
	customer, agent, before := e.Customer, e.Agent, v.words().agent
	if customer.IsZero() && e.Actor.Role == RoleCustomer {
		customer = e.Actor
	}
	if agent.IsZero() && e.Actor.Role == RoleAgent && before == "" {
		agent = e.Actor
	}
	for i := range e.Messages {
		m := &e.Messages[i]
		if customer.Name == "" && m.Role == RoleCustomer && (customer.ID == "" || customer.ID == m.Sender) {
			customer.Name, customer.ID = m.Name, cmp.Or(customer.ID, m.Sender)
		}
	}
	if text, other := merged(v.customer(), customer, oneCustomer(e.Platform, RoleCustomer)); text != v.customer() {
		v.setCustomer(text)
		if other {
			v.several |= severalCustomers
		}
	}
	if e.Step == StepMoves && changed.to != StatusAssigned && changed.to != StatusClosed && e.Agent.IsZero() {
		return ""
	}
	text, other := merged(before, agent, false)
	if other {
		v.several |= severalAgents
	}
	return text
}

// merged is a person's text after somebody was named again: another person replaces
// the former, the same one keeps a name that is missing now. only says that there can
// be one person alone; other, that it was another one.
func merged(text string, p Person, only bool) (merged string, other bool) {
	if p.ID == "" && p.Name == "" {
		return text, false
	}
	p.Name, p.ID = cutText(p.Name, maxNameText), cutText(p.ID, maxNameText) // as text has them
	before := person(p.Role, text)
	same := p.ID == "" && before.Name == p.Name || p.ID == before.ID || before.ID == "" && (p.Name == "" || before.Name == p.Name)
	if same || only {
		p.ID, p.Name = cmp.Or(p.ID, before.ID), cmp.Or(p.Name, before.Name)
		if p.ID == before.ID && p.Name == before.Name {
			return text, false
		}
	}
	return PersonText(p), !same && !only && text != ""
}

// heard notes the latest text of a new live message.
func (v *conversation) heard(e *Event, m *Message) {
	kind := kindOf(e, m)
	if !said(kind) {
		return
	}
	at := cmp.Or(millis(m.At), millis(e.Occurred))
	if at == 0 || at >= v.life.newest {
		v.says(m)
	}
}

// lastListed takes the latest text from a transcript that goes beyond what came live.
func (v *conversation) lastListed(e *Event) {
	for i := len(e.Messages) - 1; i >= 0; i-- {
		m := &e.Messages[i]
		if !said(kindOf(e, m)) {
			continue
		}
		if at := millis(m.At); at == 0 && v.lastText() == "" || at != 0 && at >= v.life.newest {
			v.says(m)
		}
		return
	}
}

func (v *conversation) says(m *Message) {
	v.setLastText(lastText(m))
	v.lastRole = m.Role
}

func lastText(m *Message) string {
	switch {
	case m.Text != "":
		return cutText(m.Text, maxLastText)
	case len(m.Files) > 0:
		return cutText(cmp.Or(m.Files[0].Name, m.Files[0].URL), maxLastText)
	}
	return cutText(m.Type, maxLastText)
}

// automatic reports whether an outgoing message was probably sent by a rule: Blinger
// names the operator of a message that somebody wrote, but never in a transcript
// (Blinger's webhook page).
func automatic(e *Event, m *Message) bool {
	if e.Platform != "blinger" || m.Role != RoleAgent {
		return false
	}
	return isTranscript(e) || m.Name == "" && e.Agent.ID == "" && e.Agent.Name == "" && (e.Actor.Role != RoleAgent || e.Actor.Name == "")
}
