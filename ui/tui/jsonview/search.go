package jsonview

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode"

	"offhook/model/laxjson"
)

// needle is what is searched for. A query in lower case finds capitals too.
type needle struct {
	text []byte
	fold bool
}

func newNeedle(query string) needle {
	return needle{text: []byte(query), fold: !strings.ContainsFunc(query, unicode.IsUpper)}
}

// span is a part of a text, in bytes.
type span struct{ from, to int }

// find returns where the needle is in a text, without overlaps.
func (n needle) find(text string) []span {
	if len(n.text) == 0 {
		return nil
	}
	var spans []span
	for at := 0; at < len(text); {
		i := n.index([]byte(text[at:]))
		if i < 0 {
			break
		}
		spans = append(spans, span{at + i, at + i + len(n.text)})
		at += i + len(n.text)
	}
	return spans
}

// index is bytes.Index; where capitals do not matter, a character and its other
// case are taken for equal when they have the same length in bytes.
func (n needle) index(text []byte) int {
	if !n.fold {
		return bytes.Index(text, n.text)
	}
	first, size := n.text[0], len(n.text)
	for i := 0; i+size <= len(text); i++ {
		if c := text[i]; c < 0x80 && c|0x20 != first|0x20 {
			continue
		}
		if bytes.EqualFold(text[i:i+size], n.text) {
			return i
		}
	}
	return -1
}

// Search looks for a text in names and values of the whole document, goes to the
// first match from the cursor on and returns the number of matching lines. An empty
// query ends the search.
func (m *Model) Search(query string) int {
	m.query, m.needle = query, newNeedle(query)
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
	if n.KeyStart < n.KeyEnd && m.needle.in(src[n.KeyStart:n.KeyEnd], func() string { return m.value(node).Name() }) {
		return true
	}
	if n.Kind == laxjson.Object || n.Kind == laxjson.Array {
		return false
	}
	return m.needle.in(src[n.Start:n.End], func() string { return m.value(node).Text() })
}

// in looks in the bytes as written, or where they have escapes in what they mean.
func (n needle) in(raw []byte, decoded func() string) bool {
	if n.index(raw) >= 0 {
		return true
	}
	return bytes.IndexByte(raw, '\\') >= 0 && n.index([]byte(decoded())) >= 0
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
