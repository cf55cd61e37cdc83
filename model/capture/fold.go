package capture

import (
	"runtime"
	"slices"

	"offhook/model"
)

const (
	foldRequests = 256
	foldBytes    = 1 << 20
)

// fold brings the conversations up to date: it parses what is stored on all cores and
// takes it in in order, until it has caught up with whoever writes or follows.
func (f *File) fold() {
	for f.ctx.Err() == nil {
		v, s, ok := f.foldNext()
		if !ok {
			close(f.index.whole)
			return
		}
		damage, err := f.foldView(v, s.known)
		if err == nil {
			f.addDamage(damage)
		}
		f.index.mu.Lock()
		if f.ctx.Err() == nil {
			f.index.to = max(f.index.to, v.last) // what could not be read is not waited for
		}
		f.index.mu.Unlock()
	}
}

// foldNext returns what is to be taken in next; without any the index is live from
// now on.
func (f *File) foldNext() (view, *segment, bool) {
	x := f.index
	x.mu.Lock()
	defer x.mu.Unlock()
	f.mu.RLock()
	defer f.mu.RUnlock()
	x.to = max(x.to, f.first()-1)
	for _, s := range f.segments {
		if s.last() > x.to {
			return s.view(x.to + 1), s, true
		}
		s.known = nil
	}
	x.to, x.live = max(x.to, f.next-1), true
	return view{}, nil, false
}

// foldChunk is requests that one goroutine parses.
type foldChunk struct {
	payload []byte
	records []record // their payloads lie in payload, one behind another
	items   []item
	parsed  chan struct{}
}

func (f *File) foldView(v view, known map[uint64]model.CodeSet) (damage []Damage, err error) {
	ordered := make(chan *foldChunk, 2*runtime.GOMAXPROCS(0))
	f.running.Go(func() {
		defer close(ordered)
		c := &foldChunk{}
		send := func() {
			c.parsed = make(chan struct{})
			ordered <- c
			go f.parse(c)
			c = &foldChunk{}
		}
		damage, err = v.requests(func(rec record, _ int64) bool {
			c.payload = append(c.payload, rec.payload...)
			c.records = append(c.records, rec)
			if len(c.records) >= foldRequests || len(c.payload) >= foldBytes {
				send()
			}
			return f.ctx.Err() == nil
		})
		if len(c.records) > 0 {
			send()
		}
	})
	for c := range ordered {
		<-c.parsed
		if f.ctx.Err() == nil {
			f.log.Update(f.take(c, known)...)
		}
	}
	return damage, err
}

func (f *File) parse(c *foldChunk) {
	defer close(c.parsed)
	rest := c.payload
	for _, rec := range c.records {
		rec.payload, rest = rest[:rec.length:rec.length], rest[rec.length:]
		if it, ok := f.read(rec, 0); ok {
			c.items = append(c.items, it)
		}
	}
}

// take puts parsed requests into the index and returns what their rows lack.
func (f *File) take(c *foldChunk, known map[uint64]model.CodeSet) (updates []model.Update) {
	f.index.mu.Lock()
	defer f.index.mu.Unlock()
	for i := range c.items {
		it := &c.items[i]
		codes := f.index.put(it, f.statusOf(it.ref.seq)) &^ known[it.ref.seq]
		if codes != 0 {
			updates = append(updates, model.Update{Seq: it.ref.seq, Problems: codes})
		}
	}
	return updates
}

// statusOf is what was answered to a request, 0 while that is not known.
func (f *File) statusOf(seq uint64) int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if s := f.segmentOf(seq); s != nil && seq <= s.last() {
		return int(s.status[seq-s.first])
	}
	return 0
}

// addDamage notes damage that was not known.
func (f *File) addDamage(list []Damage) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range list {
		known := slices.ContainsFunc(f.damage, func(k Damage) bool { return k.Segment == d.Segment && k.Offset == d.Offset })
		if !known {
			f.damage = append(f.damage, d)
		}
	}
}
