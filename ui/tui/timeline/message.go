package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// row is painted text and its width in cells.
type row struct {
	text  string
	width int
}

func (m *Model) row(pen theme.Pen, text string) row {
	return row{m.theme.PaintHits(pen, text, m.needle), m.theme.Width(text)}
}

const (
	widestBubble = 80 // cells; longer lines are hard to read
)

// bubbleWidth is the most cells that a text takes in a row: a part of the width, so
// that the sides are told apart at a glance, and most of it where there is little.
func (m *Model) bubbleWidth() int {
	room := m.width - 5
	return max(min(max(room*65/100, min(room-6, 40)), widestBubble, room), 1)
}

// bubble lays out a message: its head where the speaker changes, and its text behind
// or before a bar.
func (m *Model) bubble(i int, at side) []string {
	e, t := &m.timeline.Entries[i], &m.theme
	var lines []string
	clock := ""
	if m.needsHead(i) {
		lines = m.align(at, []row{m.head(i)})
	} else {
		clock = m.clock(i)
	}
	rows := m.body(i, t.Text, m.bubbleWidth())
	if at == left {
		return append(lines, m.leftRows(rows, m.bar(e, t.Glyphs.Left), clock)...)
	}
	return append(lines, m.rightRows(rows, m.bar(e, t.Glyphs.Right), clock)...)
}

// bar is the line beside a message; that of a missing one cannot be overlooked.
func (m *Model) bar(e *model.Entry, glyph string) string {
	if isGap(e) {
		return m.theme.Error.Paint(m.theme.Glyphs.Lost)
	}
	return m.theme.Role(e.Message.Role).Paint(glyph)
}

// leftRows draws rows behind a bar, with the time of the first at the right edge.
func (m *Model) leftRows(rows []row, bar, clock string) []string {
	lines := make([]string, 0, len(rows))
	for i, r := range rows {
		line := " " + bar + r.text
		if gap := m.width - 5 - r.width - len(clock); i == 0 && clock != "" && gap > 0 {
			line += theme.Spaces(gap+1) + m.theme.Faint.Paint(clock)
		}
		lines = append(lines, line)
	}
	return lines
}

// rightRows draws rows as one block before a bar at the right edge, with the time of
// the first before it.
func (m *Model) rightRows(rows []row, bar, clock string) []string {
	wide := widest(rows)
	pad := max(m.width-4-wide, 0)
	lines := make([]string, 0, len(rows))
	for i, r := range rows {
		lead := theme.Spaces(pad)
		if before := pad - len(clock) - 2; i == 0 && clock != "" && before > 0 {
			lead = theme.Spaces(before) + m.theme.Faint.Paint(clock) + "  "
		}
		lines = append(lines, lead+r.text+theme.Spaces(wide-r.width)+" "+bar)
	}
	return lines
}

// align draws rows without a bar.
func (m *Model) align(at side, rows []row) []string {
	pad := 1
	if at == right {
		pad = max(m.width-4-widest(rows), 1)
	}
	lines := make([]string, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, theme.Spaces(pad)+r.text)
	}
	return lines
}

func widest(rows []row) (width int) {
	for _, r := range rows {
		width = max(width, r.width)
	}
	return width
}

// A pause this long is shown, and begins a speaker's turn anew.
const (
	pauseShown = 30 * time.Second
	pauseTurns = time.Minute
)

// needsHead reports whether an entry names its speaker: where that changes, after a
// pause, and where there is something to say.
func (m *Model) needsHead(i int) bool {
	e := &m.timeline.Entries[i]
	if i == 0 || e.Kind == model.KindComment || e.Copies > 0 || m.isLate(e) || m.newDay(i) != "" {
		return true
	}
	before := &m.timeline.Entries[i-1]
	return before.Kind != e.Kind || m.listedOnly(before) != m.listedOnly(e) || before.Message.Role != e.Message.Role || speaker(before) != speaker(e) || m.pause(i) >= pauseTurns
}

func speaker(e *model.Entry) string {
	return model.Person{Role: e.Message.Role, ID: e.Message.Sender, Name: e.Message.Name}.Label()
}

// head is the line above a message: who, when, after what pause, and remarks.
func (m *Model) head(i int) row {
	e, t := &m.timeline.Entries[i], &m.theme
	who := cmp.Or(speaker(e), "somebody")
	parts := []row{m.row(t.Role(e.Message.Role), t.Cut(theme.Drawable(who), max(m.bubbleWidth()-12, 8)))}
	if e.Kind == model.KindComment {
		parts = append(parts, m.row(t.Muted, t.Glyphs.Comment+" comment"))
	}
	if clock := m.clock(i); clock != "" {
		parts = append(parts, m.row(t.Faint, clock))
	}
	if pause := m.pause(i); pause >= pauseShown && m.newDay(i) == "" {
		parts = append(parts, m.row(t.Faint, "+"+theme.Duration(pause)))
	}
	return joinRows(append(parts, m.remarks(e)...))
}

// remarks says how an entry came to us, where that is worth a word.
func (m *Model) remarks(e *model.Entry) []row {
	t := &m.theme
	var parts []row
	if e.Copies > 0 {
		parts = append(parts, m.row(t.Odd, fmt.Sprintf("%s %d×", t.Glyphs.Duplicate, 1+e.Copies)))
	}
	if m.listedOnly(e) {
		parts = append(parts, m.row(t.Faint, t.Glyphs.Transcript+" transcript only"))
	}
	if receipt := m.receipt(e); receipt != "" {
		parts = append(parts, m.row(t.Faint, receipt))
	}
	return parts
}

// listedOnly reports whether only a transcript tells of an entry, and nobody is to
// blame; it is worth a word where others came live.
func (m *Model) listedOnly(e *model.Entry) bool {
	return e.Source == model.FromTranscript && m.live && !isGap(e)
}

// isGap reports whether an entry was never delivered though it should have been.
func isGap(e *model.Entry) bool { return slices.Contains(e.Flags, model.Gap) }

// receipt says when an entry reached us, where that is not when it happened and no flag
// says so. A transcript tells of the past; its receipt says nothing.
func (m *Model) receipt(e *model.Entry) string {
	if m.old || slices.Contains(e.Flags, model.Late) || !e.OwnTime || e.Source == model.FromTranscript || e.At.IsZero() || e.Received.IsZero() {
		return ""
	}
	switch d := e.Received.Sub(e.At); {
	case d.Abs() > longAgo:
		return "received " + e.Received.In(m.zone).Format("2 Jan 2006 15:04:05")
	case d > 2*time.Second:
		return "came " + theme.Duration(d) + " later"
	case d < -2*time.Second:
		return "came " + theme.Duration(-d) + " before its time"
	}
	return ""
}

// appendRow puts a row behind the last one, or below it where that is full.
func appendRow(rows []row, r row, width int) []row {
	last := len(rows) - 1
	if last >= 0 && rows[last].width+2+r.width <= width {
		rows[last] = joinRows([]row{rows[last], r})
		return rows
	}
	return append(rows, r)
}

// joinRows puts texts on one row.
func joinRows(parts []row) row {
	joined := parts[0]
	for _, p := range parts[1:] {
		joined.text += "  " + p.text
		joined.width += 2 + p.width
	}
	return joined
}
