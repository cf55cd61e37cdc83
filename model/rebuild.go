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
	r := newRebuilding(withoutOrphans(events), evidence)
	for i := range r.events {
		r.collect(i, &r.events[i])
	}
	for i := range r.transcripts {
		r.alignTranscript(&r.transcripts[i])
	}
	r.tellStatus()
	r.findGaps()
	r.order()
	r.tellCopies()
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
	toldBy      map[uint64][]*draft  // what a request told
	calls       map[string]*draft
	transcripts []transcript
	spine       []*draft
	shared      roleSet // whose messages have the same ids live and in transcripts
	halves      halves  // nil when all events are whole
	behind      int64   // milliseconds that the platform's clock is behind ours
	life        life
	word        string // the platform's own word for the status
}

// draft is an entry in the making.
type draft struct {
	Entry
	event     *Event // that told it first
	whole     *Event // that told all of it, where the first one was cut
	arrival   int    // place of that event, and within it of the message
	digest    messageDigest
	look      outwardly
	message   bool
	automatic bool // probably sent by a rule
	held      bool // an agent had the conversation when it came live
	lists     bool // it closes with a transcript
	lent      bool // its time is that of a neighbour in the list, or of the list
	unlisted  bool // nothing in the list has a time: it is when the list came
	started   bool // of a call: its start was seen
	unsure    bool // whether a copy is one cannot be told
	lastCopy  time.Time
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
		exact: make(map[exactly]*draft), alike: make(map[outwardly]*draft), toldBy: make(map[uint64][]*draft), calls: make(map[string]*draft)}
	r.shared = evidence.shared | sharedIDs(events[0].Platform)
	if slices.ContainsFunc(events, func(e Event) bool { return truncated(&e) }) {
		r.halves = make(halves)
	}
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
		key.sender, key.id = m.Sender, e.RequestID
	}
	look := outwardly{name: e.Name, text: key.text, kind: kind, role: m.Role, at: key.at}
	digest := r.digest(e, m)
	var known *draft
	if digest.identified() {
		known = r.exact[key]
	}
	if known == nil && redelivered(e) && m.Tie == "" { // a tie-break tells two of one moment apart
		known = r.repeated(e, look)
	}
	if known == nil {
		if known = r.completes(e, m, kind); known != nil && !truncated(e) {
			known.look = look
			r.exact[key], r.alike[look] = known, known
		}
	}
	if known != nil {
		r.tell(known, e)
		return
	}
	d := r.add(&draft{event: e, arrival: place*perEvent + i, digest: digest, message: true, rank: rankMessage, automatic: automatic(e, m)})
	d.Entry = Entry{At: cmp.Or(m.At, e.Occurred), Received: e.Received, Kind: kind, Message: *m}
	d.Message.Kind = kind
	if kind == KindActivity {
		d.Message.Text = cmp.Or(e.Detail, activityText(m))
	}
	r.tell(d, e)
	d.digest.when |= toldLive
	d.look = look
	r.exact[key], r.alike[look] = d, d
	r.halves.add(d)
}

// repeated finds the entry that an event tells again.
func (r *rebuilding) repeated(e *Event, look outwardly) *draft {
	if seq, ok := r.evidence.repeats[e.Seq]; ok {
		for _, d := range r.toldBy[seq] {
			if d.look == look {
				return d
			}
		}
	}
	return r.alike[look]
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
	d := r.alike[look]
	switch {
	case redelivered(e):
		d = r.repeated(e, look)
	case d == nil || !sameState(d.event, e):
		d = r.sameStatus(e)
	}
	if d != nil {
		r.tell(d, e)
		return d
	}
	d = r.add(&draft{event: e, arrival: place * perEvent, rank: rankOf(e), look: look})
	d.Entry = Entry{At: e.Occurred, Received: e.Received, Kind: e.Kind, Message: happening(e)}
	if e.Kind == KindTranscript {
		d.Kind = KindStatus
	}
	r.tell(d, e)
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
	if d.Kind == KindStatus && !d.lists && o.Name != e.Name && o.RequestID == e.RequestID && o.Occurred.Equal(e.Occurred) && o.PlatformStatus == e.PlatformStatus && changes(o) && changes(e) {
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

// tell notes that an event tells an entry.
func (r *rebuilding) tell(d *draft, e *Event) {
	d.tell(e)
	r.toldBy[e.Seq] = append(r.toldBy[e.Seq], d)
}

// tell adds an event to those that told an entry, with what is wrong about it.
func (d *draft) tell(e *Event) {
	d.Events = append(d.Events, e.Seq)
	if redelivered(e) {
		d.Copies++
		d.lastCopy, d.unsure = e.Received, !e.Identified
	}
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

func redelivered(e *Event) bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Code == Duplicate })
}

// dropSharedIDs takes the ids from messages that share one with another.
func (r *rebuilding) dropSharedIDs() {
	var messages []*draft
	var digests []messageDigest
	for _, d := range r.drafts {
		if d.message {
			messages, digests = append(messages, d), append(digests, d.digest)
		}
	}
	for i, d := range dropShared(digests) {
		messages[i].digest = d
	}
}
