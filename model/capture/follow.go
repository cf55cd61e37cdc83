package capture

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// follower reads along while somebody else writes.
type follower struct {
	f      *File
	shown  uint64 // the last request whose rows were appended
	reread int64  // the size of the newest segment when it was read anew, as that did not help
}

func newFollower(f *File) *follower { return &follower{f: f, shown: f.next - 1} }

// run looks for more, the less often the longer there was nothing.
func (r *follower) run() {
	pause := r.f.o.poll[0]
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-r.f.ctx.Done():
			return
		case <-timer.C:
		}
		if r.poll() {
			pause = r.f.o.poll[0]
		} else {
			pause = min(2*pause, r.f.o.poll[1])
		}
		timer.Reset(pause)
	}
}

// poll takes over what is new and reports whether there was anything.
func (r *follower) poll() (grew bool) {
	firsts, err := listSegments(r.f.dir)
	r.f.mu.Lock()
	r.f.err = err
	r.f.mu.Unlock()
	if err != nil {
		return false
	}
	r.dropGone(firsts)
	current := r.newest()
	for i, first := range firsts {
		if current != nil && first < current.first {
			continue
		}
		s := current
		if s == nil || first > s.first {
			s = &segment{first: first, path: filepath.Join(r.f.dir, segmentName(first)), size: segmentHeader}
			r.reread = 0
		}
		next := uint64(math.MaxUint64)
		if i+1 < len(firsts) {
			next = firsts[i+1]
		}
		if r.advance(s, next) {
			grew = true
		}
	}
	return grew
}

func (r *follower) newest() *segment {
	r.f.mu.RLock()
	defer r.f.mu.RUnlock()
	if n := len(r.f.segments); n > 0 {
		return r.f.segments[n-1]
	}
	return nil
}

// dropGone forgets the segments that retention has taken.
func (r *follower) dropGone(firsts []uint64) {
	for {
		r.f.mu.RLock()
		gone := len(r.f.segments) > 0 && len(firsts) > 0 && r.f.segments[0].first < firsts[0]
		r.f.mu.RUnlock()
		if !gone {
			return
		}
		r.f.drop()
	}
}

// advance reads what is new of a segment. Behind the last whole record of the newest
// one, a commit may just be happening: what is there is looked at again later.
func (r *follower) advance(s *segment, next uint64) bool {
	file, err := os.Open(s.path)
	if err != nil {
		return false // it will be there next time, or not be listed
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil || info.Size() == s.size && s.marker != (marker{}) {
		return false
	}
	sc := &scanner{file: file, name: filepath.Base(s.path), size: info.Size(), marker: s.marker}
	if s.marker == (marker{}) && !r.enter(s, sc, next) {
		return false
	}
	before := s.size
	if sc.size < before {
		r.reset(s)
	}
	end, damage := r.take(s, sc, next, before)
	if len(damage) > 0 && next == math.MaxUint64 && sc.size != r.reread {
		// The writer may have cut off a commit that failed and written another one.
		r.reread = sc.size
		r.reset(s)
		end, damage = r.take(s, sc, next, before)
	}
	if next != math.MaxUint64 && end < info.Size() && sc.err == nil {
		damage = append(damage, Damage{sc.name, end, info.Size() - end, tailReason(nil)})
	}
	r.f.addDamage(damage)
	return end > before
}

// enter takes up a new segment once its header can be read.
func (r *follower) enter(s *segment, sc *scanner, next uint64) bool {
	if err := sc.find(); err != nil {
		if next != math.MaxUint64 && sc.err == nil {
			r.f.addDamage([]Damage{{sc.name, 0, sc.size, err.Error()}})
		}
		return false
	}
	r.f.mu.Lock()
	defer r.f.mu.Unlock()
	s.marker = sc.marker
	if n := len(r.f.segments); n > 0 {
		// Requests with the new segment's numbers were left by a commit that failed.
		if last := r.f.segments[n-1]; last.first == s.first {
			r.f.segments = r.f.segments[:n-1]
		} else if kept := s.first - last.first; kept < uint64(len(last.offsets)) {
			last.offsets, last.status = last.offsets[:kept], last.status[:kept]
		}
	}
	r.f.segments = append(r.f.segments, s)
	r.f.next = s.first
	return true
}

// reset forgets what is known of a segment, to read it anew.
func (r *follower) reset(s *segment) {
	r.f.mu.Lock()
	defer r.f.mu.Unlock()
	s.size, s.offsets, s.status, r.f.next = segmentHeader, nil, nil, s.first
	clear(s.late[:])
}

// take reads records and publishes them in batches. What lies before seen was
// published already.
func (r *follower) take(s *segment, sc *scanner, next uint64, seen int64) (int64, []Damage) {
	b := &batch{segment: s}
	last, size := s.last(), 0
	end, damage := sc.scan(s.size, func(rec record, off int64) bool {
		switch {
		case rec.version != recordVersion || rec.kind == 0 || rec.kind > kindOutage:
		case rec.kind != kindRequest:
			if l, ok := readLate(rec, off); ok {
				l.shown = off < seen || b.answer(&l)
				b.late = append(b.late, l)
			}
		case rec.seq <= last || rec.seq >= next || !s.holds(rec.seq, sc.size):
		default:
			rec.payload = slices.Clone(rec.payload)
			if it, ok := r.f.read(rec, off); ok {
				b.items, last = append(b.items, it), rec.seq
			}
		}
		b.end = off + headerSize + int64(rec.length)
		if size += int(rec.length); len(b.items) >= foldRequests || size >= foldBytes {
			r.publish(b)
			b, size = &batch{segment: s}, 0
		}
		return r.f.ctx.Err() == nil
	})
	if b.end > 0 {
		r.publish(b)
	}
	return end, damage
}

// answer puts an answer into the same batch's request, before anyone has seen it.
func (b *batch) answer(l *ref) bool {
	i, ok := slices.BinarySearchFunc(b.items, l.seq, func(it item, seq uint64) int {
		if it.ref.seq < seq {
			return -1
		}
		return int(min(it.ref.seq-seq, 1))
	})
	if !ok || l.kind != kindReply {
		return false
	}
	b.items[i].reply, b.items[i].ref.status = l.reply(), l.status
	return true
}

func (r *follower) publish(b *batch) {
	for b.shown < len(b.items) && b.items[b.shown].ref.seq <= r.shown {
		b.shown++
	}
	if n := len(b.items); n > 0 {
		r.shown = max(r.shown, b.items[n-1].ref.seq)
	}
	r.f.publish(b)
}
