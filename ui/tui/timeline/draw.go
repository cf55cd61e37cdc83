package timeline

import "strings"

// View draws exactly as many lines as the height, none wider than the width.
func (m *Model) View() string {
	var b strings.Builder
	b.Grow(m.height * (m.width + 64))
	at, end := m.top, m.blockCount()
	for row := range m.height {
		if row > 0 {
			b.WriteByte('\n')
		}
		for at.block < end && at.line >= m.heightOf(at.block) {
			at = position{block: at.block + 1}
		}
		if at.block < end && m.width > 0 {
			m.drawRow(&b, at)
			at.line++
		}
	}
	return b.String()
}

// drawRow draws a line behind its gutter, which shows the cursor.
func (m *Model) drawRow(b *strings.Builder, at position) {
	block := m.block(at.block)
	line := block.lines[at.line]
	if at.block != m.cursor || at.line < block.before {
		b.WriteByte(' ')
		b.WriteString(line)
		return
	}
	if !m.focused {
		m.theme.Chrome.Write(b, m.theme.Glyphs.Bar)
		b.WriteString(line)
		return
	}
	m.theme.SelectedBar.Write(b, m.theme.Glyphs.Bar)
	b.WriteString(m.theme.Selected.Under(m.theme.Fit(line, m.width-1)))
}
