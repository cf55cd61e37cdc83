package capture

import (
	"os"
	"sync"
)

// publisher makes stored batches visible and answers for them, one after another, so
// that the writer can sync the next one meanwhile. It also writes the index file.
//
// A request that was answered is visible: its row is in the log and its conversation
// in the index.
type publisher struct {
	f       *File
	stored  chan stored
	pending sync.WaitGroup
	index   *os.File // of the segment being written; nil when it could not be written
	rows    *indexer
	buf     []byte
}

// stored is a batch that is on the disk, and who waits for it.
type stored struct {
	*batch
	entries []*entry
}

func newPublisher(f *File) *publisher { return &publisher{f: f, stored: make(chan stored, 1)} }

// run publishes until the channel is closed.
func (p *publisher) run() {
	for s := range p.stored {
		p.f.publish(s.batch)
		p.queueReplies(s.batch)
		p.f.queue.finish(s.entries, nil)
		p.writeRows(s.batch)
		p.pending.Done()
	}
}

// put hands a batch over. Only the writer calls it.
func (p *publisher) put(b *batch, entries []*entry) {
	p.pending.Add(1)
	p.stored <- stored{b, entries}
}

// drain waits until everything that was put is visible. Afterwards, and until the
// next put, the index file is the writer's.
func (p *publisher) drain() { p.pending.Wait() }

// open begins the index file of a segment.
func (p *publisher) open(s *segment) {
	p.close()
	p.rows = newIndexer()
	if f, err := os.OpenFile(indexPath(s.path), os.O_WRONLY|os.O_APPEND, 0o600); err == nil {
		p.index = f
	}
}

func (p *publisher) close() {
	if p.index != nil {
		_ = p.index.Close() // a short index is rebuilt
		p.index = nil
	}
}

// queueReplies leaves the answers that rows show already to a later commit.
func (p *publisher) queueReplies(b *batch) {
	for i := range b.items {
		if it := &b.items[i]; it.reply != nil {
			p.f.addReply(it.ref.seq, *it.reply, true)
		}
	}
}

// writeRows brings the index file up to date. A failure only costs the next opening
// time: what follows in the file would not be understood, so nothing follows.
func (p *publisher) writeRows(b *batch) {
	if p.index == nil {
		return
	}
	for i := range b.items {
		p.rows.request(&b.items[i])
	}
	p.rows.refs = append(p.rows.refs, b.late...)
	p.buf = p.rows.append(p.buf[:0], b.end)
	if _, err := p.index.Write(p.buf); err != nil {
		p.close()
	}
}
