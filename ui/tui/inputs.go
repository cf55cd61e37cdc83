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
	if m.screen == eventsScreen && m.events.filter.input.Focused() {
		return m.pressFilter(msg)
	}
	return m.pressSearch(msg)
}

// pressFilter: enter keeps the filter, esc takes back the one from before.
func (m *Model) pressFilter(msg tea.KeyPressMsg) tea.Cmd {
	f := &m.events.filter
	switch msg.String() {
	case "enter":
		f.keep()
		return nil
	case "esc":
		f.input.Blur()
		return f.set(f.kept)
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
	case in == &m.events.filter.input:
		return m.events.filter.press(msg)
	}
	var cmd tea.Cmd
	*in, cmd = in.Update(msg)
	return cmd
}
