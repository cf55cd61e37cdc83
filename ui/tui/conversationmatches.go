package tui

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/filter"
)

// chosen keeps which conversations have events that match. Commands write and read
// it, at the same time; Update and View never look into it.
type chosen struct {
	opts   Options
	filter *filter.Conversations

	mu      sync.RWMutex
	matched map[string]filter.CaseSet // by key
	pruneAt int                       // how many keys are too many
}

func newChosen(opts Options, expr *filter.Expr) *chosen {
	return &chosen{opts: opts, filter: expr.Conversations(), matched: make(map[string]filter.CaseSet), pruneAt: leastPruned}
}

// leastPruned is how many keys are kept before any is looked up.
const leastPruned = 10_000

// holds reports whether a conversation is chosen as far as its events were tested.
func (c *chosen) holds(s *model.Summary) bool {
	switch c.filter.Decide(s) {
	case filter.Yes:
		return true
	case filter.No:
		return false
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.matched[s.Key].Has(c.filter.Case(s))
}

// test notes in which cases an event makes its conversation match. The request is
// read only where its row does not tell and it could tell something new.
func (c *chosen) test(ctx context.Context, line model.Line) {
	key := line.KeyText()
	if len(key) == 0 {
		return
	}
	matched, open := c.filter.Line(line)
	c.mu.RLock()
	before := c.matched[string(key)]
	c.mu.RUnlock()
	if open&^(matched|before) != 0 {
		if content, err := loadContent(ctx, c.opts, line.Seq); err == nil {
			matched |= c.filter.Record(line, content)
		}
	}
	if matched&^before == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.matched[string(key)] |= matched
}

// prune forgets the conversations that retention took, once there may be many of
// them. While a capture's chats are still being read, none can be called gone. No
// lock is held while conversations are looked up: a page holds theirs and asks here.
func (c *chosen) prune() {
	c.mu.RLock()
	var keys []string
	if len(c.matched) >= c.pruneAt {
		keys = slices.Collect(maps.Keys(c.matched))
	}
	c.mu.RUnlock()
	if keys == nil || c.opts.Status != nil && c.opts.Status().Indexing < 1 {
		return
	}
	gone := slices.DeleteFunc(keys, func(key string) bool {
		_, ok := c.opts.Source.Conversation(key)
		return ok
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, key := range gone {
		delete(c.matched, key)
	}
	c.pruneAt = max(2*len(c.matched), leastPruned)
}

// testOld tests a part of the rows that were there when the filter began.
func testOld(ctx context.Context, c *chosen, s *scan, now func() time.Time) tea.Cmd {
	return func() tea.Msg {
		msg := chatsTestedMsg{id: s.id}
		until := now().Add(scanSlice)
		msg.scan = s.next(func(line model.Line) bool {
			c.test(ctx, line)
			msg.old++
			return msg.old%64 != 0 || now().Before(until) && ctx.Err() == nil
		})
		if ctx.Err() != nil {
			return nil
		}
		msg.whole = msg.scan == nil
		return msg
	}
}

// testNew tests the rows of a batch, and older ones of which it tells something.
func testNew(ctx context.Context, c *chosen, b model.Batch, changed []model.Line, id int) tea.Cmd {
	return func() tea.Msg {
		for line := range b.Lines {
			c.test(ctx, line)
		}
		for _, line := range changed {
			c.test(ctx, line)
		}
		c.prune()
		return chatsTestedMsg{id: id}
	}
}

// changed collects the rows that a batch changes.
func changed(b model.Batch, rows *model.Rows) (lines []model.Line) {
	for _, u := range b.Updates {
		for i := rows.Find(model.RowID(u.Seq << 8)); i < rows.Len() && rows.At(i).Seq == u.Seq; i++ {
			lines = append(lines, rows.At(i))
		}
	}
	return lines
}
