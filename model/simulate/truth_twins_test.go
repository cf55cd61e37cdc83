package simulate_test

import (
	"slices"

	"offhook/model"
)

// twins reports whether two messages cannot be told apart. Jivo's list has neither ids
// nor more than seconds; whether a second list of the chat tells what the first one has
// is not documented, so equal ones of two lists are one or two. Of Ebbot, whose live
// ids may be the user's, they differ in nothing but the digits behind the milliseconds,
// of which the index keeps a few bits, equal by chance.
func (o *oracle) twins(c *heardChat) (found bool) {
	for i, a := range c.wants {
		for _, b := range c.wants[:i] {
			if !a.said || !b.said || a.line.text != b.line.text || a.line.role != b.line.role {
				continue
			}
			same := (o.scenes[a.scene].Form.UserIDs || c.platform == "jivo") && a.own == b.own
			ending := c.endsBeside(a, b) || c.endsBeside(b, a)
			if same || ending {
				a.twin, b.twin, found = true, true, true
			}
			if ending || same && c.platform == "jivo" && a.listed && b.listed && !a.besides(b) {
				a.doubtful, b.doubtful = true, true
			}
		}
	}
	return found
}

// endsBeside reports whether a list that has a message ended less than a second before
// an equal one, within two seconds of it, came live, and only one of these times is a
// whole second. It may count seconds, as Ebbot's times of 10 digits do: then the list
// may well tell the live one, as far as is known when that comes.
func (c *heardChat) endsBeside(listed, live *want) bool {
	if listed.live || !live.live || max(listed.own-live.own, live.own-listed.own) > 2000 {
		return false
	}
	return slices.ContainsFunc(c.heard, func(h *hearing) bool {
		_, lists := listed.places[h.seq]
		end := h.sheet.own
		return lists && end != 0 && end <= live.own && live.own-end <= 1000 && (end%1000 == 0) != (live.own%1000 == 0)
	})
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

// judgeTwins is all that can be said of messages that may be one: at least one is there.
func judgeTwins(found *complaints, c *heardChat, entries []model.Entry, wants []*want) ([]model.Entry, []*want) {
	left, doubtful := make(map[likeness]int), make(map[likeness]int)
	of := func(role model.Role, text string, own int64) likeness {
		if c.platform != "jivo" {
			own = 0
		}
		return likeness{role, text, own}
	}
	for _, w := range wants {
		if w.doubtful {
			key := of(w.line.role, w.line.text, w.own)
			left[key] = 0
			doubtful[key]++
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
		if n < 0 || n > doubtful[key]-1 {
			found.add("%d of %v are missing", n, key)
		}
	}
	return entries, wants
}
