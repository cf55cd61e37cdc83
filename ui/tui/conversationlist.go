package tui

import (
	"offhook/model"
	"offhook/ui/tui/theme"
)

// conversationList is the reader's place in the list of conversations. It holds only
// the page around what is on the screen; the selection is a key, so that a
// conversation that moves does not take the reader along.
type conversationList struct {
	theme         theme.Theme
	width, height int // of the rows

	order    model.Order
	page     []model.Summary
	offset   int // of the page's first row among all
	total    int
	top      int // first row on the screen, among all
	cursor   int // among all: the selected row, or where it was when it left the page
	selected string

	afresh bool // the next page begins another list, such as that of another order
	astray bool // the selection is not among what this other list begins with
	chase  bool // the cursor stands where no row is known yet: the next page tells
}

func (l *conversationList) setSize(width, height int) {
	l.width, l.height = width, max(height, 0)
	if len(l.page) > 0 && !l.chase {
		l.top = between(l.top, 0, max(l.total-l.height, 0))
	}
}

// restart shows another list from its beginning. The selection stays as long as it is
// not settled.
func (l *conversationList) restart() { l.afresh, l.chase = true, false }

// wanted is the page to ask for: the screen and one screen around it.
func (l *conversationList) wanted() (offset, limit int) {
	h := max(l.height, 10)
	if l.afresh {
		return 0, 2 * h
	}
	return max(l.top-h, 0), 3 * h
}

// covered reports whether the page holds what is on the screen and some rows around.
func (l *conversationList) covered(around int) bool {
	return !l.chase && max(l.top-around, 0) >= l.offset && min(l.top+l.height+around, l.total) <= l.offset+len(l.page)
}

// take shows a page. Rows that went past the reader move the screen along with them,
// so that what is being read stays where it is; at the top it stays the top.
func (l *conversationList) take(msg conversationsMsg) {
	drift := l.drift(msg)
	l.page, l.offset, l.total = msg.page, msg.offset, msg.total
	switch {
	case l.afresh:
		l.top, l.cursor = 0, 0
	case !l.chase:
		l.top, l.cursor = l.top+drift, l.cursor+drift
	}
	l.top = between(l.top, 0, max(l.total-l.height, 0))
	l.cursor = between(l.cursor, 0, max(l.total-1, 0))
	known, chase := l.place(l.selected), l.chase
	if l.afresh || l.astray {
		l.astray = !msg.sought && (known < 0 || known >= l.top+l.height)
	}
	l.afresh, l.chase = false, false
	switch {
	case chase || l.selected == "" || l.selected == msg.gone:
		l.selectCursor()
	case known >= 0:
		l.cursor = known
	}
	if msg.reveal {
		l.reveal()
	}
}

// drift is how far the rows on the screen moved: that of the row nearest to the
// cursor in whose conversation nothing happened.
func (l *conversationList) drift(msg conversationsMsg) int {
	if l.top == 0 {
		return 0
	}
	places := make(map[string]int, len(msg.page))
	for i := range msg.page {
		places[msg.page[i].Key] = i
	}
	for d := range 2 * l.height {
		at := l.cursor + (d+1)/2*(1-d%2*2) // 0, 1 up, 1 down, 2 up, …
		if i := at - l.offset; at >= l.top && at < l.top+l.height && i >= 0 && i < len(l.page) {
			before := &l.page[i]
			if now, ok := places[before.Key]; ok && msg.page[now].Last == before.Last {
				return msg.offset + now - at
			}
		}
	}
	return 0
}

// place is where a conversation stands among all, -1 when the page does not tell.
func (l *conversationList) place(key string) int {
	for i := range l.page {
		if l.page[i].Key == key {
			return l.offset + i
		}
	}
	return -1
}

// selectCursor selects the row at the cursor, or the next page's row there.
func (l *conversationList) selectCursor() {
	if i := l.cursor - l.offset; i >= 0 && i < len(l.page) {
		l.selected, l.chase = l.page[i].Key, false
		return
	}
	l.chase = l.total > 0
}

// settle selects what the list begins with when the selection is not there.
func (l *conversationList) settle() {
	if l.astray && l.total > 0 {
		l.astray = false
		l.selectCursor()
	}
}

// choose selects a conversation wherever it stands, also when it is not in the list.
func (l *conversationList) choose(key string) { l.selected, l.astray = key, false }

func (l *conversationList) move(to int) {
	if l.total == 0 {
		return
	}
	l.astray = false
	l.cursor = between(to, 0, l.total-1)
	l.reveal()
	l.selectCursor()
}

// reveal moves the screen so that the cursor is on it.
func (l *conversationList) reveal() {
	l.top = min(l.top, l.cursor)
	l.top = max(l.top, l.cursor-l.height+1, 0)
}

// Move moves the cursor; from a selection that is out of sight it goes on where the
// reader looks, and begins at the first row of a list that does not have it.
func (l *conversationList) Move(by int) {
	if l.astray {
		by = 0
	}
	l.move(between(l.cursor, l.top, max(l.top+l.height-1, l.top)) + by)
}

// Page, Top and Bottom move the cursor too.
func (l *conversationList) Page(part float64) { l.Move(int(part * float64(l.height))) }
func (l *conversationList) Top()              { l.move(0) }
func (l *conversationList) Bottom()           { l.move(l.total - 1) }

// scroll moves the screen and leaves the selection.
func (l *conversationList) scroll(by int) {
	l.top = between(l.top+by, 0, max(l.total-l.height, 0))
}

// selectLine selects the row on a line of the screen.
func (l *conversationList) selectLine(y int) {
	if y >= 0 && y < l.height && l.top+y < l.total {
		l.move(l.top + y)
	}
}

// moving reports whether a span of time is on the screen, which time alone changes.
func (l *conversationList) moving() bool {
	if columnsFor(l.width).active > 0 {
		return l.total > 0
	}
	for i := range l.page {
		if l.page[i].Wait.Who == model.RoleCustomer {
			return true
		}
	}
	return false
}

func between(v, low, high int) int { return max(min(v, high), low) }
