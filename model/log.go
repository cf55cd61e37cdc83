package model

import (
	"errors"
	"math"
	"sync"
)

// ErrClosed is returned, or reported by a [Batch], when no row will follow.
var ErrClosed = errors.New("the log is closed")

// chunkRows is how many rows one chunk holds. Retention drops whole chunks, so it
// is also how far retention may lag behind.
const chunkRows = 4096

// Log is the ordered list of rows in memory: one writer appends, any number of
// readers follow at their own pace, each from its own [Position]. A slow reader
// never holds anybody up; what retention took before it looked is counted for it.
type Log struct {
	mu      sync.Mutex
	chunks  []*chunk // consecutive; the last one is being written
	first   uint64   // number of chunks[0]
	rows    uint64   // rows ever appended
	updates []Update
	dropped uint64 // updates dropped at the front
	changed chan struct{}
	closed  bool
}

type chunk struct {
	rows   []Row
	arena  Arena
	start  uint64          // rows ever appended before this chunk
	intern map[string]Text // nil once the chunk is full
}

// Position is a reader's place. The zero value is the oldest retained row.
type Position struct {
	row, update uint64
	begun       bool // the reader was here before: what it misses, it was too slow for
}

// Batch is what a reader has not seen yet.
type Batch struct {
	Runs    []Run    // the chunks that hold new rows, each from its beginning
	New     int      // how many rows at the end of Runs are new to the reader
	Updates []Update // what became known later of rows
	Next    Position
	Changed <-chan struct{} // closed at the next append; taken together with the rows, so that no wake-up is lost
	Skipped uint64          // rows that retention dropped unseen
	Closed  bool            // nothing will follow

	firstChunk uint64
}

// Update is what became known of a row after it was appended.
type Update struct {
	Seq        uint64
	Reply      uint16 // 0: unchanged
	Took       uint32 // microseconds, with Reply
	Problems   CodeSet
	Deliveries uint8 // how many more
	Failed     uint8 // how many of them failed
}

// ApplyTo changes a copy of the row.
func (u Update) ApplyTo(r *Row) {
	r.Problems |= u.Problems
	if u.Reply != 0 {
		r.Reply, r.Took = u.Reply, u.Took
	}
}

func (u Update) merge(next Update) Update {
	next.Problems |= u.Problems
	next.Deliveries = addCapped(next.Deliveries, u.Deliveries)
	next.Failed = addCapped(next.Failed, u.Failed)
	if next.Reply == 0 {
		next.Reply, next.Took = u.Reply, u.Took
	}
	return next
}

func addCapped(a, b uint8) uint8 { return uint8(min(int(a)+int(b), math.MaxUint8)) }

// NewLog returns an empty log.
func NewLog() *Log { return &Log{changed: make(chan struct{})} }

// Append adds rows: make is called once a row, with the function that keeps a text,
// and must not call the log. It belongs to the writer.
func (l *Log) Append(count int, make func(i int, add func(string) Text) Row) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range count {
		c := l.writable()
		c.rows = append(c.rows, make(i, c.add))
		l.rows++
	}
	l.wake()
}

// AppendRun adds rows that were read from an index file. The log keeps the slices.
func (l *Log) AppendRun(rows []Row, arena Arena) {
	if len(rows) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seal()
	l.chunks = append(l.chunks, &chunk{rows: rows, arena: arena, start: l.rows})
	l.rows += uint64(len(rows))
	l.wake()
}

func (l *Log) writable() *chunk {
	if n := len(l.chunks); n > 0 {
		if c := l.chunks[n-1]; c.intern != nil && len(c.rows) < chunkRows {
			return c
		}
	}
	l.seal()
	c := &chunk{rows: make([]Row, 0, chunkRows), start: l.rows, intern: make(map[string]Text)}
	l.chunks = append(l.chunks, c)
	return c
}

// seal lets go of what only the writer of a chunk needs.
func (l *Log) seal() {
	if n := len(l.chunks); n > 0 {
		l.chunks[n-1].intern = nil
	}
}

func (c *chunk) add(s string) Text {
	if t, ok := c.intern[s]; ok {
		return t
	}
	t := c.arena.Add(s)
	c.intern[s] = t
	return t
}

// Update tells the readers what became known of a row.
func (l *Log) Update(updates ...Update) {
	if len(updates) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.updates = append(l.updates, updates...)
	l.wake()
}

// Retain drops the oldest chunks whose rows all lie before seq.
func (l *Log) Retain(seq uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.chunks) > 1 && l.chunks[0].rows[len(l.chunks[0].rows)-1].Seq < seq {
		l.chunks[0] = nil
		l.chunks = l.chunks[1:]
		l.first++
	}
	keep := 0
	for keep < len(l.updates) && l.updates[keep].Seq < seq {
		keep++
	}
	l.updates = l.updates[keep:]
	l.dropped += uint64(keep)
}

// Close tells the readers that nothing will follow.
func (l *Log) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.closed = true
		close(l.changed)
	}
}

func (l *Log) wake() {
	if l.closed {
		return
	}
	close(l.changed)
	l.changed = make(chan struct{})
}

// Len counts the retained rows.
func (l *Log) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int(l.rows - l.oldest())
}

// oldest is the number of the oldest retained row.
func (l *Log) oldest() uint64 {
	if len(l.chunks) == 0 {
		return l.rows
	}
	return l.chunks[0].start
}

// Since returns what came after a position, where to go on, and a channel that is
// closed at the next change, all at once.
func (l *Log) Since(p Position) Batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := Batch{Changed: l.changed, Closed: l.closed, firstChunk: l.first}
	if oldest := l.oldest(); p.row < oldest {
		if p.begun {
			b.Skipped = oldest - p.row
		}
		p.row = oldest
	}
	from := len(l.chunks)
	for from > 0 && l.chunks[from-1].start+uint64(len(l.chunks[from-1].rows)) > p.row {
		from--
	}
	for i, c := range l.chunks[from:] {
		b.Runs = append(b.Runs, Run{Rows: c.rows[:len(c.rows):len(c.rows)], Arena: c.arena[:len(c.arena):len(c.arena)], chunk: l.first + uint64(from+i)})
	}
	b.New = int(l.rows - p.row)
	skip := max(p.update, l.dropped) - l.dropped
	b.Updates = append(b.Updates, l.updates[skip:]...)
	b.Next = Position{row: l.rows, update: l.dropped + uint64(len(l.updates)), begun: true}
	return b
}

// Lines visits the rows of the batch that are new to the reader, oldest first.
func (b Batch) Lines(yield func(Line) bool) {
	total := 0
	for _, run := range b.Runs {
		total += len(run.Rows)
	}
	skip := total - b.New
	for _, run := range b.Runs {
		for i := min(skip, len(run.Rows)); i < len(run.Rows); i++ {
			if !yield(run.Line(i)) {
				return
			}
		}
		skip = max(skip-len(run.Rows), 0)
	}
}
