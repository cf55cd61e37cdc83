package capture

import (
	"context"
	"slices"
	"sync"
	"time"

	"offhook/model"
)

// item is a stored request with what is known of it.
type item struct {
	request *model.Request
	events  []model.Event
	reply   *model.Reply
	ref     ref
}

// batch is what one commit stored, or what a follower read at once.
type batch struct {
	segment *segment
	end     int64 // where in the segment it ends
	items   []item
	late    []ref
	written int // how many late records are no longer waiting
	shown   int // how many items at the front have their rows already
}

// events gives every request at least one event, so that nothing stays unseen.
func events(r *model.Request, list []model.Event) []model.Event {
	if len(list) == 0 {
		list = []model.Event{{Platform: "unknown", Received: r.Received}}
	}
	for i := range list {
		list[i].Seq = r.Seq
	}
	return list
}

// receipt reports whether a problem can only be seen while the request arrives, so
// that it is stored with it.
func receipt(c model.Code) bool { return c >= model.SignatureMissing && c <= model.ReplySlow }

// receiptProblems collects what must be stored of the problems.
func receiptProblems(list []model.Event) (problems []found) {
	for i := range list {
		for _, p := range list[i].Problems {
			if receipt(p.Code) {
				problems = append(problems, found{i, p})
			}
		}
	}
	return problems
}

// addProblems puts problems on the events that they belong to.
func addProblems(list []model.Event, problems []found) {
	for _, p := range problems {
		if p.part < len(list) {
			e := &list[p.part]
			e.Problems = append(e.Problems[:len(e.Problems):len(e.Problems)], p.Problem)
		}
	}
}

// read makes the item of a stored request; its body is a part of the record's payload.
func (f *File) read(rec record, off int64) (item, bool) {
	r, problems, ok := decodeRequest(rec)
	if !ok {
		return item{}, false
	}
	it := item{request: &r, events: events(&r, f.o.Parse(&r)), ref: ref{seq: r.Seq, off: uint32(off), kind: kindRequest}}
	addProblems(it.events, problems)
	return it, true
}

// readLate makes the reference to a record that belongs to a request; ok is false
// when it cannot be decoded.
func readLate(rec record, off int64) (r ref, ok bool) {
	r = ref{seq: rec.seq, off: uint32(off), kind: rec.kind}
	switch rec.kind {
	case kindReply:
		var reply model.Reply
		if reply, ok = decodeReply(rec); ok {
			r.setReply(reply)
		}
	case kindDelivery:
		var d model.Delivery
		d, ok = decodeDelivery(rec)
		r.status = uint16(d.Status)
	case kindMark:
		_, ok = decodeMark(rec)
	case kindOutage:
		_, ok = decodeOutage(rec)
	}
	return r, ok
}

func (r *ref) setReply(reply model.Reply) {
	var row model.Row
	row.SetReply(reply.Status, reply.Took)
	r.status, r.took = row.Reply, row.Took
}

func (r *ref) reply() *model.Reply {
	return &model.Reply{Status: int(r.status), Took: time.Duration(r.took) * time.Microsecond}
}

// update is what a late record tells of a row; ok is false when it tells nothing.
func (r *ref) update() (u model.Update, ok bool) {
	u.Seq = r.seq
	switch {
	case r.kind == kindReply && !r.shown && r.status != 0:
		u.Reply, u.Took = r.status, r.took
	case r.kind == kindDelivery && !r.shown:
		u.Deliveries = 1
		if failed(int(r.status)) {
			u.Failed, u.Problems = 1, 1<<model.ForwardFailed
		}
	default:
		return u, false
	}
	return u, true
}

// failed reports whether a delivery failed.
func failed(status int) bool { return status < 200 || status > 399 }

// publish makes a stored batch visible: first to loads, then to the conversations,
// then to the readers of the log. Only the goroutine that writes or follows calls it.
func (f *File) publish(b *batch) {
	f.register(b)
	f.index.extend(b.items)
	var updates []model.Update
	for i := range b.late {
		r := &b.late[i]
		if r.kind == kindReply {
			f.index.answered(r.seq, int(r.status))
		}
		if u, ok := r.update(); ok {
			updates = append(updates, u)
		}
	}
	f.appendRows(b.items[b.shown:])
	f.log.Update(updates...)
}

func (f *File) appendRows(items []item) {
	type line struct {
		it   *item
		part int
	}
	var lines []line
	for i := range items {
		for part := range items[i].events {
			lines = append(lines, line{&items[i], part})
		}
	}
	if len(lines) == 0 {
		return
	}
	f.log.Append(len(lines), func(i int, add func(string) model.Text) model.Row {
		l := lines[i]
		return model.NewRow(l.it.request, &l.it.events[l.part], l.it.reply, add)
	})
}

// register notes where the batch's records lie.
func (f *File) register(b *batch) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range b.items {
		b.segment.put(b.items[i].ref)
		f.next = b.items[i].ref.seq + 1
	}
	for _, r := range b.late {
		f.putLate(b.segment, r)
	}
	b.segment.size = b.end
	f.late.drop(b.written)
}

// putLate notes a late record of a segment. The caller holds mu.
func (f *File) putLate(s *segment, r ref) {
	s.put(r)
	if r.kind != kindReply {
		return
	}
	if owner := f.segmentOf(r.seq); owner != nil {
		if rel := r.seq - owner.first; rel < uint64(len(owner.status)) {
			owner.status[rel] = r.status
		}
	}
}

// index is the conversations and what they revealed. Requests go in in order: from
// disk by fold at first, then by whoever publishes.
type index struct {
	mu         sync.RWMutex
	all        *model.Conversations
	found      map[uint64][]found  // what all found, by request
	unanswered map[uint64][]string // keys by request whose answer is not known
	to         uint64              // every request up to this one is in
	from       uint64              // nothing before is wanted any more
	live       bool                // fold is done
	whole      chan struct{}       // closed when live
}

func newIndex(late time.Duration) *index {
	all := model.NewConversations()
	all.LateAfter = late
	return &index{all: all, found: make(map[uint64][]found), unanswered: make(map[uint64][]string), whole: make(chan struct{})}
}

func (x *index) folded() uint64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.to
}

// extend takes in new requests, if it has come so far; otherwise fold will find them
// on the disk.
func (x *index) extend(items []item) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.live {
		return
	}
	for i := range items {
		x.put(&items[i], int(items[i].ref.status))
	}
}

// put takes in one request and returns what was found. The caller holds mu.
func (x *index) put(it *item, status int) (codes model.CodeSet) {
	seq := it.ref.seq
	if seq <= x.to || seq < x.from {
		return 0
	}
	x.to = seq
	before := make([]int, len(it.events))
	for i := range it.events {
		before[i] = len(it.events[i].Problems)
	}
	x.all.Extend(it.events, model.Delivered{Body: it.request.Body, Status: status})
	for i := range it.events {
		for _, p := range it.events[i].Problems[before[i]:] {
			x.found[seq] = append(x.found[seq], found{i, p})
			codes |= 1 << p.Code
		}
		if key := it.events[i].Key(); status == 0 && key != "" {
			x.unanswered[seq] = append(x.unanswered[seq], key)
		}
	}
	return codes
}

// answered tells of an answer that became known later.
func (x *index) answered(seq uint64, status int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, key := range x.unanswered[seq] {
		x.all.Answered(seq, key, status)
	}
	delete(x.unanswered, seq)
}

// forget drops what retention has dropped.
func (x *index) forget(seq uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.from = seq
	x.all.Forget(seq)
	for s := range x.found {
		if s < seq {
			delete(x.found, s)
		}
	}
	for s := range x.unanswered {
		if s < seq {
			delete(x.unanswered, s)
		}
	}
}

// problems returns what was found of a request.
func (x *index) problems(seq uint64) []found {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.found[seq]
}

// Indexed waits until the conversations hold everything that was stored before the
// capture was opened.
func (f *File) Indexed(ctx context.Context) error {
	select {
	case <-f.index.whole:
		return nil
	case <-f.ctx.Done():
		return model.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pageStep is how many conversations a page looks at before it lets the writer in.
const pageStep = 512

// Conversations returns a page of the conversations in an order, how many match in
// all, and a version that changes with them. match chooses among them, nil takes all;
// it must not call the capture. The writer waits for a step of it, not for the whole.
func (f *File) Conversations(order model.Order, offset, limit int, match func(*model.Summary) bool) (page []model.Summary, total int, version uint64) {
	x := f.index
	x.mu.RLock()
	version = x.all.Version()
	if order == model.ByActivity && match == nil {
		defer x.mu.RUnlock()
		page, total = x.all.Page(order, offset, limit, nil)
		return page, total, version
	}
	p := x.all.Paging(order, offset, limit, match)
	x.mu.RUnlock()
	x.steps(p.Walk)
	p.Sort()
	x.steps(p.Step)
	return p.Page, p.Total, version
}

// steps does something in parts, between which the writer may come.
func (x *index) steps(step func(n int) (more bool)) {
	for more := true; more; {
		x.mu.RLock()
		more = step(pageStep)
		x.mu.RUnlock()
	}
}

// present leaves out the conversations of which the capture holds no event: a chat
// names its client, whatever is known of that client.
func (x *index) present(keys []string) []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.DeleteFunc(keys, func(key string) bool {
		_, ok := x.all.Summary(key)
		return !ok
	})
}

// Conversation returns the summary of one conversation.
func (f *File) Conversation(key string) (model.Summary, bool) {
	f.index.mu.RLock()
	defer f.index.mu.RUnlock()
	return f.index.all.Summary(key)
}

// ConversationEvents returns the requests of a conversation in the order of storing.
func (f *File) ConversationEvents(key string) []uint64 {
	f.index.mu.RLock()
	defer f.index.mu.RUnlock()
	return append([]uint64(nil), f.index.all.Events(key)...)
}
