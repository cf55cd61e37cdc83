package model

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
	for p.Walk(len(c.byKey)) {
	}
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
