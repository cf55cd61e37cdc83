package model

import "slices"

// tellStatus tells the events to a life, in the order of storing, and notes on the
// entries where the status changed.
func (r *rebuilding) tellStatus() {
	first, fresh := r.firstTold()
	assigned := make(map[*Event]bool)
	var before past
	if onlyStates(r.events[0].Platform) {
		before.stated = new(stated)
	}
	for i := range r.events {
		e := &r.events[i]
		if redelivered(e) {
			continue
		}
		c := r.life.apply(e, fresh[e], before)
		if fresh[e] {
			before.spoken = max(before.spoken, saidAt(e))
		}
		assigned[e] = r.life.status == StatusAssigned
		d := first[e]
		if d == nil && e.Call != nil {
			d = r.calls[callKey(e)]
		}
		switch {
		case d == nil:
		case c.overtaken:
			d.Status = StatusClosed
		case c.from != c.to:
			d.Status = c.to
		}
		if c.from != c.to || e.PlatformStatus != "" && e.Status == c.to && c.regress == "" {
			r.word = e.PlatformStatus
		}
	}
	for _, d := range r.drafts {
		d.held = d.message && fresh[d.event] && assigned[d.event] && d.Source != FromTranscript && d.Events[0] == d.event.Seq
	}
}

// firstTold finds the entry that each event told first, its own before that of a
// message, and the events that told a message before any other did.
func (r *rebuilding) firstTold() (first map[*Event]*draft, fresh map[*Event]bool) {
	first, fresh = make(map[*Event]*draft, len(r.drafts)), make(map[*Event]bool, len(r.drafts))
	for _, d := range r.drafts {
		slices.Sort(d.Events)
		d.Events = slices.Compact(d.Events)
		if d.message && d.Events[0] == d.event.Seq {
			fresh[d.event] = true
			if d.whole != nil {
				fresh[d.whole] = true
			}
		}
		if before := first[d.event]; before == nil || before.message && !d.message {
			first[d.event] = d
		}
	}
	return first, fresh
}
