package capture

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"time"

	"offhook/model"
)

// kind is the type of a record. The numbers are part of the format.
type kind uint8

const (
	kindRequest  kind = 1
	kindReply    kind = 2
	kindDelivery kind = 3
	kindMark     kind = 4
	kindOutage   kind = 5
)

const (
	headerSize    = 40
	markerSize    = 8
	recordVersion = 1
	maxPayload    = 1 << 30
)

// marker begins every record of a segment. It is random, so that no body can hold
// what looks like a record of the segment that it is stored in.
type marker [markerSize]byte

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// header is what precedes every payload.
type header struct {
	kind    kind
	version uint8
	length  uint32
	seq     uint64 // of the request itself, or of the request that the record belongs to
	at      int64  // Unix nanoseconds; noTime for the zero time
	sum     uint32 // of the payload
}

// record is a header with its payload.
type record struct {
	header
	payload []byte
}

const noTime = math.MinInt64

func nanos(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixNano()
}

func timeAt(n int64) time.Time {
	if n == noTime {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// put writes the header with its own checksum to the first headerSize bytes of b.
func (h header) put(b []byte, m marker) {
	copy(b, m[:])
	binary.LittleEndian.PutUint32(b[8:], h.length)
	b[12], b[13], b[14], b[15] = byte(h.kind), h.version, 0, 0
	binary.LittleEndian.PutUint64(b[16:], h.seq)
	binary.LittleEndian.PutUint64(b[24:], uint64(h.at))
	binary.LittleEndian.PutUint32(b[32:], h.sum)
	binary.LittleEndian.PutUint32(b[36:], checksum(b[:36]))
}

// parseHeader reads a header; the reason says why it is none.
func parseHeader(b []byte, m marker) (h header, reason string) {
	switch {
	case marker(b[:markerSize]) != m:
		return h, "no record begins here"
	case checksum(b[:36]) != binary.LittleEndian.Uint32(b[36:]):
		return h, "the header's checksum is wrong"
	}
	h = header{
		length: binary.LittleEndian.Uint32(b[8:]), kind: kind(b[12]), version: b[13],
		seq: binary.LittleEndian.Uint64(b[16:]), at: int64(binary.LittleEndian.Uint64(b[24:])), sum: binary.LittleEndian.Uint32(b[32:]),
	}
	if h.length > maxPayload {
		return h, "the record is longer than any may be"
	}
	return h, ""
}

// appendRecord appends a record whose payload fill appends.
func appendRecord(b []byte, m marker, h header, fill func([]byte) []byte) []byte {
	start := len(b)
	b = fill(append(b, make([]byte, headerSize)...))
	payload := b[start+headerSize:]
	h.version, h.length, h.sum = recordVersion, uint32(len(payload)), checksum(payload)
	h.put(b[start:], m)
	return b
}

// appendPayload appends a payload: the length of its fields, the fields, and a body
// to its end.
func appendPayload(b, body []byte, fields func([]byte) []byte) []byte {
	start := len(b)
	b = fields(append(b, 0, 0, 0, 0))
	binary.LittleEndian.PutUint32(b[start:], uint32(len(b)-start-4))
	return append(b, body...)
}

func appendText(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return b
}

func appendFields(b []byte, fields []model.Field) []byte {
	b = binary.AppendUvarint(b, uint64(len(fields)))
	for _, f := range fields {
		b = appendText(b, f.Name, f.Value)
	}
	return b
}

// found is a problem of one part of a request.
type found struct {
	part int
	model.Problem
}

func appendRequest(b []byte, r *model.Request, problems []found) []byte {
	return appendPayload(b, r.Body, func(b []byte) []byte {
		b = appendText(b, r.Method, r.Target, r.Proto, r.Host, r.Remote)
		b = binary.AppendVarint(b, r.Size)
		b = appendFields(append(b, byte(r.Cut)), r.Header)
		b = binary.AppendUvarint(b, uint64(len(problems)))
		for _, p := range problems {
			b = appendText(binary.AppendUvarint(b, uint64(p.part)), p.Code.String(), p.Detail)
		}
		return b
	})
}

// decodeRequest reads a request. Its body is a part of the payload, its texts are
// copies. ok is false when the payload is not one.
func decodeRequest(rec record) (r model.Request, problems []found, ok bool) {
	c, body, ok := cut(rec)
	if !ok {
		return r, nil, false
	}
	r = model.Request{Seq: rec.seq, Received: timeAt(rec.at), Method: c.text(), Target: c.text(), Proto: c.text(), Host: c.text(), Remote: c.text()}
	r.Size, r.Cut, r.Header, r.Body = c.int(), model.Cut(c.byte()), c.fields(), body
	for range c.count(3) {
		p := found{part: int(c.uint())}
		name := c.text()
		p.Detail = c.text()
		var known bool
		if p.Code, known = model.CodeByName(name); known {
			problems = append(problems, p)
		}
	}
	return r, problems, c.done()
}

func appendReply(b []byte, r model.Reply) []byte {
	return appendPayload(b, r.Body, func(b []byte) []byte {
		b = binary.AppendVarint(b, int64(r.Status))
		return appendFields(binary.AppendVarint(b, int64(r.Took)), r.Header)
	})
}

func decodeReply(rec record) (r model.Reply, ok bool) {
	c, body, ok := cut(rec)
	if !ok {
		return r, false
	}
	r = model.Reply{Status: int(c.int()), Took: time.Duration(c.int()), Header: c.fields(), Body: body}
	return r, c.done()
}

func appendDelivery(b []byte, d model.Delivery) []byte {
	return appendPayload(b, d.Body, func(b []byte) []byte {
		b = binary.AppendVarint(appendText(b, d.Target), int64(d.Status))
		return appendText(binary.AppendVarint(b, int64(d.Took)), d.Error)
	})
}

func decodeDelivery(rec record) (d model.Delivery, ok bool) {
	c, body, ok := cut(rec)
	if !ok {
		return d, false
	}
	d = model.Delivery{Seq: rec.seq, At: timeAt(rec.at), Target: c.text(), Status: int(c.int()), Took: time.Duration(c.int()), Error: c.text(), Body: body}
	return d, c.done()
}

// Mark is a note that a person put on a request, or beside all of them with Seq 0.
type Mark struct {
	Seq  uint64
	At   time.Time
	Text string
}

func appendMark(b []byte, m Mark) []byte {
	return appendPayload(b, nil, func(b []byte) []byte { return appendText(b, m.Text) })
}

func decodeMark(rec record) (m Mark, ok bool) {
	c, body, ok := cut(rec)
	if !ok {
		return m, false
	}
	m = Mark{Seq: rec.seq, At: timeAt(rec.at), Text: c.text()}
	return m, c.done() && len(body) == 0
}

// Outage is a time in which a tunnel was down, so that nothing could arrive.
type Outage struct {
	Tunnel   string
	From, To time.Time
	Reason   string
}

func encodeOutage(o Outage) []byte {
	return appendPayload(nil, nil, func(b []byte) []byte {
		return appendText(binary.AppendVarint(appendText(b, o.Tunnel), nanos(o.To)), o.Reason)
	})
}

func decodeOutage(rec record) (o Outage, ok bool) {
	c, body, ok := cut(rec)
	if !ok {
		return o, false
	}
	o = Outage{From: timeAt(rec.at), Tunnel: c.text(), To: timeAt(c.int()), Reason: c.text()}
	return o, c.done() && len(body) == 0
}

// cursor reads fields from a copy of them. After a fault everything reads as zero.
type cursor struct {
	rest string
	bad  bool
}

// cut parts the fields of a payload from its body.
func cut(rec record) (c *cursor, body []byte, ok bool) {
	p := rec.payload
	if rec.version != recordVersion || len(p) < 4 {
		return nil, nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(p))
	if n > uint64(len(p)-4) {
		return nil, nil, false
	}
	if body = p[4+n:]; len(body) == 0 {
		body = nil
	}
	return &cursor{rest: string(p[4 : 4+n])}, body, true
}

func (c *cursor) done() bool { return !c.bad && c.rest == "" }

func (c *cursor) fail() {
	c.rest, c.bad = "", true
}

func (c *cursor) byte() byte {
	if c.rest == "" {
		c.fail()
		return 0
	}
	b := c.rest[0]
	c.rest = c.rest[1:]
	return b
}

func (c *cursor) uint() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		b := c.byte()
		if v |= uint64(b&0x7f) << shift; b < 0x80 {
			return v
		}
	}
	c.fail()
	return 0
}

func (c *cursor) int() int64 {
	u := c.uint()
	return int64(u>>1) ^ -int64(u&1)
}

func (c *cursor) text() string {
	n := c.uint()
	if n > uint64(len(c.rest)) {
		c.fail()
		return ""
	}
	s := c.rest[:n]
	c.rest = c.rest[n:]
	return s
}

// count reads how many things follow, each of at least size bytes.
func (c *cursor) count(size int) int {
	n := c.uint()
	if n > uint64(len(c.rest)/size) {
		c.fail()
		return 0
	}
	return int(n)
}

func (c *cursor) fields() []model.Field {
	n := c.count(2)
	if n == 0 {
		return nil
	}
	fields := make([]model.Field, n)
	for i := range fields {
		fields[i] = model.Field{Name: c.text(), Value: c.text()}
	}
	return fields
}
