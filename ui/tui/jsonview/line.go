package jsonview

import "offhook/model/laxjson"

// line is one line of the tree: that of a node, or the closing bracket of one.
// There is no list of them: they are walked along the nodes.
type line struct {
	node int32
	end  bool
}

// isOpen reports whether a node has lines of its own below it.
func (m *Model) isOpen(node int32) bool { return m.canFold(node) && !m.folded.has(node) }

// canFold reports whether a node has children.
func (m *Model) canFold(node int32) bool { return m.nodes[node].Count > 0 }

// next is the line below.
func (m *Model) next(l line) (line, bool) {
	if !l.end && m.isOpen(l.node) {
		return line{node: l.node + 1}, true
	}
	parent := m.nodes[l.node].Parent
	if parent < 0 {
		return l, false
	}
	if after := m.nodes[l.node].Next; after < m.nodes[parent].Next {
		return line{node: after}, true
	}
	return line{node: parent, end: true}, true
}

// prev is the line above.
func (m *Model) prev(l line) (line, bool) {
	if l.end {
		return m.lastLine(m.childBefore(l.node, m.nodes[l.node].Next)), true
	}
	parent := m.nodes[l.node].Parent
	switch {
	case parent < 0:
		return l, false
	case l.node == parent+1:
		return line{node: parent}, true
	}
	return m.lastLine(m.childBefore(parent, l.node)), true
}

// childBefore is the last child of parent that begins before the node at index.
func (m *Model) childBefore(parent, index int32) int32 {
	child := index - 1
	for m.nodes[child].Parent != parent {
		child = m.nodes[child].Parent
	}
	return child
}

// lastLine is the last of a node's lines.
func (m *Model) lastLine(node int32) line { return line{node: node, end: m.isOpen(node)} }

// walk goes by lines down, or up when by is negative, and returns how far it came.
func (m *Model) walk(l line, by int) (line, int) {
	step, sign := m.next, 1
	if by < 0 {
		step, sign, by = m.prev, -1, -by
	}
	for done := range by {
		to, ok := step(l)
		if !ok {
			return l, sign * done
		}
		l = to
	}
	return l, sign * by
}

// settle finds the top for the cursor's row, so that the cursor is on the screen
// and the screen is filled when there are lines enough.
func (m *Model) settle() {
	if m.Empty() {
		return
	}
	m.row = min(max(m.row, 0), max(m.height-1, 0))
	if _, below := m.walk(m.cursor, m.height-1-m.row); below < m.height-1-m.row {
		m.row = m.height - 1 - below
	}
	top, up := m.walk(m.cursor, -m.row)
	m.top, m.row = top, -up
}

// Move moves the cursor by lines.
func (m *Model) Move(by int) {
	if m.Empty() {
		return
	}
	to, moved := m.walk(m.cursor, by)
	m.cursor = to
	m.row += moved
	m.settle()
}

// Page moves by a part of the screen's height: 1 down, -0.5 up.
func (m *Model) Page(part float64) {
	by := int(part * float64(m.height))
	if m.Empty() || by == 0 {
		return
	}
	row := m.row
	m.cursor, _ = m.walk(m.cursor, by)
	m.row = row
	m.settle()
}

// Top goes to the first line.
func (m *Model) Top() {
	m.cursor, m.row = line{}, 0
	m.settle()
}

// Bottom goes to the last line.
func (m *Model) Bottom() {
	if m.Empty() {
		return
	}
	m.cursor, m.row = m.lastLine(0), m.height-1
	m.settle()
}

// reveal unfolds what hides a node and moves the cursor there.
func (m *Model) reveal(node int32) {
	for p := m.nodes[node].Parent; p >= 0; p = m.nodes[p].Parent {
		m.folded.remove(p)
	}
	m.cursor = line{node: node}
	m.row = m.rowOnScreen(m.cursor)
	if m.row < 0 {
		m.row = m.height / 3
	}
	m.settle()
}

// rowOnScreen is where a line is now, -1 when it is not on the screen.
func (m *Model) rowOnScreen(l line) int {
	at := m.top
	for row := range m.height {
		if at == l {
			return row
		}
		to, ok := m.next(at)
		if !ok {
			break
		}
		at = to
	}
	return -1
}

// faultyNodes finds the node nearest to each fault.
func faultyNodes(doc *laxjson.Doc) []int32 {
	if doc == nil || len(doc.Nodes()) == 0 {
		return nil
	}
	var found []int32
	for _, f := range doc.Faults {
		node := nodeAt(doc.Nodes(), uint32(min(max(f.Offset, 0), 1<<31)))
		if len(found) == 0 || found[len(found)-1] != node {
			found = append(found, node)
		}
	}
	return found
}
