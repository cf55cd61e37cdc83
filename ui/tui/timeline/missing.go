package timeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// isMissing reports whether an entry was never delivered though it should have been.
func (m *Model) isMissing(i int) bool {
	return i >= 0 && i < len(m.timeline.Entries) && isGap(&m.timeline.Entries[i])
}

// missing is the conspicuous line above what was never delivered; several such
// entries in a row have one line.
func (m *Model) missing(i int) []string {
	if !m.isMissing(i) || m.isMissing(i-1) {
		return nil
	}
	count := 1
	for m.isMissing(i + count) {
		count++
	}
	if count == 1 {
		text := gapDetail(&m.timeline.Entries[i], "only the transcript has this message; it was never delivered")
		return m.alarm("missing: " + strings.TrimPrefix(text, "missing: "))
	}
	return m.alarm(strconv.Itoa(count) + " missing: only the transcript has these messages; they were never delivered")
}

// gapDetail is the sentence of a gap, or another one when it has none.
func gapDetail(e *model.Entry, otherwise string) string {
	if i := slices.Index(e.Flags, model.Gap); i >= 0 && i < len(e.Detail) {
		return cmp.Or(e.Detail[i], otherwise)
	}
	return otherwise
}

// alarm is a dashed line over the whole width with a sentence in it.
func (m *Model) alarm(text string) []string {
	t := &m.theme
	dash := t.Glyphs.Dashed
	lead := strings.Repeat(dash, 2) + " " + t.Glyphs.Problem + " "
	room := m.width - 3
	rows := t.Wrap(theme.Drawable(text), max(room-len("-- ! ")-len(" --"), 10))
	lines := make([]string, 0, len(rows))
	for i, row := range rows {
		end := ""
		if i == len(rows)-1 {
			end = " " + strings.Repeat(dash, max(room-t.Width(lead)-t.Width(row)-1, 2))
		}
		lines = append(lines, " "+t.Error.Paint(lead+row+end))
		lead = strings.Repeat(dash, 2) + "   "
	}
	return lines
}
