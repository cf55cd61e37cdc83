package filter

import (
	"slices"
	"time"

	"offhook/model"
)

// presence is what a has: term asks for.
type presence uint8

const (
	hasProblem presence = iota
	hasFault
	hasReply
	hasTime
	hasStatus
	hasConv
	hasChannel
	hasCustomer
	hasAgent
	hasBody
	hasSource
	hasMessage
	hasFile
	hasCall
	hasDelivery
	hasWaiting // of the conversation, not of the event: an [ownTerm]
)

// firstBeyondRow is the first presence that a row may leave open.
const firstBeyondRow = hasSource

// presences lists the values of has: in the order of the constants.
func presences() []string {
	return []string{"problem", "fault", "reply", "time", "status", "conv", "channel", "customer", "agent", "body", "source", "message", "file", "call", "delivery", "waiting"}
}

// hasTerm asks whether any of several things is there.
type hasTerm struct {
	canonical
	things []presence
}

func buildHas(p *parser, f *field, elements []element) (node, error) {
	var things []presence
	var rest []element
	var waiting []node
	for i, e := range elements {
		if _, err := p.oneOf(f, elements[i:i+1], presences()); err != nil {
			return nil, err
		}
		thing := presence(slices.Index(presences(), elements[i].text))
		if thing != hasWaiting {
			things, rest = append(things, thing), append(rest, elements[i])
			continue
		}
		term, err := p.own(e.pos, writeTerm(f, elements[i:i+1], alwaysLiteral), func(s *model.Summary, _ time.Time) bool { return waits(s) })
		if err != nil {
			return nil, err
		}
		waiting = []node{term}
	}
	if len(things) == 0 {
		return waiting[0], nil
	}
	return newAny(append(waiting, &hasTerm{canonical: writeTerm(f, rest, alwaysLiteral), things: things})), nil
}

func (t *hasTerm) line(l *model.Line, _ int64) Verdict {
	result := No
	for _, thing := range t.things {
		result = max(result, thing.line(l))
	}
	return result
}

func (t *hasTerm) record(l model.Line, c *Content, now int64) bool {
	if v := t.line(&l, now); v != Undecided {
		return v == Yes
	}
	return slices.ContainsFunc(t.things, func(thing presence) bool { return thing.record(&l, c) })
}

func (t *hasTerm) cost() int {
	if slices.Max(t.things) < firstBeyondRow {
		return costNumber
	}
	return costEvent
}

func (p presence) line(l *model.Line) Verdict {
	switch p {
	case hasProblem:
		return verdict(l.Problems != 0)
	case hasFault:
		return verdict(l.Problems.Faulty())
	case hasReply:
		return verdict(l.Reply != 0)
	case hasTime:
		return verdict(l.Occurred != 0)
	case hasStatus:
		return verdict(l.Status != model.StatusNone)
	case hasConv:
		return verdict(l.Key != 0)
	case hasChannel:
		return verdict(l.Channel != 0)
	case hasCustomer:
		return verdict(l.Customer != 0)
	case hasAgent:
		return verdict(l.Agent != 0)
	case hasBody:
		return verdict(l.Size != 0)
	}
	return p.lineBeyond(l)
}

// lineBeyond says what a row reveals of what it does not hold.
func (p presence) lineBeyond(l *model.Line) Verdict {
	switch p {
	case hasMessage:
		switch l.Kind {
		case model.KindMessage, model.KindNote, model.KindComment: // these have one by contract
			return Yes
		}
	case hasSource:
		if key := l.KeyText(); len(key) > 0 {
			source, _ := splitKey(key, l.PlatformText())
			return verdict(len(source) > 0)
		}
	}
	return Undecided
}

func (p presence) record(l *model.Line, c *Content) bool {
	if v := p.line(l); v != Undecided {
		return v == Yes
	}
	if p == hasDelivery {
		return len(c.Deliveries()) > 0
	}
	e := c.event(l)
	if e == nil {
		return false
	}
	switch p {
	case hasMessage:
		return len(e.Messages) > 0
	case hasFile:
		return slices.ContainsFunc(e.Messages, func(m model.Message) bool { return len(m.Files) > 0 })
	case hasCall:
		return e.Call != nil
	}
	return p == hasSource && e.Source != ""
}
