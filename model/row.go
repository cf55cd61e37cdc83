package model

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Row is an event's line in a list: no pointers, so that a million of them cost
// the garbage collector nothing. Its texts lie beside it, in the [Run] it came in.
type Row struct {
	Seq      uint64
	Received int64 // Unix microseconds
	Occurred int64 // Unix microseconds; 0 where the platform gives no time
	Problems CodeSet
	Size     uint32 // bytes of the body, saturating
	Took     uint32 // microseconds until the answer, saturating
	Platform Text
	Name     Text
	Key      Text // conversation key, "jivo:7607"
	Channel  Text
	Customer Text // see [PersonText]
	Agent    Text
	Snippet  Text
	Reply    uint16 // status answered; 0 while none is known
	Part     uint8
	Kind     Kind
	Role     Role // of the actor
	Status   Status
}

// Text refers to a string in the arena of the row's run; 0 is the empty string.
type Text uint32

// RowID names a row for as long as it is retained: the request's number and the
// part within it. Later rows have larger ids.
type RowID uint64

// ID returns the row's name.
func (r *Row) ID() RowID { return RowID(r.Seq<<8 | uint64(r.Part)) }

// Seq returns the request's number.
func (id RowID) Seq() uint64 { return uint64(id >> 8) }

// ReceivedAt is the time of receipt in UTC.
func (r *Row) ReceivedAt() time.Time { return time.UnixMicro(r.Received).UTC() }

// The longest texts that a row keeps, in bytes. What is longer is cut at a
// character; the whole text is in the capture.
const (
	maxNameText    = 120
	maxSnippetText = 100
)

// personSeparator parts a name from an id in one text. Within a name it becomes its
// visible symbol, as it does when it is drawn.
const personSeparator = 0x1f

// PersonText is the form in which a row keeps a person: the name, and after a
// separator the id.
func PersonText(p Person) string {
	name := cutText(p.Name, maxNameText)
	if strings.IndexByte(name, personSeparator) >= 0 { // nobody names himself an id
		name = cutText(strings.ReplaceAll(name, string(rune(personSeparator)), "\u241f"), maxNameText)
	}
	if p.ID == "" {
		return name
	}
	return name + string(rune(personSeparator)) + cutText(p.ID, maxNameText)
}

// SplitPerson undoes [PersonText].
func SplitPerson(text []byte) (name, id []byte) {
	for i, c := range text {
		if c == personSeparator {
			return text[:i], text[i+1:]
		}
	}
	return text, nil
}

func cutText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// Snippet is the short text of an event in a list: the message, or what happened.
func (e *Event) Snippet() string {
	text := e.Detail
	if text == "" && len(e.Messages) == 1 {
		text = e.Messages[0].Text
	}
	if text == "" && len(e.Problems) > 0 {
		text = e.Problems[0].Detail
	}
	return cutText(text, maxSnippetText)
}

// NewRow makes the row of an event; add keeps a text and returns its reference.
func NewRow(req *Request, e *Event, reply *Reply, add func(string) Text) Row {
	row := Row{
		Seq: req.Seq, Received: req.Received.UnixMicro(), Problems: CodesOf(e.Problems), Size: uint32(min(req.Size, 1<<32-1)),
		Platform: add(e.Platform), Name: add(cutText(e.Name, maxNameText)), Key: add(e.Key()), Channel: add(cutText(e.Channel, maxNameText)),
		Customer: add(PersonText(e.Customer)), Agent: add(PersonText(e.Agent)), Snippet: add(e.Snippet()),
		Part: uint8(min(e.Part, 255)), Kind: e.Kind, Role: e.Actor.Role, Status: e.Status,
	}
	if !e.Occurred.IsZero() {
		row.Occurred = e.Occurred.UnixMicro()
	}
	if reply != nil {
		row.SetReply(reply.Status, reply.Took)
	}
	return row
}

// SetReply notes what was answered.
func (r *Row) SetReply(status int, took time.Duration) {
	r.Reply = uint16(status)
	r.Took = uint32(min(max(took.Microseconds(), 0), 1<<32-1))
}
