package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"offhook/model"
)

// spot is where a record lies.
type spot struct {
	path   string
	marker marker
	off    int64
}

// segmentOf returns the segment that a request lies in, if it is there. The caller
// holds mu.
func (f *File) segmentOf(seq uint64) *segment {
	if i := f.segmentIndex(seq); i >= 0 {
		return f.segments[i]
	}
	return nil
}

func (f *File) segmentIndex(seq uint64) int {
	n, _ := slices.BinarySearchFunc(f.segments, seq, func(s *segment, seq uint64) int {
		if s.first <= seq {
			return -1
		}
		return 1
	})
	return n - 1
}

// whereabouts is where everything lies that belongs to one request.
type whereabouts struct {
	request, reply spot // reply has no path without one
	deliveries     []spot
	waiting        []record // not on the disk yet
}

func (f *File) locate(seq uint64) (w whereabouts, err error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	i := f.segmentIndex(seq)
	if i < 0 || seq >= f.next {
		return w, fmt.Errorf("%w: %d", ErrNotFound, seq)
	}
	s := f.segments[i]
	if seq > s.last() || s.offsets[seq-s.first] == 0 {
		return w, fmt.Errorf("%w: %d in %s", ErrDamaged, seq, filepath.Base(s.path))
	}
	w.request = spot{s.path, s.marker, int64(s.offsets[seq-s.first])}
	for _, s := range f.segments[i:] {
		for _, p := range s.places(kindReply, seq) {
			w.reply = spot{s.path, s.marker, int64(p.off)}
		}
		for _, p := range s.places(kindDelivery, seq) {
			w.deliveries = append(w.deliveries, spot{s.path, s.marker, int64(p.off)})
		}
	}
	w.waiting = f.late.of(seq)
	return w, nil
}

// reader reads single records; it keeps the last file open.
type reader struct {
	path string
	file *os.File
}

func (r *reader) close() {
	if r.file != nil {
		_ = r.file.Close() // only read
	}
	r.file = nil
}

// guess is how much is read at first of a record whose length is not known.
const guess = 4096

func (r *reader) read(at spot, k kind, seq uint64) (record, error) {
	damaged := func(reason string) error {
		return fmt.Errorf("%w: %d at %s:%d: %s", ErrDamaged, seq, filepath.Base(at.path), at.off, reason)
	}
	if r.file == nil || r.path != at.path {
		r.close()
		file, err := os.Open(at.path)
		if errors.Is(err, fs.ErrNotExist) {
			return record{}, fmt.Errorf("%w: %d is no longer kept", ErrNotFound, seq)
		}
		if err != nil {
			return record{}, fmt.Errorf("load request: %w", err)
		}
		r.path, r.file = at.path, file
	}
	b := make([]byte, guess)
	n, err := r.file.ReadAt(b, at.off)
	if err != nil && err != io.EOF {
		return record{}, fmt.Errorf("load request: %w", err)
	}
	if n < headerSize {
		return record{}, damaged("the record is not whole")
	}
	h, reason := parseHeader(b, at.marker)
	if reason != "" {
		return record{}, damaged(reason)
	}
	end := headerSize + int(h.length)
	if end > n {
		b = append(b[:n], make([]byte, end-n)...)
		if _, err := r.file.ReadAt(b[n:], at.off+int64(n)); err != nil {
			return record{}, damaged("the record is not whole")
		}
	}
	rec := record{h, b[headerSize:end:end]}
	switch {
	case checksum(rec.payload) != h.sum:
		return record{}, damaged("the record's checksum is wrong")
	case h.kind != k || h.seq != seq:
		return record{}, damaged("another record lies there")
	}
	return rec, nil
}

// Load reads a request with its events, which are parsed anew and carry what was
// found of them, its answer and its deliveries. The error is [ErrNotFound] for what
// retention took or was never there, [ErrDamaged] for what cannot be read.
func (f *File) Load(ctx context.Context, seq uint64) (model.Record, error) {
	var r reader
	defer r.close()
	return f.loadWith(ctx, &r, seq)
}

func (f *File) loadWith(ctx context.Context, r *reader, seq uint64) (out model.Record, err error) {
	if err := ctx.Err(); err != nil {
		return out, err
	}
	w, err := f.locate(seq)
	if err != nil {
		return out, err
	}
	rec, err := r.read(w.request, kindRequest, seq)
	if err != nil {
		return out, err
	}
	it, ok := f.read(rec, w.request.off)
	if !ok {
		return out, fmt.Errorf("%w: %d at %s:%d", ErrDamaged, seq, filepath.Base(w.request.path), w.request.off)
	}
	out.Request, out.Events = *it.request, it.events
	if err := loadLate(&out, r, w); err != nil {
		return out, err
	}
	addProblems(out.Events, f.index.problems(seq))
	f.index.name(out.Events)
	addFailures(&out)
	return out, nil
}

// name fills in whom the conversations know by now, see [model.Conversations.Name].
func (x *index) name(events []model.Event) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for i := range events {
		x.all.Name(&events[i])
	}
}

// loadLate adds the answer and the deliveries. What is damaged of them is missing;
// the request is worth more.
func loadLate(out *model.Record, r *reader, w whereabouts) error {
	var records []record
	load := func(at spot, k kind) error {
		rec, err := r.read(at, k, out.Request.Seq)
		switch {
		case errors.Is(err, ErrDamaged), errors.Is(err, ErrNotFound):
			return nil
		case err != nil:
			return err
		}
		records = append(records, rec)
		return nil
	}
	if w.reply.path != "" {
		if err := load(w.reply, kindReply); err != nil {
			return err
		}
	}
	for _, at := range w.deliveries {
		if err := load(at, kindDelivery); err != nil {
			return err
		}
	}
	for _, rec := range append(records, w.waiting...) {
		switch rec.kind {
		case kindReply:
			if reply, ok := decodeReply(rec); ok {
				out.Reply = &reply
			}
		case kindDelivery:
			if d, ok := decodeDelivery(rec); ok {
				out.Deliveries = append(out.Deliveries, d)
			}
		}
	}
	return nil
}

// addFailures gives the events the problem that the row of a failed delivery has.
func addFailures(out *model.Record) {
	for _, d := range out.Deliveries {
		if !failed(d.Status) {
			continue
		}
		detail := fmt.Sprintf("sending on to %s failed: status %d", d.Target, d.Status)
		if d.Error != "" {
			detail = fmt.Sprintf("sending on to %s failed: %s", d.Target, d.Error)
		}
		for i := range out.Events {
			addProblems(out.Events, []found{{i, model.Problem{Code: model.ForwardFailed, Detail: detail}}})
		}
	}
}

// Timeline rebuilds a conversation from its events. Requests that retention takes
// meanwhile, or that are damaged, are left out.
func (f *File) Timeline(ctx context.Context, key string) (model.Timeline, error) {
	f.index.mu.RLock()
	seqs := slices.Clone(f.index.all.Events(key))
	evidence := f.index.all.Evidence(key)
	f.index.mu.RUnlock()
	var r reader
	defer r.close()
	var list []model.Event
	for _, seq := range seqs {
		record, err := f.loadWith(ctx, &r, seq)
		switch {
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrDamaged):
			continue
		case err != nil:
			return model.Timeline{}, fmt.Errorf("load timeline: %w", err)
		}
		for _, e := range record.Events {
			if e.Key() == key {
				list = append(list, e)
			}
		}
	}
	timeline := model.Rebuild(key, list, evidence)
	timeline.Links = f.index.present(timeline.Links)
	return timeline, nil
}

// view is a segment as it was at one moment, for reading it through.
type view struct {
	path        string
	marker      marker
	size        int64
	first, last uint64
	from        int64 // where to begin
}

// view returns the segment from the first request on that is not before seq. The
// caller holds mu.
func (s *segment) view(seq uint64) view {
	v := view{s.path, s.marker, s.size, s.first, s.last(), s.size}
	for rel := max(seq, s.first) - s.first; rel < uint64(len(s.offsets)); rel++ {
		if off := s.offsets[rel]; off != 0 {
			v.from = int64(off)
			break
		}
	}
	return v
}

// requests visits the records of the view's requests in order.
func (v view) requests(visit func(rec record, off int64) bool) ([]Damage, error) {
	file, err := os.Open(v.path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	sc := &scanner{file: file, name: filepath.Base(v.path), size: v.size, marker: v.marker}
	_, damage := sc.scan(v.from, func(rec record, off int64) bool {
		if rec.kind != kindRequest || rec.version != recordVersion || rec.seq < v.first || rec.seq > v.last {
			return true
		}
		return visit(rec, off)
	})
	return damage, sc.err
}

// Scan visits the requests from one number to another (0: the newest), both
// included, in order, until visit returns false. It reads in large blocks and skips
// what is damaged. The request and its body belong to the capture: they are only
// valid during the visit.
func (f *File) Scan(ctx context.Context, from, to uint64, visit func(*model.Request) bool) error {
	f.mu.RLock()
	var views []view
	for i, s := range f.segments {
		past := i+1 < len(f.segments) && f.segments[i+1].first <= from
		if !past && (to == 0 || s.first <= to) {
			views = append(views, s.view(from))
		}
	}
	f.mu.RUnlock()
	more := true
	for _, v := range views {
		_, err := v.requests(func(rec record, _ int64) bool {
			if rec.seq < from {
				return true
			}
			if more = ctx.Err() == nil && (to == 0 || rec.seq <= to); !more {
				return false
			}
			if r, _, ok := decodeRequest(rec); ok {
				more = visit(&r)
			}
			return more
		})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("scan capture: %w", err)
		case !more:
			return nil
		}
	}
	return ctx.Err()
}
