package capture_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"offhook/model"
	"offhook/model/capture"
)

const (
	firstSegment = "00000000000000000001.seg"
	firstIndex   = "00000000000000000001.idx"
)

// original is a capture of one small segment with what it holds.
type original struct {
	segment, index []byte
	requests       []model.Request
	rows           []model.Line
	ends           []int64 // where in the segment each request's record ends
}

func makeOriginal(t *testing.T, n int) original {
	t.Helper()
	dir := t.TempDir()
	o := options()
	o.SegmentBytes = 1 << 20
	f := open(t, dir, o)
	store(t, f, 1, n)
	var want original
	want.rows = rows(f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	want.segment, want.index = readFile(t, dir, firstSegment), readFile(t, dir, firstIndex)
	for i := 1; i <= n; i++ {
		r := *request(i)
		r.Seq = uint64(i)
		want.requests = append(want.requests, r)
		at := int64(bytes.Index(want.segment, r.Body))
		want.ends = append(want.ends, at+int64(len(r.Body)))
	}
	return want
}

func readFile(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFiles(t *testing.T, dir string, segment, index []byte) {
	t.Helper()
	for name, b := range map[string][]byte{firstSegment: segment, firstIndex: index} {
		path := filepath.Join(dir, name)
		if b == nil {
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// verify checks that nothing is read but what was stored and returns how many
// requests can be read, by loading and by scanning.
func (w original) verify(t *testing.T, f *capture.File, what string) (count int) {
	t.Helper()
	scanned := 0
	err := f.Scan(t.Context(), 0, 0, func(r *model.Request) bool {
		scanned++
		if r.Seq == 0 || r.Seq > uint64(len(w.requests)) || !reflect.DeepEqual(*r, w.requests[r.Seq-1]) {
			t.Fatalf("%s: scanned %+v", what, r)
		}
		return true
	})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for i, want := range w.requests {
		got, err := f.Load(t.Context(), uint64(i+1))
		switch {
		case err == nil && !reflect.DeepEqual(got.Request, want):
			t.Fatalf("%s: request %d is %+v, want %+v", what, i+1, got.Request, want)
		case err == nil:
			count++
		case !errors.Is(err, capture.ErrDamaged) && !errors.Is(err, capture.ErrNotFound):
			t.Fatalf("%s: request %d: %v", what, i+1, err)
		}
	}
	if scanned != count {
		t.Fatalf("%s: %d scanned, %d loaded", what, scanned, count)
	}
	last := uint64(0)
	for _, l := range rows(f) {
		want := w.rows[0]
		if l.Seq <= last || l.Seq > uint64(len(w.rows)) {
			t.Fatalf("%s: row %d after %d", what, l.Seq, last)
		}
		last, want = l.Seq, w.rows[l.Seq-1]
		same := l.Received == want.Received && l.Problems == want.Problems && l.Size == want.Size && bytes.Equal(l.KeyText(), want.KeyText()) &&
			bytes.Equal(l.SnippetText(), want.SnippetText()) && bytes.Equal(l.CustomerText(), want.CustomerText()) && (l.Reply == 0 || l.Reply == want.Reply && l.Took == want.Took)
		if !same {
			t.Fatalf("%s: row %+v (%q), want %+v (%q)", what, l.Row, l.KeyText(), want.Row, want.KeyText())
		}
	}
	return count
}

func TestEveryPrefixOfASegmentOpens(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 8)
	bare, indexed := t.TempDir(), t.TempDir()
	writeFiles(t, bare, want.segment, nil)
	writeFiles(t, indexed, want.segment, want.index)
	for n := len(want.segment); n >= 0; n-- {
		whole := 0
		for whole < len(want.ends) && want.ends[whole] <= int64(n) {
			whole++
		}
		for _, dir := range []string{bare, indexed} {
			what := fmt.Sprintf("%d bytes in %s", n, dir)
			if err := os.Truncate(filepath.Join(dir, firstSegment), int64(n)); err != nil {
				t.Fatal(err)
			}
			f, err := capture.Follow(dir, options())
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if got := want.verify(t, f, what); got != whole || len(rows(f)) != whole {
				t.Fatalf("%s: %d requests and %d rows, want %d", what, got, len(rows(f)), whole)
			}
			_ = f.Close()
		}
		if n%7 == 0 || n == len(want.segment) {
			continuePrefix(t, want, n, whole)
		}
	}
}

// continuePrefix opens a capture that was cut off for writing and goes on with it.
func continuePrefix(t *testing.T, want original, n, whole int) {
	t.Helper()
	dir := t.TempDir()
	writeFiles(t, dir, want.segment[:n], want.index)
	what := fmt.Sprintf("%d bytes, for writing", n)
	f, err := capture.Open(dir, options())
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if got := want.verify(t, f, what); got != whole {
		t.Fatalf("%s: %d requests, want %d", what, got, whole)
	}
	next := whole + 1
	a := arrival(next)
	if err := f.Append(t.Context(), a); err != nil || a.Request.Seq != uint64(next) {
		t.Fatalf("%s: number %d, %v", what, a.Request.Seq, err)
	}
	_ = f.Close()
	f, err = capture.Follow(dir, options())
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if s := f.Status(); s.Events != next || s.Damage != nil {
		t.Fatalf("%s: afterwards %+v", what, s)
	}
	if got, err := f.Load(t.Context(), uint64(next)); err != nil || string(got.Request.Body) != string(request(next).Body) {
		t.Fatalf("%s: afterwards %+v, %v", what, got, err)
	}
	_ = f.Close()
}

// flip turns one bit of a file over. It does so in place: a file system may take its
// time over a file that is replaced.
func flip(t *testing.T, path string, bit int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1)
	if _, err = f.ReadAt(b, int64(bit/8)); err == nil {
		b[0] ^= 1 << (bit % 8)
		_, err = f.WriteAt(b, int64(bit/8))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestEveryFlippedBitOfASegment(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	for _, index := range [][]byte{nil, want.index} {
		t.Run(fmt.Sprintf("index of %d bytes", len(index)), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFiles(t, dir, want.segment, index)
			for bit := range 8 * len(want.segment) {
				what := fmt.Sprintf("bit %d", bit)
				flip(t, filepath.Join(dir, firstSegment), bit)
				f, err := capture.Follow(dir, options())
				if err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				if got := want.verify(t, f, what); got < 3 {
					t.Fatalf("%s: only %d requests are read: %+v", what, got, f.Status().Damage)
				}
				_ = f.Close()
				flip(t, filepath.Join(dir, firstSegment), bit)
			}
		})
	}
}

func TestFlippedBitsAreMendedForWriting(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	for bit := 0; bit < 8*len(want.segment); bit += 61 {
		what := fmt.Sprintf("bit %d", bit)
		dir := t.TempDir()
		writeFiles(t, dir, want.segment, nil)
		flip(t, filepath.Join(dir, firstSegment), bit)
		f, err := capture.Open(dir, options())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := want.verify(t, f, what); got < 3 {
			t.Fatalf("%s: only %d requests are read", what, got)
		}
		a := arrival(5)
		if err := f.Append(t.Context(), a); err != nil || a.Request.Seq < 4 {
			t.Fatalf("%s: number %d, %v", what, a.Request.Seq, err)
		}
		if got, err := f.Load(t.Context(), a.Request.Seq); err != nil || string(got.Request.Body) != string(request(5).Body) {
			t.Fatalf("%s: %+v, %v", what, got, err)
		}
		_ = f.Close()
	}
}

func TestEveryFlippedBitOfAnIndex(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	dir := t.TempDir()
	writeFiles(t, dir, want.segment, want.index)
	for bit := range 8 * len(want.index) {
		what := fmt.Sprintf("bit %d", bit)
		flip(t, filepath.Join(dir, firstIndex), bit)
		f, err := capture.Follow(dir, options())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := want.verify(t, f, what); got != 4 || len(rows(f)) != 4 {
			t.Fatalf("%s: %d requests and %d rows", what, got, len(rows(f)))
		}
		_ = f.Close()
		flip(t, filepath.Join(dir, firstIndex), bit)
	}
}

func TestPrefixesOfAnIndex(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	dir := t.TempDir()
	for n := 0; n <= len(want.index); n += 5 {
		what := fmt.Sprintf("%d bytes", n)
		writeFiles(t, dir, want.segment, want.index[:n])
		f, err := capture.Open(dir, options())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := want.verify(t, f, what); got != 4 || len(rows(f)) != 4 {
			t.Fatalf("%s: %d requests and %d rows", what, got, len(rows(f)))
		}
		_ = f.Close()
		if mended := readFile(t, dir, firstIndex); len(mended) < len(want.index)/2 {
			t.Fatalf("%s: the index was not mended, it has %d bytes", what, len(mended))
		}
	}
}

func TestDamageInTheMiddleIsNamedAndSkipped(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 8)
	dir := t.TempDir()
	b := bytes.Clone(want.segment)
	from, to := want.ends[2]-4, want.ends[4]-3 // the end of request 3 to the end of request 5
	for i := from; i < to; i++ {
		b[i] = 'x'
	}
	for _, index := range [][]byte{nil, want.index} {
		writeFiles(t, dir, b, index)
		f := follow(t, dir, options())
		if err := f.Indexed(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := want.verify(t, f, "damaged"); got != 5 {
			t.Errorf("%d requests are read", got)
		}
		d := f.Status().Damage
		if len(d) != 1 || d[0].Segment != firstSegment || d[0].Offset > from || d[0].Offset+d[0].Bytes < to {
			t.Errorf("damage %+v, want one from %d to %d", d, from, to)
		}
		_, err := f.Load(t.Context(), 4)
		if !errors.Is(err, capture.ErrDamaged) {
			t.Errorf("load: %v", err)
		}
		_ = f.Close()
	}
	f := open(t, dir, options())
	store(t, f, 9, 9)
	if got, err := f.Load(t.Context(), 6); err != nil || got.Request.Seq != 6 {
		t.Errorf("load: %+v, %v", got, err)
	}
}

// A body may hold a copy of a whole segment, marker and all: even where the record
// around it is damaged, nothing of it is taken for a record.
func TestRecordsInsideABodyAreNotRead(t *testing.T) {
	t.Parallel()
	forged := makeOriginal(t, 3)
	dir := t.TempDir()
	o := options()
	o.SegmentBytes = 1 << 20
	f := open(t, dir, o)
	a := arrival(1)
	a.Request.Body = append([]byte("c1 "), forged.segment...)
	if err := f.Append(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	b := arrival(2)
	if err := f.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	segment := readFile(t, dir, firstSegment)
	segment[60] ^= 1 // in the first record's header
	writeFiles(t, dir, segment, nil)
	f = follow(t, dir, o)
	if list := rows(f); len(list) != 1 || list[0].Seq != 2 {
		t.Errorf("rows %+v", list)
	}
}

func TestIndexOfAnotherSegment(t *testing.T) {
	t.Parallel()
	want, other := makeOriginal(t, 4), makeOriginal(t, 3)
	dir := t.TempDir()
	writeFiles(t, dir, want.segment, other.index)
	if got := want.verify(t, follow(t, dir, options()), "foreign index"); got != 4 {
		t.Errorf("%d requests", got)
	}
}

func TestIndexOfAnotherSchemaIsRebuilt(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	dir := t.TempDir()
	writeFiles(t, dir, want.segment, want.index)
	o := options()
	o.Schema = "2"
	o.Parse = func(r *model.Request) []model.Event {
		list := parse(r)
		list[0].Name = "renamed"
		return list
	}
	for range 2 {
		f := open(t, dir, o)
		if list := rows(f); len(list) != 4 || string(list[3].NameText()) != "renamed" || list[3].Reply != 200 {
			t.Errorf("rows %+v", list)
		}
		_ = f.Close()
	}
}

func TestNewerSegmentIsRefused(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 2)
	dir := t.TempDir()
	b := bytes.Clone(want.segment)
	capture.SetSegmentVersion(b, 2)
	writeFiles(t, dir, b, nil)
	if _, err := capture.Open(dir, options()); !errors.Is(err, capture.ErrVersion) {
		t.Errorf("open: %v", err)
	}
	f := follow(t, dir, options())
	if d := f.Status().Damage; len(d) != 1 || d[0].Offset != 0 {
		t.Errorf("damage %+v", d)
	}
	if !bytes.Equal(readFile(t, dir, firstSegment), b) {
		t.Error("the segment was changed")
	}
}

// A segment of which nothing can be read keeps its numbers: they are not given out
// again.
func TestUnreadableSegmentKeepsItsNumbers(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	dir := t.TempDir()
	b := bytes.Clone(want.segment)
	clear(b[:80])
	writeFiles(t, dir, b, nil)
	f := open(t, dir, options())
	a := arrival(1)
	if err := f.Append(t.Context(), a); err != nil || a.Request.Seq <= 4 {
		t.Errorf("number %d, %v", a.Request.Seq, err)
	}
	if d := f.Status().Damage; len(d) != 1 || d[0].Segment != firstSegment {
		t.Errorf("damage %+v", d)
	}
	if !bytes.Equal(readFile(t, dir, firstSegment), b) {
		t.Error("the segment was changed")
	}
}

// TestASegmentThatCannotBeOpenedIsNamed reads along a capture of which one segment is
// out of reach: the others are read, and this one is not passed over in silence.
func TestASegmentThatCannotBeOpenedIsNamed(t *testing.T) {
	t.Parallel()
	want := makeOriginal(t, 4)
	dir := t.TempDir()
	writeFiles(t, dir, want.segment, want.index)
	name := "00000000000000000005.seg"
	if err := os.Symlink(name, filepath.Join(dir, name)); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	f, err := capture.Follow(dir, options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got := f.Since(model.Position{}).New; got != 4 {
		t.Errorf("%d rows, want 4", got)
	}
	damage := f.Status().Damage
	if len(damage) != 1 || damage[0].Segment != name || damage[0].Reason == "" {
		t.Errorf("damage %+v, want the segment %s named", damage, name)
	}
}
