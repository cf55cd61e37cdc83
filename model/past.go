package model

import "cmp"

// past is what a life must know beside itself of what came before.
type past struct {
	spoken int64   // latest own time of what was said live; it matters to a closing
	stated *stated // nil of a platform that states nothing
}

// stated is the latest state that was only stated, without being said to have changed.
type stated struct {
	own, firm int64 // own time of it, and the latest of what changed the status
	status    Status
}

// onlyStates reports whether a platform states what a conversation is without saying
// that it changed.
func onlyStates(platform string) bool { return platform == "ebbot" }

// states notes the latest state that was only stated.
func (l *life) states(s *stated, status Status, own int64) {
	if own == 0 || s == nil {
		return
	}
	if s.own == 0 {
		s.firm = l.statusOwn
	}
	if own >= s.own {
		s.status, s.own = status, own
	}
}

// stateNow is the latest state that was stated since the last closing, if any.
func (l *life) stateNow(s *stated) Status {
	if s == nil || s.own <= l.closedOwn {
		return StatusNone
	}
	return s.status
}

// settles notes when the status changed.
func (s *stated) settles(own int64) {
	if s != nil {
		s.firm = max(s.firm, own)
	}
}

// saidAt is the own time of what an event says live, 0 without any.
func saidAt(e *Event) int64 {
	var latest int64
	for i := range e.Messages {
		m := &e.Messages[i]
		if at := cmp.Or(millis(m.At), millis(e.Occurred)); !isTranscript(e) && spoken(kindOf(e, m), m.Role) && plausible(e, at) {
			latest = max(latest, at)
		}
	}
	return latest
}

// past is what the conversation's life must know of it to take in an event.
func (v *conversation) past(e *Event) past {
	var p past
	if stepStatus(e) == StatusClosed {
		p.spoken = v.spoken(e)
	}
	if !onlyStates(e.Platform) {
		return p
	}
	if p.stated = v.account.states[v]; p.stated == nil && e.Status != StatusNone {
		if v.account.states == nil {
			v.account.states = make(map[*conversation]*stated)
		}
		p.stated = new(stated)
		v.account.states[v] = p.stated
		v.account.peak = max(v.account.peak, len(v.account.states))
	}
	return p
}

// spoken is the latest own time of what was said live before an event, among the
// latest messages. What is of the future proves nothing.
func (v *conversation) spoken(e *Event) int64 {
	var latest int64
	for _, d := range v.messages[max(0, len(v.messages)-listedWindow):] {
		if d.when&toldLive != 0 && spoken(d.kind(), d.role()) && plausible(e, d.millis()) {
			latest = max(latest, d.millis())
		}
	}
	return latest
}
