package model

import "time"

// findGaps marks the messages that should have been delivered.
func (r *rebuilding) findGaps() {
	rule := gapRule{platform: r.events[0].Platform, from: r.firstLive(), cut: r.evidence.cut, seen: r.deliversLive()}
	known := make(map[*draft]bool)
	for _, t := range r.transcripts {
		entries := make([]listedEntry, len(t.entries))
		for i, d := range t.entries {
			entries[i] = listedEntry{kind: d.Kind, role: d.Message.Role, typ: d.Message.Type, at: millis(d.At), live: d.Source != FromTranscript}
			entries[i].known = entries[i].live || known[d]
			known[d] = true
		}
		for _, place := range rule.missing(entries) {
			t.entries[place].flag(Gap, "only the transcript has this message; it was never delivered")
		}
	}
}

// firstLive is the platform's time of the first event that is no transcript.
func (r *rebuilding) firstLive() int64 {
	for i := range r.events {
		e := &r.events[i]
		if isTranscript(e) {
			continue
		}
		if own := millis(ownTime(e)); own != 0 {
			return own
		}
		if r.evidence.clocked {
			return millis(e.Received) - r.evidence.behind + estimated
		}
	}
	return 0
}

// deliversLive says what came live: anywhere in the capture, or here.
func (r *rebuilding) deliversLive() func(liveKind) bool {
	here := make(map[liveKind]bool)
	for _, d := range r.drafts {
		if d.message && d.Source != FromTranscript {
			here[liveKind{d.Message.Role, d.Message.Type}] = true
			here[liveKind{d.Message.Role, ""}] = true // Jivo's list has no types
		}
	}
	return func(kind liveKind) bool {
		_, ok := r.evidence.live[kind]
		return ok || here[kind]
	}
}

// estimateBehind is how far the platform's clock is behind ours, in milliseconds:
// as the capture knows it, else from the live events at hand, else from a
// transcript that ended long before it came (old samples).
func (r *rebuilding) estimateBehind() int64 {
	if r.evidence.clocked {
		return r.evidence.behind
	}
	var seen skew
	var listed int64
	for i := range r.events {
		e := &r.events[i]
		if own := millis(ownTime(e)); own != 0 {
			seen.add(millis(e.Received) - own)
		} else if isTranscript(e) && seen.count == 0 && listed == 0 {
			if newest := newestOf(e.Messages); newest != 0 {
				listed = millis(e.Received) - newest
			}
		}
	}
	if seen.count > 0 {
		return seen.behind()
	}
	if listed > skewReplay && listed < int64(100*365*24*time.Hour/time.Millisecond) {
		return listed
	}
	return 0
}

func newestOf(messages []Message) int64 {
	var newest int64
	for i := range messages {
		newest = max(newest, millis(messages[i].At))
	}
	return newest
}
