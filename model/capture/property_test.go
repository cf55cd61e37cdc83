package capture_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"offhook/model"
	"offhook/model/capture"

	"pgregory.net/rapid"
)

// history is what a capture must hold, in the simplest form.
type history struct {
	t      *rapid.T
	dir    string
	o      capture.Options
	f      *capture.File
	stored []string
	status map[uint64]int // late answers
}

func (h *history) open() {
	f, err := capture.Open(h.dir, h.o)
	if err != nil {
		h.t.Fatal(err)
	}
	h.f = f
}

func (h *history) append(t *rapid.T) {
	for range rapid.IntRange(1, 20).Draw(t, "requests") {
		a := arrival(len(h.stored) + 1)
		a.Request.Body = []byte("c" + rapid.StringN(0, 200, 400).Draw(t, "body"))
		a.Events = parse(a.Request)
		if rapid.Bool().Draw(t, "unanswered") {
			a.Reply = nil
		}
		if err := h.f.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		h.stored = append(h.stored, string(a.Request.Body))
		if a.Request.Seq != uint64(len(h.stored)) {
			t.Fatalf("number %d, want %d", a.Request.Seq, len(h.stored))
		}
		if a.Reply != nil {
			h.status[a.Request.Seq] = 200
		}
	}
}

func (h *history) reply(t *rapid.T) {
	if len(h.stored) == 0 {
		return
	}
	seq := uint64(rapid.IntRange(1, len(h.stored)).Draw(t, "seq"))
	if h.status[seq] == 0 {
		h.status[seq] = rapid.IntRange(201, 599).Draw(t, "status")
		h.f.Reply(seq, model.Reply{Status: h.status[seq]})
	}
}

func (h *history) reopen(t *rapid.T) {
	if err := h.f.Close(); err != nil {
		t.Fatal(err)
	}
	indexes, _ := filepath.Glob(filepath.Join(h.dir, "*.idx"))
	for _, path := range indexes {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		switch rapid.IntRange(0, 5).Draw(t, "index") {
		case 0:
			_ = os.Remove(path)
		case 1:
			_ = os.Truncate(path, rapid.Int64Range(0, info.Size()).Draw(t, "size"))
		}
	}
	f, err := capture.Follow(h.dir, h.o)
	if err != nil {
		t.Fatal(err)
	}
	h.check(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	h.open()
}

func (h *history) check(t *rapid.T, f *capture.File) {
	s := f.Status()
	if s.LastSeq != uint64(len(h.stored)) || s.Damage != nil || s.Err != nil || s.Events < min(h.o.Keep, len(h.stored)) {
		t.Fatalf("status %+v with %d stored", s, len(h.stored))
	}
	seq := s.FirstSeq - 1
	for _, l := range rows(f) {
		if l.Seq < s.FirstSeq || l.Seq == seq && l.Part > 1 {
			continue // the log may keep some longer; one request may be several events
		}
		if seq++; l.Seq != seq {
			t.Fatalf("row %d is of request %d", seq, l.Seq)
		}
		record, err := f.Load(t.Context(), seq)
		if errors.Is(err, capture.ErrNotFound) && seq < f.Status().FirstSeq {
			continue // retention follows the commit
		}
		if err != nil || string(record.Request.Body) != h.stored[seq-1] {
			t.Fatalf("request %d is %q, %v; want %q", seq, record.Request.Body, err, h.stored[seq-1])
		}
		want := h.status[seq]
		if got := record.Reply; (got == nil) != (want == 0) || got != nil && got.Status != want {
			t.Fatalf("request %d was answered %+v, want %d", seq, got, want)
		}
	}
	if s.Events > 0 && seq != s.LastSeq {
		t.Fatalf("the last row is of request %d, want %d", seq, s.LastSeq)
	}
}

func TestCaptureIsAListOfRequests(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "offhook-test-")
		if err != nil {
			t.Fatal(err)
		}
		o := options().Unsynced() // the disk is not in question here
		o.SegmentBytes = rapid.Int64Range(500, 20_000).Draw(t, "segment")
		o.Keep = rapid.SampledFrom([]int{0, 1, 30}).Draw(t, "keep")
		h := &history{t: t, dir: dir, o: o, status: make(map[uint64]int)}
		h.open()
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		t.Cleanup(func() { _ = h.f.Close() })
		t.Repeat(map[string]func(*rapid.T){
			"append": h.append, "reply": h.reply, "reopen": h.reopen,
		})
		h.check(t, h.f)
	})
}
