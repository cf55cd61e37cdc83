package simulate_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// complaints are what is wrong with what was rebuilt.
type complaints []string

func (c *complaints) add(format string, args ...any) { *c = append(*c, fmt.Sprintf(format, args...)) }

// judge compares what was rebuilt with what the deliveries decide.
func (o *oracle) judge(r rebuilt) complaints {
	var found complaints
	for _, key := range r.keys {
		if o.chats[key] == nil {
			found.add("there is a conversation %s that never was", key)
		}
	}
	for key, c := range o.chats {
		if !slices.Contains(r.keys, key) {
			if len(c.heard) > 0 {
				found.add("there is no conversation %s", key)
			}
			continue
		}
		t := r.timeline(key)
		said := len(found)
		o.judgeEntries(&found, c, t)
		o.judgeLife(&found, c, t)
		o.judgeSummary(&found, c, t, r)
		for i := said; i < len(found); i++ {
			found[i] = key + ": " + found[i]
		}
	}
	o.judgeProblems(&found, r)
	return found
}

// judgeEntries: every told act is exactly one entry, and nothing else is one.
func (o *oracle) judgeEntries(found *complaints, c *heardChat, t model.Timeline) {
	if slices.ContainsFunc(c.heard, func(h *hearing) bool { return h.unsure }) {
		return // whether equal bytes are one event depends on what a body that was cut said between
	}
	entries := o.whole(t.Entries)
	wants := slices.Clone(c.wants)
	if loose := o.looseCalls(c); loose {
		entries, wants = o.judgeCalls(found, c, entries, wants)
	}
	entries, wants = judgeTwins(found, c, entries, wants)
	waiting := make(map[string][]*want)
	for _, w := range wants {
		waiting[w.signature()] = append(waiting[w.signature()], w)
	}
	inOrder := make([]*want, 0, len(entries))
	for _, e := range entries {
		s := signatureOf(e)
		if len(waiting[s]) == 0 {
			found.add("there is an entry that should not be: %s", s)
			continue
		}
		w := waiting[s][0]
		o.judgeEntry(found, c, w, e, waiting[s])
		waiting[s] = waiting[s][1:]
		inOrder = append(inOrder, w)
	}
	for s, left := range waiting {
		for range left {
			found.add("there is no entry: %s", s)
		}
	}
	for i, later := range inOrder {
		for _, earlier := range inOrder[:i] {
			if o.before(c, later, earlier) {
				found.add("%s stands after %s", later.signature(), earlier.signature())
			}
		}
	}
}

// whole leaves out the deliveries whose body was cut: what they tell is not decided.
func (o *oracle) whole(entries []model.Entry) []model.Entry {
	var kept []model.Entry
	for _, e := range entries {
		n := len(e.Events)
		e.Events = slices.DeleteFunc(slices.Clone(e.Events), func(seq uint64) bool { return o.cuts[seq] })
		if len(e.Events) < n && e.Source == model.FromBoth {
			e.Source = o.sourceOf(e.Events)
		}
		if len(e.Events) > 0 {
			kept = append(kept, e)
		}
	}
	return kept
}

// partly reports whether a delivery told an entry whose body was cut.
func (o *oracle) partly(e model.Entry) bool {
	return slices.ContainsFunc(e.Told, func(t model.Telling) bool { return o.cuts[t.Seq] })
}

func (o *oracle) sourceOf(events []uint64) model.Origin {
	live, listed := 0, 0
	for _, seq := range events {
		if o.sheets[o.deliveries[seq-1].Telling].transcript {
			listed++
		} else {
			live++
		}
	}
	switch {
	case live == 0:
		return model.FromTranscript
	case listed == 0:
		return model.FromLive
	}
	return model.FromBoth
}

func (w *want) signature() string {
	if !w.said {
		return fmt.Sprint(w.name, " told by ", w.events)
	}
	source := model.FromBoth
	switch {
	case !w.listed:
		source = model.FromLive
	case !w.live:
		source = model.FromTranscript
	}
	return fmt.Sprintf("%s %s %q %s told by %v", w.line.kind, w.line.role, w.line.text, source, w.events)
}

func signatureOf(e model.Entry) string {
	switch e.Kind {
	case model.KindMessage, model.KindNote, model.KindComment:
		return fmt.Sprintf("%s %s %q %s told by %v", e.Kind, e.Message.Role, e.Message.Text, e.Source, e.Events)
	case model.KindActivity:
		if !strings.Contains(e.Message.Type, ".") && !strings.Contains(e.Message.Type, "_UN") { // else it is an event's name
			return fmt.Sprintf("%s %s %q %s told by %v", e.Kind, e.Message.Role, e.Message.Text, e.Source, e.Events)
		}
	}
	return fmt.Sprint(e.Message.Type, " told by ", e.Events)
}

// judgeEntry compares one entry with what it should be; alike are all that look so.
func (o *oracle) judgeEntry(found *complaints, c *heardChat, w *want, e model.Entry, alike []*want) {
	s := w.signature()
	if e.Copies != w.copies && !c.unsure {
		found.add("%s has %d copies, not %d", s, e.Copies, w.copies)
	}
	if slices.Contains(e.Flags, model.Duplicate) != (e.Copies > 0) {
		found.add("%s has %d copies and the flags %v", s, e.Copies, e.Flags)
	}
	gap := slices.Contains(e.Flags, model.Gap)
	may := slices.ContainsFunc(alike, func(w *want) bool { return (w.mayGap || c.unsure) && o.lost(w.scene, w.act) })
	if gap && !may {
		found.add("%s is said to be missing", s)
	}
	if !gap && w.mustGap && !c.unsure {
		found.add("%s is not said to be missing", s)
	}
	half := o.partly(e) // a body that is not whole told of it too, and may have been the first
	if w.said && !half && !c.unsure && !slices.ContainsFunc(alike, func(w *want) bool { return slices.Contains(w.ids, e.Message.ID) }) {
		found.add("%s has the id %q, not one of %q", s, e.Message.ID, w.ids)
	}
	if e.OwnTime != (w.own != 0) && !half {
		found.add("%s has its own time: %v", s, e.OwnTime)
	}
	if w.own != 0 && !half && !c.unsure && !slices.ContainsFunc(alike, func(w *want) bool { return slices.Contains(w.times, e.At.UnixMilli()) }) {
		found.add("%s is of %s, not %v", s, e.At, w.times)
	}
	if !e.Received.Equal(w.received) && !c.unsure && len(alike) == 1 {
		found.add("%s was received at %s, not %s", s, e.Received, w.received)
	}
}

// looseCalls reports whether it is undecided which call a step belongs to: a step
// names no call, so what came twice, in another order or without its start may be of
// either.
func (o *oracle) looseCalls(c *heardChat) bool {
	last, started := place{-1, -1}, false
	for _, h := range c.heard {
		if h.name != "call_event" || h.copyOf != nil {
			continue
		}
		start := o.scenes[h.scene].Acts[h.sheet.act].Call.Status == "start"
		if last.scene == h.scene && h.sheet.act <= last.act || !start && !started || c.unsure {
			return true
		}
		if !start && o.callOf(h.scene, h.sheet.act) != o.callOf(last.scene, last.act) {
			return true // the start of its call was taken for a retry of the last one
		}
		last, started = place{h.scene, h.sheet.act}, true
	}
	return o.lostStart(c)
}

// callOf is the act that began the call of a step.
func (o *oracle) callOf(scene, act int) int {
	for ; act >= 0; act-- {
		if a := o.scenes[scene].Acts[act]; a.Deed == simulate.Calls && a.Call.Status == "start" {
			return act
		}
	}
	return -1
}

func (o *oracle) lostStart(c *heardChat) bool {
	started := make(map[place]bool)
	for _, h := range c.heard {
		if h.name != "call_event" {
			continue
		}
		call := place{h.scene, o.callOf(h.scene, h.sheet.act)}
		if o.scenes[h.scene].Acts[h.sheet.act].Call.Status == "start" {
			started[call] = true
		} else if !started[call] {
			return true
		}
	}
	return false
}

// judgeCalls is all that can be said of undecided calls: each step is told once.
func (o *oracle) judgeCalls(found *complaints, c *heardChat, entries []model.Entry, wants []*want) ([]model.Entry, []*want) {
	var told, heard []uint64
	entries = slices.DeleteFunc(entries, func(e model.Entry) bool {
		if e.Kind == model.KindCall {
			told = append(told, e.Events...)
		}
		return e.Kind == model.KindCall
	})
	wants = slices.DeleteFunc(wants, func(w *want) bool { return w.name == "call_event" })
	for _, h := range c.heard {
		if h.name == "call_event" {
			heard = append(heard, h.seq)
		}
	}
	slices.Sort(told)
	if !slices.Equal(told, heard) {
		found.add("calls are told by %v, not %v", told, heard)
	}
	return entries, wants
}

// judgeProblems: nothing is said of a delivery but what its fate made of it.
func (o *oracle) judgeProblems(found *complaints, r rebuilt) {
	newest := make(map[string]int64) // own time of the latest live event, by conversation
	latest := make(map[string]int64) // of the latest event, transcripts too
	known := make(map[place]bool)
	for _, h := range o.inOrder() {
		for _, e := range r.events[h.seq-1] {
			codes := model.CodesOf(e.Problems)
			o.judgeDelivery(found, h, codes, newest[h.sheet.key], latest[h.sheet.key], known)
		}
		if h.copyOf == nil {
			latest[h.sheet.key] = max(latest[h.sheet.key], h.sheet.own)
			for _, l := range h.sheet.list {
				latest[h.sheet.key] = max(latest[h.sheet.key], l.at)
			}
		}
		if !h.sheet.transcript && h.copyOf == nil {
			newest[h.sheet.key] = max(newest[h.sheet.key], h.sheet.own)
			for _, l := range h.sheet.live {
				known[place{h.scene, l.act}] = true
			}
		}
	}
}

func (o *oracle) inOrder() []*hearing {
	var all []*hearing
	for _, c := range o.chats {
		all = append(all, c.heard...)
	}
	slices.SortFunc(all, func(a, b *hearing) int { return int(a.seq) - int(b.seq) })
	return all
}

func (o *oracle) judgeDelivery(found *complaints, h *hearing, codes model.CodeSet, newest, latest int64, known map[place]bool) {
	c := o.chats[h.sheet.key]
	s := fmt.Sprintf("#%d %s", h.seq, h.name)
	if got := codes.Has(model.Duplicate); got != (h.copyOf != nil) && !h.unsure && !c.unsure {
		found.add("%s is a duplicate: %v, it should be %v", s, got, !got)
	}
	own := h.sheet.own
	repeats := slices.ContainsFunc(h.sheet.live, func(l line) bool { return known[place{h.scene, l.act}] })
	wrong := h.copyOf == nil && !h.sheet.transcript && !repeats && own != 0 && newest != 0 && own < newest-1000
	if got := codes.Has(model.OutOfOrder); got != wrong && !c.unsure {
		found.add("%s is out of order: %v, it should be %v", s, got, !got)
	}
	if codes.Has(model.Gap) && !c.unsure && !slices.ContainsFunc(h.list, func(w *want) bool { return o.lostUntil(w, h.seq) }) {
		found.add("%s reveals a gap where nothing is missing", s)
	}
	if codes.Has(model.StatusRegression) && (own == 0 || own > latest) && !c.unsure {
		found.add("%s regresses, but nothing later was told before it", s)
	}
	o.judgeLateness(found, h, codes, s)
	for _, code := range []model.Code{model.MalformedJSON, model.NotJSON, model.Truncated, model.UnknownEvent, model.UnknownPlatform, model.NoConversation, model.PathMismatch} {
		if codes.Has(code) {
			found.add("%s is %s", s, code)
		}
	}
}

// judgeLateness: late is what its fate delayed by more than a minute. How late others
// were decides what is usual, so a delay is certain to be seen only when the rest was
// punctual.
func (o *oracle) judgeLateness(found *complaints, h *hearing, codes model.CodeSet, s string) {
	delay := h.delivery.Received.Add(o.listening.Ahead[o.scenes[h.scene].Platform]).Sub(o.tellings[h.delivery.Telling].At)
	if codes.Has(model.Late) && delay < time.Minute-2*time.Second {
		found.add("%s is late, after %s", s, delay)
	}
	first := !slices.ContainsFunc(o.deliveries, func(d simulate.Delivery) bool { return d.Copy == 0 && d.Received.Before(o.listening.From) })
	if codes.Has(model.Orphan) && first && !o.openingLost(h) {
		found.add("%s is an orphan", s)
	}
	if codes.Has(model.ClockSkew) && o.listening.Ahead[o.scenes[h.scene].Platform] == 0 && o.punctual(o.scenes[h.scene].Platform) {
		found.add("%s says that the clock is off", s)
	}
}

// openingLost reports whether the opening of a chat was told and had not arrived.
func (o *oracle) openingLost(h *hearing) bool {
	for i, t := range o.tellings {
		if o.of[i] != h.scene || o.sheets[i].act < 0 || o.sheets[i].deed != simulate.Opens {
			continue
		}
		return !slices.ContainsFunc(o.deliveries[:h.seq-1], func(d simulate.Delivery) bool { return d.Telling == i && !d.Cut }) && len(t.Live) > 0
	}
	return false
}

// lostUntil reports whether an act was told live and nothing of that had arrived.
func (o *oracle) lostUntil(w *want, seq uint64) bool {
	told := false
	for i, t := range o.tellings {
		if o.of[i] == w.scene && slices.Contains(t.Live, w.act) {
			told = true
			if slices.ContainsFunc(o.deliveries[:seq-1], func(d simulate.Delivery) bool { return d.Telling == i && !d.Cut }) {
				return false
			}
		}
	}
	return told
}
