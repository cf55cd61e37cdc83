package model

import (
	"fmt"
	"time"
)

const (
	// outOfOrderBeyond is how much earlier than a stored event's own time another's
	// must be to be out of order, in milliseconds: times in whole seconds stand
	// beside times in milliseconds.
	outOfOrderBeyond = 1000
	// lateAfter is the default of Conversations.LateAfter.
	lateAfter = time.Minute
)

// timing tells what an event's own time reveals: that it is out of order, late, or
// shows what the platform's clock is like.
func (c *Conversations) timing(v *conversation, e *Event) []Problem {
	own := ownTime(e)
	if own.IsZero() {
		return nil
	}
	var problems []Problem
	if newest := v.life.newest; newest != 0 && millis(own) < newest-outOfOrderBeyond {
		at, before := moments(own, time.UnixMilli(newest))
		problems = append(problems, Problem{OutOfOrder, fmt.Sprintf("it happened at %s, but an event of %s came before it", at, before)})
	}
	if e.Received.IsZero() {
		return problems
	}
	return append(problems, c.delay(v.account, e, own)...)
}

// delay tells what the time that an event took to come reveals.
func (c *Conversations) delay(a *account, e *Event, own time.Time) (problems []Problem) {
	s := &a.skew
	diff, usual := millis(e.Received)-millis(own), s.base
	late := s.late(diff, c.lateAfter().Milliseconds())
	judged, replays := s.see(diff)
	if late && judged {
		at, _ := moments(own, e.Received)
		problems = append(problems, Problem{Late, fmt.Sprintf("it happened at %s and came %s later than usual", at, millisSpan(diff-usual))})
	}
	if replays {
		problems = append(problems, Problem{ClockSkew, a.replayed(diff)})
	}
	if s.news() {
		problems = append(problems, Problem{ClockSkew, a.clock()})
		s.told = s.base
	}
	return problems
}

func (c *Conversations) lateAfter() time.Duration {
	if c.LateAfter <= 0 {
		return lateAfter
	}
	return c.LateAfter
}

// replayed says that an account's events are not of now.
func (a *account) replayed(diff int64) string {
	if diff < 0 {
		return fmt.Sprintf("what %s sends is %s ahead of our clock by its own times: a wrong clock, or made-up times; delays are not judged", a.name(), millisSpan(diff))
	}
	return fmt.Sprintf("what %s sends is %s old by its own times: old samples or an import; delays are not judged", a.name(), millisSpan(diff))
}

// clock says how far an account's clock is from ours, to the second.
func (a *account) clock() string {
	s := &a.skew
	distance := roundSpan(s.base)
	switch {
	case !s.off():
		return fmt.Sprintf("%s's clock agrees with ours again", a.name())
	case s.base < 0:
		return fmt.Sprintf("%s's clock is about %s ahead of ours", a.name(), distance)
	}
	return fmt.Sprintf("%s's clock is about %s behind ours, or all that it sends takes so long to come: the two cannot be told apart", a.name(), distance)
}

// name is the platform, with the source where there is one: "jivo@shop".
func (a *account) name() string {
	if a.key.source == "" {
		return a.key.platform
	}
	return a.key.platform + "@" + a.key.source
}
