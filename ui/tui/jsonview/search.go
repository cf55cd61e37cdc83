package jsonview

import (
	"bytes"
	"fmt"
	"sort"

	"offhook/model/laxjson"
	"offhook/ui/tui/theme"
)

// Search looks for a text in names and values of the whole document, goes to the
// first match from the cursor on and returns the number of matching lines. An empty
// query ends the search.
func (m *Model) Search(query string) int {
	m.query, m.needle = query, theme.NewNeedle(query)
	m.matches, m.match = m.matches[:0], 0
	clear(m.cache)
	if query == "" || m.Empty() {
		return 0
	}
	for i := range m.nodes {
		if m.nodeMatches(int32(i)) {
			m.matches = append(m.matches, int32(i))
		}
	}
	if len(m.matches) > 0 {
		first := sort.Search(len(m.matches), func(i int) bool { return m.matches[i] >= m.cursor.node })
		m.goTo(first)
	}
	return len(m.matches)
}

func (m *Model) nodeMatches(node int32) bool {
	n, src := &m.nodes[node], m.doc.Source()
	if n.KeyStart < n.KeyEnd && m.in(src[n.KeyStart:n.KeyEnd], func() string { return m.value(node).Name() }) {
		return true
	}
	if n.Kind == laxjson.Object || n.Kind == laxjson.Array {
		return false
	}
	return m.in(src[n.Start:n.End], func() string { return m.value(node).Text() })
}

// in looks in the bytes as written, or where they have escapes in what they mean.
func (m *Model) in(raw []byte, decoded func() string) bool {
	if m.needle.In(raw) {
		return true
	}
	return bytes.IndexByte(raw, '\\') >= 0 && m.needle.In([]byte(decoded()))
}

// Next goes to the next match, and from the last to the first.
func (m *Model) Next() { m.goTo(m.match + 1) }

// Prev goes to the match before, and from the first to the last.
func (m *Model) Prev() { m.goTo(m.match - 1) }

func (m *Model) goTo(match int) {
	if len(m.matches) == 0 {
		return
	}
	m.match = (match + len(m.matches)) % len(m.matches)
	m.reveal(m.matches[m.match])
}

// Query is what was searched for last in this document.
func (m *Model) Query() string { return m.query }

// Matches says which match of how many the search is at: "3/17".
func (m *Model) Matches() string {
	if len(m.matches) == 0 {
		return "0/0"
	}
	return fmt.Sprintf("%d/%d", m.match+1, len(m.matches))
}

// ShowString goes to the n-th string of the document, counted from 0, that is this
// text, and reports whether there is one.
func (m *Model) ShowString(text string, n int) bool {
	src := m.doc.Source()
	for i := range m.nodes {
		node := &m.nodes[i]
		if node.Kind != laxjson.String || int(node.End-node.Start) < len(text) && bytes.IndexByte(src[node.Start:node.End], '\\') < 0 {
			continue
		}
		if m.value(int32(i)).Text() != text {
			continue
		}
		if n--; n < 0 {
			m.reveal(int32(i))
			return true
		}
	}
	return false
}
