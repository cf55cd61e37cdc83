package capture

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"offhook/model"
)

const (
	segmentHeader  = 32
	segmentMagic   = "offhook\n"
	segmentVersion = 1
	blockSize      = 1 << 20
	// maxSegment keeps every offset within 32 bits, a record of the largest size behind it included.
	maxSegment = 2 << 30
	// maxSeq bounds the numbers that a segment may be named by, as a model.RowID has 56 bits for them.
	maxSeq = 1 << 55
)

// Damage is a stretch of a segment that holds no whole record.
type Damage struct {
	Segment string // file name
	Offset  int64
	Bytes   int64
	Reason  string
}

// segment is what is known of one segment file. It is guarded by the File's mutex.
type segment struct {
	first   uint64 // number of its first request, and its name
	path    string
	marker  marker
	size    int64    // bytes that are committed, or were read
	offsets []uint32 // of the requests, by number counted from first; 0 where there is none
	status  []uint16 // what was answered, likewise
	late    [kindOutage + 1][]place
	known   map[uint64]model.CodeSet // problems that its rows have; until fold has passed
}

// place is where a record lies that belongs to a request, by the request's number
// counted from the segment's first. It may be negative.
type place struct {
	rel int32
	off uint32
}

func segmentName(first uint64) string { return fmt.Sprintf("%020d.seg", first) }

func indexPath(segment string) string { return strings.TrimSuffix(segment, ".seg") + ".idx" }

// listSegments returns the numbers that the segments of a directory are named by, in
// order.
func listSegments(dir string) ([]uint64, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("list capture: %w", err)
	}
	var firsts []uint64
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".seg")
		if n, err := strconv.ParseUint(name, 10, 64); ok && err == nil && n > 0 && n < maxSeq && len(name) == 20 {
			firsts = append(firsts, n)
		}
	}
	slices.Sort(firsts)
	return firsts, nil
}

func newSegment(dir string, first uint64) *segment {
	s := &segment{first: first, path: filepath.Join(dir, segmentName(first)), size: segmentHeader}
	_, _ = rand.Read(s.marker[:]) // never fails
	return s
}

// header is the beginning of the segment file.
func (s *segment) header() []byte {
	b := make([]byte, segmentHeader)
	copy(b, segmentMagic)
	binary.LittleEndian.PutUint32(b[8:], segmentVersion)
	binary.LittleEndian.PutUint64(b[12:], s.first)
	copy(b[20:], s.marker[:])
	binary.LittleEndian.PutUint32(b[28:], checksum(b[:28]))
	return b
}

// last is the number of the last request, first-1 without one.
func (s *segment) last() uint64 { return s.first + uint64(len(s.offsets)) - 1 }

// put notes where a record lies.
func (s *segment) put(r ref) {
	rel := int64(r.seq - s.first)
	if r.kind == kindRequest {
		for int64(len(s.offsets)) <= rel {
			s.offsets, s.status = append(s.offsets, 0), append(s.status, 0)
		}
		s.offsets[rel], s.status[rel] = r.off, r.status
		return
	}
	if rel != int64(int32(rel)) || r.kind > kindOutage {
		return
	}
	p := place{int32(rel), r.off}
	list := s.late[r.kind]
	at := len(list)
	for at > 0 && list[at-1].rel > p.rel {
		at--
	}
	s.late[r.kind] = slices.Insert(list, at, p)
}

// holds reports whether a request of that number can lie in a segment of that size:
// damage takes numbers away, but every number took room.
func (s *segment) holds(seq uint64, size int64) bool {
	return seq >= s.first && seq-s.first < uint64(size/headerSize)
}

// places returns where the records of a kind lie that belong to a request.
func (s *segment) places(k kind, seq uint64) []place {
	rel := int64(seq - s.first)
	list := s.late[k]
	from, _ := slices.BinarySearchFunc(list, rel, func(p place, rel int64) int { return cmp.Compare(int64(p.rel), rel) })
	to := from
	for to < len(list) && int64(list[to].rel) == rel {
		to++
	}
	return list[from:to]
}

// scanner reads the records of a segment in large blocks. What it returns is valid
// until its next call.
type scanner struct {
	file   io.ReaderAt
	name   string
	size   int64
	marker marker
	buf    []byte // file[at:at+len(buf)]
	at     int64
	err    error
}

// slice returns n bytes at off, nil when the file ends before.
func (s *scanner) slice(off int64, n int64) []byte {
	if n < 0 || off+n > s.size || s.err != nil {
		return nil
	}
	if off < s.at || off+n > s.at+int64(len(s.buf)) {
		if !s.fill(off, n) {
			return nil
		}
	}
	return s.buf[off-s.at:][:n:n]
}

func (s *scanner) fill(off, n int64) bool {
	want := min(max(n, blockSize), s.size-off)
	s.buf = slices.Grow(s.buf[:0], int(want))[:want]
	s.at = off
	got, err := s.file.ReadAt(s.buf, off)
	s.buf = s.buf[:got]
	switch {
	case err == io.EOF:
		s.size = off + int64(got) // somebody cut the file
	case err != nil && int64(got) < want:
		s.err, s.buf = fmt.Errorf("read %s: %w", s.name, err), s.buf[:0]
	}
	return int64(got) >= n
}

var (
	errShortHeader = errors.New("the segment's header is not whole")
	errHeader      = errors.New("the segment's header is damaged")
)

// find reads the segment's marker: from its header or, where that is damaged, from
// the first record, if that is one.
func (s *scanner) find() error {
	b := s.slice(0, segmentHeader)
	if b == nil {
		return cmp.Or(s.err, errShortHeader)
	}
	if string(b[:8]) == segmentMagic && checksum(b[:28]) == binary.LittleEndian.Uint32(b[28:]) {
		if binary.LittleEndian.Uint32(b[8:]) != segmentVersion {
			return ErrVersion
		}
		s.marker = marker(b[20:28])
		return nil
	}
	if b = s.slice(segmentHeader, markerSize); b != nil {
		s.marker = marker(b)
		if _, reason := s.record(segmentHeader); reason == "" {
			return nil
		}
	}
	return cmp.Or(s.err, errHeader)
}

// record reads the record at off; the reason says why there is none.
func (s *scanner) record(off int64) (record, string) {
	b := s.slice(off, headerSize)
	if b == nil {
		return record{}, "the record is not whole"
	}
	h, reason := parseHeader(b, s.marker)
	if reason != "" {
		return record{}, reason
	}
	b = s.slice(off, headerSize+int64(h.length))
	switch {
	case b == nil:
		return record{}, "the record is not whole"
	case checksum(b[headerSize:]) != h.sum:
		return record{}, "the record's checksum is wrong"
	}
	return record{h, b[headerSize:]}, ""
}

// scan visits the whole records from an offset on, skips what is damaged between
// them, and returns where the last one ended.
func (s *scanner) scan(from int64, visit func(rec record, off int64) bool) (end int64, damage []Damage) {
	for from < s.size && s.err == nil {
		rec, reason := s.record(from)
		if reason == "" {
			next := from + headerSize + int64(rec.length)
			if !visit(rec, from) {
				return next, damage
			}
			from = next
			continue
		}
		next := s.resync(from + 1)
		if next < 0 {
			break
		}
		damage = append(damage, Damage{s.name, from, next - from, reason})
		from = next
	}
	return from, damage
}

// resync finds the next whole record, -1 without one. No body can hold the marker, so
// what has it and the right checksums is a record.
func (s *scanner) resync(from int64) int64 {
	for s.size-from >= headerSize && s.err == nil {
		b := s.slice(from, min(blockSize, s.size-from))
		i := bytes.Index(b, s.marker[:])
		switch {
		case i < 0 && from+int64(len(b)) >= s.size:
			return -1
		case i < 0:
			from += int64(len(b)) - markerSize + 1
			continue
		}
		from += int64(i)
		if _, reason := s.record(from); reason == "" {
			return from
		}
		from++
	}
	return -1
}
