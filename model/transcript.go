package model

import "cmp"

// alignTranscript finds the entries of a transcript among what is known, and adds
// what it alone has.
func (r *rebuilding) alignTranscript(t *transcript) {
	if r.alignedBefore(t) {
		return
	}
	var known []messageDigest
	var places []*draft
	for _, d := range r.drafts {
		if d.message {
			known, places = append(known, d.digest), append(places, d)
		}
	}
	listed := make([]messageDigest, len(t.event.Messages))
	for i := range listed {
		listed[i] = r.digest(t.event, &t.event.Messages[i])
	}
	found, shared := align(known, listed, r.shared, millis(t.event.Occurred))
	r.shared = shared
	for i, k := range found {
		m := &t.event.Messages[i]
		if k < 0 {
			t.entries = append(t.entries, r.listed(t, i, m, listed[i]))
			continue
		}
		d := places[k]
		d.Events = append(d.Events, t.event.Seq)
		d.digest.when |= toldListed
		if d.Source == FromLive {
			d.Source = FromBoth
		}
		d.learn(m)
		if t.event.Received.Before(d.Received) { // the live delivery came later
			d.Received = t.event.Received
		}
		t.entries = append(t.entries, d)
	}
}

// alignedBefore tells the entries of a redelivered transcript once more.
func (r *rebuilding) alignedBefore(t *transcript) bool {
	for i := range r.transcripts {
		before := &r.transcripts[i]
		if before == t || !redelivered(t.event) {
			return false
		}
		if before.closing == t.closing && len(before.entries) == len(t.event.Messages) {
			for _, d := range before.entries {
				d.Events = append(d.Events, t.event.Seq)
			}
			t.entries = before.entries
			return true
		}
	}
	return false
}

func (r *rebuilding) listed(t *transcript, i int, m *Message, digest messageDigest) *draft {
	d := r.add(&draft{event: t.event, arrival: t.place*perEvent + 1 + i, digest: digest, message: true, rank: rankMessage})
	d.Entry = Entry{At: m.At, Received: t.event.Received, Kind: digest.kind(), Message: *m, Events: []uint64{t.event.Seq}, Source: FromTranscript}
	d.Message.Kind = d.Kind
	if d.Kind == KindActivity {
		d.Message.Text = activityText(m)
	}
	return d
}

// activityText says what an entry of a transcript tells that is no message.
func activityText(m *Message) string {
	switch {
	case m.Type == "rating" && m.Text != "":
		return "rated " + m.Text
	case m.Text != "":
		return m.Text
	case m.Type == "scenario" && m.Role == RoleCustomer:
		return "chose a scenario"
	case m.Type == "scenario":
		return "ran a scenario"
	}
	return m.Type
}

// learn fills from another telling what the first one left out.
func (d *draft) learn(m *Message) {
	d.Message.Name = cmp.Or(d.Message.Name, m.Name)
	d.Message.Sender = cmp.Or(d.Message.Sender, m.Sender)
	d.Message.Type = cmp.Or(d.Message.Type, m.Type)
	if truncated(d.event) && d.whole == nil && d.Kind != KindActivity && m.Text != "" { // only the beginning of it came live
		d.Message.Text = m.Text
	}
	if d.At.IsZero() {
		d.At = m.At
	}
}
