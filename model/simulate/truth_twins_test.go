package simulate_test

import (
	"slices"

	"offhook/model"
)

// twins reports whether two messages cannot be told apart. Jivo's list has neither ids
// nor more than seconds; whether a second list of the chat tells what the first one has
// is not documented, so equal ones of two lists are one or two. Of Ebbot, whose live
// ids may be the user's: in the list their times are right to the second only, so that
// nobody knows which of two equal texts was lost; or they differ in nothing but the
// digits behind the milliseconds, of which the index keeps a few bits, equal by chance.
func (o *oracle) twins(c *heardChat) (found bool) {
	for i, a := range c.wants {
		form := o.scenes[a.scene].Form
		within := int64(0)
		if form.Loose {
			within = 5000
		}
		for _, b := range c.wants[:i] {
			if (form.UserIDs || c.platform == "jivo") && a.said && b.said && max(a.own-b.own, b.own-a.own) <= within && a.line.text == b.line.text && a.line.role == b.line.role {
				a.twin, b.twin, found = true, true, true
				if c.platform == "jivo" && a.listed && b.listed && !a.besides(b) {
					a.relisted, b.relisted = true, true
				}
			}
		}
	}
	return found
}

// besides reports whether one list has both.
func (w *want) besides(other *want) bool {
	for seq := range w.places {
		if _, both := other.places[seq]; both {
			return true
		}
	}
	return false
}

// likeness is what messages have in common that cannot be told apart.
type likeness struct {
	role model.Role
	text string
	own  int64 // of Jivo
}

// judgeTwins is all that can be said of messages that cannot be told apart: as many as
// there were are there. Of those that several lists tell at least one is.
func (o *oracle) judgeTwins(found *complaints, c *heardChat, entries []model.Entry, wants []*want) ([]model.Entry, []*want) {
	left, relisted := make(map[likeness]int), make(map[likeness]int)
	of := func(role model.Role, text string, own int64) likeness {
		if c.platform != "jivo" {
			own = 0
		}
		return likeness{role, text, own}
	}
	for _, w := range wants {
		key := of(w.line.role, w.line.text, w.own)
		if w.twin && o.scenes[w.scene].Form.Loose || w.relisted {
			left[key] = 0
		}
		if w.relisted {
			relisted[key]++
		}
	}
	wants = slices.DeleteFunc(wants, func(w *want) bool {
		key := of(w.line.role, w.line.text, w.own)
		_, twin := left[key]
		if twin && w.said {
			left[key]++
		}
		return twin && w.said
	})
	entries = slices.DeleteFunc(entries, func(e model.Entry) bool {
		own := int64(0)
		if e.OwnTime {
			own = e.At.UnixMilli()
		}
		key := of(e.Message.Role, e.Message.Text, own)
		_, twin := left[key]
		if twin {
			left[key]--
		}
		return twin
	})
	for key, n := range left {
		if n < 0 || n > max(0, relisted[key]-1) {
			found.add("%d of %v are missing", n, key)
		}
	}
	return entries, wants
}
