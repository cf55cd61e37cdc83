package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// group is a heading of the help sheet with its bindings.
type group struct {
	name     string
	bindings []key.Binding
}

// groups are the bindings that work in the focused pane: the help sheet, the key
// line and the test that no key means two things all read them.
func (k keyMap) groups(s screen, p pane) []group {
	move := group{"Move", []key.Binding{k.Up, k.Down, k.Top, k.Bottom, k.HalfUp, k.HalfDown, k.PageUp, k.PageDown}}
	views := group{"Views", []key.Binding{k.Events, k.Conversations, k.Health, k.NextPane, k.PrevPane, k.Open, k.Back, k.Maximise, k.Help, k.Suspend, k.Quit}}
	find := group{"Find", []key.Binding{k.Search, k.NextMatch, k.PrevMatch}}
	tree := group{"JSON", []key.Binding{k.Fold, k.FoldLeft, k.FoldRight, k.FoldAll, k.UnfoldAll, k.Depth, k.NextTab, k.PrevTab}}
	chat := group{"Chat", []key.Binding{k.NextOfChat, k.PrevOfChat}}
	copying := group{"Copy", []key.Binding{k.Copy}}
	switch {
	case s == healthScreen:
		return []group{move, views}
	case s == eventsScreen && p == listPane:
		return []group{move, {"List", []key.Binding{k.Filter, k.ClearFilter, k.Follow, k.TimeFormat}}, find, {"Chat", []key.Binding{k.Timeline, k.NextOfChat, k.PrevOfChat}}, copying, views}
	case s == eventsScreen:
		return []group{move, tree, find, {"Chat", []key.Binding{k.Timeline, k.NextOfChat, k.PrevOfChat}}, {"List", []key.Binding{k.Filter, k.ClearFilter}}, copying, views}
	case p == detailPane:
		return []group{move, tree, find, chat, copying, views}
	case p == middlePane:
		return []group{move, {"List", []key.Binding{k.Filter, k.ClearFilter}}, find, {"Chat", []key.Binding{k.NextOfChat, k.PrevOfChat, k.Follow, k.Export}}, copying, views}
	}
	return []group{move, {"List", []key.Binding{k.Filter, k.ClearFilter, k.Sort}}, find, chat, copying, views}
}

// short are the bindings of the key line, the most useful first.
func (k keyMap) short(s screen, p pane) []key.Binding {
	switch {
	case s == healthScreen:
		return []key.Binding{k.Move, k.Events, k.Conversations, k.Help}
	case s == eventsScreen && p == listPane:
		return []key.Binding{k.Move, k.Open, k.Filter, k.Search, k.Follow, k.Timeline, k.Copy, k.NextOfChat, k.Conversations, k.Health, k.Help}
	case p == detailPane:
		return []key.Binding{k.Move, k.Fold, k.NextTab, k.Search, k.Copy, k.NextOfChat, k.Back, k.Help}
	case p == middlePane:
		return []key.Binding{k.Move, k.Open, k.Search, k.Export, k.Follow, k.Back, k.Help, k.Events, k.Health}
	}
	return []key.Binding{k.Move, k.Open, k.Sort, k.Filter, k.Maximise, k.Events, k.Health, k.Help}
}

// focus is the pane that takes the keys.
func (m *Model) focus() pane {
	switch m.screen {
	case eventsScreen:
		return m.events.focus
	case conversationsScreen:
		return m.conversations.focus
	}
	return listPane
}

// keyLine is the bottom line: a question, a notice, an input, else the keys.
func (m *Model) keyLine() string {
	t := &m.theme
	switch {
	case m.ask != nil:
		return t.Fit(" "+t.Strong.Paint(m.ask.text), m.width)
	case m.prefix == copyPrefix:
		return t.Fit(" "+t.Strong.Paint("copy")+"  "+m.hints("b", "body", "v", "value", "p", "path", "c", "curl", "e", "event", "esc", "leave it"), m.width)
	case m.prefix == depthPrefix:
		return t.Fit(" "+t.Strong.Paint("unfold to depth")+"  "+m.hints("1…9", "levels"), m.width)
	case m.prefix == exportPrefix:
		return t.Fit(" "+t.Strong.Paint("save the conversation")+"  "+m.hints("m", "Markdown", "j", "JSON", "esc", "leave it"), m.width)
	case m.notice.text != "":
		pen := t.Text
		if m.notice.bad {
			pen = t.Error
		}
		return t.Fit(" "+pen.Paint(t.Cut(m.notice.text, m.width-1)), m.width)
	}
	if s := m.focusedSearch(); s != nil && s.input.Focused() {
		return t.Fit(" "+t.Key.Paint("/")+s.input.View(), m.width)
	}
	if f := m.typedFilter(); f != nil {
		return m.filterHints(f)
	}
	return m.shortKeys()
}

// filterHints is what is wrong with the filter, else examples of what it takes.
func (m *Model) filterHints(f *filterLine) string {
	t := &m.theme
	if f.invalid() {
		return t.Fit(" "+t.Error.Paint(t.Cut(f.message(), m.width-2)), m.width)
	}
	examples := `platform:jivo  from:customer  text:"refund"  has:problem  reply:>=500  -event:chat_update`
	if f.of == conversationsScreen {
		examples = `conv.status:open  waiting:>5m  agent:anna  text:"refund"  has:fault`
	}
	return t.Fit(" "+m.hints("enter", "keep", "esc", "take back")+"   "+t.Faint.Paint(examples), m.width)
}

// shortKeys draws the bindings that fit. The least useful leave first, but never the
// way back and the help: who is lost needs these.
func (m *Model) shortKeys() string {
	t := &m.theme
	parts, stays := []string{}, []bool{}
	width := 0
	for _, b := range m.shortBindings() {
		part := " " + t.Key.Paint(b.Help().Key) + " " + t.Chrome.Paint(b.Help().Desc) + " "
		parts, width = append(parts, part), width+t.Width(part)
		stays = append(stays, slices.Equal(b.Keys(), m.keys.Back.Keys()) || slices.Equal(b.Keys(), m.keys.Help.Keys()))
	}
	for i := len(parts) - 1; i >= 0 && width > m.width; i-- {
		if !stays[i] {
			width -= t.Width(parts[i])
			parts[i] = ""
		}
	}
	return t.Fit(strings.Join(parts, ""), m.width)
}

func (m *Model) shortBindings() []key.Binding {
	if !m.welcoming() {
		return m.keys.short(m.screen, m.focus())
	}
	bindings := []key.Binding{m.keys.CopyExample}
	if m.opts.Demo != nil {
		bindings = append(bindings, m.keys.Demo)
	}
	return append(bindings, m.keys.Conversations, m.keys.Health, m.keys.Help)
}

func (m *Model) hints(pairs ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		b.WriteString(m.theme.Key.Paint(pairs[i]) + " " + m.theme.Chrome.Paint(pairs[i+1]) + "  ")
	}
	return b.String()
}

// helpSheet lists the keys of the focused pane, in as many columns as fit.
func (m *Model) helpSheet(height int) []string {
	t := &m.theme
	var blocks [][]string
	for _, g := range m.keys.groups(m.screen, m.focus()) {
		block := []string{t.Strong.Paint(g.name)}
		for _, b := range g.bindings {
			block = append(block, t.Key.Paint(t.Fit(b.Help().Key, 11))+t.Text.Paint(b.Help().Desc))
		}
		blocks = append(blocks, append(block, ""))
	}
	columns := flow(blocks, max(height-2, 1))
	const columnWidth = 34
	lines := []string{"", ""}
	lines[1] = "  " + t.TitleFocused.Paint("Keys here") + t.Chrome.Paint("   any key closes this")
	for y := range height - 2 {
		line := "  "
		for _, c := range columns {
			cell := ""
			if y < len(c) {
				cell = c[y]
			}
			line += t.Fit(cell, columnWidth)
		}
		lines = append(lines, line)
	}
	return pad(lines, m.width, height, t)
}

// flow puts blocks under one another, and into the next column where one is full.
func flow(blocks [][]string, height int) [][]string {
	var columns [][]string
	for _, block := range blocks {
		last := len(columns) - 1
		if last < 0 || len(columns[last])+len(block) > height+1 {
			columns, last = append(columns, nil), last+1
		}
		columns[last] = append(columns[last], block...)
	}
	return columns
}
