package model

import "sort"

// tellings says what the deliveries are that told the drafts. All of them lie in one
// slice: a long chat has thousands.
func (r *rebuilding) tellings() {
	total := 0
	for _, d := range r.drafts {
		total += len(d.Events)
	}
	all := make([]Telling, 0, total)
	for _, d := range r.drafts {
		from := len(all)
		for i, seq := range d.Events {
			at := sort.Search(len(r.events), func(i int) bool { return r.events[i].Seq >= seq })
			if at < len(r.events) && r.events[at].Seq == seq {
				all = append(all, tellingOf(&r.events[at], i))
			}
		}
		d.Told = all[from:len(all):len(all)]
	}
}

func tellingOf(e *Event, place int) Telling {
	t := Telling{Seq: e.Seq, Received: e.Received, Name: e.Name, Again: place > 0 && redelivered(e), Transcript: isTranscript(e)}
	if e.Call != nil {
		t.Call = e.Call.Status
	}
	return t
}
