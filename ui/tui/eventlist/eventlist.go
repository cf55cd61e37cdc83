// Package eventlist draws the list of events. It holds the reader's place and
// nothing of the events themselves: the rows and the view of them are passed in, so
// that a frame costs what is on the screen, whatever number of rows there is.
//
// The place is kept as row ids: retention and filters may take rows away around it
// without moving it. It belongs to the goroutine of the app.
package eventlist

import (
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// Clock says how the time column reads.
type Clock uint8

const (
	Local Clock = iota
	UTC
	Relative
)

// Next is the format after this one.
func (c Clock) Next() Clock { return (c + 1) % 3 }

func (c Clock) String() string { return [...]string{"local time", "UTC", "relative time"}[c] }

// Model is the list. The zero value is not usable; see [New].
type Model struct {
	theme  theme.Theme
	zone   *time.Location
	clock  Clock
	width  int
	height int // of the rows, without the heading

	cursor model.RowID
	top    model.RowID // the first row on the screen, while not following
	follow bool
	fresh  int // rows that came since following stopped

	lines map[model.RowID]drawn
}

// drawn is a row as it was drawn last, and what of the row can change.
type drawn struct {
	problems model.CodeSet
	reply    uint16
	text     string
}

// New returns a list that follows.
func New(t theme.Theme, zone *time.Location) Model {
	m := Model{zone: zone, follow: true}
	m.SetTheme(t)
	return m
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme = t
	m.forget()
}

// SetSize sets the space for heading and rows.
func (m *Model) SetSize(width, height int) {
	if width != m.width {
		m.forget()
	}
	m.width, m.height = width, max(height-1, 0)
}

// SetClock changes the time column.
func (m *Model) SetClock(c Clock) {
	m.clock = c
	m.forget()
}

// Clock returns the format of the time column.
func (m *Model) Clock() Clock { return m.clock }

func (m *Model) forget() { m.lines = make(map[model.RowID]drawn) }

// Following reports whether the newest row is kept in sight.
func (m *Model) Following() bool { return m.follow }

// Fresh counts the rows that came since following stopped.
func (m *Model) Fresh() int { return m.fresh }

// Cursor returns the selected row; it may have been taken by retention.
func (m *Model) Cursor() model.RowID { return m.cursor }

// Window is the rows that a list shows, and how.
type Window struct {
	Rows *model.Rows
	View *model.View
}

func (w Window) len() int                    { return w.View.Len(w.Rows) }
func (w Window) at(i int) model.Line         { return w.View.At(w.Rows, i) }
func (w Window) find(id model.RowID) int     { return w.View.Find(w.Rows, id) }
func (w Window) last() int                   { return w.len() - 1 }
func (w Window) idAt(i int) (id model.RowID) { line := w.at(i); return line.ID() }

// Sync follows what changed in the window: added rows at its end, a new filter, or
// retention.
func (m *Model) Sync(w Window, added int) {
	if w.len() == 0 {
		m.cursor, m.top = 0, 0
		return
	}
	if m.follow {
		m.toEnd(w)
		return
	}
	m.fresh += added
	m.cursor = w.idAt(min(w.find(m.cursor), w.last()))
	m.top = w.idAt(min(w.find(m.top), w.last()))
	m.reveal(w)
}

func (m *Model) toEnd(w Window) {
	m.follow, m.fresh = true, 0
	m.cursor = w.idAt(w.last())
	m.top = w.idAt(max(w.len()-m.height, 0))
}

// reveal moves the first row on the screen so that the cursor is on it.
func (m *Model) reveal(w Window) {
	cursor, top := w.find(m.cursor), w.find(m.top)
	top = min(top, cursor)
	top = max(top, cursor-m.height+1, 0)
	top = max(min(top, w.len()-m.height), 0)
	m.top = w.idAt(top)
}

// Move moves the cursor; going up from the newest row stops following, reaching it
// again does not resume it: [Model.Bottom] does.
func (m *Model) Move(w Window, by int) {
	if w.len() == 0 || by == 0 {
		return
	}
	at := w.find(m.cursor)
	to := between(at+by, 0, w.last())
	if m.follow && to == w.last() {
		return
	}
	m.follow = false
	m.cursor = w.idAt(to)
	m.reveal(w)
}

// Page moves by a part of the screen: 1 for a page down, -0.5 for half a page up.
func (m *Model) Page(w Window, part float64) {
	m.Move(w, int(part*float64(max(m.height-1, 1))))
}

// Scroll moves the screen and leaves the cursor on it.
func (m *Model) Scroll(w Window, by int) {
	if w.len() == 0 {
		return
	}
	if m.follow && by >= 0 {
		return
	}
	m.follow = false
	top := between(w.find(m.top)+by, 0, max(w.len()-m.height, 0))
	m.top = w.idAt(top)
	m.cursor = w.idAt(between(w.find(m.cursor), top, min(top+m.height-1, w.last())))
}

// Top goes to the oldest row.
func (m *Model) Top(w Window) {
	if w.len() > 0 {
		m.follow = false
		m.cursor = w.idAt(0)
		m.reveal(w)
	}
}

// Bottom goes to the newest row and follows from there.
func (m *Model) Bottom(w Window) {
	m.follow, m.fresh = true, 0
	if w.len() > 0 {
		m.toEnd(w)
	}
}

// SetFollow starts or stops following.
func (m *Model) SetFollow(w Window, follow bool) {
	if follow {
		m.Bottom(w)
		return
	}
	m.follow = false
}

// Select puts the cursor on a row and stops following; it reports whether the row
// is in the window.
func (m *Model) Select(w Window, id model.RowID) bool {
	at := w.find(id)
	if at >= w.len() || w.idAt(at) != id {
		return false
	}
	m.follow = false
	m.cursor = id
	m.reveal(w)
	return true
}

// SelectLine puts the cursor on the row that is drawn on a line of the list, the
// heading being line 0.
func (m *Model) SelectLine(w Window, y int) {
	at := w.find(m.top) + y - 1
	if y < 1 || y > m.height || at >= w.len() {
		return
	}
	m.follow = m.follow && at == w.last()
	m.cursor = w.idAt(at)
}
