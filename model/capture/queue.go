package capture

import (
	"context"
	"slices"
	"sync"

	"offhook/model"
)

// entry is a request that waits to be stored.
type entry struct {
	arrival *model.Arrival
	size    int64
	done    chan error // buffered
}

// queue is what waits for the writer, bounded in count and bytes.
type queue struct {
	mu      sync.Mutex
	waiting []*entry
	entries int   // waiting and being written
	bytes   int64 // of them
	closed  bool
	enough  int // how many must wait before the writer is woken; 0 and 1 wake it at once
	wake    chan struct{}
}

func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.entries
}

func (q *queue) put(e *entry, o *Options) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return model.ErrClosed
	case q.entries >= o.QueueEntries, q.entries > 0 && q.bytes+e.size > o.QueueBytes:
		return ErrFull
	}
	q.waiting = append(q.waiting, e)
	q.entries, q.bytes = q.entries+1, q.bytes+e.size
	if len(q.waiting) >= q.enough {
		q.signal()
	}
	return nil
}

// expect makes puts silent until enough entries wait; it reports whether they do.
func (q *queue) expect(enough int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.enough = enough
	return q.closed || len(q.waiting) >= enough
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// withdraw takes an entry back that the writer has not begun with.
func (q *queue) withdraw(e *entry) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, e)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	q.entries, q.bytes = q.entries-1, q.bytes-e.size
	return true
}

// take returns what one commit stores, the oldest first.
func (q *queue) take() (batch []*entry, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, size := 0, int64(0)
	for n < min(len(q.waiting), commitEntries) && (n == 0 || size+q.waiting[n].size <= commitBytes) {
		size += q.waiting[n].size
		n++
	}
	batch = slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	return batch, q.closed
}

// finish answers entries that were taken.
func (q *queue) finish(batch []*entry, err error) {
	q.mu.Lock()
	for _, e := range batch {
		q.entries, q.bytes = q.entries-1, q.bytes-e.size
	}
	q.mu.Unlock()
	for _, e := range batch {
		e.done <- err
	}
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

// Append stores a request and returns when it is on the disk, with the request's and
// its events' Seq set. Until then everything in a belongs to the writer: when ctx ends
// first, Append still waits for a commit that has begun. It fails with [ErrFull] when
// too much waits already, and with [ErrDisk] when the disk does not take it.
//
// a.Reply, when it is known, is what will be answered; how long it took is noted at
// the moment of the commit.
func (f *File) Append(ctx context.Context, a *model.Arrival) error {
	if f.lock == nil {
		return ErrReadOnly
	}
	e := &entry{arrival: a, size: requestSize(a.Request), done: make(chan error, 1)}
	if e.size > maxPayload {
		return ErrTooLarge
	}
	if err := f.queue.put(e, &f.o); err != nil {
		return err
	}
	select {
	case err := <-e.done:
		return err
	case <-ctx.Done():
		if f.queue.withdraw(e) {
			return ctx.Err()
		}
		return <-e.done
	}
}

// requestSize is about what a request needs on disk, never less.
func requestSize(r *model.Request) int64 {
	n := 512 + len(r.Body) + len(r.Method) + len(r.Target) + len(r.Proto) + len(r.Host) + len(r.Remote)
	for _, f := range r.Header {
		n += len(f.Name) + len(f.Value) + 10
	}
	return int64(n)
}

// What waits for a disk that does not take it is bounded; what comes later is lost.
const (
	maxLate      = 1 << 16
	maxLateBytes = 256 << 20
)

// late is a record that belongs to a stored request, or to none.
type late struct {
	record
	ref ref // all but the place
}

// lateRecords wait for the next commit. They are encoded at once, so that nothing of
// the caller's is kept.
type lateRecords struct {
	mu      sync.Mutex
	records []late
	bytes   int // of their payloads
}

func (l *lateRecords) add(r late) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.records) >= maxLate || l.bytes+len(r.payload) > maxLateBytes {
		return
	}
	l.bytes += len(r.payload)
	l.records = append(l.records, r)
}

// snapshot returns what waits; it stays until drop.
func (l *lateRecords) snapshot() []late {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.records[:len(l.records):len(l.records)]
}

func (l *lateRecords) drop(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.records[:n] {
		l.bytes -= len(r.payload)
	}
	l.records = slices.Clone(l.records[n:])
}

// of returns what waits for a request.
func (l *lateRecords) of(seq uint64) (list []record) {
	for _, r := range l.snapshot() {
		if r.seq == seq {
			list = append(list, r.record)
		}
	}
	return list
}
