package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelLines is how far one notch of the wheel scrolls.
const wheelLines = 3

// coalesceMouse drops wheel messages that come faster than the screen is drawn: a
// touchpad sends hundreds a second, and each would be a frame.
func coalesceMouse() func(tea.Model, tea.Msg) tea.Msg {
	var last time.Time
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.MouseWheelMsg); !ok {
			return msg
		}
		now := time.Now()
		if now.Sub(last) < 16*time.Millisecond {
			return nil
		}
		last = now
		return msg
	}
}

func (m *Model) click(at tea.Mouse) tea.Cmd {
	if at.Button != tea.MouseLeft || m.help || m.inputFocused() {
		return nil
	}
	y := at.Y - 1 // below the status line
	switch m.screen {
	case eventsScreen:
		return m.events.click(at.X, y, m)
	case conversationsScreen:
		return m.conversations.click(at.X, y)
	}
	return nil
}

func (v *eventsView) click(x, y int, m *Model) tea.Cmd {
	onDetail := v.wide && x > v.listWidth() || !v.wide && v.focus == detailPane
	if onDetail {
		v.setFocus(detailPane)
		return v.showCurrent(&m.feed.rows)
	}
	v.setFocus(listPane)
	v.list.SelectLine(v.window(&m.feed.rows), y-1)
	return v.showCurrent(&m.feed.rows)
}

func (v *conversationsView) click(x, y int) tea.Cmd {
	switch at := v.paneAt(x); at {
	case listPane:
		v.setFocus(at)
		v.list.selectLine(y - (v.height - v.list.height))
		return tea.Batch(v.showSelected(), v.turnPage())
	case middlePane:
		v.setFocus(at)
		v.timeline.SelectRow(y - v.headLines())
		return v.followDetail()
	default:
		v.setFocus(at)
	}
	return nil
}

func (m *Model) wheel(at tea.Mouse) tea.Cmd {
	by := wheelLines
	if at.Button == tea.MouseWheelUp {
		by = -wheelLines
	}
	switch m.screen {
	case eventsScreen:
		v := &m.events
		if v.wide && at.X > v.listWidth() || !v.wide && v.focus == detailPane {
			v.detail.scroller().Move(by)
			return nil
		}
		v.list.Scroll(v.window(&m.feed.rows), by)
		return v.showCurrent(&m.feed.rows)
	case conversationsScreen:
		return m.conversations.wheel(at.X, by)
	case healthScreen:
		m.health.page = m.health.draw(m)
		m.health.page.Move(by)
	}
	return nil
}

func (v *conversationsView) wheel(x, by int) tea.Cmd {
	switch v.paneAt(x) {
	case listPane:
		v.list.scroll(by)
		return v.turnPage()
	case detailPane:
		v.detail.scroller().Move(by)
		return nil
	}
	v.timeline.Move(by)
	return v.followDetail()
}
