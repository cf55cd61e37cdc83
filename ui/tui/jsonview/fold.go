package jsonview

import (
	"sort"

	"offhook/model/laxjson"
)

// Toggle folds or unfolds what is under the cursor.
func (m *Model) Toggle() {
	switch {
	case m.Empty() || !m.canFold(m.cursor.node):
	case m.folded.has(m.cursor.node):
		m.Unfold()
	default:
		m.Fold()
	}
}

// Fold folds what is under the cursor; what is folded or cannot be leads to what it
// is in.
func (m *Model) Fold() {
	if m.Empty() {
		return
	}
	node := m.cursor.node
	if m.isOpen(node) {
		m.folded.add(node)
		m.moveTo(node)
		return
	}
	if parent := m.nodes[node].Parent; parent >= 0 {
		m.moveTo(parent)
	}
}

// moveTo puts the cursor on a node above it, with as little scrolling as possible.
func (m *Model) moveTo(node int32) {
	m.cursor = line{node: node}
	m.row = max(m.rowOnScreen(m.cursor), 0)
	m.settle()
}

// Unfold unfolds what is under the cursor.
func (m *Model) Unfold() {
	if m.Empty() {
		return
	}
	m.folded.remove(m.cursor.node)
	m.settle()
}

// FoldAll folds everything but the root.
func (m *Model) FoldAll() {
	if m.Empty() {
		return
	}
	m.folded.fill()
	m.folded.remove(0)
	m.climb()
}

// UnfoldAll unfolds everything.
func (m *Model) UnfoldAll() {
	if m.Empty() {
		return
	}
	m.folded.empty()
	m.settle()
}

// UnfoldTo shows that many levels below the root and folds what is deeper.
func (m *Model) UnfoldTo(depth int) {
	if m.Empty() {
		return
	}
	m.folded.empty()
	for i := range m.nodes {
		if int(m.nodes[i].Depth) >= depth {
			m.folded.add(int32(i))
		}
	}
	m.climb()
}

// climb leaves what was folded around the cursor.
func (m *Model) climb() {
	node, end := m.cursor.node, m.cursor.end
	for p := m.nodes[node].Parent; p >= 0; p = m.nodes[p].Parent {
		if m.folded.has(p) {
			node, end = p, false
		}
	}
	m.cursor = line{node: node, end: end && m.isOpen(node)}
	m.settle()
}

// nodeAt finds the last node that begins at or before an offset of the source.
func nodeAt(nodes []laxjson.Node, offset uint32) int32 {
	i := sort.Search(len(nodes), func(i int) bool { return begin(&nodes[i]) > offset })
	return int32(max(i-1, 0))
}

func begin(n *laxjson.Node) uint32 {
	if n.KeyStart < n.KeyEnd {
		return n.KeyStart
	}
	return n.Start
}

// bitset is a set of node indexes.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b bitset) add(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) remove(i int32)   { b[i>>6] &^= 1 << (i & 63) }
func (b bitset) empty()           { clear(b) }

func (b bitset) fill() {
	for i := range b {
		b[i] = ^uint64(0)
	}
}
