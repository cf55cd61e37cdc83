package model

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// arrivals remembers when each request came, to the millisecond and in little more
// than two bytes: what is said of a redelivery needs the time of any earlier one.
type arrivals struct {
	marks       []mark
	after       []uint16 // milliseconds since the request before
	last, lasts int64    // seq of the latest request, and when it came
}

// mark is a request from which the ones after it count.
type mark struct {
	seq   uint64
	at    int64 // Unix milliseconds
	place int   // in after
}

// markEvery bounds how many steps a time is found in.
const markEvery = 128

// note takes in when a request came. The parts of one request are noted once.
func (a *arrivals) note(seq uint64, received time.Time) {
	at, n := received.UnixMilli(), len(a.marks)
	if n > 0 && int64(seq) <= a.last {
		return
	}
	step := at - a.lasts
	far := n == 0 || int64(seq) != a.last+1 || step < 0 || step > math.MaxUint16
	if far || len(a.after)-a.marks[n-1].place == markEvery {
		a.marks = append(a.marks, mark{seq, at, len(a.after)})
		step = 0
	}
	a.after = append(a.after, uint16(step))
	a.last, a.lasts = int64(seq), at
}

// at tells when a request came, unless it was forgotten or never known.
func (a *arrivals) at(seq uint64) (time.Time, bool) {
	i := a.mark(seq)
	if i < 0 {
		return time.Time{}, false
	}
	m := a.marks[i]
	end := m.place + int(seq-m.seq) + 1
	if end > a.end(i) {
		return time.Time{}, false
	}
	for _, step := range a.after[m.place:end] {
		m.at += int64(step)
	}
	return time.UnixMilli(m.at), true
}

// mark finds the last mark that is not behind a request, -1 when there is none.
func (a *arrivals) mark(seq uint64) int {
	i, found := slices.BinarySearchFunc(a.marks, seq, func(m mark, seq uint64) int { return cmp.Compare(m.seq, seq) })
	if found {
		return i
	}
	return i - 1
}

// end is the place behind the requests that count from a mark.
func (a *arrivals) end(i int) int {
	if i+1 < len(a.marks) {
		return a.marks[i+1].place
	}
	return len(a.after)
}

// forget drops what came before seq, in whole marks.
func (a *arrivals) forget(seq uint64) {
	i := a.mark(seq)
	if i <= 0 {
		return
	}
	from := a.marks[i].place
	a.after = slices.Clone(a.after[from:])
	a.marks = slices.Clone(a.marks[i:])
	for i := range a.marks {
		a.marks[i].place -= from
	}
}
