package tui

import (
	"fmt"
	"time"

	"offhook/ui/tui/theme"
)

// filterError is the line under a broken filter: where it breaks, and why as far as
// there is room; the bottom line has the whole sentence.
func (v *conversationsView) filterError(width int) string {
	t, f := &v.theme, &v.filter
	at := 1
	if f.err != nil {
		at = between(f.err.Column, 1, max(width-2, 1))
	}
	text := f.message()
	if room := width - at - 3; room >= t.Width(text) || room >= at {
		return t.Fit(theme.Spaces(at)+t.Error.Paint("^ "+t.Cut(text, max(room, 0))), width)
	}
	return t.Fit(t.Error.Paint(" "+t.Fit(text, max(at-2, 0))+" ^"), width)
}

// filterCount says how much of the list is shown.
func (v *conversationsView) filterCount() string {
	f := &v.filter
	if f.chosen == nil {
		return v.theme.Faint.Paint(thousands(uint64(v.list.total)))
	}
	text := thousands(uint64(v.list.total)) + " of " + thousands(uint64(f.all))
	if f.scanning {
		text += fmt.Sprintf(" %s %d%%", v.theme.Glyphs.Dot, f.old*100/max(f.rows, 1))
	}
	return v.theme.Muted.Paint(text)
}

// listTitle is the first line of the list: how it is sorted, and how much of it is
// shown. The filter needs the line below for itself where the list is narrow.
func (v *conversationsView) listTitle(width int, focused bool) string {
	t := &v.theme
	pen := t.Title
	if focused {
		pen = t.TitleFocused
	}
	count := " " + v.filterCount() + " "
	title := " CONVERSATIONS  by " + v.list.order.String()
	return pen.Paint(t.Fit(title, max(width-t.Width(count), 0))) + count
}

// listLines draws the list: title, filter, heading and rows.
func (v *conversationsView) listLines(width int, now time.Time, focused bool) []string {
	t, l := &v.theme, &v.list
	cols := columnsFor(width)
	lines := []string{t.Fit(v.listTitle(width, focused), width)}
	if v.filter.shown() {
		lines = append(lines, v.filter.view(t, width, ""))
	}
	if v.filter.invalid() {
		lines = append(lines, v.filterError(width))
	} else {
		lines = append(lines, l.heading(cols))
	}
	if l.total == 0 {
		return pad(append(lines, v.emptyList(width)...), width, v.height, t)
	}
	for i := l.top; i < min(l.top+l.height, l.total); i++ {
		at := i - l.offset
		if at < 0 || at >= len(l.page) {
			lines = append(lines, "")
			continue
		}
		line := l.row(cols, &l.page[at], now)
		if l.page[at].Key == l.selected {
			line = cursorLine(t, line, focused)
		}
		lines = append(lines, line)
	}
	return pad(lines, width, v.height, t)
}

// emptyList says why there is nothing.
func (v *conversationsView) emptyList(width int) []string {
	t := &v.theme
	text := []string{"No conversation yet."}
	switch {
	case v.filter.invalid():
		return nil // what is wrong is said above
	case v.filter.chosen != nil && v.filter.scanning:
		text = []string{"Looking for conversations" + t.Glyphs.Ellipsis}
	case v.filter.chosen != nil:
		text = []string{"No conversation matches.", "", "ctrl-l clears the filter."}
	}
	lines := []string{""}
	for _, line := range text {
		lines = append(lines, t.Muted.Paint(t.Cut(" "+line, width)))
	}
	return lines
}
