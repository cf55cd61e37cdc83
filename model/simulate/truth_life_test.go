package simulate_test

import (
	"cmp"
	"slices"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// fact is what one delivery says of the status.
type fact struct {
	own    int64 // 0 for our clock only
	seq    uint64
	sent   time.Time
	deed   simulate.Deed
	status model.Status // none for a message
	repeat bool         // it states a status without saying that it changed: it never reopens
	keeps  bool         // its word may as well mean assigned (Ebbot's "ongoing" in chat.status.change)
}

// judgeLife compares the status at the end, the opening and the closing.
func (o *oracle) judgeLife(found *complaints, c *heardChat, t model.Timeline) {
	if c.unsure {
		return
	}
	accepted := o.statuses(c)
	if !slices.Contains(accepted, t.Status) {
		found.add("its status is %s, not %v", t.Status, accepted)
	}
	if t.Status == model.StatusClosed {
		if times := o.closings(c); !slices.ContainsFunc(times, t.Closed.Equal) {
			found.add("it was closed at %s, not %v", t.Closed, times)
		}
	}
	if want, known := o.opened(c); known && !t.Opened.Equal(want) {
		found.add("it was opened at %s, not %s", t.Opened, want)
	}
}

// statuses are those that the deliveries allow: one, where own times or the order of
// arrival decide.
func (o *oracle) statuses(c *heardChat) []model.Status {
	facts := o.facts(c)
	switch c.platform {
	case "blinger", "ebbot":
		// Facts of one time may have happened in either order: by arrival or as sent.
		byArrival := slices.Clone(facts)
		slices.SortStableFunc(byArrival, func(a, b fact) int { return cmp.Compare(a.own, b.own) })
		slices.SortStableFunc(facts, func(a, b fact) int { return cmp.Or(cmp.Compare(a.own, b.own), a.sent.Compare(b.sent)) })
		statuses := []model.Status{timedStatus(byArrival), timedStatus(facts)}
		if slices.ContainsFunc(facts, func(f fact) bool { return f.keeps && f.own > lastClosing(facts) }) && !slices.Contains(statuses, model.StatusClosed) {
			// Ebbot's "ongoing" after an end does not say who has it now.
			return []model.Status{model.StatusOpen, model.StatusAssigned}
		}
		return statuses
	case "acquire":
		return o.acquireStatuses(c, facts)
	}
	return o.jivoStatuses(c, facts)
}

func lastClosing(facts []fact) int64 {
	last := int64(1<<63 - 1)
	for _, f := range facts {
		if f.status == model.StatusClosed {
			last = f.own
		}
	}
	return last
}

// facts are what the deliveries say of the status, in order of arrival.
func (o *oracle) facts(c *heardChat) []fact {
	var facts []fact
	for _, h := range c.heard {
		if h.copyOf != nil {
			continue
		}
		f := fact{own: h.sheet.own, seq: h.seq, sent: o.tellings[h.delivery.Telling].At, deed: h.sheet.deed}
		switch {
		case len(h.sheet.live) > 0:
			if !h.sheet.live[0].spoken() {
				continue
			}
			f.deed = simulate.Says
		case h.name == "chat.update":
			f.repeat, f.status = true, model.StatusOpen
			if h.sheet.handled {
				f.status = model.StatusAssigned
			}
		case h.name == "chat.status.change":
			f.repeat, f.keeps, f.status = true, true, model.StatusOpen
		case h.sheet.act < 0 || h.name == "call_event":
			continue
		default:
			if f.status = statusOf(c.platform, &o.scenes[h.scene].Acts[h.sheet.act], h.name); f.status == model.StatusNone {
				continue
			}
		}
		facts = append(facts, f)
	}
	return facts
}

func statusOf(platform string, a *simulate.Act, name string) model.Status {
	switch name {
	case "CHAT_ON_START", "Chat status is set to Pending":
		return model.StatusPending
	case "Chat status is set to Active", "chat_accepted", "AGENT_JOINED":
		return model.StatusAssigned
	}
	switch a.Deed {
	case simulate.Opens:
		return model.StatusOpen
	case simulate.Waits:
		if platform == "blinger" {
			return model.StatusOpen
		}
	case simulate.Queues:
		return model.StatusQueued
	case simulate.Takes, simulate.Transfers:
		return model.StatusAssigned
	case simulate.Closes:
		return model.StatusClosed
	}
	return model.StatusNone
}

// timedStatus is the status after facts in the order in which they happened.
func timedStatus(facts []fact) model.Status {
	status, closed := model.StatusNone, int64(0)
	state := model.StatusNone // what was stated since the closing: it reopens nothing, but counts from then
	for _, f := range facts {
		after := f.own > closed
		switch {
		case f.deed == simulate.Says && f.status == model.StatusNone:
			if status == model.StatusNone || status == model.StatusClosed && after {
				status = cmp.Or(state, model.StatusOpen)
			}
		case status == model.StatusClosed && f.repeat && after:
			if !f.keeps || state != model.StatusAssigned {
				state = f.status
			}
		case status == model.StatusClosed && !after:
		case f.keeps && status == model.StatusAssigned:
		default:
			status = f.status
		}
		if f.status == model.StatusClosed {
			closed, state = f.own, model.StatusNone
		}
	}
	return status
}

// acquireStatuses: the last word counts, for nothing has a time. The birth of a case
// is the first thing wherever it comes; version 1 does not say when that was.
func (o *oracle) acquireStatuses(c *heardChat, facts []fact) []model.Status {
	last := func(facts []fact) model.Status {
		status := model.StatusNone
		for _, f := range facts {
			switch {
			case f.status != model.StatusNone:
				status = f.status
			case status == model.StatusNone, status == model.StatusClosed:
				status = model.StatusOpen
			}
		}
		return status
	}
	born := slices.Clone(facts)
	slices.SortStableFunc(born, func(a, b fact) int { return order(b.deed == simulate.Opens) - order(a.deed == simulate.Opens) })
	if len(facts) > 0 && slices.ContainsFunc(c.heard, func(h *hearing) bool { return h.name == "CHAT_ON_START" }) {
		return []model.Status{last(facts), last(born)}
	}
	return []model.Status{last(born)}
}

func order(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// jivoStatuses goes by arrival. An acceptance that comes after an end is a reopening,
// or the one that the end presupposes, come late: the latter is certain only of the
// only one, and only when an agent's message is in the list.
func (o *oracle) jivoStatuses(c *heardChat, facts []fact) []model.Status {
	status, closed, ends, taken := model.StatusNone, int64(0), 0, 0
	var maybe bool
	var also model.Status // as likely as the status
	said := int64(0)      // the latest time of what was said live
	for _, f := range facts {
		if f.deed == simulate.Says {
			said = max(said, f.own)
		}
		h := c.heard[slices.IndexFunc(c.heard, func(h *hearing) bool { return h.seq == f.seq })]
		switch {
		case f.status == model.StatusClosed && f.own != 0 && f.own < closed: // an end of before, come late
		case f.status == model.StatusClosed:
			before := status
			status, maybe = f.status, false
			ends++
			closed = max(closed, h.sheet.own)
			for _, l := range h.sheet.list {
				closed = max(closed, l.at)
			}
			if f.own == 0 && closed == 0 { // a list without times: it is of after what was said
				closed = said
			}
			if f.own != 0 && closed < said { // something was said after it
				// It came late. An acceptance has no time: it was of before or after the end.
				status, also = model.StatusOpen, before
			}
		case f.status == model.StatusAssigned && status == model.StatusClosed:
			late := taken == 0 && ends == 1 && o.agentListed(c)
			if !late {
				status, maybe = f.status, true
			}
			taken++
		case f.status == model.StatusAssigned:
			status, maybe = f.status, false
			taken++
		case status == model.StatusNone, status == model.StatusClosed && (f.own == 0 || f.own > closed):
			status = model.StatusOpen
		}
	}
	if status == model.StatusNone {
		return o.callStatuses(c)
	}
	if also == model.StatusAssigned && status == model.StatusOpen {
		return []model.Status{status, also}
	}
	if maybe {
		return []model.Status{status, model.StatusClosed}
	}
	return []model.Status{status}
}

func (o *oracle) agentListed(c *heardChat) bool {
	return slices.ContainsFunc(c.wants, func(w *want) bool { return w.said && w.listed && w.line.role == model.RoleAgent })
}

// callStatuses are those of a conversation that consists of calls.
func (o *oracle) callStatuses(c *heardChat) []model.Status {
	status := model.StatusNone
	for _, h := range c.heard {
		if h.name != "call_event" || h.copyOf != nil {
			continue
		}
		switch o.scenes[h.scene].Acts[h.sheet.act].Call.Status {
		case "start":
			status = model.StatusOpen
		case "end", "error":
			status = model.StatusClosed
		default:
			status = model.StatusAssigned
		}
	}
	if o.looseCalls(c) { // a step that came twice or late may be of either call
		return []model.Status{status, model.StatusOpen, model.StatusAssigned, model.StatusClosed}
	}
	return []model.Status{status}
}

// closings are when the conversation may have been closed last.
func (o *oracle) closings(c *heardChat) []time.Time {
	var times []time.Time
	var last int64
	for _, h := range c.heard {
		switch {
		case h.name == "call_event":
			times = append(times, h.delivery.Received)
		case h.sheet.deed != simulate.Closes || h.sheet.act < 0 || h.copyOf != nil:
		case h.sheet.own != 0:
			last = max(last, h.sheet.own)
		default:
			times = append(times, h.delivery.Received)
		}
	}
	if last != 0 {
		times = append(times, time.UnixMilli(last))
	}
	return times
}

// opened is the first opening, or what is said of the beginning while none was seen.
func (o *oracle) opened(c *heardChat) (time.Time, bool) {
	var announced, began int64
	for _, h := range c.heard {
		if h.copyOf != nil {
			continue
		}
		if h.sheet.act >= 0 && h.sheet.deed == simulate.Opens && h.sheet.own != 0 {
			announced = h.sheet.own
		}
		if h.sheet.began != 0 && (began == 0 || h.sheet.began < began) {
			began = h.sheet.began
		}
	}
	if at := cmp.Or(announced, began); at != 0 {
		return time.UnixMilli(at), c.platform != "jivo"
	}
	return time.Time{}, c.platform == "blinger" || c.platform == "ebbot"
}

// judgeSummary compares the line in the list with the timeline. Where ids decide
// nothing, the timeline may know more: it sees what came later.
func (o *oracle) judgeSummary(found *complaints, c *heardChat, t model.Timeline, r rebuilt) {
	s, _ := r.index.Summary(c.key)
	if s.Status != t.Status || !s.Closed.Equal(t.Closed) || !s.Opened.Equal(t.Opened) || s.PlatformStatus != t.PlatformStatus {
		found.add("the summary says %s %q from %s to %s, the timeline %s %q from %s to %s", s.Status, s.PlatformStatus, s.Opened, s.Closed, t.Status, t.PlatformStatus, t.Opened, t.Closed)
	}
	said, faulty := 0, 0
	for _, e := range t.Entries {
		if e.Kind == model.KindMessage || e.Kind == model.KindComment {
			said++
		}
	}
	for _, events := range r.events {
		for _, e := range events {
			if e.Key() == c.key && model.CodesOf(e.Problems).Faulty() {
				faulty++
			}
		}
	}
	if s.Messages != said && !c.unsure {
		found.add("the summary counts %d messages, the timeline %d", s.Messages, said)
	}
	if s.Problems != faulty {
		found.add("the summary counts %d events with problems, there are %d", s.Problems, faulty)
	}
}
