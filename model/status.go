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
	assumed                            // it is open because something was said; nothing has told its status
)

func (l *life) has(f lifeFlags) bool { return l.flags&f != 0 }

// change is what one event did to the status.
type change struct {
	from, to  Status
	regress   string // a sentence, when own times contradict the status that the event states
	overtaken bool   // it closed, but something that was said after that came before it
}

// apply takes in an event. fresh is false when its message was known before, by
// another delivery or a transcript.
func (l *life) apply(e *Event, fresh bool, before past) change {
	c := change{from: l.status}
	own := millis(ownTime(e))
	born := e.Step == StepOpens && own != 0 && l.opened != 0 && own*1000 <= l.opened // that beginning was told already
	l.began(e)
	switch {
	case e.Kind == KindCall && e.Call != nil:
		l.call(e)
	case born && l.status != StatusNone:
	case e.Step != StepNone && e.Step != StepRepeats:
		l.step(e, own, before, &c)
	case e.Status != StatusNone:
		l.repeat(e, own, before)
	}
	if !isTranscript(e) && fresh {
		l.message(e, own, before.stated)
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

// earlier reports whether two own times prove an order. Whole seconds stand beside
// milliseconds: only among times of one sort is a difference within a second sure.
func earlier(own, than int64) bool {
	if own == 0 || than == 0 || own >= than {
		return false
	}
	return own < than-statusTolerance || (own%1000 == 0) == (than%1000 == 0)
}

// older reports whether own times prove that a step tells of a time before the
// present status. What only stated it proves nothing against a closing.
func (l *life) older(to Status, own int64, s *stated) bool {
	if to == StatusClosed && s != nil && s.own != 0 {
		return earlier(own, s.firm)
	}
	return earlier(own, l.statusOwn)
}

func (l *life) step(e *Event, own int64, before past, c *change) {
	s := before.stated
	to := stepStatus(e)
	if to == StatusOpen && l.status == StatusAssigned && saysNoHandler(e) {
		to = StatusAssigned
	}
	if e.Step == StepOpens && l.status != StatusNone && l.status != StatusClosed && !l.has(assumed) {
		return // it was the first thing to happen, wherever it comes
	}
	if l.older(to, own, s) {
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
		c.overtaken = l.close(e, own, before)
	case l.status == StatusClosed && !l.reopens(e, own):
		if saysNoHandler(e) && l.stateNow(s) != StatusAssigned {
			l.states(s, to, own)
		}
	case own != 0 && own <= l.closedOwn && l.status != StatusClosed: // it was of before the closing
	case saysNoHandler(e):
		l.states(s, to, own)
		l.set(to, own)
	default:
		l.set(to, own)
		s.settles(own)
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
// transcript presupposes, come late. Another change reopens when its own time
// is after the closing (Blinger's unassigned), but for Ebbot's "ongoing"; without times
// only a conversation that is known from status words alone (Acquire).
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
	return timed && !saysNoHandler(e) || own == 0 && !l.has(hasMessages)
}

func (l *life) set(to Status, own int64) {
	if l.status == StatusClosed {
		l.flags &^= accepted | takenListed | openAfter
		if own == 0 {
			l.flags |= timelessMove
		}
	}
	l.status, l.chat = to, to
	l.flags &^= assumed
	l.statusOwn = max(l.statusOwn, cmp.Or(own, l.newest))
}

// close reports whether something that was said after the closing came before it:
// then the conversation goes on.
func (l *life) close(e *Event, own int64, before past) (overtaken bool) {
	closedOwn, listed := own, int64(0)
	for i := range e.Messages {
		m := &e.Messages[i]
		listed = max(listed, millis(m.At))
		if own == 0 {
			closedOwn = listed
		}
		if m.Role == RoleAgent && said(kindOf(e, m)) {
			l.flags |= takenListed
		}
	}
	l.status, l.chat = StatusClosed, StatusClosed
	l.closed = max(l.closed, micros(cmp.Or(ownTime(e), e.Received)))
	l.closedOwn = max(l.closedOwn, cmp.Or(closedOwn, l.newest))
	l.statusOwn = max(l.statusOwn, l.closedOwn)
	before.stated.settles(own)
	l.flags &^= assumed
	if own == 0 || before.spoken <= max(l.closedOwn, listed) {
		return false
	}
	l.reopen(l.closedOwn, before.stated)
	return true
}

// reopen lets something that was said after a closing open the conversation. What
// tells a status of any time after the closing is newer; a state that was stated since
// then did not reopen it, but says who has it now.
func (l *life) reopen(own int64, s *stated) {
	l.set(StatusOpen, own)
	if state := l.stateNow(s); own != 0 && state != StatusNone {
		l.status, l.chat, l.statusOwn = state, state, max(l.statusOwn, s.own)
	}
	l.flags |= assumed
	if own != 0 {
		l.flags &^= timelessMove
	}
}

// repeat takes in a state that is stated without being said to have changed: it
// never reopens, and an old one changes nothing.
func (l *life) repeat(e *Event, own int64, before past) {
	switch {
	case l.status == StatusClosed:
		if e.Status != StatusClosed && own > l.closedOwn+alignWithin && l.closedOwn != 0 {
			l.flags |= openAfter
		}
		if e.Status != StatusClosed {
			l.states(before.stated, e.Status, own)
		}
	case l.older(e.Status, own, before.stated), own != 0 && own <= l.closedOwn: // it is of a time before the closing
	case e.Status == StatusClosed:
		l.close(e, own, before)
	default:
		l.flags &^= assumed
		l.states(before.stated, e.Status, own)
		l.status, l.chat = e.Status, e.Status
		if e.Step == StepRepeats && own != 0 {
			l.statusOwn = max(l.statusOwn, own)
		}
	}
}

// message opens a conversation that nobody announced, and reopens a closed one when
// it was said after the closing.
func (l *life) message(e *Event, own int64, s *stated) {
	for i := range e.Messages {
		m := &e.Messages[i]
		if !spoken(kindOf(e, m), m.Role) {
			continue
		}
		at := cmp.Or(millis(m.At), own)
		switch {
		case l.chat == StatusNone:
			l.status, l.chat = StatusOpen, StatusOpen
			l.flags |= assumed
		case l.status == StatusClosed && at == 0:
			l.reopen(0, s)
		case l.status == StatusClosed && at > l.closedOwn:
			l.reopen(l.closedOwn, s)
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
