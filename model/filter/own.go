package filter

import (
	"strings"
	"time"

	"offhook/model"
)

// ownTerm asks for the conversation itself. It holds for none of the events that
// have no conversation, or one that is not known.
type ownTerm struct {
	canonical
	place int // of its bit in a case
	holds func(s *model.Summary, now time.Time) bool
}

func (t *ownTerm) line(l *model.Line) Verdict {
	if l.Key == 0 {
		return No
	}
	return Undecided
}

func (t *ownTerm) record(l model.Line, c *Content, now int64) bool {
	s := c.conversation(&l)
	return s != nil && t.holds(s, time.UnixMicro(now))
}

func (t *ownTerm) cost() int { return costConversation }

// maxOwn bounds the different terms about conversations in one expression, so that
// all their cases fit a [CaseSet].
const maxOwn = 6

// own makes a term about the conversation; equal ones are the same term.
func (p *parser) own(pos int, text canonical, holds func(*model.Summary, time.Time) bool) (node, error) {
	for _, t := range p.owned {
		if t.canonical == text {
			return t, nil
		}
	}
	if len(p.owned) == maxOwn {
		return nil, p.fail(pos, "more than %d different terms about the conversation", maxOwn)
	}
	t := &ownTerm{canonical: text, place: len(p.owned), holds: holds}
	p.owned = append(p.owned, t)
	return t, nil
}

func buildOwnStatus(p *parser, f *field, elements []element) (node, error) {
	set, err := p.oneOf(f, elements, model.Statuses())
	if err != nil {
		return nil, err
	}
	set <<= 1 // the first word has the value 1
	return p.own(elements[0].pos, writeTerm(f, elements, alwaysLiteral), func(s *model.Summary, _ time.Time) bool {
		return set>>s.Status&1 != 0
	})
}

func buildOwnPerson(of func(*model.Summary) model.Person) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		names := namesOf(elements, newPart)
		return p.own(elements[0].pos, writeTerm(f, elements, literalUnlessGlob), func(s *model.Summary, _ time.Time) bool {
			who := of(s)
			return anyFits(names, []byte(who.Name)) || anyFits(names, []byte(who.ID))
		})
	}
}

func buildOwnCount(of func(*model.Summary) int) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		spans, err := p.spans(f, elements, parseCount)
		if err != nil {
			return nil, err
		}
		return p.own(elements[0].pos, writeTerm(f, elements, alwaysLiteral), func(s *model.Summary, _ time.Time) bool {
			return within(spans, uint64(of(s)))
		})
	}
}

// buildOwnSpan builds terms of a span of time that may still go on; known tells
// whether there is one. A single duration would never be met to the microsecond.
func buildOwnSpan(known func(*model.Summary) bool, of func(*model.Summary, time.Time) time.Duration) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		for _, e := range elements {
			if e.op == "" && !strings.Contains(e.text, "..") {
				return nil, p.badSpan(f, e)
			}
		}
		spans, err := p.spans(f, elements, parseTook)
		if err != nil {
			return nil, err
		}
		p.timed = true
		return p.own(elements[0].pos, writeTerm(f, elements, alwaysLiteral), func(s *model.Summary, now time.Time) bool {
			return known(s) && within(spans, uint64(of(s, now).Microseconds()))
		})
	}
}

func (p *parser) badSpan(f *field, e element) error {
	err := p.fail(e.pos, "%s: expected %s, found %q", f.Name, f.expects, e.text)
	if _, ok := parseDuration(e.text); ok {
		err.Hint = "write >, < or a range"
	} else if f.Name == "waiting" {
		err.Hint = "has:waiting finds every customer who waits"
	}
	return err
}

// waits reports whether the customer waits for an answer.
func waits(s *model.Summary) bool { return s.Wait.Who == model.RoleCustomer && !s.Wait.Since.IsZero() }

// everWaited reports whether the customer's longest wait is known.
func everWaited(s *model.Summary) bool { return waits(s) || s.LongestWait > 0 }

func waitOf(s *model.Summary, now time.Time) time.Duration {
	return s.Wait.For(model.RoleCustomer, now)
}

func longestOf(s *model.Summary, now time.Time) time.Duration { return s.Longest(now) }

func customerOf(s *model.Summary) model.Person { return s.Customer }
func agentOf(s *model.Summary) model.Person    { return s.Agent }
func problemsOf(s *model.Summary) int          { return s.Problems }
func messagesOf(s *model.Summary) int          { return s.Messages }
