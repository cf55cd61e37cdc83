package model

import (
	"fmt"
	"slices"
	"time"
)

// retryWithin is how soon equal bytes without an id or time may be a retry.
const retryWithin = time.Minute

// undecided ends what is said of equal bytes without an id or time.
const undecided = "; nothing in them tells two events apart"

// redelivery says whether an earlier request brought the same bytes, or the same
// members in another order where an event is known by them. Bytes without an id or
// time of their own may tell of two equal events: then only an answer that was no
// success, or nothing else between for under a minute, makes them one.
func (c *Conversations) redelivery(v *conversation, e *Event, body uint64) (Problem, bool) {
	i, ok := v.findBody(body, e.Seq)
	if !ok {
		return Problem{}, false
	}
	detail := c.nthTime(v, i, e)
	refused := v.events[i].refused()
	if refused {
		detail += fmt.Sprintf(", after %dxx was answered", v.events[i].bits&answerBits)
	}
	if e.Identified {
		return Problem{Duplicate, detail}, true
	}
	if refused {
		return Problem{Duplicate, "perhaps a retry: " + detail + undecided}, true
	}
	if v.key == "" || !v.latest(i, e.Seq) || e.Received.Sub(time.UnixMicro(v.active)) >= retryWithin {
		return Problem{}, false
	}
	return Problem{Duplicate, "perhaps a retry: " + detail + ", and nothing else of the conversation between" + undecided}, true
}

// nthTime says how often the same bytes have come by now, and how far apart. The i-th
// delivery is the latest before.
func (c *Conversations) nthTime(v *conversation, i int, e *Event) string {
	first, before := v.copies(i)
	what := "the same bytes as"
	if recognised(e) {
		what = "the same as"
	}
	text := fmt.Sprintf("%s #%d for the %s time", what, v.seq(first), ordinal(before+1))
	if at, ok := c.came.at(v.seq(first)); ok {
		text += ", " + span(max(e.Received.Sub(at), 0)) + " after the first"
	}
	return text
}

// copies finds the first of the deliveries that the i-th one repeats, and counts them
// up to it. Equal bytes that were taken for another event begin anew.
func (v *conversation) copies(i int) (first, count int) {
	body := v.events[i].body()
	if v.lookup != nil {
		c, ok := v.lookup.chains[body]
		switch {
		case !ok:
			return i, 1
		case i == int(c.before): // the latest is of the request that asks
			return int(c.first), int(c.count) - 1
		}
		return int(c.first), int(c.count)
	}
	for ; i >= 0; i-- {
		if v.events[i].body() != body {
			continue
		}
		if count == 0 || v.events[first].seq != v.events[i].seq {
			count++
		}
		first = i
		if !v.events[i].again() {
			break
		}
	}
	return first, count
}

// latest reports whether the i-th delivery is the last one before a request.
func (v *conversation) latest(i int, seq uint64) bool {
	for i++; i < len(v.events); i++ {
		if v.seq(i) != seq {
			return false
		}
	}
	return true
}

// tellCopies says of each entry that was delivered again how often and how far apart.
// The steps of a call are one entry: there each says it for itself, as does a copy
// whose original was forgotten.
func (r *rebuilding) tellCopies() {
	for _, d := range r.drafts {
		i := slices.Index(d.Flags, Duplicate)
		if i < 0 || d.Copies == 0 || d.Call != nil || redelivered(d.event) {
			continue
		}
		apart := span(max(d.lastCopy.Sub(d.Received), 0))
		text := fmt.Sprintf("delivered %d times, the last %s after the first", d.Copies+1, apart)
		if d.unsure {
			text = "perhaps " + text + ": nothing in them tells two events apart"
		}
		d.Detail[i] = text
	}
}
