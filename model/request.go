package model

import (
	"strings"
	"time"
)

// Request is one HTTP call exactly as it came. Nothing of it is changed, ever:
// signatures, replay and export use these bytes.
type Request struct {
	Seq      uint64    // from 1, without gaps, in the order of storing; 0 before it is stored
	Received time.Time // UTC, when the last byte of the body was read
	Method   string
	Target   string // path and query as sent
	Proto    string // "HTTP/1.1"
	Host     string
	Remote   string // address of the peer, "127.0.0.1:51234"
	Header   []Field
	Body     []byte // as sent, still content-encoded; cut at the receiver's bound
	Size     int64  // bytes the sender sent or announced; more than len(Body) when cut
	Cut      Cut
}

// Field is one header line. The values of one name stay in the order in which
// they came; among names there is no order, so they are sorted.
type Field struct{ Name, Value string }

// Cut says why a body is not whole.
type Cut uint8

const (
	Whole       Cut = iota
	CutAtBound      // larger than the receiver stores
	CutBySender     // the sender left before the end
)

// Get returns the first value of a header, "" without one.
func (r *Request) Get(name string) string {
	for _, f := range r.Header {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Path is the target without its query.
func (r *Request) Path() string {
	path, _, _ := strings.Cut(r.Target, "?")
	return path
}

// Reply is what was answered to the platform.
type Reply struct {
	Status int
	Header []Field
	Body   []byte
	Took   time.Duration // from the last byte of the request to the answer
}

// Delivery is one attempt to send a stored request on to a target.
type Delivery struct {
	Seq    uint64 // the request that was sent
	At     time.Time
	Target string
	Status int // 0 when there was no answer
	Took   time.Duration
	Body   []byte // the first part of the answer
	Error  string // a sentence, when there was no answer
}

// Arrival is a request with what was read from it, on its way to the capture.
// Reply is nil when the answer is not known yet (delayed, forwarded).
type Arrival struct {
	Request *Request
	Events  []Event
	Reply   *Reply
}

// Record is a stored request with all that is known about it.
type Record struct {
	Request    Request
	Events     []Event
	Reply      *Reply
	Deliveries []Delivery
}
