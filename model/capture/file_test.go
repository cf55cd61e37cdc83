package capture_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/capture"
)

func TestStoredRequestsAreReadAsTheyCame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, options())
	store(t, f, 1, 100)
	check := func(f *capture.File) {
		t.Helper()
		for n := 1; n <= 100; n++ {
			got, err := f.Load(t.Context(), uint64(n))
			if err != nil {
				t.Fatal(err)
			}
			want := *request(n)
			want.Seq = uint64(n)
			if !reflect.DeepEqual(got.Request, want) {
				t.Fatalf("request %d: got %+v, want %+v", n, got.Request, want)
			}
			if len(got.Events) != 1 || got.Events[0].Seq != uint64(n) || got.Events[0].Messages[0].Text != string(want.Body[3:]) {
				t.Fatalf("request %d has the events %+v", n, got.Events)
			}
			if got.Reply == nil || got.Reply.Status != 200 || string(got.Reply.Body) != "ok" || got.Reply.Took != time.Second-time.Duration(n)*time.Millisecond {
				t.Fatalf("request %d has the reply %+v", n, got.Reply)
			}
		}
		list := rows(f)
		if len(list) != 100 {
			t.Fatalf("%d rows", len(list))
		}
		for i, l := range list {
			if l.Seq != uint64(i+1) || l.Reply != 200 || l.Took == 0 || string(l.KeyText()) != "blinger:c"+string(rune('0'+(i+1)%3)) {
				t.Fatalf("row %d is %+v of %s", i, l.Row, l.KeyText())
			}
		}
	}
	check(f)
	if s := f.Status(); s.Segments < 3 || s.Events != 100 || s.FirstSeq != 1 || s.LastSeq != 100 || s.Damage != nil || s.Err != nil || s.ReadOnly {
		t.Errorf("status: %+v", s)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	check(follow(t, dir, options()))
	f = open(t, dir, options())
	check(f)
	store(t, f, 101, 110)
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	f := open(t, t.TempDir(), options())
	store(t, f, 1, 2)
	for _, seq := range []uint64{0, 3, 1 << 63} {
		if _, err := f.Load(t.Context(), seq); !errors.Is(err, capture.ErrNotFound) {
			t.Errorf("request %d: %v", seq, err)
		}
	}
}

func TestTemporaryLeavesNothing(t *testing.T) {
	t.Parallel()
	f, err := capture.Temporary(options())
	if err != nil {
		t.Fatal(err)
	}
	dir := f.Status().Dir
	store(t, f, 1, 3)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", filepath.Base(dir), err)
	}
}

func TestClosedAndReadOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, options())
	store(t, f, 1, 1)
	_ = f.Close()
	if err := f.Append(t.Context(), arrival(2)); !errors.Is(err, model.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if !f.Since(model.Position{}).Closed {
		t.Error("the log is not closed")
	}
	if err := follow(t, dir, options()).Append(t.Context(), arrival(2)); !errors.Is(err, capture.ErrReadOnly) {
		t.Errorf("read-only: %v", err)
	}
	if _, err := capture.Follow(filepath.Join(dir, "none"), options()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
}

func TestSecondWriterIsToldWhoWrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stale := []byte("\n999999\nstale:1\nmore text of an older and longer lock\n")
	if err := os.WriteFile(filepath.Join(dir, "lock"), stale, 0o600); err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Address = "127.0.0.1:4000"
	f := open(t, dir, o)
	_, err := capture.Open(dir, options())
	locked, ok := errors.AsType[*capture.LockedError](err)
	if !ok || !errors.Is(err, capture.ErrLocked) || locked.PID != os.Getpid() || locked.Address != o.Address {
		t.Fatalf("second writer: %v", err)
	}
	_ = f.Close()
	open(t, dir, options())
}

func TestLateRecordsReachReaders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, options())
	reader := follow(t, dir, options())
	a := arrival(1)
	a.Reply = nil
	if err := f.Append(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if r := rows(f)[0]; r.Reply != 0 {
		t.Fatalf("reply %d before there was one", r.Reply)
	}
	f.Reply(1, model.Reply{Status: 503, Took: 10 * time.Second})
	at := epoch.Add(time.Minute)
	f.Deliver(model.Delivery{Seq: 1, At: at, Target: "http://localhost:9", Error: "refused"})
	f.Mark(capture.Mark{Seq: 1, At: at, Text: "here"})
	f.Outage(capture.Outage{Tunnel: "ssh", From: at, To: at.Add(time.Minute), Reason: "timeout"})
	check := func(f *capture.File) {
		t.Helper()
		waitRows(t, f, "the reply", func(r *model.Rows) bool { return r.Len() == 1 && r.At(0).Reply == 503 && r.At(0).Took == 1e7 })
		waitRows(t, f, "the delivery", func(r *model.Rows) bool { return r.At(0).Problems.Has(model.ForwardFailed) })
		got, err := f.Load(t.Context(), 1)
		if err != nil || got.Reply == nil || got.Reply.Status != 503 || len(got.Deliveries) != 1 || got.Deliveries[0].Error != "refused" || !got.Deliveries[0].At.Equal(at) {
			t.Fatalf("loaded %+v, %v", got, err)
		}
		if !model.CodesOf(got.Events[0].Problems).Has(model.ForwardFailed) {
			t.Fatalf("problems %v", got.Events[0].Problems)
		}
	}
	check(f)
	check(reader)
	_ = f.Close()
	check(follow(t, dir, options()))
	if err := os.Remove(filepath.Join(dir, "00000000000000000001.idx")); err != nil {
		t.Fatal(err)
	}
	check(follow(t, dir, options()))
	check(open(t, dir, options()))
}

func TestWhatWasOnlySeenOnArrivalStays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, options())
	a := arrival(1)
	a.Request.Body = []byte("c1 one\nc2 two")
	a.Events = parse(a.Request)
	a.Events[1].Problems = []model.Problem{{Code: model.SignatureMismatch, Detail: "the signature is another one"}, {Code: model.UnknownEvent, Detail: "of the parser"}}
	want := a.Events[1].Problems[:1:1]
	if err := f.Append(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	if err := os.Remove(filepath.Join(dir, "00000000000000000001.idx")); err != nil {
		t.Fatal(err)
	}
	f = open(t, dir, options())
	got, err := f.Load(t.Context(), 1)
	if err != nil || len(got.Events) != 2 || got.Events[0].Problems != nil || !reflect.DeepEqual(got.Events[1].Problems, want) {
		t.Fatalf("loaded %+v, %v", got.Events, err)
	}
	if list := rows(f); len(list) != 2 || list[0].Problems != 0 || !list[1].Problems.Has(model.SignatureMismatch) || list[1].Part != 2 {
		t.Fatalf("rows %+v", list)
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	f := open(t, t.TempDir(), options())
	store(t, f, 1, 100)
	collect := func(from, to uint64, limit int) (seqs []uint64) {
		err := f.Scan(t.Context(), from, to, func(r *model.Request) bool {
			if string(r.Body) != string(request(int(r.Seq)).Body) {
				t.Errorf("request %d has the body %q", r.Seq, r.Body)
			}
			seqs = append(seqs, r.Seq)
			return len(seqs) < limit
		})
		if err != nil {
			t.Error(err)
		}
		return seqs
	}
	for _, c := range []struct {
		from, to    uint64
		limit       int
		first, last uint64
	}{{0, 0, 1000, 1, 100}, {1, 100, 1000, 1, 100}, {37, 61, 1000, 37, 61}, {90, 500, 1000, 90, 100}, {5, 0, 3, 5, 7}, {61, 61, 9, 61, 61}} {
		got := collect(c.from, c.to, c.limit)
		if len(got) != int(c.last-c.first+1) || got[0] != c.first || got[len(got)-1] != c.last {
			t.Errorf("%d to %d: got %v", c.from, c.to, got)
		}
	}
	if got := collect(101, 0, 9); got != nil {
		t.Errorf("behind the end: %v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := f.Scan(ctx, 1, 0, func(*model.Request) bool { cancel(); return true })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
}
