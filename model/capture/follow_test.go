package capture_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/capture"
)

// after is a moment, for waiting on conditions that nobody announces.
func after() <-chan time.Time { return time.After(time.Millisecond) }

func TestFollowReadsAlong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, options())
	store(t, f, 1, 30)
	reader := follow(t, dir, options())
	var writing sync.WaitGroup
	writing.Go(func() { store(t, f, 31, 300) })
	got := waitRows(t, reader, "row 300", func(r *model.Rows) bool { return r.Len() == 300 && r.At(299).Reply == 200 })
	writing.Wait()
	want := rows(f)
	for i := range want {
		l := got.At(i)
		if l.Seq != want[i].Seq || l.Reply != 200 || l.Took != want[i].Took || string(l.SnippetText()) != string(want[i].SnippetText()) {
			t.Fatalf("row %d is %+v, want %+v", i, l.Row, want[i].Row)
		}
	}
	for i := range 300 {
		if record, err := reader.Load(t.Context(), uint64(i+1)); err != nil || string(record.Request.Body) != string(request(i+1).Body) {
			t.Fatalf("request %d: %+v, %v", i+1, record, err)
		}
	}
	if s := reader.Status(); !s.ReadOnly || s.LastSeq != 300 || s.Damage != nil || s.Err != nil {
		t.Errorf("status %+v", s)
	}
	equalConversations(t, f, reader)
}

// equalConversations waits for both to be whole and compares them.
func equalConversations(t *testing.T, a, b *capture.File) {
	t.Helper()
	for _, f := range []*capture.File{a, b} {
		if err := f.Indexed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want, wantTotal, _ := a.Conversations(model.ByActivity, 0, 1000, nil)
	got, total, _ := b.Conversations(model.ByActivity, 0, 1000, nil)
	if total != wantTotal || !reflect.DeepEqual(got, want) {
		t.Fatalf("conversations differ:\n%+v\n%+v", want, got)
	}
	for _, s := range want {
		if x, y := a.ConversationEvents(s.Key), b.ConversationEvents(s.Key); !slices.Equal(x, y) || len(x) == 0 {
			t.Fatalf("%s has the events %v and %v", s.Key, x, y)
		}
	}
}

func TestFollowAnEmptyDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	reader := follow(t, dir, options())
	f := open(t, dir, options())
	store(t, f, 1, 5)
	waitRows(t, reader, "row 5", func(r *model.Rows) bool { return r.Len() == 5 })
}

func TestFollowWhileRetentionDrops(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := options()
	o.Keep = 40
	f := open(t, dir, o)
	store(t, f, 1, 60)
	reader := follow(t, dir, options())
	var done atomic.Bool
	var reading sync.WaitGroup
	reading.Go(func() {
		for !done.Load() {
			last := uint64(0)
			err := reader.Scan(t.Context(), 0, 0, func(r *model.Request) bool {
				if r.Seq <= last || string(r.Body) != string(request(int(r.Seq)).Body) {
					t.Errorf("scanned %d %q after %d", r.Seq, r.Body, last)
				}
				last = r.Seq
				return true
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
	store(t, f, 61, 400)
	waitRows(t, reader, "row 400", func(r *model.Rows) bool { return r.Len() > 0 && r.At(r.Len()-1).Seq == 400 })
	done.Store(true)
	reading.Wait()
	for f.Status().FirstSeq != reader.Status().FirstSeq {
		<-after()
	}
	if s := reader.Status(); s.Err != nil || s.Damage != nil || s.FirstSeq < 300 || s.LastSeq != 400 {
		t.Errorf("status %+v", s)
	}
}

// A commit that failed was perhaps seen by a follower; it must find its way back.
func TestFollowOverFailedCommits(t *testing.T) {
	t.Parallel()
	for _, truncate := range []error{nil, os.ErrPermission} {
		t.Run(fmt.Sprint(truncate), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			d := &disk{room: -1}
			f := open(t, dir, options().WithFiles(d.create))
			store(t, f, 1, 3)
			reader := follow(t, dir, options())
			next := 4
			for room := int64(1); room < 600; room += 37 {
				d.set(func(d *disk) { d.room, d.truncate = room, truncate })
				a := arrival(next)
				a.Request.Body = fmt.Appendf(nil, "c9 this one %d fails", room)
				if err := f.Append(t.Context(), a); err == nil {
					next++
				}
				d.set(func(d *disk) { d.room, d.truncate = -1, nil })
				store(t, f, next, next)
				next++
			}
			last := next - 1
			waitRows(t, reader, "the last row", func(r *model.Rows) bool { return r.Len() > 0 && r.At(r.Len()-1).Seq == uint64(last) })
			for seq := uint64(1); seq <= uint64(last); seq++ {
				want, err := f.Load(t.Context(), seq)
				if err != nil {
					t.Fatal(err)
				}
				got, err := reader.Load(t.Context(), seq)
				if err != nil || !reflect.DeepEqual(got.Request, want.Request) {
					t.Fatalf("request %d: %+v, %v, want %+v", seq, got.Request, err, want.Request)
				}
			}
			_ = f.Close()
			if got := rows(reader); len(got) != last {
				t.Errorf("%d rows, want %d", len(got), last)
			}
		})
	}
}

func TestRetention(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		keep      int
		keepBytes int64
		least     int
		most      int
	}{{"requests", 64, 0, 64, 64 + 16}, {"bytes", 0, 3000, 1, 24}, {"neither", 0, 0, 400, 400}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			o := options()
			o.SegmentBytes = 1000
			o.Keep, o.KeepBytes = c.keep, c.keepBytes
			f := open(t, dir, o)
			store(t, f, 1, 400)
			check := func(f *capture.File) {
				t.Helper()
				s := f.Status()
				if s.Events < c.least || s.Events > c.most || s.LastSeq != 400 || s.FirstSeq != uint64(401-s.Events) {
					t.Fatalf("kept %+v", s)
				}
				if c.keepBytes > 0 && s.Bytes > c.keepBytes {
					t.Fatalf("%d bytes are kept", s.Bytes)
				}
				if _, err := f.Load(t.Context(), s.FirstSeq); err != nil {
					t.Fatal(err)
				}
				first := uint64(0)
				if err := f.Scan(t.Context(), 0, 0, func(r *model.Request) bool { first = r.Seq; return false }); err != nil || first != s.FirstSeq {
					t.Fatalf("scan begins at %d, %v", first, err)
				}
				for _, sum := range conversations(t, f) {
					if seqs := f.ConversationEvents(sum.Key); seqs[0] < s.FirstSeq {
						t.Fatalf("%s still has the events %v", sum.Key, seqs)
					}
				}
			}
			check(f)
			_ = f.Close()
			f = open(t, dir, o)
			check(f)
			segments, _ := filepath.Glob(filepath.Join(dir, "*.seg"))
			indexes, _ := filepath.Glob(filepath.Join(dir, "*.idx*"))
			if len(segments) != f.Status().Segments || len(indexes) != len(segments) {
				t.Errorf("%d segments and %d indexes for %+v", len(segments), len(indexes), f.Status())
			}
		})
	}
}

func conversations(t *testing.T, f *capture.File) []model.Summary {
	t.Helper()
	if err := f.Indexed(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, total, _ := f.Conversations(model.ByActivity, 0, 1000, nil)
	if len(page) != total {
		t.Fatalf("%d of %d conversations", len(page), total)
	}
	return page
}

// Numbers go on after everything was dropped, from the name of the newest segment.
func TestNumbersGoOnWithoutRequests(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := options()
	f := open(t, dir, o)
	store(t, f, 1, 50)
	_ = f.Close()
	segments, _ := filepath.Glob(filepath.Join(dir, "*.seg"))
	for _, path := range segments[:len(segments)-1] {
		_ = os.Remove(path)
	}
	newest := segments[len(segments)-1]
	if err := os.Truncate(newest, 32); err != nil {
		t.Fatal(err)
	}
	var first int
	if _, err := fmt.Sscanf(filepath.Base(newest), "%d.seg", &first); err != nil {
		t.Fatal(err)
	}
	f = open(t, dir, o)
	if s := f.Status(); s.Events != 0 || s.FirstSeq != 0 || s.LastSeq != uint64(first-1) {
		t.Errorf("status %+v", s)
	}
	store(t, f, first, first+3)
}

// TestWhoOnlyReadsDropsNothing opens a capture read-only with bounds far below what it
// holds: retention is the writer's.
func TestWhoOnlyReadsDropsNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := options()
	o.SegmentBytes = 1000
	f := open(t, dir, o)
	store(t, f, 1, 200)
	_ = f.Close()
	before, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	o.Keep, o.KeepBytes = 16, 1000
	reader := follow(t, dir, o)
	if err := reader.Indexed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := reader.Status(); s.Events != 200 || s.FirstSeq != 1 {
		t.Errorf("a reader sees %d requests from %d, want 200 from 1", s.Events, s.FirstSeq)
	}
	_ = reader.Close()
	after, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) != len(before) {
		t.Errorf("%d files, %d before a reader came", len(after), len(before))
	}
}
