package tui

import (
	"context"
	"fmt"
	"sync"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/filter"
	"offhook/ui/tui/theme"
)

// conversationFilter is the filter above the list of conversations: the line, and
// what it chooses.
type conversationFilter struct {
	filterLine
	chosen *chosen // nil while everything is shown
	all    int     // conversations, chosen or not
	old    int     // rows looked at of those that were there when the filter began
	rows   int     // how many these are
}

func newConversationFilter(ctx context.Context, opts Options, t theme.Theme) conversationFilter {
	return conversationFilter{filterLine: newFilterLine(ctx, opts, t, conversationsScreen)}
}

// matching is what a page chooses by; nil takes all.
func (f *conversationFilter) matching() func(*model.Summary) bool {
	if f.chosen == nil {
		return nil
	}
	return f.chosen.holds
}

// shown reports whether the line has its place on the screen.
func (f *conversationFilter) shown() bool { return f.input.Focused() || f.input.Value() != "" }

// timed reports whether time alone may change what is chosen.
func (f *conversationFilter) timed() bool { return f.chosen != nil && f.expr.NeedsConversation() }

// chosen keeps which conversations have events that match. Commands write and read
// it, at the same time; Update and View never look into it.
type chosen struct {
	opts   Options
	filter *filter.Conversations

	mu      sync.RWMutex
	matched map[string]filter.CaseSet // by the key as rows have it
}

// rowKey is the part of a key that is the same in rows, which keep 400 bytes of it.
func rowKey(key string) string { return key[:min(len(key), 396)] }

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
	return c.matched[rowKey(s.Key)].Has(c.filter.Case(s))
}

// test notes in which cases an event makes its conversation match. The request is
// read only where its row does not tell and it could tell something new.
func (c *chosen) test(ctx context.Context, line model.Line) {
	key := line.KeyText()
	if len(key) == 0 {
		return
	}
	key = key[:min(len(key), 396)]
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

// setFilter filters the list from outside the line.
func (v *conversationsView) setFilter(text string) tea.Cmd {
	v.filter.kept = text
	return v.filter.set(text)
}

// takeChecked applies what was typed. Without a filter the reader finds the
// selection again where it stands among all.
func (v *conversationsView) takeChecked(msg filterCheckedMsg, rows *model.Rows) tea.Cmd {
	f := &v.filter
	if msg.id != f.id || !f.take(msg) {
		return nil
	}
	f.chosen = nil
	v.pages.drop()
	v.list.restart()
	if f.applied == "" {
		v.revealing = true
		return v.reload(atOnce)
	}
	f.chosen = &chosen{opts: v.opts, filter: f.expr.Conversations(), matched: make(map[string]filter.CaseSet)}
	f.old, f.rows, f.scanning = 0, rows.Len(), true
	return testOld(f.scanCtx, f.chosen, newScan(f.id, rows), v.opts.Now) // the list stays until something is found
}

// takeTested shows what a part of the events chose, and goes on with the next.
func (v *conversationsView) takeTested(msg chatsTestedMsg, visible bool) tea.Cmd {
	f := &v.filter
	if msg.id != f.id || f.chosen == nil {
		return nil
	}
	f.old += msg.old
	f.scanning = f.scanning && !msg.whole
	var cmds []tea.Cmd
	if msg.scan != nil {
		cmds = append(cmds, testOld(f.scanCtx, f.chosen, msg.scan, v.opts.Now))
	}
	switch {
	case visible && v.list.afresh:
		cmds = append(cmds, v.reload(atOnce))
	case visible:
		cmds = append(cmds, v.reload(soon))
	}
	return tea.Batch(cmds...)
}

// pressFilter handles the keys that begin and clear a filter.
func (v *conversationsView) pressFilter(msg tea.KeyPressMsg, keys keyMap) (tea.Cmd, bool) {
	switch {
	case v.focus == detailPane:
		return nil, false
	case key.Matches(msg, keys.Filter):
		v.setFocus(listPane)
		v.filter.kept = v.filter.input.Value()
		cmd := v.filter.input.Focus()
		v.resize(v.width, v.height)
		return cmd, true
	case key.Matches(msg, keys.ClearFilter):
		cmd := v.setFilter("")
		v.resize(v.width, v.height)
		return cmd, true
	}
	return nil, false
}

// sortBy shows the list in the next order, from its beginning.
func (v *conversationsView) sortBy(order model.Order) tea.Cmd {
	v.list.order = order
	v.pages.drop()
	v.list.restart()
	return v.reload(atOnce)
}

// filterError is the line under a broken filter: where it breaks, and why as far as
// there is room; the bottom line has the whole sentence.
func (v *conversationsView) filterError(width int) string {
	t, f := &v.theme, &v.filter
	at := 1
	if f.err != nil {
		at = between(f.err.Column, 1, max(width-2, 1))
	}
	text := f.message()
	if room := width - at - 3; room >= t.Width(text) || room >= at {
		return t.Fit(theme.Spaces(at)+t.Error.Paint("^ "+t.Cut(text, max(room, 0))), width)
	}
	return t.Fit(t.Error.Paint(" "+t.Fit(text, max(at-2, 0))+" ^"), width)
}

// filterCount says how much of the list is shown.
func (v *conversationsView) filterCount() string {
	f := &v.filter
	if f.chosen == nil {
		return v.theme.Faint.Paint(thousands(uint64(v.list.total)))
	}
	text := thousands(uint64(v.list.total)) + " of " + thousands(uint64(f.all))
	if f.scanning {
		text += fmt.Sprintf(" %s %d%%", v.theme.Glyphs.Dot, f.old*100/max(f.rows, 1))
	}
	return v.theme.Muted.Paint(text)
}

// listTitle is the first line of the list: how it is sorted, and how many there are.
func (v *conversationsView) listTitle(width int, focused bool) string {
	t := &v.theme
	pen := t.Title
	if focused {
		pen = t.TitleFocused
	}
	count := ""
	if !v.filter.shown() {
		count = thousands(uint64(v.list.total)) + " "
	}
	title := " CONVERSATIONS  by " + v.list.order.String()
	return pen.Paint(t.Fit(title, max(width-t.Width(count), 0))) + t.Chrome.Paint(count)
}

// listLines draws the list: title, filter, heading and rows.
func (v *conversationsView) listLines(width int, now time.Time, focused bool) []string {
	t, l := &v.theme, &v.list
	cols := columnsFor(width)
	lines := []string{t.Fit(v.listTitle(width, focused), width)}
	if v.filter.shown() {
		lines = append(lines, v.filter.view(t, width, v.filterCount()))
	}
	if v.filter.invalid() {
		lines = append(lines, v.filterError(width))
	} else {
		lines = append(lines, l.heading(cols))
	}
	if l.total == 0 {
		return pad(append(lines, v.emptyList(width)...), width, v.height, t)
	}
	for i := l.top; i < min(l.top+l.height, l.total); i++ {
		at := i - l.offset
		if at < 0 || at >= len(l.page) {
			lines = append(lines, "")
			continue
		}
		line := l.row(cols, &l.page[at], now)
		if l.page[at].Key == l.selected {
			line = cursorLine(t, line, focused)
		}
		lines = append(lines, line)
	}
	return pad(lines, width, v.height, t)
}

// emptyList says why there is nothing.
func (v *conversationsView) emptyList(width int) []string {
	t := &v.theme
	text := []string{"No conversation yet."}
	switch {
	case v.filter.invalid():
		return nil // what is wrong is said above
	case v.filter.chosen != nil && v.filter.scanning:
		text = []string{"Looking for conversations" + t.Glyphs.Ellipsis}
	case v.filter.chosen != nil:
		text = []string{"No conversation matches.", "", "ctrl-l clears the filter."}
	}
	lines := []string{""}
	for _, line := range text {
		lines = append(lines, t.Muted.Paint(t.Cut(" "+line, width)))
	}
	return lines
}
