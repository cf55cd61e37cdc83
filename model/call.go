package model

import (
	"cmp"
	"slices"
)

// call takes in a step of a phone call: the steps of one call are one entry, which
// shows the latest. A new start is a new call.
func (r *rebuilding) call(place int, e *Event) {
	key := callKey(e)
	d := r.calls[key]
	if again := r.callOf(e); again != nil {
		d = again // of the call whose step this is once more
	}
	if d != nil && (e.Call.Status != "start" || redelivered(e) || d.lacksStart()) {
		r.tell(d, e)
		d.started = d.started || e.Call.Status == "start"
		d.Call = joinCalls(d.Call, e.Call)
		if d.Call.Status == e.Call.Status {
			d.Message.Text = cmp.Or(e.Detail, callText(d.Call))
		}
		return
	}
	d = r.add(&draft{event: e, arrival: place * perEvent, rank: rankOther})
	call := *e.Call
	d.started = call.Status == "start"
	d.Entry = Entry{At: e.Occurred, Received: e.Received, Kind: KindCall, Call: &call, Message: happening(e)}
	d.Message.Text = cmp.Or(e.Detail, callText(&call))
	r.tell(d, e)
	r.calls[key] = d
}

// callOf finds the call of the step that an event repeats.
func (r *rebuilding) callOf(e *Event) *draft {
	seq, ok := r.evidence.repeats[e.Seq]
	if !ok {
		return nil
	}
	for _, d := range r.toldBy[seq] {
		if d.Call != nil {
			return d
		}
	}
	return nil
}

// lacksStart reports whether a call goes on whose start was not seen.
func (d *draft) lacksStart() bool {
	return !d.started && d.Call.Status != "end" && d.Call.Status != "error"
}

func callKey(e *Event) string { return e.Call.Type + "\x00" + e.Call.Phone }

var callCourse = [...]string{"start", "agent_connected", "client_connected", "end", "error"}

// joinCalls is the state of a call after another step of it, whatever the order in
// which the steps came.
func joinCalls(a, b *Call) *Call {
	j := *a
	if slices.Index(callCourse[:], b.Status) >= slices.Index(callCourse[:], a.Status) {
		j.Status = b.Status
	}
	j.Reason = cmp.Or(b.Reason, a.Reason)
	j.Record = cmp.Or(b.Record, a.Record)
	return &j
}

func callText(c *Call) string {
	text := cmp.Or(c.Type, "call")
	if c.Phone != "" {
		text += " " + c.Phone
	}
	if c.Status != "" {
		text += " · " + c.Status
	}
	if c.Reason != "" {
		text += " · " + c.Reason
	}
	return text
}
