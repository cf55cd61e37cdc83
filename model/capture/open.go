package capture

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"offhook/model"
)

// loaded is what opening read of one segment.
type loaded struct {
	segment *segment
	chunks  []chunk
	damage  []Damage
	size    int64 // of the file
	changed bool  // the chunks are more than the index file has
	unknown bool  // no record can be read
	err     error // why reading ended

}

// load reads all segments, each by its index file as far as that goes, several at a
// time.
func (f *File) load() ([]*loaded, error) {
	firsts, err := listSegments(f.dir)
	if err != nil {
		return nil, err
	}
	list := make([]*loaded, len(firsts))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, first := range firsts {
		next := uint64(math.MaxUint64)
		if i+1 < len(firsts) {
			next = firsts[i+1]
		}
		slots <- struct{}{}
		wg.Go(func() {
			list[i] = f.loadSegment(first, next)
			<-slots
		})
	}
	wg.Wait()
	return slices.DeleteFunc(list, func(l *loaded) bool { return errors.Is(l.err, fs.ErrNotExist) }), nil
}

// loadSegment reads one segment. Requests with the next segment's numbers or higher
// are none: a commit that failed left them.
func (f *File) loadSegment(first, next uint64) *loaded {
	l := &loaded{segment: &segment{first: first, path: filepath.Join(f.dir, segmentName(first))}}
	file, err := os.Open(l.segment.path)
	if err != nil {
		return l.closed(err)
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return l.closed(err)
	}
	l.size = info.Size()
	sc := &scanner{file: file, name: filepath.Base(l.segment.path), size: l.size}
	if err := sc.find(); err != nil {
		l.unreadable(sc, err)
		return l
	}
	l.segment.marker = sc.marker
	from := f.loadIndex(l, file, next)
	sc.size = l.size
	end := f.scanInto(l, sc, from, next)
	if end > from {
		l.changed = true
	}
	l.segment.size, l.err = end, sc.err
	if end < l.size && (next != math.MaxUint64 || sc.err != nil) {
		l.damage = append(l.damage, Damage{sc.name, end, l.size - end, tailReason(sc.err)})
	}
	return l
}

// closed notes that the segment cannot be opened at all. Whoever only reads goes on
// with the others, and is told.
func (l *loaded) closed(err error) *loaded {
	l.err = err
	l.damage = []Damage{{filepath.Base(l.segment.path), 0, 0, err.Error()}}
	return l
}

// unreadable notes that the segment's marker is not known.
func (l *loaded) unreadable(sc *scanner, err error) {
	l.unknown, l.err = true, sc.err
	if errors.Is(err, ErrVersion) {
		l.err = err
	}
	if l.size >= segmentHeader {
		l.damage = []Damage{{sc.name, 0, l.size, err.Error()}}
		l.segment.size = l.size
	}
}

func tailReason(err error) string {
	if err != nil {
		return err.Error()
	}
	return "no whole record"
}

// loadIndex takes what the index file has and returns where in the segment it ends.
func (f *File) loadIndex(l *loaded, file *os.File, next uint64) int64 {
	b := readBuffers.Get().(*[]byte)
	defer readBuffers.Put(b)
	*b, _ = readFile(indexPath(l.segment.path), *b) // without one it is empty
	if info, err := file.Stat(); err == nil {
		l.size = info.Size() // not before the index was read, which may be growing
	}
	chunks, whole, ok := decodeIndex(*b, l.segment, l.size, next, f.fingerprint)
	if !ok {
		l.changed = true
		return segmentHeader
	}
	l.chunks, l.changed = chunks, !whole
	if n := len(chunks); n > 0 {
		return chunks[n-1].covered
	}
	return segmentHeader
}

var readBuffers = sync.Pool{New: func() any { return new([]byte) }}

// readFile reads a file into a buffer that is used again.
func readFile(path string, b []byte) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return b[:0], err
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return b[:0], err
	}
	b = slices.Grow(b[:0], int(info.Size()))[:info.Size()]
	n, err := file.ReadAt(b, 0)
	return b[:n], err
}

// scanInto reads the rest of a segment from its records.
func (f *File) scanInto(l *loaded, sc *scanner, from int64, next uint64) int64 {
	last := l.lastSeq()
	x := newIndexer()
	seal := func(at int64) {
		l.chunks = append(l.chunks, chunk{model.Run{Rows: slices.Clone(x.rows), Arena: slices.Clone(x.arena)}, x.refs, at})
		x = newIndexer()
	}
	end, damage := sc.scan(from, func(rec record, off int64) bool {
		if x.full() {
			seal(off)
		}
		ok := true
		switch {
		case rec.version != recordVersion || rec.kind == 0 || rec.kind > kindOutage:
		case rec.kind != kindRequest:
			var r ref
			if r, ok = readLate(rec, off); ok {
				x.refs = append(x.refs, r)
			}
		case rec.seq <= last || rec.seq >= next || !l.segment.holds(rec.seq, l.size):
		default:
			var it item
			if it, ok = f.read(rec, off); ok {
				x.request(&it)
				last = rec.seq
			}
		}
		if !ok {
			l.damage = append(l.damage, Damage{sc.name, off, headerSize + int64(rec.length), "the record cannot be decoded"})
		}
		return true
	})
	l.damage = append(l.damage, damage...)
	if end > from {
		seal(end)
	}
	return end
}

// lastSeq is the number of the last request, the one before the segment's first
// without one.
func (l *loaded) lastSeq() uint64 {
	for _, c := range slices.Backward(l.chunks) {
		for _, r := range slices.Backward(c.refs) {
			if r.kind == kindRequest {
				return r.seq
			}
		}
	}
	return l.segment.first - 1
}

// attach takes over what was loaded, in order.
func (f *File) attach(list []*loaded) {
	for _, l := range list {
		f.mu.Lock()
		f.segments = append(f.segments, l.segment)
		f.damage = append(f.damage, l.damage...)
		f.next = max(f.next, l.segment.first)
		l.makeRoom()
		var updates []model.Update
		for _, c := range l.chunks {
			for i := range c.refs {
				updates = f.attachRef(l, &c.refs[i], updates)
			}
		}
		if l.unknown && l.segment.size > 0 {
			f.next += uint64(l.segment.size / headerSize) // none of the numbers that it may hold is given out again
		}
		f.mu.Unlock()
		l.segment.known = make(map[uint64]model.CodeSet)
		for _, c := range l.chunks {
			for i := range c.run.Rows {
				if r := &c.run.Rows[i]; r.Problems != 0 {
					l.segment.known[r.Seq] |= r.Problems
				}
			}
			f.log.AppendRun(c.run.Rows, c.run.Arena)
		}
		f.log.Update(updates...)
	}
	if first := f.first(); first > 1 {
		f.index.forget(first) // retention has been here
	}
}

// makeRoom sizes the segment's tables for what will be put into them.
func (l *loaded) makeRoom() {
	var count [kindOutage + 1]int
	for _, c := range l.chunks {
		for _, r := range c.refs {
			count[r.kind]++
		}
	}
	s := l.segment
	s.offsets, s.status = make([]uint32, 0, count[kindRequest]), make([]uint16, 0, count[kindRequest])
	for k := kindReply; k <= kindOutage; k++ {
		s.late[k] = make([]place, 0, count[k])
	}
}

// attachRef notes where a record lies, and what a late one tells of a row. The caller
// holds mu.
func (f *File) attachRef(l *loaded, r *ref, updates []model.Update) []model.Update {
	if r.kind == kindRequest {
		l.segment.put(*r)
		f.next = r.seq + 1
		return updates
	}
	f.putLate(l.segment, *r)
	if r.kind == kindReply && !r.shown {
		r.shown = l.setReply(r)
	}
	if u, ok := r.update(); ok {
		updates = append(updates, u)
	}
	return updates
}

// setReply notes an answer in the rows of the same segment, which nobody has seen yet.
func (l *loaded) setReply(r *ref) (shown bool) {
	n := slices.IndexFunc(l.chunks, func(c chunk) bool {
		rows := c.run.Rows
		return len(rows) > 0 && rows[len(rows)-1].Seq >= r.seq
	})
	if n < 0 {
		return false
	}
	rows := l.chunks[n].run.Rows
	i, _ := slices.BinarySearchFunc(rows, r.seq, func(row model.Row, seq uint64) int {
		if row.Seq < seq {
			return -1
		}
		return 1
	})
	for ; i < len(rows) && rows[i].Seq == r.seq; i++ {
		rows[i].Reply, rows[i].Took, shown = r.status, r.took, true
	}
	return shown
}

// openWriter loads the capture, mends the end of its last segment, and readies a
// writer behind it.
func (f *File) openWriter() (*writer, error) {
	list, err := f.load()
	if err != nil {
		return nil, err
	}
	for _, l := range list {
		if errors.Is(l.err, ErrVersion) {
			return nil, l.err
		}
	}
	f.attach(list)
	w := &writer{f: f}
	for i, l := range list {
		if l.changed && !l.unknown {
			_ = writeIndex(l.segment, l.chunks, f.fingerprint) // it only saves time
		}
		if i == len(list)-1 {
			if err := w.resume(l); err != nil {
				return nil, err
			}
		}
	}
	f.removeOrphans()
	f.retain()
	return w, nil
}

// resume goes on behind the last whole record of a segment. What follows it was never
// acknowledged, or is damaged beyond reading.
func (w *writer) resume(l *loaded) error {
	if l.err != nil {
		return l.err
	}
	if l.unknown {
		return nil
	}
	file, err := w.f.o.create(l.segment.path)
	if err != nil {
		return err
	}
	if l.segment.size < l.size {
		w.f.damage = append(w.f.damage, Damage{filepath.Base(l.segment.path), l.segment.size, l.size - l.segment.size, "not whole at the end, cut off"})
		if err := errors.Join(file.Truncate(l.segment.size), file.Sync()); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	w.segment, w.file = l.segment, file
	w.openIndex()
	return nil
}

// removeOrphans removes what a program that was stopped has left.
func (f *File) removeOrphans() {
	entries, _ := os.ReadDir(f.dir) // nothing is lost when it cannot be read
	for _, e := range entries {
		path := filepath.Join(f.dir, e.Name())
		segment := strings.TrimSuffix(path, ".idx") + ".seg"
		if _, err := os.Stat(segment); strings.HasSuffix(path, ".idx.new") || strings.HasSuffix(path, ".idx") && errors.Is(err, fs.ErrNotExist) {
			_ = os.Remove(path) // tried again at the next opening
		}
	}
}
