package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// scroller is what the keys that move work on: a list, a timeline, a tree, a page.
type scroller interface {
	Move(by int)
	Page(part float64) // of the screen; negative is up
	Top()
	Bottom()
}

// scroll moves by a key and reports whether it was one that moves.
func scroll(s scroller, msg tea.KeyPressMsg, keys keyMap) bool {
	switch {
	case key.Matches(msg, keys.Up):
		s.Move(-1)
	case key.Matches(msg, keys.Down):
		s.Move(1)
	case key.Matches(msg, keys.HalfUp):
		s.Page(-0.5)
	case key.Matches(msg, keys.HalfDown):
		s.Page(0.5)
	case key.Matches(msg, keys.PageUp):
		s.Page(-1)
	case key.Matches(msg, keys.PageDown), key.Matches(msg, keys.Fold):
		s.Page(1)
	case key.Matches(msg, keys.Top):
		s.Top()
	case key.Matches(msg, keys.Bottom):
		s.Bottom()
	default:
		return false
	}
	return true
}
