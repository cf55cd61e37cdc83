package capture

import (
	"bytes"
	"math"
	"reflect"
	"testing"
	"time"

	"offhook/model"
)

func samples() []record {
	at := time.Date(2026, 11, 21, 18, 52, 3, 0, time.UTC)
	r := &model.Request{Received: at, Method: "POST", Target: "/jivo", Header: []model.Field{{Name: "A", Value: "b"}}, Body: []byte("{}"), Size: -1, Cut: model.CutAtBound}
	d := model.Delivery{Seq: 3, At: at, Target: "http://localhost", Status: 200, Took: time.Second, Body: []byte("ok")}
	return []record{
		{header{kind: kindRequest, seq: 3, at: nanos(at)}, appendRequest(nil, r, []found{{1, model.Problem{Code: model.ReplySlow, Detail: "slow"}}})},
		{header{kind: kindReply, seq: 3}, appendReply(nil, model.Reply{Status: 503, Header: r.Header, Body: []byte("no"), Took: -1})},
		{header{kind: kindDelivery, seq: 3, at: nanos(at)}, appendDelivery(nil, d)},
		{header{kind: kindMark, seq: 3, at: nanos(at)}, appendMark(nil, Mark{Text: "here"})},
		{header{kind: kindOutage, at: nanos(at)}, encodeOutage(Outage{Tunnel: "ssh", Reason: "timeout"})},
	}
}

// again encodes what was decoded; nil when it was nothing.
func again(rec record) (b []byte, ok bool) {
	switch rec.kind {
	case kindRequest:
		r, problems, ok := decodeRequest(rec)
		return appendRequest(nil, &r, problems), ok
	case kindReply:
		r, ok := decodeReply(rec)
		return appendReply(nil, r), ok
	case kindDelivery:
		d, ok := decodeDelivery(rec)
		return appendDelivery(nil, d), ok
	case kindMark:
		m, ok := decodeMark(rec)
		return appendMark(nil, m), ok
	case kindOutage:
		o, ok := decodeOutage(rec)
		return encodeOutage(o), ok
	}
	return nil, false
}

func TestRecordsComeBack(t *testing.T) {
	t.Parallel()
	for _, rec := range samples() {
		rec.version = recordVersion
		b, ok := again(rec)
		if !ok || !bytes.Equal(b, rec.payload) {
			t.Errorf("kind %d: %q became %q", rec.kind, rec.payload, b)
		}
		rec.version++
		if _, ok := again(rec); ok {
			t.Errorf("kind %d of another version was decoded", rec.kind)
		}
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	rec := record{header{kind: kindOutage, version: recordVersion, at: nanos(time.Time{})}, encodeOutage(Outage{Tunnel: "t", To: at, Reason: "r"})}
	if o, ok := decodeOutage(rec); !ok || o != (Outage{Tunnel: "t", To: at, Reason: "r"}) {
		t.Errorf("outage %+v", o)
	}
}

// FuzzRecord: whatever the payload, decoding ends, and what it accepts means the same
// after being encoded again.
func FuzzRecord(f *testing.F) {
	for _, rec := range samples() {
		f.Add(uint8(rec.kind), rec.payload)
	}
	f.Fuzz(func(t *testing.T, k uint8, payload []byte) {
		rec := record{header{kind: kind(k), version: recordVersion, length: uint32(len(payload))}, payload}
		b, ok := again(rec)
		if !ok {
			return
		}
		rec.payload = b
		c, ok := again(rec)
		if !ok || !bytes.Equal(b, c) {
			t.Fatalf("%q became %q and then %q", payload, b, c)
		}
	})
}

// FuzzScan: whatever stands in a segment, scanning ends, visits only what lies in it,
// in order, and accounts for every byte before its end.
func FuzzScan(f *testing.F) {
	s := newSegment("", 1)
	b := s.header()
	for _, rec := range samples() {
		b = appendRecord(b, s.marker, rec.header, func(b []byte) []byte { return append(b, rec.payload...) })
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		sc := &scanner{file: bytes.NewReader(b), name: "x", size: int64(len(b))}
		if sc.find() != nil {
			return
		}
		at, covered := int64(segmentHeader), int64(segmentHeader)
		end, damage := sc.scan(segmentHeader, func(rec record, off int64) bool {
			if off < at {
				t.Fatalf("record at %d before %d", off, at)
			}
			at = off + headerSize + int64(rec.length)
			covered += headerSize + int64(rec.length)
			return true
		})
		for _, d := range damage {
			covered += d.Bytes
		}
		if end != at && len(damage) == 0 || covered != end || end > int64(len(b)) {
			t.Fatalf("end %d, last record's end %d, covered %d of %d", end, at, covered, len(b))
		}
	})
}

func testIndex() (*segment, []byte) {
	s := newSegment("", 7)
	x := newIndexer()
	b := indexBegin(s, 5)
	off := int64(segmentHeader)
	for seq := uint64(7); seq < 12; seq++ {
		r := &model.Request{Seq: seq, Received: time.Unix(1, 0)}
		x.request(&item{request: r, events: []model.Event{{Seq: seq, Platform: "jivo", Name: "chat"}}, ref: ref{seq: seq, off: uint32(off), kind: kindRequest}})
		off += 100
		b = x.append(b, off)
	}
	return s, b
}

func TestIndexComesBack(t *testing.T) {
	t.Parallel()
	s, b := testIndex()
	chunks, whole, ok := decodeIndex(b, s, 1000, math.MaxUint64, 5)
	if !ok || !whole || len(chunks) != 1 || len(chunks[0].run.Rows) != 5 || chunks[0].covered != segmentHeader+500 {
		t.Fatalf("%+v, %v, %v", chunks, whole, ok)
	}
	for i := range 5 {
		if l := chunks[0].run.Line(i); l.Seq != uint64(7+i) || string(l.PlatformText()) != "jivo" || string(l.NameText()) != "chat" {
			t.Errorf("row %d: %+v", i, l)
		}
	}
	row := model.Row{Seq: 1, Received: 2, Occurred: -3, Problems: 4, Size: 5, Took: 6, Platform: 7, Name: 8, Key: 9, Channel: 10, Customer: 11, Agent: 12, Snippet: 13, Reply: 14, Part: 15, Kind: 16, Role: 17, Status: 18}
	var got model.Row
	readRow(appendRow(nil, &row), &got)
	if got != row || reflect.ValueOf(row).NumField() != 18 {
		t.Errorf("row %+v", got)
	}
	r := ref{1, 2, 3, 4, kindReply, true}
	if got := readRef(appendRef(nil, r)); got != r {
		t.Errorf("ref %+v", got)
	}
	for name, broken := range map[string]func() bool{
		"smaller segment": func() bool { _, _, ok := decodeIndex(b, s, 500, math.MaxUint64, 5); return ok },
		"superseded":      func() bool { _, _, ok := decodeIndex(b, s, 1000, 10, 5); return ok },
		"other program":   func() bool { _, _, ok := decodeIndex(b, s, 1000, math.MaxUint64, 6); return ok },
		"other segment":   func() bool { _, _, ok := decodeIndex(b, newSegment("", 7), 1000, math.MaxUint64, 5); return ok },
	} {
		if broken() {
			t.Errorf("%s: the index was accepted", name)
		}
	}
}

// FuzzIndex: whatever stands behind an index file's header, and with its checksum
// right, decoding ends and what it accepts is in order.
func FuzzIndex(f *testing.F) {
	s, b := testIndex()
	f.Add(b[indexHeader:])
	f.Fuzz(func(t *testing.T, b []byte) {
		b = append(indexBegin(s, 5), b...)
		for at := indexHeader; len(b)-at >= blockHeader; { // mend the checksums
			n := blockLength(b[at:])
			if n > uint64(len(b)-at) {
				break
			}
			putChecksum(b[at:][:n])
			at += int(n)
		}
		chunks, _, ok := decodeIndex(b, s, 1<<20, math.MaxUint64, 5)
		if !ok {
			return
		}
		last := uint64(0)
		for _, c := range chunks {
			for i := range c.run.Rows {
				l := c.run.Line(i)
				if l.Seq < last || l.Seq < s.first {
					t.Fatalf("row %d after %d", l.Seq, last)
				}
				last = l.Seq
				_ = l.SnippetText()
			}
			for _, r := range c.refs {
				if int64(r.off) >= c.covered {
					t.Fatalf("reference to %d of %d", r.off, c.covered)
				}
			}
		}
	})
}
