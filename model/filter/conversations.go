package filter

import (
	"time"

	"offhook/model"
)

// Lookup finds a conversation by its key, as [model/capture.File.Conversation] does.
type Lookup func(key string) (model.Summary, bool)

// Conversations chooses conversations by an expression: one is chosen when one of
// its events matches, where the terms about the conversation itself say the same of
// all its events.
//
// A list of conversations looks at each event once, and keeps for each key the
// cases in which one of its events matched. As long as the events stay the same,
// what the conversation itself becomes, or how long somebody waits by now, then
// decides without them:
//
//	chosen := c.Decide(&s) == Yes || c.Decide(&s) == Undecided && matched[s.Key].Has(c.Case(&s))
//
// It never changes and may be used from any number of goroutines.
type Conversations struct {
	own      []*ownTerm
	now      func() time.Time // nil when no term about the conversation needs it
	events   []*Expr          // by case
	distinct []distinct
}

// distinct is an expression for events with all the cases that lead to it.
type distinct struct {
	expr  *Expr
	cases CaseSet
}

// CaseSet is a set of cases, bit n for case n.
type CaseSet uint64

// Has reports whether a case is in the set.
func (s CaseSet) Has(n int) bool { return s>>n&1 != 0 }

// NeedsConversation reports whether a term asks for the conversation itself.
func (e *Expr) NeedsConversation() bool { return e != nil && e.split != nil }

// Conversations splits the expression for choosing conversations.
func (e *Expr) Conversations() *Conversations {
	if e.NeedsConversation() {
		return e.split
	}
	if e == nil {
		e = &Expr{}
	}
	return &Conversations{events: []*Expr{e}, distinct: []distinct{{e, 1}}}
}

// LineIn decides what the row and its conversation decide. Where it says Yes or No,
// Record with these conversations says the same at that moment.
func (e *Expr) LineIn(l model.Line, conversations Lookup) Verdict {
	v := e.Line(l)
	if v != Undecided || !e.NeedsConversation() {
		return v
	}
	key, n := l.KeyText(), 0
	if len(key) > 0 && conversations != nil {
		if s, ok := conversations(string(key)); ok {
			n = e.split.Case(&s)
		}
	}
	return e.split.events[n].Line(l)
}

// split makes the expressions for events of each case.
func split(e *Expr, own []*ownTerm, timed bool, relative bool) *Conversations {
	c := &Conversations{own: own}
	if timed {
		c.now = e.clock
	}
	byText := make(map[string]int)
	for n := range 1 << len(own) {
		root := settle(e.root, n)
		text := root.String()
		at, ok := byText[text]
		if !ok {
			at = len(c.distinct)
			byText[text] = at
			c.distinct = append(c.distinct, distinct{expr: newExpr(root)})
			if relative {
				c.distinct[at].expr.clock = e.clock
			}
		}
		c.distinct[at].cases |= 1 << n
		c.events = append(c.events, c.distinct[at].expr)
	}
	return c
}

// Cases counts the cases, 64 at most.
func (c *Conversations) Cases() int { return len(c.events) }

// Case numbers how the terms about the conversation stand for it now. Case 0, in
// which none holds, is also that of an event without a conversation.
func (c *Conversations) Case(s *model.Summary) int {
	var now time.Time
	if c.now != nil {
		now = c.now()
	}
	result := 0
	for _, t := range c.own {
		if t.holds(s, now) {
			result |= 1 << t.place
		}
	}
	return result
}

// Events is the expression that one of the events must match in a case: the terms
// about the conversation are replaced by what they are there.
func (c *Conversations) Events(n int) *Expr { return c.events[n] }

// Decide says what the conversation's summary alone decides. Where it says
// Undecided, one of its events must match Events(Case(s)).
func (c *Conversations) Decide(s *model.Summary) Verdict {
	root := c.events[c.Case(s)].root
	if root == nil {
		return Yes
	}
	return certain(root, s)
}

// Line returns the cases in which an event matches by its row, and those that its
// record must decide.
func (c *Conversations) Line(l model.Line) (matched, open CaseSet) {
	for _, d := range c.distinct {
		switch d.expr.Line(l) {
		case Yes:
			matched |= d.cases
		case Undecided:
			open |= d.cases
		}
	}
	return matched, open
}

// Record returns the cases in which an event matches.
func (c *Conversations) Record(l model.Line, content *Content) CaseSet {
	var matched CaseSet
	for _, d := range c.distinct {
		if d.expr.Record(l, content) {
			matched |= d.cases
		}
	}
	return matched
}
