package model

import (
	"cmp"
	"math"
	"time"
)

// turns is who spoke when: what the times of a conversation are made of. The index
// tells it what comes, the timeline what happened in order, so the two agree wherever
// they know the same order.
type turns struct {
	sinceOwn, since int64 // what the present wait counts from: own time in milliseconds, receipt in microseconds
	first           int64 // the customer's first message, milliseconds
	began           int64 // the first message, else the acceptance, milliseconds
	newest          int64 // the latest own time told, milliseconds

	reply, botReply, longest lapse

	flags turnFlags
	who   Role
}

// lapse is a duration in 4 bytes: milliseconds below 2^31 (24 days), else whole seconds.
type lapse uint32

const inSeconds = 1 << 31

// newLapse is the lapse of so many milliseconds; 68 years at most.
func newLapse(ms int64) lapse {
	if ms < inSeconds {
		return lapse(max(ms, 0))
	}
	return inSeconds | lapse(min(ms/1000, inSeconds-1))
}

func (s lapse) duration() time.Duration {
	if s&inSeconds != 0 {
		return time.Duration(s&^inSeconds) * time.Second
	}
	return time.Duration(s) * time.Millisecond
}

type turnFlags uint16

const (
	firstOurs  turnFlags = 1 << iota // first is by our clock
	beganOurs                        // began is by our clock
	openedOurs                       // the opening is by our clock
	replied                          // an agent answered the first message
	botReplied                       // a bot did
	agentSpoke                       // since the conversation was closed last
	timeless                         // something without an own time was told: only the order of arrival is known
	stale                            // what was told before is known better now
)

func (t *turns) has(f turnFlags) bool { return t.flags&f != 0 }

// turn is something said, as far as times depend on it.
type turn struct {
	role          Role
	own, received int64 // milliseconds, 0 for none; microseconds
	unsigned      bool  // probably sent by a rule
	held          bool  // an agent had the conversation
}

// at is the moment by the platform's clock, else by ours, in milliseconds.
func (s *turn) at() (ms int64, ours bool) {
	if s.own != 0 {
		return s.own, false
	}
	return s.received / 1000, true
}

// hear takes in what was said after everything that was told before.
func (t *turns) hear(s turn) {
	t.begin(s.at())
	t.note(s.own)
	switch {
	case s.role == RoleCustomer:
		if t.first == 0 {
			first, ours := s.at()
			t.first = first
			t.set(firstOurs, ours)
		}
		if t.who != RoleCustomer {
			t.wait(RoleCustomer, s)
		}
	case s.role == RoleAgent && !s.unsigned:
		t.answer(&t.reply, replied, s)
		t.endWait(s)
		t.wait(RoleAgent, s)
		t.flags |= agentSpoke
	case s.role == RoleBot && !s.held && !t.has(agentSpoke): // else it is no answer: it asks for a rating
		t.answer(&t.botReply, botReplied, s)
		if t.who == RoleCustomer {
			t.endWait(s)
			t.wait(RoleNone, turn{})
		}
	}
}

// close takes in the end of the conversation: nobody waits any more. It is no answer.
func (t *turns) close(own int64) {
	t.note(own)
	t.wait(RoleNone, turn{})
	t.flags &^= agentSpoke
}

func (t *turns) note(own int64) {
	t.newest = max(t.newest, own)
	if own == 0 {
		t.flags |= timeless
	}
}

func (t *turns) set(f turnFlags, on bool) {
	t.flags &^= f
	if on {
		t.flags |= f
	}
}

func (t *turns) wait(who Role, s turn) { t.who, t.sinceOwn, t.since = who, s.own, s.received }

// answer notes the first answer to the customer's first message. Where the two are
// known by different clocks nothing can be said.
func (t *turns) answer(took *lapse, once turnFlags, s turn) {
	if t.first == 0 || t.has(once) {
		return
	}
	t.flags |= once
	if at, ours := s.at(); ours == t.has(firstOurs) {
		*took = newLapse(atLeastOne(at-t.first, ours))
	}
}

// endWait ends the customer's wait by an answer.
func (t *turns) endWait(s turn) {
	switch {
	case t.who != RoleCustomer:
	case s.own != 0 && t.sinceOwn != 0:
		t.longest = max(t.longest, newLapse(atLeastOne(s.own-t.sinceOwn, false)))
	case s.own == 0 && t.sinceOwn == 0:
		t.longest = max(t.longest, newLapse((s.received-t.since)/1000))
	}
}

// atLeastOne keeps an answer of the same moment from looking like none, where the
// platform's clock says so: several platforms count seconds.
func atLeastOne(ms int64, ours bool) int64 {
	if ours {
		return max(ms, 0)
	}
	return max(ms, 1)
}

// begin notes the earliest moment, the platform's clock before ours.
func (t *turns) begin(at int64, ours bool) {
	switch {
	case at == 0, ours && t.began != 0 && !t.has(beganOurs):
		return
	case t.began == 0, !ours && t.has(beganOurs), at < t.began:
		t.began = at
		t.set(beganOurs, ours)
	}
}

// opens takes in what an event without a message says of the beginning.
func (t *turns) opens(e *Event) {
	switch e.Step {
	case StepOpens:
		t.set(openedOurs, ownTime(e).IsZero())
	case StepAccepts:
		if own := millis(ownTime(e)); own != 0 {
			t.begin(own, false)
		} else {
			t.begin(millis(e.Received), true)
		}
	}
}

// unclocked stands for how far a platform's clock is off that was never seen.
const unclocked = math.MaxInt64

// replayed reports whether a clock that is so far behind ours says nothing of the
// present: old samples, imports, and one that was never seen.
func replayed(behind int64) bool { return behind > skewReplay || behind < -skewReplay }

// times are the times of a conversation with such a life, of a platform whose clock is
// so many milliseconds behind ours.
func (t *turns) times(l *life, behind int64) Times {
	times := Times{FirstReply: t.reply.duration(), BotReply: t.botReply.duration(), LongestWait: t.longest.duration()}
	if l.status == StatusClosed {
		times.Lasted = t.lasted(l, behind)
		return times
	}
	times.Began = fromMicros(t.start(l, behind))
	if t.who != RoleNone {
		times.Wait = Wait{Who: t.who, Since: fromMicros(t.waitSince(behind))}
	}
	return times
}

// waitSince is when the present wait began, by our clock in microseconds. What came
// more than a day after it happened was sent again from an archive rather than late:
// nobody has waited all that time for an answer of ours.
func (t *turns) waitSince(behind int64) int64 {
	if t.sinceOwn == 0 || replayed(behind) {
		return t.since
	}
	own := (t.sinceOwn + behind) * 1000
	if t.since-own > skewReplay*1000 {
		return t.since
	}
	return min(t.since, own)
}

// start is when the conversation began, by our clock in microseconds; 0 when that is
// not known or the platform's times are of another day.
func (t *turns) start(l *life, behind int64) int64 {
	at, ours := t.beginning(l)
	switch {
	case at == 0, !ours && replayed(behind):
		return 0
	case ours:
		return at * 1000
	}
	return (at + behind) * 1000
}

// beginning is the opening, else the first message, else the first acceptance.
func (t *turns) beginning(l *life) (ms int64, ours bool) {
	if l.opened != 0 {
		return l.opened / 1000, t.has(openedOurs)
	}
	return t.began, t.has(beganOurs)
}

// lasted is the time from the beginning to the last closing, by one clock: a closing
// without an own time (Jivo) ends with the last message of its transcript.
func (t *turns) lasted(l *life, behind int64) time.Duration {
	at, ours := t.beginning(l)
	switch {
	case at == 0:
		return 0
	case ours:
		return duration(max(l.closed/1000-at, 0))
	case l.closedOwn != 0:
		return duration(max(l.closedOwn-at, 0))
	}
	if start := t.start(l, behind); start != 0 {
		return duration(max(l.closed-start, 0) / 1000)
	}
	return 0
}

// duration is so many milliseconds; 292 years at most.
func duration(ms int64) time.Duration {
	return time.Duration(min(ms, math.MaxInt64/int64(time.Millisecond))) * time.Millisecond
}

// closes reports whether an event ends its conversation: whoever waited does not wait
// any more. The end of a phone call says nothing of what was written.
func closes(e *Event) bool {
	return e.Kind != KindCall && (e.Step == StepCloses || e.Status == StatusClosed)
}

// closedAt is the own time of a closing, milliseconds: not before what its transcript
// lists.
func closedAt(e *Event) int64 {
	at := millis(ownTime(e))
	if isTranscript(e) {
		at = cmp.Or(max(at, newestOf(e.Messages)), 0)
	}
	return at
}
