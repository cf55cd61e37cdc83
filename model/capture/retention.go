package capture

import (
	"errors"
	"io/fs"
	"os"
	"slices"
)

const (
	// keepParts is in how many segments what is kept should lie, so that dropping the
	// oldest takes about one part in so many.
	keepParts     = 8
	leastSegment  = 64 << 10
	leastRequests = 16
)

// fitSegments makes segments small enough for what is kept.
func (o Options) fitSegments() Options {
	if o.KeepBytes > 0 {
		o.SegmentBytes = min(o.SegmentBytes, max(o.KeepBytes/keepParts, leastSegment))
	}
	o.SegmentBytes = min(o.SegmentBytes, maxSegment)
	return o
}

// full reports whether the next request must go to a new segment.
func (o *Options) full(s *segment) bool {
	n := len(s.offsets)
	return n > 0 && (s.size >= o.SegmentBytes || o.Keep > 0 && n >= max(o.Keep/keepParts, leastRequests))
}

// retain drops the oldest segments that need not be kept, never the newest. A file
// that cannot be removed, as Windows does not while somebody reads it, is tried again.
// Only the writer's goroutine calls it, and opening before that.
func (f *File) retain() {
	for f.surplus() {
		f.mu.RLock()
		oldest := f.segments[0]
		f.mu.RUnlock()
		f.drop()
		f.dropped = append(f.dropped, oldest.path)
	}
	f.dropped = slices.DeleteFunc(f.dropped, func(path string) bool {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false
		}
		_ = os.Remove(indexPath(path)) // without its segment it is removed at the next opening
		return true
	})
}

func (f *File) surplus() bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if len(f.segments) < 2 {
		return false
	}
	var bytes int64
	requests := 0
	for _, s := range f.segments {
		bytes, requests = bytes+s.size, requests+len(s.offsets)
	}
	return f.o.KeepBytes > 0 && bytes > f.o.KeepBytes || f.o.Keep > 0 && requests-len(f.segments[0].offsets) >= f.o.Keep
}

// drop forgets the oldest segment.
func (f *File) drop() {
	f.mu.Lock()
	f.segments = f.segments[1:]
	first := f.first()
	f.mu.Unlock()
	f.log.Retain(first)
	f.index.forget(first)
}
