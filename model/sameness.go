package model

import (
	"hash/maphash"
	"slices"
	"time"
)

// hasher makes the hashes by which texts, ids and bodies are compared. They mean
// something only to the value that made them.
type hasher struct{ seed maphash.Seed }

func newHasher() hasher { return hasher{maphash.MakeSeed()} }

// body is the hash of a body, 47 bits of it.
func (h hasher) body(b []byte) uint64 { return maphash.Bytes(h.seed, b) >> 17 }

func (h hasher) key(s string) uint64 { return maphash.String(h.seed, s) | 1 }

// short is a hash of 32 bits, 0 only for the empty string. It is only ever compared
// within one conversation, together with a time or another hash.
func (h hasher) short(s string) uint32 {
	if s == "" {
		return 0
	}
	return uint32(maphash.String(h.seed, s)>>32) | 1
}

// messageDigest is all that the index keeps of a message: no pointers, 16 bytes.
type messageDigest struct {
	id   uint32 // 0 where there is none, or where it is no message id
	text uint32
	when uint64 // 42 bits of own time in milliseconds, then role, kind and flags
}

const (
	timeShift  = 22
	roleShift  = 19
	kindShift  = 15
	toldLive   = 1 << 14
	toldListed = 1 << 13 // a transcript has it
	nameShift  = 8       // 5 bits: which of the platform's events told it live
	maxNames   = 5
	tieBits    = 0x3f << 2 // of the hash of its tie-break, 0 without one

	toldHeld     = 1 << 1 // an agent had the conversation when it came live
	toldUnsigned = 1 << 0 // probably sent by a rule

	identityBits = ^uint64(1<<kindShift-1) | tieBits
	maxMillis    = 1<<(64-timeShift) - 1
)

// digest makes the digest of a message of an event.
func (h hasher) digest(e *Event, m *Message) messageDigest {
	d := messageDigest{text: h.short(content(m))}
	switch {
	case m.ID == "" && e.RequestID != "" && !isTranscript(e): // two of one moment are two requests
		d.id = h.short("\x00" + e.RequestID)
	case m.ID != m.Sender:
		d.id = h.short(m.ID)
	}
	d.when = uint64(min(max(millis(m.At), 0), maxMillis))<<timeShift | uint64(m.Role)<<roleShift | uint64(kindOf(e, m))<<kindShift
	d.when |= uint64(h.short(m.Tie)) & tieBits
	return d
}

func (d messageDigest) millis() int64           { return int64(d.when >> timeShift) }
func (d messageDigest) role() Role              { return Role(d.when >> roleShift & 7) }
func (d messageDigest) kind() Kind              { return Kind(d.when >> kindShift & 15) }
func (d messageDigest) identity() messageDigest { d.when &= identityBits; return d }

// without returns a copy whose id is 0 where it is a person's: such an id is no
// message id (Ebbot's live user messages may all carry the user's id).
func without(person uint32, digests []messageDigest) []messageDigest {
	digests = slices.Clone(digests)
	for i := range digests {
		if digests[i].id == person {
			digests[i].id = 0
		}
	}
	return digests
}

// identified reports whether two equal digests can only be one message.
func (d messageDigest) identified() bool { return d.id != 0 || d.millis() != 0 }

// content is what makes two messages equal beside their ids and times.
func content(m *Message) string {
	if m.Text != "" || len(m.Files) == 0 {
		return m.Text
	}
	return "\x00" + m.Files[0].URL + "\x00" + m.Files[0].Name
}

func kindOf(e *Event, m *Message) Kind {
	switch {
	case m.Kind != KindUnknown:
		return m.Kind
	case e.Kind == KindTranscript:
		return KindMessage
	}
	return e.Kind
}

// isTranscript reports whether the messages of an event are a list of what was said
// before. Such an event is an echo: it is never late, and reopens nothing.
func isTranscript(e *Event) bool {
	return e.Kind == KindTranscript || e.Step == StepCloses && len(e.Messages) > 0
}

// ownTime is the platform's own time of what an event tells, zero without one.
func ownTime(e *Event) time.Time {
	if e.Occurred.IsZero() && len(e.Messages) == 1 && !isTranscript(e) {
		return e.Messages[0].At
	}
	return e.Occurred
}

// spoken reports whether a person or a bot said it to the other side.
func spoken(kind Kind, role Role) bool {
	return (kind == KindMessage || kind == KindComment) && (role == RoleCustomer || role == RoleAgent || role == RoleBot)
}

// said reports whether an entry counts as a message.
func said(kind Kind) bool { return kind == KindMessage || kind == KindComment }

// millis is Unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// micros is Unix microseconds, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func clock(t time.Time) string { return t.UTC().Format("15:04:05") }
