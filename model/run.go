package model

import (
	"encoding/binary"
	"maps"
	"slices"
	"sort"
)

// Run is a stretch of rows with the texts they refer to. It is a snapshot: the
// rows and bytes that it shows never change.
type Run struct {
	Rows  []Row
	Arena Arena
	chunk uint64 // the Log's chunk that this is a snapshot of
}

// Arena holds texts one after another, each behind its length. Its zero value is
// empty; offset 0 is reserved for the empty text.
type Arena []byte

// Add appends a text and returns its reference.
func (a *Arena) Add(s string) Text {
	if s == "" {
		return 0
	}
	if len(*a) == 0 {
		*a = append(*a, 0)
	}
	at := Text(len(*a))
	*a = binary.AppendUvarint(*a, uint64(len(s)))
	*a = append(*a, s...)
	return at
}

// Bytes returns a text. The slice must not be changed. A reference that is not the
// arena's own gives nil, as index files may be damaged.
func (a Arena) Bytes(t Text) []byte {
	if t == 0 || int(t) >= len(a) {
		return nil
	}
	n, width := binary.Uvarint(a[t:])
	start := int(t) + width
	if width <= 0 || n > uint64(len(a)-start) {
		return nil
	}
	return a[start : start+int(n) : start+int(n)]
}

// Line is one row together with its texts.
type Line struct {
	Row
	arena Arena
}

// Line returns the i-th row of the run.
func (r Run) Line(i int) Line { return Line{r.Rows[i], r.Arena} }

// The texts of a line, as sent: pass them through [Visible] before drawing.
func (l Line) PlatformText() []byte { return l.arena.Bytes(l.Platform) }
func (l Line) NameText() []byte     { return l.arena.Bytes(l.Name) }
func (l Line) KeyText() []byte      { return l.arena.Bytes(l.Key) }
func (l Line) ChannelText() []byte  { return l.arena.Bytes(l.Channel) }
func (l Line) CustomerText() []byte { return l.arena.Bytes(l.Customer) }
func (l Line) AgentText() []byte    { return l.arena.Bytes(l.Agent) }
func (l Line) SnippetText() []byte  { return l.arena.Bytes(l.Snippet) }

// Actor names who did it, by the row's role.
func (l Line) Actor() Person {
	var text []byte
	switch l.Role {
	case RoleCustomer:
		text = l.CustomerText()
	case RoleAgent, RoleBot:
		text = l.AgentText()
	}
	name, id := SplitPerson(text)
	return Person{Role: l.Role, Name: string(name), ID: string(id)}
}

// Rows is what a reader holds of the Log: the retained runs in order. It is not
// safe for several goroutines; [Rows.Clone] makes a copy for another one.
type Rows struct {
	runs    []Run
	starts  []int // index of each run's first row, counted from the first retained row ever held
	dropped int   // rows that left at the front
	updates map[uint64]Update
}

// Clone returns a copy for another goroutine. It costs the number of runs, not of
// rows, which are shared.
func (r *Rows) Clone() Rows {
	return Rows{runs: slices.Clone(r.runs), starts: slices.Clone(r.starts), dropped: r.dropped, updates: maps.Clone(r.updates)}
}

// Extend takes over a batch of the Log.
func (r *Rows) Extend(b Batch) {
	for _, run := range b.Runs {
		r.put(run)
	}
	gone := 0
	for gone < len(r.runs) && r.runs[gone].chunk < b.firstChunk {
		r.dropped = r.starts[gone] + len(r.runs[gone].Rows)
		gone++
	}
	if gone > 0 {
		r.runs, r.starts = slices.Delete(r.runs, 0, gone), slices.Delete(r.starts, 0, gone)
		maps.DeleteFunc(r.updates, func(seq uint64, _ Update) bool { return seq < r.first() })
	}
	r.apply(b.Updates)
}

// first is the seq of the first row; 0 when there is none.
func (r *Rows) first() uint64 {
	if len(r.runs) == 0 {
		return 0
	}
	return r.runs[0].Rows[0].Seq
}

func (r *Rows) put(run Run) {
	last := len(r.runs) - 1
	if last >= 0 && r.runs[last].chunk == run.chunk {
		r.runs[last] = run
		return
	}
	start := r.dropped
	if last >= 0 {
		start = r.starts[last] + len(r.runs[last].Rows)
	}
	r.runs, r.starts = append(r.runs, run), append(r.starts, start)
}

func (r *Rows) apply(updates []Update) {
	if len(updates) > 0 && r.updates == nil {
		r.updates = make(map[uint64]Update)
	}
	first := r.first()
	for _, u := range updates {
		if u.Seq >= first {
			r.updates[u.Seq] = r.updates[u.Seq].merge(u)
		}
	}
}

// Len counts the rows.
func (r *Rows) Len() int {
	if len(r.runs) == 0 {
		return 0
	}
	last := len(r.runs) - 1
	return r.starts[last] + len(r.runs[last].Rows) - r.dropped
}

// At returns the i-th retained row, oldest first, with later updates applied.
func (r *Rows) At(i int) Line {
	at := i + r.dropped
	n := sort.SearchInts(r.starts, at+1) - 1
	line := r.runs[n].Line(at - r.starts[n])
	if u, ok := r.updates[line.Seq]; ok {
		u.ApplyTo(&line.Row)
	}
	return line
}

// Find returns the index of the first row whose id is not before id; it is Len()
// when there is none.
func (r *Rows) Find(id RowID) int {
	n, _ := slices.BinarySearchFunc(r.runs, id, func(run Run, id RowID) int {
		if run.Rows[len(run.Rows)-1].ID() < id {
			return -1
		}
		return 1
	})
	if n == len(r.runs) {
		return r.Len()
	}
	rows := r.runs[n].Rows
	i, _ := slices.BinarySearchFunc(rows, id, func(row Row, id RowID) int { return compareIDs(row.ID(), id) })
	return r.starts[n] + i - r.dropped
}

func compareIDs(a, b RowID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
