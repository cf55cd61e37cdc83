package filter

import (
	"cmp"
	"slices"
	"strings"

	"offhook/model"
)

// node is a part of an expression. now is the present in Unix microseconds.
type node interface {
	String() string
	record(l model.Line, c *Content, now int64) bool
	cost() int
}

// The costs by which the terms of "and" and "or" are ordered for evaluation. From
// costSnippet on a term needs the content.
const (
	costNumber = iota
	costWhole
	costSearch
	costSnippet
	costConversation
	costEvent
	costBody
	costJSON
)

// canonical is the text of a term; terms embed it.
type canonical string

func (c canonical) String() string { return string(c) }

// decide says what the line reveals. It is no method of node: through an interface
// every line would move to the heap, and by value it would be copied for each term. A
// term that is not named here needs the record.
func decide(n node, l *model.Line, now int64) Verdict {
	switch n := n.(type) {
	case *all:
		return n.line(l, now)
	case *anyOf:
		return n.line(l, now)
	case *not:
		return n.line(l, now)
	case *columnTerm:
		return n.line(l, now)
	case *personTerm:
		return n.line(l, now)
	case *conversationTerm:
		return n.line(l, now)
	case *setTerm:
		return n.line(l, now)
	case *problemTerm:
		return n.line(l, now)
	case *hasTerm:
		return n.line(l, now)
	case *numberTerm:
		return n.line(l, now)
	case *timeTerm:
		return n.line(l, now)
	case *sourceTerm:
		return n.line(l, now)
	case *searchTerm:
		return n.line(l, now)
	case *ownTerm:
		return n.line(l)
	case constant:
		return verdict(bool(n))
	}
	return Undecided
}

// all is "and": kids as written, order as evaluated.
type all struct{ kids, order []node }

// anyOf is "or".
type anyOf struct{ kids, order []node }

// not is a negation; its kid is never a negation itself.
type not struct{ kid node }

func newAll(kids []node) node {
	if len(kids) == 1 {
		return kids[0]
	}
	var flat []node
	for _, kid := range kids {
		if inner, ok := kid.(*all); ok {
			flat = append(flat, inner.kids...)
			continue
		}
		flat = append(flat, kid)
	}
	return &all{kids: flat, order: byCost(flat)}
}

func newAny(kids []node) node {
	if len(kids) == 1 {
		return kids[0]
	}
	var flat []node
	for _, kid := range kids {
		if inner, ok := kid.(*anyOf); ok {
			flat = append(flat, inner.kids...)
			continue
		}
		flat = append(flat, kid)
	}
	return &anyOf{kids: flat, order: byCost(flat)}
}

func newNot(kid node) node {
	if inner, ok := kid.(*not); ok {
		return inner.kid
	}
	return &not{kid}
}

func byCost(kids []node) []node {
	order := slices.Clone(kids)
	slices.SortStableFunc(order, func(a, b node) int { return cmp.Compare(a.cost(), b.cost()) })
	return order
}

func (a *all) line(l *model.Line, now int64) Verdict {
	result := Yes
	for _, kid := range a.order {
		if result = min(result, decide(kid, l, now)); result == No {
			break
		}
	}
	return result
}

func (a *all) record(l model.Line, c *Content, now int64) bool {
	for _, kid := range a.order {
		if !kid.record(l, c, now) {
			return false
		}
	}
	return true
}

func (a *all) cost() int { return a.order[len(a.order)-1].cost() }

func (a *all) String() string {
	parts := make([]string, len(a.kids))
	for i, kid := range a.kids {
		parts[i] = kid.String()
		if _, ok := kid.(*anyOf); ok {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " ")
}

func (a *anyOf) line(l *model.Line, now int64) Verdict {
	result := No
	for _, kid := range a.order {
		if result = max(result, decide(kid, l, now)); result == Yes {
			break
		}
	}
	return result
}

func (a *anyOf) record(l model.Line, c *Content, now int64) bool {
	for _, kid := range a.order {
		if kid.record(l, c, now) {
			return true
		}
	}
	return false
}

func (a *anyOf) cost() int { return a.order[len(a.order)-1].cost() }

func (a *anyOf) String() string {
	parts := make([]string, len(a.kids))
	for i, kid := range a.kids {
		parts[i] = kid.String()
	}
	return strings.Join(parts, " or ")
}

func (n *not) line(l *model.Line, now int64) Verdict { return Yes - decide(n.kid, l, now) }

func (n *not) record(l model.Line, c *Content, now int64) bool { return !n.kid.record(l, c, now) }

func (n *not) cost() int { return n.kid.cost() }

func (n *not) String() string {
	switch n.kid.(type) {
	case *all, *anyOf:
		return "-(" + n.kid.String() + ")"
	}
	return "-" + n.kid.String()
}
