package model

import (
	"cmp"
	"slices"
)

// conversation is the index's state of one conversation. Beside the few texts of
// its summary it holds digests only: 12 bytes an event, 16 bytes a message.
type conversation struct {
	newer, older *conversation // by activity

	linkedNewer, linkedOlder *conversation // those that belong with the same one, by activity

	account *account
	key     string

	shared *words // with other conversations; nil for none
	text   string // the customer, then what was said last

	life  life
	turns turns

	active        int64  // our clock, Unix microseconds; 0 for none
	firstLive     int64  // own time of the first live event, milliseconds; 0 when unknown
	link          uint64 // hash of the key of the conversation that it belongs with; 0 for none
	base          uint64 // the digests count their seqs from here
	events        []eventDigest
	messages      []messageDigest // in the order in which the events told them, and the closings among them
	lookup        *lookup         // nil while the slices are short
	count, faulty uint32          // messages; events with a problem that is more than odd
	listedOnly    uint32          // messages that only transcripts have
	lastRole      Role
	customerEnd   uint8 // in text
	orphan        bool  // it was said that it was never opened
	several       uint8 // of which roles several people are known
}

// eventDigest is all that the index keeps of a delivery.
type eventDigest struct {
	seq  uint32 // from the conversation's base
	low  uint32 // of the body's hash
	high uint16 // 15 bits more of it; whether it repeats an earlier delivery
	bits uint16 // how many messages it told first; whether it is faulty; the answer's status / 100, 0 while it is not known
}

const (
	addedShift = 5
	maxAdded   = 1<<(16-addedShift) - 1
	faultyBit  = 1 << 4
	answerBits = faultyBit - 1
	againBit   = 1 << 15
)

func (d eventDigest) faulty() bool { return d.bits&faultyBit != 0 }

// refused reports whether the answer is known and was not 2xx.
func (d eventDigest) refused() bool { return d.bits&answerBits != 0 && d.bits&answerBits != 2 }

func (d eventDigest) again() bool  { return d.high&againBit != 0 }
func (d eventDigest) body() uint64 { return uint64(d.high&^againBit)<<32 | uint64(d.low) }

// grown appends with little slack: most conversations are short, and there are many.
func grown[T any](s []T, v T) []T {
	if len(s) == cap(s) {
		s = append(make([]T, 0, len(s)+max(2, len(s)/4)), s...)
	}
	return append(s, v)
}

// record keeps the digest of a delivery.
func (v *conversation) record(e *Event, body uint64, status, added int, again bool) {
	if len(v.events) == 0 {
		v.base = e.Seq
	}
	d := eventDigest{seq: uint32(e.Seq - v.base), low: uint32(body), high: uint16(body >> 32), bits: answerClass(status) | uint16(min(added, maxAdded))<<addedShift}
	if again {
		d.high |= againBit
	}
	if CodesOf(e.Problems).Faulty() {
		d.bits |= faultyBit
		v.faulty++
	}
	v.events = grown(v.events, d)
	v.active = max(v.active, micros(e.Received))
	v.index(len(v.events)-1, len(v.messages)-added)
	if added >= maxAdded {
		v.lookup.many[len(v.events)-1] = added
	}
}

// added is how many messages the i-th event told first.
func (v *conversation) added(i int) int {
	if n := int(v.events[i].bits >> addedShift); n < maxAdded {
		return n
	}
	return v.lookup.many[i]
}

func answerClass(status int) uint16 { return uint16(min(max(status, 0)/100, 9)) }

func (v *conversation) seq(i int) uint64 { return v.base + uint64(v.events[i].seq) }

func (v *conversation) answered(seq uint64, status int) bool {
	i, found := slices.BinarySearchFunc(v.events, seq, func(d eventDigest, seq uint64) int { return cmp.Compare(v.base+uint64(d.seq), seq) })
	for ; found && i < len(v.events) && v.seq(i) == seq; i++ {
		v.events[i].bits = v.events[i].bits&^answerBits | answerClass(status)
	}
	return found
}

// forget drops what came before seq and reports whether nothing is left.
func (v *conversation) forget(seq uint64) bool {
	if len(v.events) == 0 || v.seq(len(v.events)-1) < seq {
		return true
	}
	if v.base >= seq {
		return false
	}
	n, dropped := 0, 0
	for v.seq(n) < seq {
		dropped += v.added(n)
		n++
	}
	shift := v.events[n].seq
	v.base += uint64(shift)
	v.events = slices.Clone(v.events[n:])
	for i := range v.events {
		v.events[i].seq -= shift
	}
	v.messages = slices.Clone(v.messages[min(dropped, len(v.messages)):])
	v.recount()
	v.retell(nil, v.active)
	v.reindex(n)
	return false
}

// recount makes the counters those of what is left.
func (v *conversation) recount() {
	v.count, v.faulty, v.listedOnly, v.firstLive = 0, 0, 0, 0
	for _, d := range v.events {
		if d.faulty() {
			v.faulty++
		}
	}
	for _, d := range v.messages {
		v.counted(d)
		if at := d.millis(); d.when&toldLive != 0 && !d.closing() && at != 0 && (v.firstLive == 0 || at < v.firstLive) {
			v.firstLive = at
		}
	}
}

func (v *conversation) counted(d messageDigest) {
	if said(d.kind()) {
		v.count++
	}
	if d.when&toldLive == 0 {
		v.listedOnly++
	}
}

func (v *conversation) summary() Summary {
	words := v.words()
	s := Summary{
		Key: v.key, Platform: v.account.key.platform, Channel: words.channel,
		Status: v.life.status, PlatformStatus: words.platformStatus,
		Customer: person(RoleCustomer, v.customer()), Agent: person(RoleAgent, words.agent),
		Opened: fromMicros(v.life.opened), Active: fromMicros(v.active),
		LastText: v.lastText(), LastRole: v.lastRole,
		Messages: int(v.count), Events: len(v.events), Problems: int(v.faulty),
	}
	if n := len(v.events); n > 0 {
		s.First, s.Last = v.base, v.seq(n-1)
	}
	if v.life.status == StatusClosed {
		s.Closed = fromMicros(v.life.closed)
	}
	s.Times = v.turns.times(&v.life, v.account.behind())
	return s
}

func person(role Role, text string) Person {
	if text == "" {
		return Person{}
	}
	for i := range len(text) {
		if text[i] == personSeparator {
			return Person{Role: role, Name: text[:i], ID: text[i+1:]}
		}
	}
	return Person{Role: role, Name: text}
}

func (v *conversation) customerID() string { return person(RoleCustomer, v.customer()).ID }
