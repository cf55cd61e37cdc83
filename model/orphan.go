package model

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	// orphanAfter is how long the opening of a chat may come after its other events.
	orphanAfter = 10 * time.Second
	// orphanSilence is after how long a silence of an account nobody knows whether
	// something was listening: openings must be seen again.
	orphanSilence = int64(10 * time.Minute / time.Millisecond)
)

// announcesOpening reports whether a platform documents an event that opens every
// chat: Ebbot's chat.create (its page "Outgoing webhooks"), Acquire's "Case new" and
// CHAT_ON_START. Blinger's and Jivo's chats begin without one.
func announcesOpening(platform string) bool { return platform == "ebbot" || platform == "acquire" }

// watch is since when an account's openings are known to be delivered.
type watch struct {
	heard int64  // when its latest event came, by our clock, milliseconds
	seq   uint64 // of the opening that proves it, 0 while none does
	from  int64  // by the platform's clock: when openings are known to have been delivered
}

// hear takes in that an event came. A long silence ends what was known: the chats that
// began in it may have been opened while nothing was listening. So does a broken body
// of which nobody knows which chat it may have opened.
func (w *watch) hear(e *Event) {
	at := millis(e.Received)
	broken := e.Step == StepOpens || CodesOf(e.Problems)&(1<<MalformedJSON|1<<NotJSON|1<<Truncated|1<<Oversized) != 0
	if at-w.heard > orphanSilence || e.Conversation == "" && broken {
		w.seq = 0
	}
	w.heard = max(w.heard, at)
}

// opened takes in an opening. One that comes late proves nothing about the time before
// it came; so a clock counts as behind ours only when several events say so alike, and
// an old sample proves nothing about the time before it was sent again.
func (w *watch) opened(e *Event, s *skew) {
	if w.seq != 0 {
		return
	}
	behind := s.behind()
	if s.count < skewSamples || s.replay {
		behind = min(behind, 0)
	}
	w.seq, w.from = e.Seq, max(millis(ownTime(e)), millis(e.Received)-behind)
}

// opening takes in an opening, or tells that there was none.
func (c *Conversations) opening(v *conversation, e *Event) []Problem {
	if e.Step == StepOpens {
		v.account.watch.opened(e, &v.account.skew)
		return nil
	}
	if p, ok := c.orphan(v, e); ok {
		return []Problem{p}
	}
	return nil
}

// orphan tells of a live message whose chat was never opened. It is claimed once a
// conversation, and only where all of this is certain:
//
//   - the platform announces openings, and those of this account were delivered: one
//     came before, and nothing was silent for ten minutes or forgotten since;
//   - the chat began after that one, by its own time of birth, and nothing of it is
//     older. Where a platform tells no birth (Acquire's older bodies) the chat may have
//     begun before the listening: nothing is claimed;
//   - its first event came ten seconds ago or more, so that its opening is not merely
//     overtaken.
//
// An opening that comes later than that takes the claim back in the timeline.
func (c *Conversations) orphan(v *conversation, e *Event) (Problem, bool) {
	w := &v.account.watch
	if v.orphan || w.seq == 0 || v.life.has(openingSeen) || e.Kind != KindMessage || !announcesOpening(v.account.key.platform) {
		return Problem{}, false
	}
	born, first := v.born(), cmp.Or(min(v.firstLive, millis(ownTime(e))), v.firstLive)
	if born <= w.from+statusTolerance || first != 0 && first <= w.from {
		return Problem{}, false
	}
	came, ok := c.came.at(v.base)
	if !ok || len(v.events) == 0 || e.Received.Sub(came) < orphanAfter {
		return Problem{}, false
	}
	v.orphan = true
	began, seen := moments(time.UnixMilli(born), time.UnixMilli(w.from))
	return Problem{Orphan, fmt.Sprintf("its chat was never opened here: it began at %s, and openings of other chats have been delivered since %s", began, seen)}, true
}

// born is when a conversation began by the platform's clock, as far as its events and
// its id say, in milliseconds; 0 when they do not.
func (v *conversation) born() int64 {
	said, id := v.life.opened/1000, birthIn(v.account.key.platform, v.key)
	if said == 0 || id == 0 {
		return max(said, id)
	}
	return min(said, id)
}

// birthIn reads the time in the id of an Ebbot chat, "1613384238.420.<uuid>", as the
// answer of its incoming webhook shows it: seconds, milliseconds.
func birthIn(platform, key string) int64 {
	_, id, _ := strings.Cut(key, ":")
	parts := strings.SplitN(id, ".", 3)
	if platform != "ebbot" || len(parts) != 3 || len(parts[0]) != 10 || len(parts[1]) != 3 {
		return 0
	}
	ms, err := strconv.ParseUint(parts[0]+parts[1], 10, 63)
	if err != nil {
		return 0
	}
	return int64(ms)
}

// withoutOrphans takes back that a chat was never opened when its opening is among its
// events: it came late.
func withoutOrphans(events []Event) []Event {
	opened, orphaned := false, false
	for i := range events {
		opened = opened || events[i].Step == StepOpens
		orphaned = orphaned || CodesOf(events[i].Problems).Has(Orphan)
	}
	if !opened || !orphaned {
		return events
	}
	kept := append([]Event(nil), events...)
	for i := range kept {
		kept[i].Problems = nil
		for _, p := range events[i].Problems {
			if p.Code != Orphan {
				kept[i].Problems = append(kept[i].Problems, p)
			}
		}
	}
	return kept
}
