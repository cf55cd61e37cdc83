package model

import (
	"cmp"
	"slices"
)

// Paging is a page in the making: Walk until it says no, Sort, then Step until it
// says no. An index that others write is guarded during each walk and step, but
// neither between them nor while sorting, so that nobody waits for long. What is
// forgotten meanwhile is left out; what moves meanwhile stands once in the list.
type Paging struct {
	Page  []Summary
	Total int // how many match

	index         *Conversations
	newest, line  uint64 // of the index when paging began
	order         Order
	offset, limit int
	match         func(*Summary) bool
	walks         [][]ranked // what each walk saw, by activity; one list would be copied under guard as it grows
	list          []ranked   // in order, once it is sorted
	moved         []ranked   // since paging began, the latest first
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
	p := &Paging{index: c, line: c.line, order: order, offset: max(offset, 0), limit: limit, match: match}
	if c.latest != nil {
		p.newest = c.latest.newest()
	}
	return p
}

// Walk looks at the places of up to n more conversations and reports whether there
// are any left.
func (p *Paging) Walk(n int) bool {
	conv := p.resume()
	walk := make([]ranked, 0, min(n, len(p.index.byKey)))
	for ; n > 0 && conv != nil; n-- {
		walk = append(walk, ranked{conv.rank(p.order), conv})
		conv = conv.older
	}
	p.walks = append(p.walks, walk)
	if conv != nil {
		return true
	}
	for conv = p.index.latest; conv != nil && !p.stands(conv); conv = conv.older {
		p.moved = append(p.moved, ranked{conv.rank(p.order), conv})
	}
	return false
}

// resume finds where to go on: behind the last one that stands where it stood.
func (p *Paging) resume() *conversation {
	for _, walk := range slices.Backward(p.walks) {
		for _, r := range slices.Backward(walk) {
			if p.stands(r.conv) {
				return r.conv.older
			}
		}
	}
	conv := p.index.latest
	for conv != nil && !p.stands(conv) {
		conv = conv.older
	}
	return conv
}

// stands reports whether a conversation is there and had no event since paging began.
func (p *Paging) stands(conv *conversation) bool {
	return conv.newest() <= p.newest && (p.line == p.index.line || p.index.byKey[conv.key] == conv)
}

// newest is the seq of the latest event.
func (v *conversation) newest() uint64 {
	if len(v.events) == 0 {
		return 0
	}
	return v.seq(len(v.events) - 1)
}

// join makes one list of what was seen, with what moved at the front.
func (p *Paging) join() {
	p.list = slices.Concat(p.walks...)
	p.walks = nil
	if len(p.moved) == 0 {
		return
	}
	moved := make(map[*conversation]bool, len(p.moved))
	for _, r := range p.moved {
		moved[r.conv] = true
	}
	p.list = slices.DeleteFunc(p.list, func(r ranked) bool { return moved[r.conv] })
	p.list = slices.Insert(p.list, 0, p.moved...)
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
	p.join()
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
