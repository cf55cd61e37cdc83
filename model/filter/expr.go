package filter

import (
	"time"

	"offhook/model"
)

// Verdict is what a row alone says about an expression.
type Verdict uint8

// The verdicts in their order: "and" is the least of several, "or" the greatest.
const (
	No        Verdict = iota
	Undecided         // it needs the record
	Yes
)

func (v Verdict) String() string {
	names := [...]string{"no", "undecided", "yes"}
	if int(v) < len(names) {
		return names[v]
	}
	return "?"
}

func verdict(yes bool) Verdict {
	if yes {
		return Yes
	}
	return No
}

// Expr is a parsed filter. It never changes and may be used from any number of
// goroutines. The zero value and nil match everything.
type Expr struct {
	root    node
	content bool
	clock   func() time.Time // nil when no term is relative to the present
	split   *Conversations   // nil when no term asks for the conversation itself
}

// Parse reads an expression; a blank one matches everything. An error is a
// [*SyntaxError].
//
// Times of day, dates and the zone of times without one are resolved against now at
// once. Durations, as in since:5m, are kept: their expressions ask now again at
// every evaluation, from whatever goroutine evaluates. Without now it is [time.Now].
func Parse(src string, now func() time.Time) (*Expr, error) {
	if now == nil {
		now = time.Now
	}
	p := parser{src: src, now: now}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	e := newExpr(root)
	if p.relative || p.timed {
		e.clock = now
	}
	if len(p.owned) > 0 {
		e.split = split(e, p.owned, p.timed, p.relative)
	}
	return e, nil
}

// newExpr makes the expression of a tree; nil matches everything.
func newExpr(root node) *Expr {
	if root == constant(true) {
		root = nil
	}
	return &Expr{root: root, content: root != nil && root.cost() >= costSnippet}
}

// String returns the canonical text. Parsing it gives an equal expression; for
// times of day that holds as long as they name the same day.
func (e *Expr) String() string {
	if e == nil || e.root == nil {
		return ""
	}
	return e.root.String()
}

// Line decides what the row decides.
func (e *Expr) Line(l model.Line) Verdict {
	if e == nil || e.root == nil {
		return Yes
	}
	return decide(e.root, &l, e.micros())
}

// Record decides with everything that is known of the event. The content must be
// that of the line's request; one content serves all lines of a request. Terms about
// the conversation hold only with [Content.WithConversations].
func (e *Expr) Record(l model.Line, c *Content) bool {
	if e == nil || e.root == nil {
		return true
	}
	return e.root.record(l, c, e.micros())
}

// NeedsContent reports whether a term looks beyond the row, so that Line may say
// Undecided.
func (e *Expr) NeedsContent() bool { return e != nil && e.content }

// micros is the present in Unix microseconds; 0 when no term asks for it.
func (e *Expr) micros() int64 {
	if e.clock == nil {
		return 0
	}
	return e.clock().UnixMicro()
}
