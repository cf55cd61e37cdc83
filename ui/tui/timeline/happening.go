package timeline

import (
	"cmp"
	"strings"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// happening lays out what is no message: in the middle, in grey.
func (m *Model) happening(e *model.Entry) []string {
	t := &m.theme
	pen := t.Muted
	first := m.row(pen, t.Glyph(e.Kind, e.Message.Role)+" ")
	if clock := m.clock(e.At); clock != "" {
		first.text, first.width = first.text+t.Faint.Paint(clock)+"  ", first.width+clockWidth+2
	}
	msg := e.Message
	msg.Text = m.happened(e)
	rows := m.body(&msg, pen, max(m.bubbleWidth()-first.width, 4))
	if e.Call != nil && e.Call.Record != "" {
		rows = append(rows, m.wrapped(t.Faint, "recording "+e.Call.Record, max(m.bubbleWidth()-first.width, 4))...)
	}
	for i := range rows {
		if i == 0 {
			rows[i] = row{first.text + rows[i].text, first.width + rows[i].width}
			continue
		}
		rows[i] = row{theme.Spaces(first.width) + rows[i].text, first.width + rows[i].width}
	}
	if remarks := m.remarks(e); len(remarks) > 0 {
		rows[len(rows)-1] = joinRows(append([]row{rows[len(rows)-1]}, remarks...))
	}
	return m.align(centre, rows)
}

// happened says in words what an entry is, beginning with who did it.
func (m *Model) happened(e *model.Entry) string {
	text := e.Message.Text
	if e.Call != nil {
		text = m.call(e.Call, text)
	}
	text = cmp.Or(text, e.Status.String(), e.Kind.String())
	if name := e.Message.Name; name != "" && e.Call == nil && !strings.HasPrefix(text, name) {
		text = name + " " + text
	}
	return text
}

// call adds to a call's text what it lacks.
func (m *Model) call(c *model.Call, text string) string {
	dot := " " + m.theme.Glyphs.Dot + " "
	if text == "" {
		text = cmp.Or(c.Type, "call")
		for _, fact := range []string{c.Phone, strings.ReplaceAll(c.Status, "_", " ")} {
			if fact != "" {
				text += dot + fact
			}
		}
	}
	if c.Reason != "" && !strings.Contains(text, c.Reason) {
		text += dot + c.Reason
	}
	return text
}

// note lays out what agents write among themselves: set apart, left of the centre.
func (m *Model) note(e *model.Entry) []string {
	t := &m.theme
	indent := max((m.width-1)/6, 1)
	width := max(min(m.bubbleWidth(), m.width-4-indent), 1)
	parts := []row{m.row(t.Note, t.Glyphs.Note+" "+t.Cut(theme.Drawable(cmp.Or(speaker(e), "note")), width))}
	if clock := m.clock(e.At); clock != "" {
		parts = append(parts, m.row(t.Faint, clock))
	}
	parts = append(parts, m.row(t.Faint, "note"))
	rows := []row{joinRows(append(parts, m.remarks(e)...))}
	for _, r := range m.body(&e.Message, t.Note, width) {
		rows = append(rows, row{"  " + r.text, r.width + 2})
	}
	lines := make([]string, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, theme.Spaces(indent)+r.text)
	}
	return lines
}
