package timeline

import (
	"cmp"
	"strconv"
	"strings"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// happening lays out what is no message: between the sides, in grey, at the same column
// whatever its length, so that the times stand under one another.
func (m *Model) happening(i int) []string {
	e, t := &m.timeline.Entries[i], &m.theme
	first := m.row(t.Muted, t.Glyph(e.Kind, e.Message.Role)+" ")
	if clock := m.clock(i); clock != "" {
		first.text, first.width = first.text+t.Faint.Paint(clock)+"  ", first.width+len(clock)+2
	}
	indent := m.middle()
	room := max(min(m.width-2-indent, widestBubble)-first.width, 4)
	rows := m.text(m.happened(e), t.Muted, room)
	for _, f := range e.Message.Files {
		rows = append(rows, m.file(f, t.Muted, room)...)
	}
	if len(e.Message.Buttons) > 0 {
		rows = append(rows, m.buttons(e.Message.Buttons, m.chosen(i), room)...)
	}
	if e.Call != nil && e.Call.Record != "" {
		rows = append(rows, m.wrapped(t.Muted, "recording "+e.Call.Record, room)...)
	}
	if remarks := m.remarks(e); len(remarks) > 0 {
		rows = appendRow(rows, joinRows(remarks), room)
	}
	rows = append(rows, m.flags(e, room)...)
	lines := make([]string, 0, len(rows))
	lead := first.text
	for _, r := range rows {
		lines = append(lines, theme.Spaces(indent)+lead+r.text)
		lead = theme.Spaces(first.width)
	}
	return lines
}

// What happened has this many cells at least before it moves away from the left.
const leastHappening = 48

// middle is the column where what happened begins: about where a short line of it
// would be in the middle.
func (m *Model) middle() int { return max(min((m.width-leastHappening)/2, m.width/4), 1) }

// happened says in words what an entry is, beginning with who did it.
func (m *Model) happened(e *model.Entry) string {
	text := e.Message.Text
	if e.Call != nil {
		text = m.call(e)
	}
	text = cmp.Or(text, e.Status.String(), e.Kind.String())
	if name := e.Message.Name; name != "" && e.Call == nil && !strings.HasPrefix(text, name) {
		text = name + " " + text
	}
	return m.withStars(text)
}

// separator is what stands between the parts of a sentence about what happened, in
// the texts of the platforms' readers.
const separator = " · "

// withStars draws ratings from 1 to 5 among the parts of a text: "closed · rated ★★★★☆ 4".
func (m *Model) withStars(text string) string {
	parts := strings.Split(text, separator)
	for i, part := range parts {
		before, number, found := strings.Cut(part, "rated ")
		n, err := strconv.Atoi(number)
		if !found || err != nil || n < 1 || n > mostStars || before != "" && !strings.HasSuffix(before, " ") {
			continue
		}
		g := &m.theme.Glyphs
		parts[i] = before + "rated " + strings.Repeat(g.Star, n) + strings.Repeat(g.NoStar, mostStars-n) + " " + number
	}
	return strings.Join(parts, " "+m.theme.Glyphs.Dot+" ")
}

// mostStars is the best rating that is drawn with stars; other scales stay numbers.
const mostStars = 5

// note lays out what agents write among themselves: set apart, left of the centre.
func (m *Model) note(i int) []string {
	e, t := &m.timeline.Entries[i], &m.theme
	indent := max((m.width-1)/6, 1)
	width := max(min(m.bubbleWidth(), m.width-4-indent), 1)
	parts := []row{m.row(t.Note, t.Glyphs.Note+" "+t.Cut(theme.Drawable(cmp.Or(speaker(e), "note")), width))}
	if clock := m.clock(i); clock != "" {
		parts = append(parts, m.row(t.Faint, clock))
	}
	parts = append(parts, m.row(t.Faint, "note"))
	rows := []row{joinRows(append(parts, m.remarks(e)...))}
	for _, r := range append(m.body(i, t.Note, width), m.flags(e, width)...) {
		rows = append(rows, row{"  " + r.text, r.width + 2})
	}
	lines := make([]string, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, theme.Spaces(indent)+r.text)
	}
	return lines
}
