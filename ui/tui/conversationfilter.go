package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
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
	f.chosen = newChosen(v.opts, f.expr)
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
