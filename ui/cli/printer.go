package cli

import (
	"bufio"
	"context"
	"io"
	"slices"

	"offhook/model"
	"offhook/model/filter"
)

// source is a capture as far as printing needs it.
type source interface {
	Since(model.Position) model.Batch
	Load(ctx context.Context, seq uint64) (model.Record, error)
	Conversation(key string) (model.Summary, bool)
}

// form is one of the values of --output.
type form interface {
	ready(w io.Writer, url, capture string) error
	event(w io.Writer, d *delivered) error
	reply(w io.Writer, u model.Update) error
}

// delivered is an event together with its request and its row, which says what was
// answered when it was stored.
type delivered struct {
	record *model.Record
	event  *model.Event
	row    model.Row
}

// printer writes what a filter passes of a Log. It belongs to one goroutine and
// never holds up whoever fills the Log.
type printer struct {
	out    *bufio.Writer
	say    func(format string, args ...any) // tells people something beside the output
	form   form
	filter *filter.Expr
	decode func(*model.Request) []byte

	next       model.Position
	record     *model.Record // of the latest event, as one request may hold several
	unanswered map[uint64]struct{}
}

// follow prints what the Log holds and what comes, until nothing can come any more:
// the Log is closed, or quit is closed and everything before that is printed.
func (p *printer) follow(ctx context.Context, src source, quit <-chan struct{}) error {
	for last := false; ; {
		b := src.Since(p.next)
		if err := p.batch(ctx, src, b); err != nil {
			return err
		}
		if idle := b.New == 0 && len(b.Updates) == 0; !idle {
			continue
		}
		if b.Closed || last {
			return nil
		}
		select {
		case <-b.Changed:
		case <-quit:
			last = true // once more: what came before quit must be printed
		}
	}
}

// batch prints what is new and hands it on.
func (p *printer) batch(ctx context.Context, src source, b model.Batch) error {
	p.next = b.Next
	if b.Skipped > 0 {
		p.say("skipped %d events: they were dropped before they could be printed", b.Skipped)
	}
	found := make(map[uint64]model.CodeSet) // of these rows, after they were appended
	for _, u := range b.Updates {
		if u.Problems != 0 {
			found[u.Seq] |= u.Problems
		}
	}
	for line := range b.Lines {
		line.Problems |= found[line.Seq]
		if err := p.line(ctx, src, line); err != nil {
			return err
		}
	}
	for _, u := range b.Updates {
		if err := p.update(u); err != nil {
			return err
		}
	}
	return p.out.Flush()
}

func (p *printer) line(ctx context.Context, src source, line model.Line) error {
	verdict := p.filter.LineIn(line, src.Conversation)
	if verdict == filter.No {
		return nil
	}
	if err := p.load(ctx, src, line.Seq); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.say("event %d cannot be read: %v", line.Seq, err)
		return nil
	}
	if verdict == filter.Undecided && !p.filter.Record(line, filter.NewContent(p.record, p.decode).WithConversations(src.Conversation)) {
		return nil
	}
	event := eventOf(p.record, line.Row)
	if event == nil {
		p.say("event %d is no longer found in its request", line.Seq)
		return nil
	}
	if line.Reply == 0 {
		p.expect(line.Seq)
	}
	return p.form.event(p.out, &delivered{p.record, event, line.Row})
}

func (p *printer) load(ctx context.Context, src source, seq uint64) error {
	if p.record != nil && p.record.Request.Seq == seq {
		return nil
	}
	record, err := src.Load(ctx, seq)
	if err != nil {
		return err
	}
	p.record = &record
	return nil
}

// eventOf finds a row's event, with every problem that the row knows of.
func eventOf(record *model.Record, row model.Row) *model.Event {
	i := slices.IndexFunc(record.Events, func(e model.Event) bool { return e.Part == int(row.Part) })
	if i < 0 {
		return nil
	}
	event := record.Events[i]
	event.Problems = slices.Clone(event.Problems)
	known := model.CodesOf(event.Problems)
	for code := range model.Code(len(model.Codes())) {
		if row.Problems.Has(code) && !known.Has(code) {
			event.Problems = append(event.Problems, model.Problem{Code: code})
		}
	}
	return &event
}

func (p *printer) expect(seq uint64) {
	if p.unanswered == nil {
		p.unanswered = make(map[uint64]struct{})
	}
	p.unanswered[seq] = struct{}{}
}

// update prints the answer to an event that was printed without one.
func (p *printer) update(u model.Update) error {
	if _, ok := p.unanswered[u.Seq]; !ok || u.Reply == 0 {
		return nil
	}
	delete(p.unanswered, u.Seq)
	return p.form.reply(p.out, u)
}
