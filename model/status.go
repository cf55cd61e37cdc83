package model

import (
	"cmp"
	"fmt"
	"time"
)

// statusTolerance is how far two own times must differ, in milliseconds, before one
// is earlier than the other: some events of a platform count seconds, some not.
const statusTolerance = 1000

// life is the course of a conversation's status, told event by event in the order
// of storing. The index and the timeline share it, so they never disagree.
type life struct {
	opened, closed int64 // Unix microseconds, the platform's own time else ours; 0 when unknown
	closedOwn      int64 // own time of the last closing, milliseconds; 0 when unknown
	statusOwn      int64 // own time of the present status, or the latest own time before it
	newest         int64 // latest own time of all live events
	status, chat   Status
	flags          lifeFlags
}

type lifeFlags uint8

const (
	accepted     lifeFlags = 1 << iota // somebody took it since it was opened last
	takenListed                        // its transcript has an agent's message
	openingSeen                        // an event announced it
	hasMessages                        // something was said
	timelessMove                       // something without a time came after a closing
	openAfter                          // a state update after the closing still says open
	callStarted                        // the start of the present phone call was seen
)

func (l *life) has(f lifeFlags) bool { return l.flags&f != 0 }

// change is what one event did to the status.
type change struct {
	from, to Status
	regress  string // a sentence, when own times contradict the status that the event states
}

// apply takes in an event. fresh is false when its message was known before, by
// another delivery or a transcript.
func (l *life) apply(e *Event, fresh bool) change {
	c := change{from: l.status}
	own := millis(ownTime(e))
	l.began(e)
	switch {
	case e.Kind == KindCall && e.Call != nil:
		l.call(e)
	case e.Step != StepNone && e.Step != StepRepeats:
		l.step(e, own, &c)
	case e.Status != StatusNone:
		l.repeat(e, own)
	}
	if !isTranscript(e) && fresh {
		l.message(e, own)
	}
	if len(e.Messages) > 0 {
		l.flags |= hasMessages
	}
	if !isTranscript(e) && plausible(e, own) {
		l.newest = max(l.newest, own)
	}
	c.to = l.status
	return c
}

// plausible keeps a time that lies in the future from being the measure of others.
func plausible(e *Event, own int64) bool { return own-millis(e.Received) < skewReplay }

// began notes the first opening; what events say of the beginning counts until one
// was seen.
func (l *life) began(e *Event) {
	at := micros(e.Began)
	if e.Step == StepOpens {
		at = micros(cmp.Or(ownTime(e), e.Received))
		if !l.has(openingSeen) {
			l.opened = 0
			l.flags |= openingSeen
		}
	} else if l.has(openingSeen) {
		return
	}
	if at != 0 && (l.opened == 0 || at < l.opened) {
		l.opened = at
	}
}

// older reports whether own times prove that an event tells of a time before the
// present status.
func (l *life) older(own int64) bool {
	return own != 0 && l.statusOwn != 0 && own < l.statusOwn-statusTolerance
}

func (l *life) step(e *Event, own int64, c *change) {
	to := stepStatus(e)
	if to == StatusOpen && l.status == StatusAssigned && saysNoHandler(e) {
		to = StatusAssigned
	}
	if l.older(own) {
		if to != l.status && to != StatusNone {
			at, after := moments(time.UnixMilli(own), time.UnixMilli(l.statusOwn))
			c.regress = fmt.Sprintf("it says %s at %s, but the conversation was %s after that (%s): the status is kept", to, at, l.status, after)
		}
		if to == StatusAssigned {
			l.flags |= accepted
		}
		return
	}
	switch {
	case to == StatusNone:
		return
	case to == StatusClosed:
		l.close(e, own)
	case l.status == StatusClosed && !l.reopens(e, own):
	default:
		l.set(to, own)
	}
	if e.Step == StepAccepts {
		l.flags |= accepted
	}
}

// saysNoHandler reports whether "open" may as well mean "assigned": Ebbot says ongoing
// for both, and who handles the chat only in chat.update.
func saysNoHandler(e *Event) bool { return e.Platform == "ebbot" && e.Step == StepMoves }

// stepStatus is the status that an event's step leads to when it names none.
func stepStatus(e *Event) Status {
	switch {
	case e.Status != StatusNone && e.Step != StepCloses:
		return e.Status
	case e.Step == StepOpens:
		return StatusOpen
	case e.Step == StepAccepts:
		return StatusAssigned
	case e.Step == StepCloses:
		return StatusClosed
	}
	return StatusNone
}

// reopens decides about an opening, accepting or other change after a closing. An
// acceptance with our clock only (Jivo) that nobody saw before is the one that the
// transcript presupposes, come late. Another change reopens only a conversation that
// is known from status words without times alone (Acquire).
func (l *life) reopens(e *Event, own int64) bool {
	timed := own != 0 && l.closedOwn != 0
	switch {
	case timed && own <= l.closedOwn:
		return false
	case own != 0 && own*1000 < l.closed && !timed: // it happened before we knew of the closing
		return false
	case e.Step == StepOpens:
		return true
	case e.Step == StepAccepts:
		return timed || l.has(accepted) || !l.has(takenListed)
	}
	return own == 0 && !l.has(hasMessages)
}

func (l *life) set(to Status, own int64) {
	if l.status == StatusClosed {
		l.flags &^= accepted | takenListed | openAfter
		if own == 0 {
			l.flags |= timelessMove
		}
	}
	l.status, l.chat = to, to
	l.statusOwn = max(l.statusOwn, cmp.Or(own, l.newest))
}

func (l *life) close(e *Event, own int64) {
	closedOwn := own
	for i := range e.Messages {
		m := &e.Messages[i]
		if own == 0 {
			closedOwn = max(closedOwn, millis(m.At))
		}
		if m.Role == RoleAgent && said(kindOf(e, m)) {
			l.flags |= takenListed
		}
	}
	l.status, l.chat = StatusClosed, StatusClosed
	l.closed = max(l.closed, micros(cmp.Or(ownTime(e), e.Received)))
	l.closedOwn = max(l.closedOwn, cmp.Or(closedOwn, l.newest))
	l.statusOwn = max(l.statusOwn, l.closedOwn)
}

// repeat takes in a state that is stated without being said to have changed: it
// never reopens, and an old one changes nothing.
func (l *life) repeat(e *Event, own int64) {
	switch {
	case l.status == StatusClosed:
		if e.Status != StatusClosed && own > l.closedOwn+alignWithin && l.closedOwn != 0 {
			l.flags |= openAfter
		}
	case l.older(own):
	case e.Status == StatusClosed:
		l.close(e, own)
	default:
		l.status, l.chat = e.Status, e.Status
		if e.Step == StepRepeats && own != 0 {
			l.statusOwn = max(l.statusOwn, own)
		}
	}
}

// message opens a conversation that nobody announced, and reopens a closed one when
// it was said after the closing.
func (l *life) message(e *Event, own int64) {
	for i := range e.Messages {
		m := &e.Messages[i]
		if !spoken(kindOf(e, m), m.Role) {
			continue
		}
		at := cmp.Or(millis(m.At), own)
		switch {
		case l.chat == StatusNone:
			l.status, l.chat = StatusOpen, StatusOpen
		case l.status == StatusClosed && (at == 0 || at > l.closedOwn):
			l.set(StatusOpen, at)
			if at != 0 {
				l.flags &^= timelessMove
			}
		}
	}
}

// call takes in a phone call. Where chat events tell the status, calls do not.
func (l *life) call(e *Event) {
	if l.chat != StatusNone {
		return
	}
	switch e.Call.Status {
	case "start":
		if l.status != StatusAssigned || l.has(callStarted) { // else the start of this call, come late
			l.status = StatusOpen
		}
		l.flags |= callStarted
	case "agent_connected", "client_connected":
		if l.status != StatusClosed { // else a step of the ended call, come late
			l.status = StatusAssigned
		}
	case "end", "error":
		l.status = StatusClosed
		l.flags &^= callStarted
		l.closed = max(l.closed, micros(cmp.Or(e.Occurred, e.Received)))
	}
}
