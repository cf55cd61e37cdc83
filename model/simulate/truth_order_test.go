package simulate_test

import (
	"slices"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// before reports whether the deliveries decide that a comes before b: by a list that
// has both, by own times, or, of what has our clock only, by arrival.
func (o *oracle) before(c *heardChat, a, b *want) bool {
	alike := a.said && b.said && a.line.text == b.line.text && a.line.role == b.line.role
	if a.twin || b.twin || alike && (c.unsure || c.platform == "jivo" && a.own == b.own) {
		return false // which of two equal ones this is is not decided
	}
	for seq, i := range a.places {
		if j, both := b.places[seq]; both {
			return i < j
		}
	}
	if b.deed == simulate.Closes && !b.said && slices.ContainsFunc(b.events, func(seq uint64) bool { _, ok := a.places[seq]; return ok }) {
		return true // a closing follows what it lists
	}
	switch {
	case a.own != 0 && b.own != 0:
		return o.beforeByOwn(a, b)
	case a.own == 0 && b.own == 0:
		return !c.unsure && o.beforeByArrival(c, a, b)
	}
	return !c.unsure && (o.acceptedBefore(c, a, b) || o.beforeByBoth(c, a, b))
}

func (o *oracle) beforeByOwn(a, b *want) bool {
	if o.scenes[a.scene].Form.Loose { // its list's times are right to the second only
		return a.own+2000 < b.own
	}
	switch {
	case a.own != b.own:
		return a.own < b.own
	case a.act < 0 || b.act < 0 || a.act >= b.act:
		return false
	case a.said && b.said: // of one second, by the number of the message; else by the fraction, or by arrival
		return a.line.kind == b.line.kind && o.scenes[a.scene].Platform == "blinger"
	}
	return a.deed == simulate.Opens && !a.said || a.said && b.deed == simulate.Closes && !b.said
}

// beforeByArrival holds among what has our clock only. An acceptance may stand
// earlier, before the agent's first message; an end stands behind its list, which is
// certain to be before what came later only where nothing was delayed.
func (o *oracle) beforeByArrival(c *heardChat, a, b *want) bool {
	if a.said && len(a.ids) > 0 && a.line.at == 0 && a.listed || b.said && b.listed {
		return false // an invitation: the list alone says where it stands
	}
	if !a.received.Before(b.received) || a.accepts() || b.accepts() && c.platform == "jivo" {
		return false
	}
	if o.lateEnd(c, a) || o.lateEnd(c, b) {
		return false
	}
	return a.deed != simulate.Closes || a.said || o.punctual(c.platform) && o.listening.Ahead[c.platform] == 0
}

// lateEnd reports whether an end without a time of its own may have come late: it
// stands where its list ends.
func (o *oracle) lateEnd(c *heardChat, w *want) bool {
	return !w.said && w.act >= 0 && w.deed == simulate.Closes && w.own == 0 && (!o.punctual(c.platform) || o.deliveries[w.events[0]-1].Copy > 0)
}

func (w *want) accepts() bool {
	return !w.said && (w.deed == simulate.Takes || w.deed == simulate.Transfers || w.deed == simulate.Reopens)
}

// acceptedBefore: Jivo's first acceptance in a round never comes after the agent's
// first message, which only the round's list has.
func (o *oracle) acceptedBefore(c *heardChat, a, b *want) bool {
	if c.platform != "jivo" || !a.accepts() || !b.said || b.live || b.line.role != model.RoleAgent {
		return false
	}
	var lists []*hearing
	for _, h := range c.heard {
		if h.sheet.transcript && h.copyOf == nil {
			lists = append(lists, h)
		}
	}
	// By arrival: the acceptances that came before the first list, of which the
	// first counts.
	if len(lists) == 0 || len(lists[0].list) == 0 || !slices.Contains(lists[0].list, b) || a.events[0] > lists[0].seq {
		return false
	}
	for _, w := range c.wants {
		if w.accepts() && w.events[0] < a.events[0] {
			return false
		}
	}
	return true
}

// beforeByBoth compares our clock with the platform's where that can be relied on:
// nothing of the platform was delayed, and what its clock is off is known.
func (o *oracle) beforeByBoth(c *heardChat, a, b *want) bool {
	if !o.punctual(c.platform) || o.listening.Ahead[c.platform] != 0 && o.timed(c.platform) < 4 || b.accepts() || o.scenes[a.scene].Form.Loose {
		return false
	}
	if !b.said && b.deed == simulate.Closes && b.act >= 0 && o.lateEnd(c, b) {
		return false
	}
	if a.said && a.line.at == 0 || b.said && b.line.at == 0 || a.deed == simulate.Closes && !a.said {
		return false
	}
	at := func(w *want) time.Time {
		if w.own != 0 {
			return time.UnixMilli(w.own)
		}
		return w.received.Add(o.listening.Ahead[c.platform])
	}
	return at(a).Add(3 * time.Second).Before(at(b))
}

// punctual reports whether nothing of a platform was delayed.
func (o *oracle) punctual(platform string) bool {
	first := make(map[int]bool)
	for _, d := range o.deliveries {
		t := o.tellings[d.Telling]
		if t.Step.Platform == platform && !first[d.Telling] && d.Received.Add(o.listening.Ahead[platform]).After(t.At) {
			return false
		}
		first[d.Telling] = true
	}
	return true
}

// timed counts the live deliveries of a platform that have a time of its own.
func (o *oracle) timed(platform string) int {
	n := 0
	for _, c := range o.chats {
		for _, h := range c.live() {
			if c.platform == platform && h.sheet.own != 0 && h.copyOf == nil {
				n++
			}
		}
	}
	return n
}
