package timeline

import (
	"strings"

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
	switch entries := len(m.timeline.Entries); {
	case i < entries:
		b = m.entry(i)
	case i < m.stops():
		b = m.link(i - entries)
	default:
		b = m.foot()
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
	b.lines = append(b.lines, m.missing(i)...)
	switch at := sideOf(e); {
	case e.Kind == model.KindNote:
		b.lines = append(b.lines, m.note(i)...)
	case at == centre:
		b.lines = append(b.lines, m.happening(i)...)
	default:
		b.lines = append(b.lines, m.bubble(i, at)...)
		b.lines = append(b.lines, m.align(at, m.flags(e, m.bubbleWidth()))...)
	}
	return b
}

// separator is a line over the whole width with a text in it.
func (m *Model) separator(linePen theme.Pen, dash, text string, pen theme.Pen) string {
	room := m.width - 3
	text = " " + m.theme.Cut(theme.Drawable(text), room-8) + " "
	before := max((room-m.theme.Width(text))/2, 1)
	after := max(room-m.theme.Width(text)-before, 1)
	return " " + linePen.Paint(strings.Repeat(dash, before)) + pen.Paint(text) + linePen.Paint(strings.Repeat(dash, after))
}

// flags says what else is odd or wrong about an entry. A gap stands above it, and a
// duplicate in its head.
func (m *Model) flags(e *model.Entry, width int) []row {
	var rows []row
	for i, code := range e.Flags {
		if code == model.Gap || code == model.Duplicate {
			continue
		}
		text := code.String()
		if i < len(e.Detail) && e.Detail[i] != "" {
			text += ": " + e.Detail[i]
		}
		pen := m.theme.Problem(code)
		lead := pen.Paint(m.theme.Glyphs.Problem) + " "
		for _, part := range m.theme.Wrap(theme.Drawable(text), max(width-2, 4)) {
			line := m.row(pen, part)
			rows = append(rows, row{lead + line.text, 2 + line.width})
			lead = "  "
		}
	}
	return rows
}
