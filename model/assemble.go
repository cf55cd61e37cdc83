package model

import (
	"fmt"
	"slices"
)

// timeline makes the result of the drafts, which are in order.
func (r *rebuilding) timeline(key string) Timeline {
	t := Timeline{Key: key, Platform: r.events[0].Platform, Status: r.life.status, PlatformStatus: r.word,
		Opened: fromMicros(r.life.opened), Participants: r.people.list, Links: r.links(key)}
	if t.Status == StatusClosed {
		t.Closed = fromMicros(r.life.closed)
	}
	t.Times = r.times()
	t.Active = r.events[len(r.events)-1].Received
	t.Problems = r.problems()
	t.Notes = r.notes()
	t.Channel = r.channel()
	r.tellings()
	for _, d := range r.drafts {
		r.people.name(&d.Message)
		t.Entries = append(t.Entries, d.Entry)
	}
	return t
}

// channel is where the customer writes, as the latest event that says so has it.
func (r *rebuilding) channel() string {
	for i := len(r.events) - 1; i >= 0; i-- {
		if c := r.events[i].Channel; c != "" {
			return c
		}
	}
	return ""
}

func (r *rebuilding) links(key string) []string {
	links := slices.Clone(r.evidence.links)
	for i := range r.events {
		e := &r.events[i]
		for _, id := range e.Links {
			links = append(links, ConversationKey(e.Platform, e.Source, id))
		}
	}
	slices.Sort(links)
	links = slices.Compact(links)
	return slices.DeleteFunc(links, func(k string) bool { return k == key })
}

// times tells who spoke when, in the order in which it happened.
func (r *rebuilding) times() Times {
	var t turns
	for i := range r.events {
		if !redelivered(&r.events[i]) {
			t.opens(&r.events[i])
		}
	}
	for _, d := range r.drafts {
		own := int64(0)
		if d.OwnTime {
			own = millis(d.At)
		}
		switch {
		case d.message && said(d.Kind):
			t.hear(turn{role: d.Message.Role, own: own, received: micros(d.Received), unsigned: r.unsigned(d), held: d.held})
		case !d.message && closes(d.event):
			t.close(closedAt(d.event))
		}
	}
	if !r.evidence.clocked {
		return t.times(&r.life, unclocked)
	}
	return t.times(&r.life, r.evidence.behind)
}

// unsigned reports whether a message may have been sent by a rule. Blinger's
// transcript never names the operator of a message.
func (r *rebuilding) unsigned(d *draft) bool {
	return d.automatic || automatic(d.event, &d.Message)
}

// problems are those of the events, each code once, with the gaps that are left
// after all deliveries.
func (r *rebuilding) problems() []Problem {
	var problems []Problem
	count := make(map[Code]int)
	for i := range r.events {
		for _, p := range r.events[i].Problems {
			if p.Code == Gap {
				continue
			}
			if count[p.Code]++; count[p.Code] == 1 {
				problems = append(problems, p)
			}
		}
	}
	for i, p := range problems {
		if n := count[p.Code]; n > 1 {
			problems[i].Detail = fmt.Sprintf("%d events, the first: %s", n, p.Detail)
		}
	}
	var missing []*Message
	for _, d := range r.drafts {
		if slices.Contains(d.Flags, Gap) {
			r.people.name(&d.Message)
			missing = append(missing, &d.Message)
		}
	}
	if len(missing) > 0 {
		problems = append(problems, Problem{Gap, gapSentence(missing)})
	}
	return problems
}

// notes say what the data cannot decide.
func (r *rebuilding) notes() []string {
	var notes []string
	say := func(when bool, text string) {
		if when {
			notes = append(notes, text)
		}
	}
	platform := r.events[0].Platform
	live, listed := r.told()
	say(platform == "acquire" && r.lacksTimes(), "Acquire gives no times of what happens to a case: it stands in the order in which it came.")
	say(r.life.has(timelessMove), "Something without a time came after the closing: a late one cannot be told from a reopening; the last word counts.")
	say(platform == "jivo" && r.life.chat != StatusNone && live == 0 && len(r.transcripts) == 0, "Jivo sends no live messages: the text appears when the chat is finished.")
	say(platform == "jivo" && len(r.transcripts) > 0 && r.lacksTimes(), "Jivo gives no times of acceptances, calls and the end: they stand where they came by our clock, an acceptance before the first answer.")
	say(platform == "acquire" && live == 0, "Acquire sends states only: what was said is not in its webhooks.")
	moved := r.movedNote()
	say(moved != "", moved)
	say(r.life.has(openAfter), "A state update after the closing still says open: a state update never reopens.")
	say(r.unsignedReply(), "Blinger names no operator for some outgoing messages: they are probably automatic and count as no first reply.")
	say(listed > 0 && platform != "jivo" && !r.anyGap(), "Some messages are only in the transcript: nothing shows that they should have been delivered live.")
	say(r.evidence.cut, "Older events were dropped from the capture: the conversation may have begun before.")
	return notes
}

// movedNote says that the order of the entries depends on how far the platform's clock
// is off; "" where it does not.
func (r *rebuilding) movedNote() string {
	own := func(d *draft) bool { return d.OwnTime }
	if !isOff(r.behind) || !slices.ContainsFunc(r.drafts, own) || !r.lacksTimes() {
		return ""
	}
	text := "Events without the platform's own time are moved by " + roundSpan(r.behind)
	switch {
	case r.behind > skewReplay:
		return text + ": what it sends is that old by its own times."
	case r.behind < 0:
		return text + ": its clock is that far ahead of ours."
	}
	return text + ": its clock is that far behind ours, or all that it sends takes so long to come."
}

// told counts the messages that came live and those that only a transcript has.
func (r *rebuilding) told() (live, listed int) {
	for _, d := range r.drafts {
		switch {
		case !d.message || !said(d.Kind):
		case d.Source == FromTranscript:
			listed++
		default:
			live++
		}
	}
	return live, listed
}

func (r *rebuilding) lacksTimes() bool {
	return slices.ContainsFunc(r.drafts, func(d *draft) bool { return !d.OwnTime })
}

func (r *rebuilding) anyGap() bool {
	return slices.ContainsFunc(r.drafts, func(d *draft) bool { return slices.Contains(d.Flags, Gap) })
}

func (r *rebuilding) unsignedReply() bool {
	return slices.ContainsFunc(r.drafts, func(d *draft) bool { return d.automatic })
}
