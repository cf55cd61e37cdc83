package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// focusedInput is the input that takes the keys, and where on the screen it begins.
func (m *Model) focusedInput() (in *textinput.Model, x, y int) {
	switch s := m.focusedSearch(); {
	case m.screen == eventsScreen && m.events.filter.input.Focused():
		return &m.events.filter.input, 1, 1
	case m.screen == conversationsScreen && m.conversations.filter.input.Focused():
		return &m.conversations.filter.input, 1, 2
	case s != nil && s.input.Focused():
		return &s.input, 2, m.height - 1
	}
	return nil, 0, 0
}

func (m *Model) inputFocused() bool {
	in, _, _ := m.focusedInput()
	return in != nil
}

func (m *Model) focusedSearch() *search {
	switch m.screen {
	case eventsScreen:
		return &m.events.search
	case conversationsScreen:
		return &m.conversations.search
	}
	return nil
}

// pressInput gives a key to the focused input. A keyboard can type what a terminal
// would obey, too.
func (m *Model) pressInput(msg tea.KeyPressMsg) tea.Cmd {
	if strings.ContainsFunc(msg.Text, model.Unsafe) {
		return nil
	}
	if f := m.typedFilter(); f != nil {
		cmd := m.pressFilter(f, msg)
		m.layout() // the line has its place only while there is something in it
		return cmd
	}
	return m.pressSearch(msg)
}

// typedFilter is the filter line that takes the keys, nil when none does.
func (m *Model) typedFilter() *filterLine {
	f := &m.events.filter
	if m.screen == conversationsScreen {
		f = &m.conversations.filter.filterLine
	}
	if m.screen == healthScreen || !f.input.Focused() {
		return nil
	}
	return f
}

// pressFilter: enter keeps the filter, esc takes back the one from before.
func (m *Model) pressFilter(f *filterLine, msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "enter":
		f.keep()
		if f.of == conversationsScreen {
			return m.conversations.settle()
		}
		return nil
	case "esc":
		f.input.Blur()
		return f.set(f.kept)
	case "ctrl+l":
		return f.set("")
	case "up", "down":
		f.input.Blur()
		return m.pressInView(msg)
	}
	return f.press(msg)
}

func (m *Model) pressSearch(msg tea.KeyPressMsg) tea.Cmd {
	s := m.focusedSearch()
	switch msg.String() {
	case "esc":
		s.input.Blur()
		return nil
	case "enter":
		s.input.Blur()
		if s.input.Value() != "" {
			s.text = s.input.Value()
		}
		return m.findNext()
	}
	var cmd tea.Cmd
	s.input, cmd = s.input.Update(msg)
	return cmd
}

func (m *Model) findNext() tea.Cmd {
	if m.screen == conversationsScreen {
		return m.conversations.find(1)
	}
	return m.events.find(1, &m.feed.rows)
}

// paste puts the clipboard into the focused input; it may hold a stranger's text.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	in, _, _ := m.focusedInput()
	msg.Content = theme.Drawable(strings.Join(strings.Fields(msg.Content), " "))
	switch {
	case in == nil:
		return nil
	case m.typedFilter() != nil:
		return m.typedFilter().press(msg)
	}
	var cmd tea.Cmd
	*in, cmd = in.Update(msg)
	return cmd
}
