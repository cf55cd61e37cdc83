package model

import (
	"cmp"
	"slices"
)

// Order is how a list of conversations is sorted.
type Order uint8

const (
	ByActivity Order = iota // the latest first
	ByWaiting               // the customer who waits longest first, then the others by activity
	ByProblems              // the one with most problems first; equal ones by activity
)

var orderNames = [...]string{"activity", "waiting", "problems"}

func (o Order) String() string { return nameOf(orderNames[:], o) }

// Next is the order after this one; the first follows the last.
func (o Order) Next() Order { return (o + 1) % Order(len(orderNames)) }

// Page returns a part of the conversations in an order, and how many match in all.
// match chooses among them, nil takes all; what it is given is only valid during the
// call. By activity and without match its cost is that of the nearer end of the list
// to the page, else that of all conversations: see [Paging] for doing that in steps.
func (c *Conversations) Page(order Order, offset, limit int, match func(*Summary) bool) (page []Summary, total int) {
	if order == ByActivity && match == nil {
		return c.recent(max(offset, 0), limit), len(c.byKey)
	}
	p := c.Paging(order, offset, limit, match)
	p.Sort()
	for p.Step(len(c.byKey)) {
	}
	return p.Page, p.Total
}

// recent is the page by activity, found from the nearer end.
func (c *Conversations) recent(offset, limit int) []Summary {
	n := min(limit, len(c.byKey)-offset)
	if n <= 0 {
		return nil
	}
	page := make([]Summary, n)
	if behind := len(c.byKey) - offset - n; behind < offset {
		conv := c.oldest
		for range behind {
			conv = conv.newer
		}
		for i := n - 1; i >= 0; i-- {
			page[i], conv = conv.summary(), conv.newer
		}
		return page
	}
	conv := c.latest
	for range offset {
		conv = conv.older
	}
	for i := range page {
		page[i], conv = conv.summary(), conv.older
	}
	return page
}

// Paging is a page in the making. An index that others write is guarded while it is
// made and during each step, but neither between the steps nor while sorting, so
// that nobody waits for long. What is forgotten meanwhile is left out; the order
// stays that of the beginning.
type Paging struct {
	Page  []Summary
	Total int // how many match

	index         *Conversations
	line          uint64 // of the index when paging began
	offset, limit int
	match         func(*Summary) bool
	list          []ranked // by activity until it is sorted
	next          int
	summary       Summary // that match looks at
}

// ranked is a conversation and what sorts it before others: the least first, 0 last.
type ranked struct {
	rank int64
	conv *conversation
}

// Paging begins a page; see [Conversations.Page].
func (c *Conversations) Paging(order Order, offset, limit int, match func(*Summary) bool) *Paging {
	p := &Paging{index: c, line: c.line, offset: max(offset, 0), limit: limit, match: match, list: make([]ranked, 0, len(c.byKey))}
	for conv := c.latest; conv != nil; conv = conv.older {
		p.list = append(p.list, ranked{conv.rank(order), conv})
	}
	return p
}

// rank is what sorts a conversation before others.
func (v *conversation) rank(order Order) int64 {
	switch {
	case order == ByWaiting && v.life.status != StatusClosed && v.turns.who == RoleCustomer:
		return v.turns.waitSince(v.account.behind())
	case order == ByProblems:
		return -int64(v.faulty)
	}
	return 0
}

// Sort puts the conversations in order; it needs no guard. Most have no rank: they
// stay behind the others as they are.
func (p *Paging) Sort() {
	var front []placed
	rest := p.list[:0]
	for i, r := range p.list {
		if r.rank != 0 {
			front = append(front, placed{r, i})
		} else {
			rest = append(rest, r)
		}
	}
	if len(front) == 0 {
		return
	}
	slices.SortFunc(front, func(a, b placed) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.place, b.place)) })
	behind := p.list[len(front):]
	copy(behind, rest)
	for i := range front {
		p.list[i] = front[i].ranked
	}
}

// placed is a ranked conversation with its place by activity, which decides among
// equals.
type placed struct {
	ranked
	place int
}

// Step looks at up to n more conversations and reports whether there are any left.
func (p *Paging) Step(n int) bool {
	all := len(p.list)
	if p.match == nil {
		p.next, p.Total = max(p.next, min(p.offset, all)), all
	}
	for ; n > 0 && p.next < all; p.next++ {
		if p.match == nil && len(p.Page) >= p.limit {
			return false
		}
		p.take(p.list[p.next].conv)
		n--
	}
	return p.next < all
}

func (p *Paging) take(conv *conversation) {
	if p.line != p.index.line && p.index.byKey[conv.key] != conv {
		return
	}
	p.summary = conv.summary()
	if p.match == nil {
		p.Page = append(p.Page, p.summary)
		return
	}
	if !p.match(&p.summary) {
		return
	}
	if p.Total >= p.offset && len(p.Page) < p.limit {
		p.Page = append(p.Page, p.summary)
	}
	p.Total++
}
