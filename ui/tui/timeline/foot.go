package timeline

import "offhook/ui/tui/theme"

// link lays out a conversation that belongs to the same customer.
func (m *Model) link(i int) block {
	t := &m.theme
	var b block
	if i == 0 {
		b.lines, b.before = []string{""}, 1
	}
	b.lines = append(b.lines, " "+t.Accent.Paint(t.Glyphs.Arrow+" "+theme.Drawable(m.timeline.Links[i]))+"  "+t.Faint.Paint("the same customer"))
	return b
}

// foot says what the data cannot decide.
func (m *Model) foot() block {
	t := &m.theme
	var lines []string
	notes := m.timeline.Notes
	if m.old {
		first := m.timeline.Entries[0].Received.In(m.zone).Format("2 Jan 2006 15:04:05")
		notes = append([]string{"Received from " + first + " on, long after it happened: a test, a replay or an import."}, notes...)
	}
	for _, note := range notes {
		glyph := t.Glyphs.Unknown
		for _, part := range t.Wrap(theme.Drawable(note), max(m.width-6, 4)) {
			lines = append(lines, " "+t.Faint.Paint(glyph)+" "+t.Muted.Paint(part))
			glyph = " "
		}
	}
	if lines != nil {
		lines = append([]string{""}, lines...)
	}
	return block{lines: lines}
}
