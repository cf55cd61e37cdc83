package timeline

import (
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// block is an entry as it is drawn. Its lines lack the gutter.
type block struct {
	lines  []string
	before int // of the lines, how many stand before the entry: the new day
}

// block returns a block, laid out when it is not there yet.
func (m *Model) block(i int) block {
	b, ok := m.blocks[i]
	if ok {
		return b
	}
	if len(m.blocks) >= maxBlocks {
		clear(m.blocks)
	}
	if i == len(m.timeline.Entries) {
		b = block{lines: m.foot()}
	} else {
		b = m.entry(i)
	}
	for j, line := range b.lines {
		b.lines[j] = m.theme.Cut(line, m.width-1)
	}
	m.blocks[i] = b
	return b
}

// side is where an entry stands.
type side uint8

const (
	left   side = iota // the customer
	centre             // what happened
	right              // agent and bot
)

// sideOf is where an entry stands.
func sideOf(e *model.Entry) side {
	switch e.Kind {
	case model.KindMessage, model.KindComment, model.KindNote:
	default:
		return centre
	}
	switch e.Message.Role {
	case model.RoleAgent, model.RoleBot:
		return right
	case model.RoleSystem:
		return centre
	}
	return left
}

// entry lays out an entry, with a new day before it.
func (m *Model) entry(i int) block {
	e := &m.timeline.Entries[i]
	var b block
	if day := m.newDay(i); day != "" {
		b.lines, b.before = append(b.lines, m.separator(m.theme.Divider, m.theme.Glyphs.Horizontal, day, m.theme.Muted)), 1
	}
	b.lines = append(b.lines, m.missing(e)...)
	switch at := sideOf(e); {
	case e.Kind == model.KindNote:
		b.lines = append(b.lines, m.note(e)...)
	case at == centre:
		b.lines = append(b.lines, m.happening(e)...)
	default:
		b.lines = append(b.lines, m.bubble(i, at)...)
	}
	b.lines = append(b.lines, m.flags(e)...)
	return b
}

// newDay is the date of an entry that begins a day.
func (m *Model) newDay(i int) string {
	const layout = "Mon 2 Jan 2006"
	at := m.timeline.Entries[i].At
	if at.IsZero() {
		return ""
	}
	day := at.In(m.zone).Format(layout)
	for before := i - 1; before >= 0; before-- {
		if other := m.timeline.Entries[before].At; !other.IsZero() {
			if other.In(m.zone).Format(layout) == day {
				return ""
			}
			break
		}
	}
	return day
}

// separator is a line over the whole width with a text in it.
func (m *Model) separator(linePen theme.Pen, dash, text string, pen theme.Pen) string {
	room := m.width - 3
	text = " " + m.theme.Cut(theme.Drawable(text), room-8) + " "
	before := max((room-m.theme.Width(text))/2, 1)
	after := max(room-m.theme.Width(text)-before, 1)
	return " " + linePen.Paint(strings.Repeat(dash, before)) + pen.Paint(text) + linePen.Paint(strings.Repeat(dash, after))
}

// missing is the conspicuous line above a message that was never delivered.
func (m *Model) missing(e *model.Entry) []string {
	for i, code := range e.Flags {
		if code != model.Gap {
			continue
		}
		text := "only the transcript has this message; it was never delivered"
		if i < len(e.Detail) && e.Detail[i] != "" {
			text = e.Detail[i]
		}
		t := &m.theme
		dashes := strings.Repeat(t.Glyphs.Dashed, 3)
		rows := t.Wrap(theme.Drawable("missing: "+strings.TrimPrefix(text, "missing: ")), max(m.width-13, 10))
		lines := make([]string, 0, len(rows))
		for j, row := range rows {
			end := ""
			if j == len(rows)-1 {
				end = " " + dashes + " " + t.Glyphs.Problem
			}
			lines = append(lines, " "+t.Error.Paint(dashes+" "+row+end))
		}
		return lines
	}
	return nil
}

// flags says what else is odd or wrong about an entry. A gap stands above it, and a
// duplicate in its head.
func (m *Model) flags(e *model.Entry) []string {
	var lines []string
	for i, code := range e.Flags {
		if code == model.Gap || code == model.Duplicate {
			continue
		}
		text := code.String()
		if i < len(e.Detail) && e.Detail[i] != "" {
			text += ": " + e.Detail[i]
		}
		pen := m.theme.Problem(code)
		var rows []row
		for _, part := range m.theme.Wrap(theme.Drawable(text), max(m.bubbleWidth()-2, 4)) {
			rows = append(rows, m.row(pen, part))
		}
		rows[0] = row{pen.Paint(m.theme.Glyphs.Problem) + " " + rows[0].text, rows[0].width + 2}
		lines = append(lines, m.align(sideOf(e), rows)...)
	}
	return lines
}

// foot says what the data cannot decide, and what else belongs to the customer.
func (m *Model) foot() []string {
	t := &m.theme
	var lines []string
	add := func(glyph string, pen theme.Pen, text string) {
		for i, part := range t.Wrap(theme.Drawable(text), max(m.width-6, 4)) {
			if i > 0 {
				glyph = " "
			}
			lines = append(lines, " "+pen.Paint(glyph+" "+part))
		}
	}
	for _, note := range m.timeline.Notes {
		add(t.Glyphs.Unknown, t.Muted, note)
	}
	if len(m.timeline.Links) > 0 {
		add(t.Glyphs.Arrow, t.Muted, "the same customer: "+strings.Join(m.timeline.Links, ", "))
	}
	if lines != nil {
		lines = append([]string{""}, lines...)
	}
	return lines
}

func (m *Model) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(m.zone).Format(time.TimeOnly)
}
