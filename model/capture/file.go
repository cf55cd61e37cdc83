package capture

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"offhook/model"

	"github.com/gofrs/flock"
)

// The roots of errors that callers may look for.
var (
	ErrFull     = errors.New("too many requests wait to be stored")
	ErrDisk     = errors.New("the capture cannot be written")
	ErrTooLarge = errors.New("the request is larger than a record may be")
	ErrReadOnly = errors.New("the capture is open for reading only")
	ErrNotFound = errors.New("the capture does not hold this request")
	ErrDamaged  = errors.New("this request is damaged in the capture")
	ErrVersion  = errors.New("the capture was written by a newer version")
)

// Options say how a capture is kept. The zero value of each field is a default.
type Options struct {
	// Parse reads the events of a stored request. It must be pure, safe for several
	// goroutines, and keep nothing of the request's body. Without it every request is
	// one event of an unknown platform.
	Parse func(*model.Request) []model.Event
	// Schema names the way in which Parse reads requests: index files that were
	// written under another name are rebuilt.
	Schema string

	// LateAfter is [model.Conversations.LateAfter]; 0 means a minute.
	LateAfter time.Duration

	Keep      int    // requests kept, 0 without limit; at least so many stay
	KeepBytes int64  // bytes kept, 0 without limit; at most so many stay, but for the newest segment
	Address   string // where the writer listens, for the lock

	SegmentBytes int64 // a segment is full at this size; 64 MiB. Keep and KeepBytes make segments smaller, see docs/capture-format.md
	QueueEntries int   // requests that may wait; 4096
	QueueBytes   int64 // bytes of them; 256 MiB

	Now func() time.Time // time.Now

	create   func(path string) (segmentFile, error) // faults are injected here
	idle     time.Duration                          // how long late records wait for a commit
	poll     [2]time.Duration                       // the shortest and the longest pause of a follower
	unsynced bool                                   // for filling benchmarks
}

func (o Options) withDefaults() Options {
	def := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	if o.Parse == nil {
		o.Parse = func(*model.Request) []model.Event { return nil }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.QueueEntries <= 0 {
		o.QueueEntries = 4096
	}
	if o.create == nil {
		o.create = createFile
	}
	if o.idle == 0 {
		o.idle = 500 * time.Millisecond
	}
	if o.poll[0] == 0 {
		o.poll = [2]time.Duration{50 * time.Millisecond, 250 * time.Millisecond}
	}
	def(&o.QueueBytes, 256<<20)
	def(&o.SegmentBytes, 64<<20)
	return o.fitSegments()
}

// revealing names all that decides which problems the rows of an index file show.
func (o Options) revealing() string {
	if o.LateAfter == 0 || o.LateAfter == time.Minute {
		return o.Schema
	}
	return o.Schema + " late " + o.LateAfter.String()
}

// File is an open capture.
type File struct {
	dir         string
	o           Options
	fingerprint uint32
	log         *model.Log
	index       *index
	lock        *flock.Flock // nil when read-only
	temporary   bool

	mu       sync.RWMutex // guards what follows, and the segments themselves
	segments []*segment
	next     uint64 // number of the next request
	damage   []Damage
	err      error

	dropped []string // segments that are still to be removed; the writer's own

	late  lateRecords
	queue queue

	stop    context.CancelFunc
	ctx     context.Context
	running sync.WaitGroup
	closing sync.Once
	closed  error
}

func newFile(dir string, o Options) *File {
	o = o.withDefaults()
	f := &File{dir: dir, o: o, fingerprint: fingerprint(o.revealing()), log: model.NewLog(), index: newIndex(o.LateAfter), next: 1}
	f.queue.wake = make(chan struct{}, 1)
	f.ctx, f.stop = context.WithCancel(context.Background())
	return f
}

// Open opens a directory for writing and makes it when there is none. The rows of
// what it holds are there when Open returns; the conversations follow, see
// [Status.Indexing]. The error is a [LockedError] when another process writes.
func Open(dir string, o Options) (*File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open capture: %w", err)
	}
	l, err := lock(dir, o.Address)
	if err != nil {
		return nil, fmt.Errorf("open capture: %w", err)
	}
	f := newFile(dir, o)
	f.lock = l
	w, err := f.openWriter()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open capture: %w", err), l.Unlock())
	}
	f.running.Go(f.fold)
	f.running.Go(w.run)
	return f, nil
}

// Follow opens a directory for reading, whether somebody writes it or not, and
// follows what is written. Nothing in the directory is changed.
func Follow(dir string, o Options) (*File, error) {
	f := newFile(dir, o)
	loaded, err := f.load()
	if err != nil {
		return nil, fmt.Errorf("open capture: %w", err)
	}
	f.attach(loaded)
	f.running.Go(f.fold)
	f.running.Go(newFollower(f).run)
	return f, nil
}

// Temporary opens a new directory of its own, which Close removes.
func Temporary(o Options) (*File, error) {
	dir, err := os.MkdirTemp("", "offhook-")
	if err != nil {
		return nil, fmt.Errorf("open capture: %w", err)
	}
	f, err := Open(dir, o)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	f.temporary = true
	return f, nil
}

// Close writes what is queued and ends everything. Readers of the log are told that
// nothing will follow.
func (f *File) Close() error {
	f.closing.Do(func() {
		f.queue.close()
		f.stop()
		f.running.Wait()
		f.log.Close()
		if f.lock != nil {
			f.mu.RLock()
			f.closed = f.err
			f.mu.RUnlock()
			f.closed = errors.Join(f.closed, f.lock.Unlock())
		}
		if f.temporary {
			f.closed = errors.Join(f.closed, os.RemoveAll(f.dir))
		}
	})
	return f.closed
}

// Since returns the rows after a position, as [model.Log.Since] does.
func (f *File) Since(p model.Position) model.Batch { return f.log.Since(p) }

// Status is the state of a capture.
type Status struct {
	Dir       string
	ReadOnly  bool
	Bytes     int64
	Segments  int
	Keep      int
	KeepBytes int64
	Events    int    // requests kept
	FirstSeq  uint64 // 0 when there is none
	LastSeq   uint64 // 0 when there never was one
	Queue     int    // requests that wait to be stored
	Damage    []Damage
	Err       error // why the last commit failed; nil when writing works
	Indexing  Progress
}

// Progress says how much of something is done.
type Progress struct{ Done, Total uint64 }

// Status returns the state.
func (f *File) Status() Status {
	s := Status{Dir: f.dir, ReadOnly: f.lock == nil, Keep: f.o.Keep, KeepBytes: f.o.KeepBytes, Queue: f.queue.len()}
	folded := f.index.folded()
	f.mu.RLock()
	defer f.mu.RUnlock()
	s.Segments, s.Err, s.LastSeq = len(f.segments), f.err, f.next-1
	s.Damage = append(s.Damage, f.damage...)
	for _, g := range f.segments {
		s.Bytes += g.size
		s.Events += len(g.offsets)
	}
	if first := f.first(); first < f.next {
		s.FirstSeq = first
	}
	s.Indexing = Progress{Total: uint64(s.Events)}
	if first := f.first(); folded >= first {
		s.Indexing.Done = min(folded-first+1, s.Indexing.Total)
	}
	return s
}

// first is the number of the oldest request that is kept. The caller holds mu.
func (f *File) first() uint64 {
	if len(f.segments) == 0 {
		return f.next
	}
	return f.segments[0].first
}
