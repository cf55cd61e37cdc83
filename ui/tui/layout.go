package tui

import "cmp"

// From which width on panes stand side by side. Below it one pane at a time has the
// screen: enter goes in, esc comes back.
const (
	wideEvents        = 104
	wideConversations = 84
	wideDetail        = 168 // list, timeline and detail
	timelineCells     = 116 // what a timeline needs at most; the rest is the list's
	highHead          = 16  // height from which a timeline's head takes two lines
	leastWidth        = 40
	leastHeight       = 8
)

// layout tells every component its size. The status line and the key line take one
// line each, the filter one more in the events view.
func (m *Model) layout() {
	body := max(m.height-2, 1)
	m.events.resize(m.width, body)
	m.conversations.resize(m.width, body)
	m.health.resize(m.width, body)
}

func (v *eventsView) resize(width, height int) {
	v.wide = width >= wideEvents && !v.alone
	list, detail := width, width
	if v.wide {
		list = listWidth(width)
		detail = width - list - 1
	}
	v.list.SetSize(list, height-1)
	v.detail.setSize(detail, height)
	v.width, v.height = width, height
	v.filter.input.SetWidth(max(list*2/3, 10))
}

// listWidth is the share of the list: the JSON needs no more than some 80 columns,
// the rest is the list's.
func listWidth(width int) int { return max(width*60/100, width-84) }

func (v *conversationsView) resize(width, height int) {
	v.width, v.height = width, height
	v.wide = width >= wideConversations && !v.alone
	list, middle, detail := v.columns()
	list, middle, detail = cmp.Or(list, width), cmp.Or(middle, width), cmp.Or(detail, width)
	above := 2 // title and heading
	if v.filter.shown() {
		above++
	}
	v.list.setSize(list, height-above)
	v.filter.input.SetWidth(max(list-3, 10))
	v.timeline.SetSize(middle, max(height-v.headLines(), 0))
	v.detail.setSize(detail, height)
}

// columns shares the screen among list, timeline and detail; 0 leaves one out. Beside
// the raw event of an entry, the timeline is worth more than the list.
func (v *conversationsView) columns() (list, middle, detail int) {
	w, raw := v.width, v.opened && v.focus != listPane
	switch {
	case v.wide && raw && w >= wideDetail:
		list = 40
		middle = (w - list - 2) / 2
		return list, middle, w - list - middle - 2
	case v.wide && raw && w >= wideEvents:
		middle = w * 47 / 100
		return 0, middle, w - middle - 1
	case v.wide && !raw:
		list = max(w*30/100, 34, w-timelineCells)
		return list, w - list - 1, 0
	case v.focus == listPane:
		return w, 0, 0
	case v.focus == middlePane:
		return 0, w, 0
	}
	return 0, 0, w
}

// paneAt is the pane at a column of the screen.
func (v *conversationsView) paneAt(x int) pane {
	list, middle, _ := v.columns()
	switch {
	case x < list:
		return listPane
	case list > 0 && middle > 0:
		list++ // the line between
	}
	if x < list+middle {
		return middlePane
	}
	return detailPane
}
