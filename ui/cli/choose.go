package cli

import (
	"context"

	"offhook/model"
	"offhook/model/filter"
)

// chooser finds out which conversations a filter chooses. What the summaries leave
// open, rows decide in one pass, and records only where no row was enough.
type chooser struct {
	src    source
	say    func(format string, args ...any)
	decode func(*model.Request) []byte

	chosen map[string]bool
	wanted map[string]*filter.Expr // of the conversations that are still open: what one of their events must match
	record *model.Record           // of the latest event, as one request may hold several
}

// choose returns the keys of the candidates that the filter chooses, in their order.
func (c *chooser) choose(ctx context.Context, expr *filter.Expr, candidates []model.Summary) ([]string, error) {
	c.chosen, c.wanted = make(map[string]bool), make(map[string]*filter.Expr)
	conversations := expr.Conversations()
	for i := range candidates {
		s := &candidates[i]
		switch conversations.Decide(s) {
		case filter.Yes:
			c.chosen[s.Key] = true
		case filter.Undecided:
			c.wanted[s.Key] = conversations.Events(conversations.Case(s))
		}
	}
	if err := c.events(ctx); err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(c.chosen))
	for i := range candidates {
		if c.chosen[candidates[i].Key] {
			keys = append(keys, candidates[i].Key)
		}
	}
	return keys, nil
}

// events looks for one that matches in each open conversation.
func (c *chooser) events(ctx context.Context) error {
	if len(c.wanted) == 0 {
		return nil
	}
	var rows model.Rows
	rows.Extend(c.src.Since(model.Position{}))
	for _, decide := range []func(*filter.Expr, model.Line) bool{byRow, c.byRecord(ctx)} {
		for i := range rows.Len() {
			if len(c.wanted) == 0 || ctx.Err() != nil {
				return ctx.Err()
			}
			c.see(rows.At(i), decide) // with what became known of the row later
		}
	}
	return ctx.Err()
}

func (c *chooser) see(line model.Line, matches func(*filter.Expr, model.Line) bool) {
	expr, open := c.wanted[string(line.KeyText())]
	if open && matches(expr, line) {
		key := string(line.KeyText())
		c.chosen[key] = true
		delete(c.wanted, key)
	}
}

func byRow(expr *filter.Expr, line model.Line) bool { return expr.Line(line) == filter.Yes }

// byRecord reads what the row leaves open.
func (c *chooser) byRecord(ctx context.Context) func(*filter.Expr, model.Line) bool {
	return func(expr *filter.Expr, line model.Line) bool {
		if expr.Line(line) != filter.Undecided || ctx.Err() != nil {
			return false
		}
		if c.record == nil || c.record.Request.Seq != line.Seq {
			record, err := c.src.Load(ctx, line.Seq)
			if err != nil {
				if ctx.Err() == nil {
					c.say("event %d cannot be read: %v", line.Seq, err)
				}
				return false
			}
			c.record = &record
		}
		return expr.Record(line, filter.NewContent(c.record, c.decode))
	}
}
