package capture_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"offhook/model"
	"offhook/model/capture"
)

// disk is a disk that can fail.
type disk struct {
	mu       sync.Mutex
	room     int64 // bytes that may still be written; negative without limit
	sync     error
	truncate error
	hold     chan struct{} // when set, syncs wait for it
	syncs    atomic.Int32  // that have begun
}

func (d *disk) set(change func(*disk)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(d)
}

type diskFile struct {
	capture.SegmentFile
	disk *disk
}

func (d *disk) create(path string) (capture.SegmentFile, error) {
	f, err := capture.CreateFile(path)
	return diskFile{f, d}, err
}

func (f diskFile) WriteAt(b []byte, off int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.disk.room < 0 {
		return f.SegmentFile.WriteAt(b, off)
	}
	n, err := f.SegmentFile.WriteAt(b[:min(int64(len(b)), f.disk.room)], off)
	if f.disk.room -= int64(n); err == nil && n < len(b) {
		err = syscall.ENOSPC
	}
	return n, err
}

func (f diskFile) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.disk.truncate != nil {
		return f.disk.truncate
	}
	return f.SegmentFile.Truncate(size)
}

func (f diskFile) Sync() error {
	f.disk.mu.Lock()
	hold, err := f.disk.hold, f.disk.sync
	f.disk.mu.Unlock()
	f.disk.syncs.Add(1)
	if hold != nil {
		<-hold
	}
	if err != nil {
		return err
	}
	return f.SegmentFile.Sync()
}

// isPrefix checks that a capture holds the acknowledged requests, numbered without
// gaps, and nothing else.
func holdsExactly(t *testing.T, f *capture.File, want map[uint64]int, what string) {
	t.Helper()
	if s := f.Status(); s.LastSeq != uint64(len(want)) || s.Events != len(want) {
		t.Fatalf("%s: %+v, want %d requests", what, s, len(want))
	}
	for seq := uint64(1); seq <= uint64(len(want)); seq++ {
		got, err := f.Load(t.Context(), seq)
		if err != nil || string(got.Request.Body) != string(request(want[seq]).Body) {
			t.Fatalf("%s: request %d is %q, %v; want %q", what, seq, got.Request.Body, err, request(want[seq]).Body)
		}
	}
	seqs := 0
	if err := f.Scan(t.Context(), 0, 0, func(r *model.Request) bool {
		seqs++
		return r.Seq == uint64(seqs) && string(r.Body) == string(request(want[r.Seq]).Body)
	}); err != nil || seqs != len(want) {
		t.Fatalf("%s: %d scanned, %v", what, seqs, err)
	}
	for i, l := range rows(f) {
		if l.Seq != uint64(i+1) || string(l.SnippetText()) != fmt.Sprintf("message %d", want[l.Seq]) {
			t.Fatalf("%s: row %d is %d %q", what, i, l.Seq, l.SnippetText())
		}
	}
}

// Whatever fails, and after whatever number of bytes: what was acknowledged is there,
// nothing else is, and when there is room again the writer goes on.
func TestDiskFaults(t *testing.T) {
	t.Parallel()
	broken := syscall.EIO
	for room := int64(-1); room < 700; room += 23 {
		for _, c := range []struct {
			name           string
			sync, truncate error
		}{{name: "full"}, {name: "full and no truncation", truncate: broken}, {name: "sync", sync: broken}, {name: "sync and no truncation", sync: broken, truncate: broken}} {
			if room < 0 && c.sync == nil {
				continue
			}
			t.Run(fmt.Sprintf("%s, %d bytes", c.name, room), func(t *testing.T) {
				t.Parallel()
				diskFault(t, room, c.sync, c.truncate)
			})
		}
	}
}

func diskFault(t *testing.T, room int64, sync, truncate error) {
	dir := t.TempDir()
	d := &disk{room: -1}
	f := open(t, dir, options().WithFiles(d.create))
	want := make(map[uint64]int)
	n := 0
	try := func() error {
		n++
		a := arrival(n)
		err := f.Append(t.Context(), a)
		switch {
		case err == nil:
			want[a.Request.Seq] = n
		case a.Request.Seq != 0 || !errors.Is(err, capture.ErrDisk):
			t.Fatalf("request %d has the number %d: %v", n, a.Request.Seq, err)
		}
		return err
	}
	for range 5 {
		if err := try(); err != nil {
			t.Fatal(err)
		}
	}
	d.set(func(d *disk) { d.room, d.sync, d.truncate = room, sync, truncate })
	failed := 0
	for range 5 {
		if try() != nil {
			failed++
		}
	}
	if failed == 0 || f.Status().Err == nil {
		t.Fatalf("%d failed, %v", failed, f.Status().Err)
	}
	holdsExactly(t, f, want, "while it fails")
	d.set(func(d *disk) { d.room, d.sync, d.truncate = -1, nil, nil })
	for range 5 {
		if err := try(); err != nil {
			t.Fatalf("there is room again: %v", err)
		}
	}
	if err := f.Status().Err; err != nil {
		t.Fatalf("there is room again: %v", err)
	}
	holdsExactly(t, f, want, "with room again")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	holdsExactly(t, follow(t, dir, options()), want, "reopened for reading")
	for _, name := range []string{"*.idx", "none"} {
		list, _ := filepath.Glob(filepath.Join(dir, name))
		for _, path := range list {
			_ = os.Remove(path)
		}
		f = open(t, dir, options())
		holdsExactly(t, f, want, "reopened")
		_ = f.Close()
	}
}

// held returns a capture whose first commit waits in its sync.
func held(t *testing.T, o capture.Options) (f *capture.File, release func(), first chan error) {
	t.Helper()
	d := &disk{room: -1, hold: make(chan struct{})}
	f = open(t, t.TempDir(), o.WithFiles(d.create))
	first = make(chan error, 1)
	go func() { first <- f.Append(context.Background(), arrival(1)) }()
	for d.syncs.Load() == 0 {
		<-after()
	}
	return f, sync.OnceFunc(func() { close(d.hold) }), first
}

func TestFullQueue(t *testing.T) {
	t.Parallel()
	o := options()
	o.QueueEntries = 2
	f, release, first := held(t, o)
	defer release()
	second := make(chan error, 1)
	go func() { second <- f.Append(context.Background(), arrival(2)) }()
	for f.Status().Queue < 2 {
		<-after()
	}
	if err := f.Append(t.Context(), arrival(3)); !errors.Is(err, capture.ErrFull) {
		t.Errorf("third: %v", err)
	}
	release()
	if err := errors.Join(<-first, <-second); err != nil {
		t.Error(err)
	}
	store(t, f, 3, 3)
}

func TestFullQueueInBytes(t *testing.T) {
	t.Parallel()
	o := options()
	o.QueueBytes = 1000
	f, release, first := held(t, o)
	defer release()
	if err := f.Append(t.Context(), arrival(2)); !errors.Is(err, capture.ErrFull) {
		t.Errorf("second: %v", err)
	}
	release()
	if err := <-first; err != nil {
		t.Error(err)
	}
	large := arrival(2)
	large.Request.Body = make([]byte, 5000) // alone, anything may pass
	if err := f.Append(t.Context(), large); err != nil {
		t.Error(err)
	}
}

// A request whose sender has left is withdrawn while it is queued; once the writer
// has it, Append waits, as the buffers are in use.
func TestAbandonedRequests(t *testing.T) {
	t.Parallel()
	d := &disk{room: -1, hold: make(chan struct{})}
	f := open(t, t.TempDir(), options().WithFiles(d.create))
	ctx, leave := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() { first <- f.Append(ctx, arrival(1)) }()
	for d.syncs.Load() == 0 {
		<-after()
	}
	leave()
	if err := f.Append(ctx, arrival(2)); !errors.Is(err, context.Canceled) {
		t.Errorf("queued: %v", err)
	}
	if n := f.Status().Queue; n != 1 {
		t.Errorf("%d are queued", n)
	}
	select {
	case err := <-first:
		t.Errorf("returned while the buffers are in use: %v", err)
	default:
	}
	close(d.hold)
	if err := <-first; err != nil {
		t.Errorf("stored: %v", err)
	}
	if s := f.Status(); s.LastSeq != 1 {
		t.Errorf("%+v", s)
	}
}

// What is queued when the capture closes is stored.
func TestCloseStoresWhatIsQueued(t *testing.T) {
	t.Parallel()
	o := options()
	f, release, first := held(t, o)
	second := make(chan error, 1)
	go func() { second <- f.Append(context.Background(), arrival(2)) }()
	for f.Status().Queue < 2 {
		<-after()
	}
	closed := make(chan error, 1)
	go func() { closed <- f.Close() }()
	release()
	if err := errors.Join(<-first, <-second, <-closed); err != nil {
		t.Fatal(err)
	}
	dir := f.Status().Dir
	f = follow(t, dir, options())
	got, err := f.Load(t.Context(), 2)
	if err != nil || got.Reply == nil || got.Reply.Status != 200 {
		t.Errorf("loaded %+v, %v", got, err)
	}
}
