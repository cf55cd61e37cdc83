package timeline

// position is a line of a block. The blocks are the entries, after them the links, and
// last the foot.
type position struct{ block, line int }

// stops is the number of blocks that the cursor goes to: all but the foot.
func (m *Model) stops() int { return len(m.timeline.Entries) + len(m.timeline.Links) }

func (m *Model) blockCount() int {
	if len(m.timeline.Entries) == 0 {
		return 0
	}
	return m.stops() + 1
}

func (m *Model) heightOf(i int) int { return len(m.block(i).lines) }

// walk goes by lines down, or up when by is negative, and stops at the ends.
func (m *Model) walk(p position, by int) position {
	p.line += by
	for p.line < 0 {
		if p.block == 0 {
			return position{}
		}
		p.block--
		p.line += m.heightOf(p.block)
	}
	for p.line >= m.heightOf(p.block) {
		if p.block == m.blockCount()-1 {
			p.line = max(m.heightOf(p.block)-1, 0)
			return p
		}
		p.line -= m.heightOf(p.block)
		p.block++
	}
	return p
}

// lastTop is the top that shows the end.
func (m *Model) lastTop() position {
	last := m.blockCount() - 1
	return m.walk(position{last, m.heightOf(last) - 1}, 1-m.height)
}

func (p position) isAfter(q position) bool {
	return p.block > q.block || p.block == q.block && p.line > q.line
}

// settle finds the top that shows the cursor's entry with the least scrolling, and
// fills the screen when there is enough to fill it with.
func (m *Model) settle() {
	if m.blockCount() == 0 || m.height == 0 {
		m.top = position{}
		return
	}
	m.top = m.walk(m.top, 0)
	if m.heightOf(m.cursor) > m.height {
		m.settleHigh()
	} else {
		m.settleWhole()
	}
	if last := m.lastTop(); m.top.isAfter(last) {
		m.top = last
	}
}

// settleWhole shows the whole of the cursor's entry, and after the last one what
// follows it.
func (m *Model) settleWhole() {
	first, end := position{m.cursor, 0}, position{m.cursor, m.heightOf(m.cursor) - 1}
	if foot := m.blockCount() - 1; m.cursor == foot-1 || m.following {
		end = position{foot, m.heightOf(foot) - 1}
	}
	if least := m.walk(end, 1-m.height); least.isAfter(m.top) {
		m.top = least
	}
	if m.top.isAfter(first) {
		m.top = first
	}
}

// settleHigh fills the screen with a part of an entry that is higher than it.
func (m *Model) settleHigh() {
	switch lastLine := m.heightOf(m.cursor) - m.height; {
	case m.top.block < m.cursor:
		m.top = position{m.cursor, 0}
	case m.top.block > m.cursor || m.top.line > lastLine && m.cursor < len(m.timeline.Entries)-1:
		m.top = position{m.cursor, lastLine}
	}
}

// Move moves the cursor by entries. An entry that is higher than the screen is
// scrolled through first.
func (m *Model) Move(by int) {
	if m.blockCount() == 0 {
		return
	}
	if by == 1 && m.scrollWithin(1) || by == -1 && m.scrollWithin(-1) {
		return
	}
	m.place(m.cursor + by)
	m.settle()
}

// Step moves the cursor by entries, whatever their height, and reports whether there
// was one that way.
func (m *Model) Step(by int) bool {
	to := m.cursor + by
	if to < 0 || to >= len(m.timeline.Entries) {
		return false
	}
	m.place(to)
	m.settle()
	return true
}

// Hold keeps the cursor on its entry also when that is the last one and more come,
// for a reader who looks at its raw event; false lets it follow again.
func (m *Model) Hold(held bool) {
	if held {
		m.following = false
		return
	}
	if m.stops() > 0 && !m.following {
		m.place(m.cursor)
	}
}

// scrollWithin scrolls through an entry that is higher than the screen, and reports
// whether there was something left of it.
func (m *Model) scrollWithin(sign int) bool {
	height := m.heightOf(m.cursor)
	if height <= m.height || m.top.block != m.cursor {
		return false
	}
	to := min(max(m.top.line+sign*max(m.height-2, 1), 0), height-m.height)
	if (to-m.top.line)*sign <= 0 {
		return false
	}
	m.top.line = to
	return true
}

// place puts the cursor on a block, or the nearest one that it can go to. On the last
// entry it follows.
func (m *Model) place(block int) {
	m.cursor = max(min(block, m.stops()-1), 0)
	m.following = m.cursor == len(m.timeline.Entries)-1
	if m.following {
		m.fresh = 0
	}
}

func (m *Model) goTo(entry int) {
	m.place(entry)
	if m.cursorRow() < 0 {
		m.top = m.walk(position{m.cursor, 0}, -m.height/3)
	}
	m.settle()
}

// Page scrolls by a part of the screen's height, 1 down, -0.5 up, and takes the
// cursor along.
func (m *Model) Page(part float64) {
	by := int(part * float64(m.height))
	if m.blockCount() == 0 || by == 0 {
		return
	}
	row := max(m.cursorRow(), 0)
	top := m.walk(m.top, by)
	if last := m.lastTop(); top.isAfter(last) {
		top = last
	}
	switch {
	case top == m.top && by > 0:
		m.place(max(len(m.timeline.Entries)-1, m.cursor))
	case top == m.top:
		m.place(0)
	default:
		m.place(m.entryAt(top, row, by))
	}
	m.top = top
	m.settle()
}

// entryAt is the entry on a row below a top; going down, not one that begins above
// the screen, unless it fills that.
func (m *Model) entryAt(top position, row, by int) int {
	at := m.walk(top, row).block
	if by > 0 && at == top.block && top.line > 0 && m.heightOf(at)-top.line < m.height {
		at++
	}
	return at
}

// Top goes to the first entry.
func (m *Model) Top() {
	m.place(0)
	m.top = position{}
}

// Bottom goes to the last entry and follows from there.
func (m *Model) Bottom() {
	m.place(len(m.timeline.Entries) - 1)
	m.following, m.fresh = true, 0
	if m.blockCount() > 0 {
		m.top = m.lastTop()
	}
	m.settle()
}

// SelectRow puts the cursor on what is drawn on a row of the view.
func (m *Model) SelectRow(row int) {
	if row < 0 || row >= m.height || m.blockCount() == 0 {
		return
	}
	m.place(m.walk(m.top, row).block)
	m.settle()
}

// cursorRow is the row of the cursor's entry on the screen, -1 when its beginning
// is not there.
func (m *Model) cursorRow() int {
	if m.blockCount() == 0 || m.cursor < m.top.block {
		return -1
	}
	row := -m.top.line
	for i := m.top.block; i < m.cursor; i++ {
		row += m.heightOf(i)
		if row >= m.height {
			return -1
		}
	}
	return row
}

// cursorLine is the row on which the cursor's entry begins; above the screen it is
// negative.
func (m *Model) cursorLine() int {
	if m.cursor == m.top.block {
		return -m.top.line
	}
	return max(m.cursorRow(), 0)
}

// holdLine scrolls so that the cursor's entry begins on a row.
func (m *Model) holdLine(row int) {
	if m.blockCount() == 0 {
		return
	}
	m.top = m.walk(position{block: m.cursor}, -row)
	m.settle()
}
