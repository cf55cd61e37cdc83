package model

import (
	"cmp"
	"slices"
)

// retellWindow is how many of the latest messages are told to the turns again when one
// came out of order: the cost of an event must not depend on the conversation's length.
const retellWindow = 256

// listen tells the turns what an event added: the latest messages, and whether it
// closes the conversation. spine is the order of a transcript's list, nil without one.
// It returns how many digests the event has added in all.
func (v *conversation) listen(e *Event, added int, spine []int) int {
	v.turns.opens(e)
	late := spine != nil || v.turns.has(stale)
	held := spine == nil && v.life.status == StatusAssigned
	for i := len(v.messages) - added; i < len(v.messages); i++ {
		d := &v.messages[i]
		if held {
			d.when |= toldHeld
		}
		late = late || v.turns.before(d)
	}
	if d, ok := v.closing(e); ok {
		late = late || v.turns.before(&d)
		v.messages = grown(v.messages, d)
		added++
	}
	if late && !v.turns.has(timeless) && !v.anyTimeless(added) {
		v.retell(spine, micros(e.Received))
		return added
	}
	v.turns.flags &^= stale
	for _, d := range v.messages[len(v.messages)-added:] {
		v.hear(d, e)
	}
	return added
}

// behind is how far the platform's clock is behind ours, in milliseconds, or unclocked.
func (a *account) behind() int64 {
	if a.skew.count == 0 {
		return unclocked
	}
	return a.skew.behind()
}

// hear tells the turns one digest in the order of arrival.
func (v *conversation) hear(d messageDigest, e *Event) {
	switch own := d.millis(); {
	case d.closing():
		v.turns.close(own)
	case said(d.kind()):
		s := d.turn(micros(e.Received))
		if own == 0 && !isTranscript(e) {
			s.own = millis(e.Occurred)
			v.turns.flags |= timeless
		}
		v.turns.hear(s)
	}
}

func (v *conversation) anyTimeless(added int) bool {
	return slices.ContainsFunc(v.messages[len(v.messages)-added:], func(d messageDigest) bool {
		return d.millis() == 0 && (d.closing() || said(d.kind()))
	})
}

// before reports whether a digest belongs before what was told.
func (t *turns) before(d *messageDigest) bool {
	return d.millis() != 0 && d.millis() < t.newest && (d.closing() || said(d.kind()))
}

// closing is the digest of an event that closes its conversation, unless it is known.
func (v *conversation) closing(e *Event) (messageDigest, bool) {
	if !closes(e) {
		return messageDigest{}, false
	}
	d := messageDigest{when: uint64(min(max(closedAt(e), 0), maxMillis))<<timeShift | uint64(RoleSystem)<<roleShift | uint64(KindStatus)<<kindShift | toldLive}
	_, known := v.findMessage(d)
	return d, !known
}

// closing reports whether a digest is of a closing.
func (d messageDigest) closing() bool { return d.kind() == KindStatus }

func (d messageDigest) turn(received int64) turn {
	return turn{role: d.role(), own: d.millis(), received: received, unsigned: d.when&toldUnsigned != 0, held: d.when&toldHeld != 0}
}

// unsigned is the flag of a message that was probably sent by a rule.
func unsigned(e *Event, m *Message) uint64 {
	if automatic(e, m) {
		return toldUnsigned
	}
	return 0
}

// signed notes that a message known from a transcript alone came live, with whoever
// sent it.
func (v *conversation) signed(place int, e *Event, m *Message) {
	d := &v.messages[place]
	if d.when&toldLive == 0 && d.when&toldUnsigned != 0 && !automatic(e, m) {
		d.when &^= toldUnsigned
		v.turns.flags |= stale
	}
}

// retell tells the turns again, by own times and in the order of a transcript's list.
// Of a long conversation only the latest messages are told; what was before stays as
// it is known. received bounds when they came.
func (v *conversation) retell(spine []int, received int64) {
	if v.turns.has(timeless) {
		return
	}
	old := v.turns
	window := max(retellWindow, 2*len(spine))
	start := max(0, len(v.messages)-window)
	t := turns{began: old.began, flags: old.flags & (beganOurs | openedOurs)}
	if start > 0 {
		t.first, t.reply, t.botReply, t.longest = old.first, old.reply, old.botReply, old.longest
		t.flags |= old.flags & (firstOurs | replied | botReplied)
	}
	for _, d := range inOrder(v.messages, start, spine) {
		switch {
		case d.closing():
			t.close(d.millis())
		case said(d.kind()):
			t.hear(d.turn(received))
		}
	}
	if t.sinceOwn == old.sinceOwn && old.since != 0 {
		t.since = old.since
	}
	v.turns = t
}

// inOrder returns the digests from start on in the order in which they happened: those
// of a spine as its list has them, every other one after the last of them that is not
// later, as the timeline does.
func inOrder(digests []messageDigest, start int, spine []int) []messageDigest {
	listed := make([]messageDigest, 0, len(digests)-start)
	inList := make(map[int]bool, len(spine))
	for _, place := range spine {
		inList[place] = true
		listed = append(listed, digests[place])
	}
	var rest []messageDigest
	for i, d := range digests[start:] {
		if !inList[start+i] {
			rest = append(rest, d)
		}
	}
	slices.SortStableFunc(rest, compareDigests)
	return interleave(listed, rest)
}

func interleave(listed, rest []messageDigest) []messageDigest {
	least := leastAhead(len(listed), func(i int) (int64, bool) { return listed[i].millis(), listed[i].millis() != 0 })
	whole := make([]messageDigest, 0, len(listed)+len(rest))
	next := 0
	for _, d := range rest {
		upTo := max(next, notLater(least, d.millis())+1)
		whole = append(whole, listed[next:upTo]...)
		whole = append(whole, d)
		next = upTo
	}
	return append(whole, listed[next:]...)
}

// compareDigests orders by own time; a closing comes after what was said in its moment.
func compareDigests(a, b messageDigest) int {
	if c := cmp.Compare(a.millis(), b.millis()); c != 0 || a.closing() == b.closing() {
		return c
	}
	if a.closing() {
		return 1
	}
	return -1
}
