package model

import (
	"cmp"
	"slices"
	"strings"
)

// halves are the live messages by id, in a conversation of which an event is not
// whole: its sender left before the end, and sends it again. The others are apart from
// the whole ones, which may be many of one id: each is searched among the other sort.
type halves map[half][]*draft

type half struct {
	id   string
	kind Kind
	role Role
	cut  bool // the event that told it first is not whole
}

func (h halves) add(d *draft) {
	if h != nil {
		key := half{d.Message.ID, d.Kind, d.Message.Role, truncated(d.event)}
		h[key] = append(h[key], d)
	}
}

// completes finds the entry of a message of which only the beginning came, when this
// is the whole of it, or the other way round.
func (r *rebuilding) completes(e *Event, m *Message, kind Kind) *draft {
	if m.ID == "" {
		return nil
	}
	cut := truncated(e)
	for _, d := range r.halves[half{m.ID, kind, m.Role, !cut}] {
		o := &d.Message
		switch {
		case r.apart(m, o):
		case cut && begins(o.Text, m.Text):
			return d
		case !cut && begins(m.Text, o.Text):
			d.whole, d.digest, d.Message, d.At = e, r.digest(e, m), *m, cmp.Or(m.At, e.Occurred)
			d.digest.when |= toldLive
			return d
		}
	}
	return nil
}

// apart reports whether times tell two messages of one id apart. An id that is a
// customer's says nothing without an equal time.
func (r *rebuilding) apart(m, o *Message) bool {
	if m.Tie != o.Tie && m.Tie != "" && o.Tie != "" {
		return true
	}
	return !m.At.Equal(o.At) && (!m.At.IsZero() && !o.At.IsZero() || r.people.isCustomer(m.ID))
}

// begins reports whether a text that was cut, perhaps inside a character, is the
// beginning of another.
func begins(text, cut string) bool {
	return strings.HasPrefix(text, strings.TrimRight(strings.ToValidUTF8(cut, ""), "\uFFFD"))
}

// truncated reports whether an event's body is not whole.
func truncated(e *Event) bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Code == Truncated || p.Code == Oversized })
}
