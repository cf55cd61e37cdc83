package model

import (
	"cmp"
	"slices"
	"time"
)

// Rebuild makes the timeline of one conversation from its events, which must be in
// the order of storing and carry the problems that Extend gave them.
func Rebuild(key string, events []Event, evidence Evidence) Timeline {
	if len(events) == 0 {
		return Timeline{Key: key}
	}
	r := newRebuilding(events, evidence)
	for i := range events {
		r.collect(i, &events[i])
	}
	for i := range r.transcripts {
		r.alignTranscript(&r.transcripts[i])
	}
	r.tellStatus()
	r.findGaps()
	r.order()
	return r.timeline(key)
}

// rebuilding is a timeline in the making.
type rebuilding struct {
	events      []Event
	evidence    Evidence
	hash        hasher
	people      people
	drafts      []*draft
	exact       map[exactly]*draft   // messages by all that makes two of them one
	alike       map[outwardly]*draft // the latest entry of each content, for redeliveries
	calls       map[string]*draft
	transcripts []transcript
	spine       []*draft
	oneSpace    bool  // live messages and transcripts use the same message ids
	behind      int64 // milliseconds that the platform's clock is behind ours
	life        life
	word        string // the platform's own word for the status
}

// draft is an entry in the making.
type draft struct {
	Entry
	event     *Event // that told it first
	arrival   int    // place of that event, and within it of the message
	digest    messageDigest
	message   bool
	automatic bool  // probably sent by a rule
	lists     bool  // it closes with a transcript
	spine     int   // place in the spine, -1 outside
	slot      int   // the spine's place that it comes after
	at        int64 // by the platform's clock, as well as we know it, milliseconds
	rank      int   // at equal times
}

// transcript is one telling of the whole chat.
type transcript struct {
	event   *Event
	place   int
	closing *draft
	entries []*draft
}

// exactly is what makes two tellings of a message one entry.
type exactly struct {
	kind                  Kind
	role                  Role
	id, sender, tie, text string
	at                    int64
}

// outwardly is what two events without an id or time have in common when one is
// taken for a redelivery of the other.
type outwardly struct {
	name, text, status, detail string
	kind                       Kind
	role                       Role
	at                         int64
	list                       uint64 // hash of a transcript
}

func newRebuilding(events []Event, evidence Evidence) *rebuilding {
	r := &rebuilding{events: events, evidence: evidence, hash: newHasher(),
		exact: make(map[exactly]*draft), alike: make(map[outwardly]*draft), calls: make(map[string]*draft)}
	r.oneSpace = evidence.oneIDs || oneIDSpace(events[0].Platform)
	r.people = gatherPeople(events)
	r.behind = r.estimateBehind()
	return r
}

func (r *rebuilding) collect(place int, e *Event) {
	switch {
	case isTranscript(e):
		d := r.activity(place, e)
		d.lists = true
		r.transcripts = append(r.transcripts, transcript{event: e, place: place, closing: d})
	case e.Kind == KindCall && e.Call != nil:
		r.call(place, e)
	case len(e.Messages) > 0:
		for i := range e.Messages {
			r.message(place, i, e, &e.Messages[i])
		}
	default:
		r.activity(place, e)
	}
}

// perEvent spreads the places of events, so that the messages of one have their own.
const perEvent = 1 << 20

func (r *rebuilding) add(d *draft) *draft {
	d.spine = -1
	r.drafts = append(r.drafts, d)
	return d
}

// message takes in a live message: another telling of a known one, or a new entry.
func (r *rebuilding) message(place, i int, e *Event, m *Message) {
	kind := kindOf(e, m)
	key := exactly{kind: kind, role: m.Role, id: m.ID, tie: m.Tie, text: content(m), at: micros(m.At)}
	if m.ID == "" {
		key.sender = m.Sender
	}
	look := outwardly{name: e.Name, text: key.text, kind: kind, role: m.Role, at: key.at}
	digest := r.digest(e, m)
	var known *draft
	if digest.identified() {
		known = r.exact[key]
	}
	if known == nil && flagged(e, Duplicate) {
		known = r.alike[look]
	}
	if known != nil {
		known.tell(e)
		return
	}
	d := r.add(&draft{event: e, arrival: place*perEvent + i, digest: digest, message: true, rank: rankMessage, automatic: automatic(e, m)})
	d.Entry = Entry{At: cmp.Or(m.At, e.Occurred), Received: e.Received, Kind: kind, Message: *m}
	d.Message.Kind = kind
	if kind == KindActivity {
		d.Message.Text = cmp.Or(e.Detail, activityText(m))
	}
	d.tell(e)
	d.digest.when |= toldLive
	r.exact[key], r.alike[look] = d, d
}

// digest is a message's digest without an id that is a customer's.
func (r *rebuilding) digest(e *Event, m *Message) messageDigest {
	d := r.hash.digest(e, m)
	if r.people.isCustomer(m.ID) {
		d.id = 0
	}
	return d
}

// activity takes in an event without a message, or the event around a transcript.
func (r *rebuilding) activity(place int, e *Event) *draft {
	look := outwardly{name: e.Name, text: e.Detail, status: e.PlatformStatus, detail: e.Actor.ID, kind: e.Kind, role: e.Actor.Role, at: micros(e.Occurred), list: r.sum(e.Messages)}
	if d := r.alike[look]; d != nil && (flagged(e, Duplicate) || sameState(d.event, e)) {
		d.tell(e)
		return d
	}
	if d := r.sameStatus(e); d != nil {
		d.tell(e)
		return d
	}
	d := r.add(&draft{event: e, arrival: place * perEvent, rank: rankOf(e)})
	d.Entry = Entry{At: e.Occurred, Received: e.Received, Kind: e.Kind, Message: happening(e)}
	if e.Kind == KindTranscript {
		d.Kind = KindStatus
	}
	d.tell(e)
	r.alike[look] = d
	return d
}

// sum is a hash of a list of messages in their order, 0 of none.
func (r *rebuilding) sum(messages []Message) uint64 {
	var sum uint64
	for i := range messages {
		m := &messages[i]
		sum = sum*31 + r.hash.key(content(m)) ^ r.hash.key(m.ID) ^ uint64(millis(m.At)) ^ uint64(m.Role)
	}
	return sum
}

// sameState reports whether a second event says the same of the same time under the
// same request id: equal but for the order of its keys.
func sameState(a, b *Event) bool {
	return !a.Occurred.IsZero() && a.RequestID != "" && a.RequestID == b.RequestID && a.Status == b.Status && a.Step == b.Step
}

// sameStatus finds the status that a subset topic told already: Ebbot sends
// chat.status.change beside chat.update.
func (r *rebuilding) sameStatus(e *Event) *draft {
	if e.Kind != KindStatus || e.RequestID == "" || e.Occurred.IsZero() || len(r.drafts) == 0 {
		return nil
	}
	d := r.drafts[len(r.drafts)-1]
	o := d.event
	if d.Kind == KindStatus && !d.lists && o.Name != e.Name && o.RequestID == e.RequestID && o.Occurred.Equal(e.Occurred) && o.Status == e.Status && o.PlatformStatus == e.PlatformStatus && changes(o) && changes(e) {
		return d
	}
	return nil
}

func changes(e *Event) bool {
	return e.Step == StepMoves || e.Step == StepRepeats || e.Step == StepNone
}

// happening says what an event without a message tells.
func happening(e *Event) Message {
	text := e.Detail
	if text == "" {
		text = e.PlatformStatus
	}
	if text == "" {
		text = e.Name
	}
	return Message{Kind: e.Kind, Role: e.Actor.Role, Sender: e.Actor.ID, Name: e.Actor.Name, Type: e.Name, Text: text}
}

// call takes in a step of a phone call: the steps of one call are one entry, which
// shows the latest. A new start is a new call.
func (r *rebuilding) call(place int, e *Event) {
	key := callKey(e)
	d := r.calls[key]
	if d != nil && (e.Call.Status != "start" || flagged(e, Duplicate)) {
		d.tell(e)
		d.Call = joinCalls(d.Call, e.Call)
		if d.Call.Status == e.Call.Status {
			d.Message.Text = cmp.Or(e.Detail, callText(d.Call))
		}
		return
	}
	d = r.add(&draft{event: e, arrival: place * perEvent, rank: rankOther})
	call := *e.Call
	d.Entry = Entry{At: e.Occurred, Received: e.Received, Kind: KindCall, Call: &call, Message: happening(e)}
	d.Message.Text = cmp.Or(e.Detail, callText(&call))
	d.tell(e)
	r.calls[key] = d
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

// tell adds an event to those that told an entry, with what is wrong about it.
func (d *draft) tell(e *Event) {
	d.Events = append(d.Events, e.Seq)
	for _, p := range e.Problems {
		if p.Code != Gap {
			d.flag(p.Code, p.Detail)
		}
	}
}

func (d *draft) flag(code Code, detail string) {
	if !slices.Contains(d.Flags, code) {
		d.Flags = append(d.Flags, code)
		d.Detail = append(d.Detail, detail)
	}
}

func flagged(e *Event, code Code) bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Code == code })
}

// dropSharedIDs takes the ids from messages that share one with another of another
// time or text: such an id is no message id.
func (r *rebuilding) dropSharedIDs() {
	count := make(map[messageID]int)
	for _, d := range r.drafts {
		if d.message && d.digest.id != 0 {
			count[d.digest.named()]++
		}
	}
	for _, d := range r.drafts {
		if d.message && count[d.digest.named()] > 1 {
			d.digest.id = 0
		}
	}
}

// alignTranscript finds the entries of a transcript among what is known, and adds
// what it alone has.
func (r *rebuilding) alignTranscript(t *transcript) {
	if r.alignedBefore(t) {
		return
	}
	var known []messageDigest
	var places []*draft
	for _, d := range r.drafts {
		if d.message {
			known, places = append(known, d.digest), append(places, d)
		}
	}
	listed := make([]messageDigest, len(t.event.Messages))
	for i := range listed {
		listed[i] = r.digest(t.event, &t.event.Messages[i])
	}
	found, oneSpace := align(known, listed, r.oneSpace)
	r.oneSpace = oneSpace
	for i, k := range found {
		m := &t.event.Messages[i]
		if k < 0 {
			t.entries = append(t.entries, r.listed(t, i, m, listed[i]))
			continue
		}
		d := places[k]
		d.Events = append(d.Events, t.event.Seq)
		if d.Source == FromLive {
			d.Source = FromBoth
		}
		d.learn(m)
		t.entries = append(t.entries, d)
	}
}

// alignedBefore tells the entries of a redelivered transcript once more.
func (r *rebuilding) alignedBefore(t *transcript) bool {
	for i := range r.transcripts {
		before := &r.transcripts[i]
		if before == t || !flagged(t.event, Duplicate) {
			return false
		}
		if before.closing == t.closing && len(before.entries) == len(t.event.Messages) {
			for _, d := range before.entries {
				d.Events = append(d.Events, t.event.Seq)
			}
			t.entries = before.entries
			return true
		}
	}
	return false
}

func (r *rebuilding) listed(t *transcript, i int, m *Message, digest messageDigest) *draft {
	d := r.add(&draft{event: t.event, arrival: t.place*perEvent + 1 + i, digest: digest, message: true, rank: rankMessage})
	d.Entry = Entry{At: m.At, Received: t.event.Received, Kind: digest.kind(), Message: *m, Events: []uint64{t.event.Seq}, Source: FromTranscript}
	d.Message.Kind = d.Kind
	if d.Kind == KindActivity {
		d.Message.Text = activityText(m)
	}
	return d
}

// activityText says what an entry of a transcript tells that is no message.
func activityText(m *Message) string {
	switch {
	case m.Type == "rating" && m.Text != "":
		return "rated " + m.Text
	case m.Text != "":
		return m.Text
	case m.Type == "scenario" && m.Role == RoleCustomer:
		return "chose a scenario"
	case m.Type == "scenario":
		return "ran a scenario"
	}
	return m.Type
}

// learn fills from another telling what the first one left out.
func (d *draft) learn(m *Message) {
	d.Message.Name = cmp.Or(d.Message.Name, m.Name)
	d.Message.Sender = cmp.Or(d.Message.Sender, m.Sender)
	d.Message.Type = cmp.Or(d.Message.Type, m.Type)
	if d.At.IsZero() {
		d.At = m.At
	}
}

// tellStatus tells the events to a life, in the order of storing, and notes on the
// entries where the status changed.
func (r *rebuilding) tellStatus() {
	first := make(map[*Event]*draft, len(r.drafts))
	fresh := make(map[*Event]bool, len(r.drafts))
	for _, d := range r.drafts {
		slices.Sort(d.Events)
		d.Events = slices.Compact(d.Events)
		if d.message && d.Events[0] == d.event.Seq {
			fresh[d.event] = true
		}
		if before := first[d.event]; before == nil || before.message && !d.message {
			first[d.event] = d
		}
	}
	for i := range r.events {
		e := &r.events[i]
		if flagged(e, Duplicate) {
			continue
		}
		c := r.life.apply(e, fresh[e])
		d := first[e]
		if d == nil && e.Call != nil {
			d = r.calls[callKey(e)]
		}
		if d != nil && c.from != c.to {
			d.Status = c.to
		}
		if c.from != c.to || e.PlatformStatus != "" && e.Status == c.to && c.regress == "" {
			r.word = e.PlatformStatus
		}
	}
}

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
			t.entries[place].flag(Gap, "only the transcript has this message: it was never delivered")
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
			return millis(e.Received) - r.evidence.behind
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
	var diffs []int64
	var listed int64
	for i := range r.events {
		e := &r.events[i]
		if own := millis(ownTime(e)); own != 0 {
			diffs = append(diffs, millis(e.Received)-own)
		} else if isTranscript(e) && len(diffs) == 0 && listed == 0 {
			listed = millis(e.Received) - newestOf(e.Messages)
		}
	}
	if len(diffs) > 0 {
		slices.Sort(diffs)
		return diffs[(len(diffs)-1)/2]
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
