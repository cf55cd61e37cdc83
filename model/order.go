package model

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// What comes first at equal times: an opening before what was said, a closing after.
const (
	rankOpens = iota
	rankMessage
	rankOther
	rankCloses
)

func rankOf(e *Event) int {
	switch {
	case e.Step == StepOpens:
		return rankOpens
	case e.Step == StepCloses || isTranscript(e):
		return rankCloses
	}
	return rankOther
}

// order puts the entries in the order in which they happened. The lists of the
// transcripts are the spine and stay as they are; everything else goes after the
// last entry of the spine that is not later than itself.
func (r *rebuilding) order() {
	r.dropSharedIDs()
	for _, d := range r.drafts {
		r.clock(d)
	}
	for i := range r.transcripts {
		r.transcripts[i].lendTimes()
		r.extendSpine(r.transcripts[i].entries)
	}
	for i, d := range r.spine {
		d.spine, d.slot = i, i
	}
	least := leastAhead(len(r.spine), func(i int) (int64, bool) { return r.spine[i].at, r.spine[i].timed() })
	for _, d := range r.drafts {
		if d.spine < 0 {
			at := d.at
			if d.rank == rankOpens {
				at-- // an opening comes before what was said in the same moment
			}
			d.slot = r.byNumber(d, notLater(least, at))
		}
	}
	for i := range r.transcripts {
		r.placeClosing(&r.transcripts[i])
	}
	r.keepBehindClosings()
	r.placeAcceptances()
	slices.SortStableFunc(r.drafts, compareDrafts)
}

// clock gives an entry its place in time: the platform's own time, else our time of
// receipt, moved by what the platform's clock is off.
func (r *rebuilding) clock(d *draft) {
	d.OwnTime = !d.At.IsZero()
	d.at = millis(d.At)
	if !d.OwnTime {
		d.At = d.Received
		d.at = millis(d.Received) - r.behind
	}
}

// extendSpine joins a transcript to the spine. What an earlier one has keeps its
// place; what is new follows the entry that it follows here, and what of the spine is
// not later, as far as the next entry that both have.
func (r *rebuilding) extendSpine(entries []*draft) {
	if len(r.spine) == 0 {
		r.spine = entries
		return
	}
	places := make(map[*draft]int, len(r.spine))
	for i, d := range r.spine {
		places[d] = i
	}
	following := r.follow(entries, places)
	joined := append([]*draft(nil), following[nil]...)
	for _, d := range r.spine {
		joined = append(joined, d)
		joined = append(joined, following[d]...)
	}
	r.spine = joined
}

// follow says which entries of a list come after which one of the spine, whose places
// are given; nil stands for its beginning.
func (r *rebuilding) follow(entries []*draft, places map[*draft]int) map[*draft][]*draft {
	ends := make([]int, len(entries)) // what comes before an entry that is known stays before it
	end := len(r.spine)
	for i, d := range slices.Backward(entries) {
		if place, known := places[d]; known {
			end = min(end, place)
		}
		ends[i] = end
	}
	var after *draft
	var last func(*draft) int
	from := 0 // what of the spine lies before this is passed
	following := make(map[*draft][]*draft)
	for i, d := range entries {
		if place, known := places[d]; known {
			after, from, last = d, max(from, place+1), nil
			continue
		}
		if last == nil { // once for all that both lists have between two entries
			last = r.lastNotLater(from, ends[i])
		}
		if place := last(d); place >= from {
			after, from = r.spine[place], place+1
		}
		following[after] = append(following[after], d)
	}
	return following
}

// lendTimes gives an entry of the list without a time that of the next one that has
// one, else of the one before: the list says where it belongs, our clock does not
// (Jivo's invitation). Where nothing in the list has a time, that is when it came.
func (t *transcript) lendTimes() {
	var from *draft
	lend := func(d *draft) {
		switch {
		case d.OwnTime:
			from = d
		case d.Source != FromTranscript || d.lent:
		case from != nil:
			d.At, d.at, d.lent = from.At, from.at, true
		}
	}
	for _, d := range slices.Backward(t.entries) {
		lend(d)
	}
	for _, d := range t.entries {
		lend(d)
	}
	for _, d := range t.entries {
		if d.Source == FromTranscript && !d.OwnTime && !d.lent {
			d.lent, d.unlisted = true, true
		}
	}
}

// lastNotLater returns a function that finds the last place of a part of the spine
// whose time is not later than an entry's, less than from when there is none.
func (r *rebuilding) lastNotLater(from, end int) func(*draft) int {
	if from >= end {
		return func(*draft) int { return from - 1 }
	}
	part := r.spine[from:end]
	least := leastAhead(len(part), func(i int) (int64, bool) {
		switch d := part[i]; {
		case !d.unlisted:
			return d.at, d.timed()
		case r.evidence.sure:
			return d.at - alignWithin, true
		}
		return math.MinInt64, true // nobody knows when that was
	})
	return func(d *draft) int { return r.byNumber(d, from+notLater(least, d.at)) }
}

// byNumber lets a message stand before those of the spine that are of its very moment
// and have a larger number.
func (r *rebuilding) byNumber(d *draft, slot int) int {
	for d.message && d.number() != "" && slot >= 0 && r.spine[slot].at == d.at && r.spine[slot].number() != "" && compareNumbers(d.number(), r.spine[slot].number()) < 0 {
		slot--
	}
	return slot
}

// timed reports whether an entry of the spine says when others beside it happened.
func (d *draft) timed() bool { return d.OwnTime || d.lent }

// leastAhead returns for each of n entries of a list the least time of it and of all
// behind it: a list's times need not be in order. time says whether an entry has one.
func leastAhead(n int, time func(i int) (at int64, ok bool)) []int64 {
	least := make([]int64, n)
	low := int64(math.MaxInt64)
	for i := n - 1; i >= 0; i-- {
		if at, ok := time(i); ok {
			low = min(low, at)
		}
		least[i] = low
	}
	return least
}

// notLater is the last place of a list whose time is not later; -1 before all.
func notLater(least []int64, at int64) int {
	n, _ := slices.BinarySearchFunc(least, at, func(t, at int64) int {
		if t <= at {
			return -1
		}
		return 1
	})
	return n - 1
}

// placeClosing puts a closing after the last entry of its transcript; one with our
// clock only right there.
func (r *rebuilding) placeClosing(t *transcript) {
	last := -1
	for _, d := range t.entries {
		last = max(last, d.spine)
	}
	if last < 0 {
		return
	}
	if t.closing.OwnTime {
		t.closing.slot = max(t.closing.slot, last)
		return
	}
	t.closing.slot = last
}

// keepBehindClosings lets nothing that came before a closing stand after it when both
// have our clock only. Comparing ours with the list's times may say so where nobody
// knows what the platform's clock is off, and where only whole seconds lie between.
func (r *rebuilding) keepBehindClosings() {
	last := -1
	for i := range r.transcripts {
		closing := r.transcripts[i].closing
		if closing.OwnTime || closing.slot < last { // else it came late: its list is of before
			continue
		}
		last = closing.slot
		doubtful := int64(math.MaxInt64)
		if r.evidence.sure && last+1 < len(r.spine) {
			doubtful = r.spine[last+1].at + alignWithin
		}
		for _, d := range r.drafts {
			if !d.OwnTime && !d.lists && d.spine < 0 && d.arrival < closing.arrival && d.at <= doubtful {
				d.slot = min(d.slot, closing.slot)
			}
		}
	}
}

// placeAcceptances sees to it that an acceptance with our clock only (Jivo
// chat_accepted) never comes after the first message of an agent, where only a
// transcript tells when that was. Each closing begins a new round; an acceptance
// that came after the only closing of a chat that nobody took belongs before it.
func (r *rebuilding) placeAcceptances() {
	rounds := r.rounds()
	taken := make([]bool, len(rounds))
	for _, d := range r.drafts {
		if d.event.Step != StepAccepts || d.OwnTime || d.message || d.Call != nil {
			continue
		}
		round, _ := slices.BinarySearch(rounds, d.arrival)
		if round == len(rounds) && round > 0 && !taken[round-1] && r.life.status == StatusClosed {
			round--
		}
		if round == len(rounds) || taken[round] {
			continue
		}
		taken[round] = true
		if first := r.firstAgent(rounds, round); first != nil && d.slot >= first.spine {
			d.slot, d.at = first.spine-1, math.MaxInt64 // the last of its slot
		}
	}
}

// rounds are the arrivals of the closings that brought a transcript.
func (r *rebuilding) rounds() []int {
	var rounds []int
	for _, t := range r.transcripts {
		if !redelivered(t.event) {
			rounds = append(rounds, t.place*perEvent)
		}
	}
	return rounds
}

// firstAgent is the first agent's message that only the transcript of a round has.
func (r *rebuilding) firstAgent(rounds []int, round int) *draft {
	for _, d := range r.spine {
		if d.Source == FromTranscript && d.Message.Role == RoleAgent && said(d.Kind) && d.arrival > rounds[round] && d.arrival < rounds[round]+perEvent {
			return d
		}
	}
	return nil
}

func compareDrafts(a, b *draft) int {
	if c := cmp.Compare(a.slot, b.slot); c != 0 {
		return c
	}
	if a.spine != b.spine && (a.spine == a.slot || b.spine == b.slot) {
		return cmp.Compare(b.spine, a.spine) // the spine's own entry begins its slot
	}
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rank, b.rank), compareNumbers(a.number(), b.number()),
		compareFractions(a.Message.Tie, b.Message.Tie), cmp.Compare(a.arrival, b.arrival))
}

// number is a message id that orders messages of one time; "" when it is none.
func (d *draft) number() string {
	if d.digest.id == 0 || strings.Trim(d.Message.ID, "0123456789") != "" {
		return ""
	}
	return strings.TrimLeft(d.Message.ID, "0")
}

// compareNumbers compares digits as numbers of any length; what has none comes last,
// so that the order is one for any mixture.
func compareNumbers(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// compareFractions compares the digits behind a point; what has none comes last.
func compareFractions(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Compare(a, b)
}
