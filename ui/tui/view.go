package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// View draws what Update has prepared.
func (m *Model) View() tea.View {
	v := tea.NewView(m.content())
	v.AltScreen = true
	v.WindowTitle = "offhook"
	v.Cursor = m.cursor()
	if !m.opts.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (m *Model) content() string {
	if m.width < leastWidth || m.height < leastHeight {
		return m.theme.Cut("offhook needs 40x8", m.width)
	}
	lines := make([]string, 0, m.height)
	lines = append(lines, m.statusLine())
	lines = append(lines, m.body()...)
	lines = append(lines, m.keyLine())
	return strings.Join(lines, "\n")
}

func (m *Model) body() []string {
	height := m.height - 2
	switch {
	case m.help:
		return m.helpSheet(height)
	case m.welcoming():
		return m.welcome(height)
	}
	switch m.screen {
	case conversationsScreen:
		return m.conversations.render(m)
	case healthScreen:
		return m.health.view(m)
	}
	return m.events.render(m)
}

// render draws filter, list and detail.
func (v *eventsView) render(m *Model) []string {
	if !v.wide && v.focus == detailPane {
		return v.detail.view()
	}
	w := v.window(&m.feed.rows)
	list := v.list.View(w, m.now, v.focus == listPane)
	left := append([]string{v.filter.view(&v.theme, v.listWidth(), v.count(m))}, list...)
	if !v.wide {
		return left
	}
	return beside(left, v.detail.view(), v.theme.Divider.Paint(v.theme.Glyphs.Vertical))
}

func (v *eventsView) listWidth() int {
	if v.wide {
		return listWidth(v.width)
	}
	return v.width
}

// count says how much of the list is shown, or where the filter is wrong: the sentence
// is in the bottom line, which is wider.
func (v *eventsView) count(m *Model) string {
	if v.filter.invalid() {
		return v.theme.Error.Paint(v.filter.place())
	}
	all := thousands(uint64(m.feed.rows.Len()))
	if !v.view.Filtered() {
		return v.theme.Faint.Paint(all)
	}
	text := thousands(uint64(v.view.Len(&m.feed.rows))) + " of " + all
	if v.filter.scanning {
		text += " " + v.theme.Glyphs.Ellipsis
	}
	return v.theme.Muted.Paint(text)
}

// render draws the list, the timeline and, when it is open, the raw event: those for
// which there is room.
func (v *conversationsView) render(m *Model) []string {
	list, middle, detail := v.columns()
	var panes [][]string
	if list > 0 {
		panes = append(panes, v.listLines(list, m.now, v.focus == listPane))
	}
	if middle > 0 {
		panes = append(panes, v.middle(m.now, middle, v.height))
	}
	if detail > 0 {
		panes = append(panes, v.detail.view())
	}
	lines := panes[0]
	for _, pane := range panes[1:] {
		lines = beside(lines, pane, v.theme.Divider.Paint(v.theme.Glyphs.Vertical))
	}
	return lines
}

// beside joins two columns of lines of equal number.
func beside(left, right []string, divider string) []string {
	lines := make([]string, len(left))
	for i := range lines {
		lines[i] = left[i] + divider
		if i < len(right) {
			lines[i] += right[i]
		}
	}
	return lines
}

// cursor is where the terminal's cursor stands: in an input, else nowhere.
func (m *Model) cursor() *tea.Cursor {
	if m.help || m.width < leastWidth {
		return nil
	}
	if in, x, y := m.focusedInput(); in != nil {
		if c := in.Cursor(); c != nil {
			c.X, c.Y = c.X+x, c.Y+y
			return c
		}
	}
	return nil
}
