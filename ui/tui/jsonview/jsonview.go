package jsonview

import (
	"time"

	"github.com/alecthomas/chroma/v2"

	"offhook/model/laxjson"
	"offhook/ui/tui/theme"
)

// Model is a folding JSON tree with a cursor. Make it with [New].
type Model struct {
	theme         theme.Theme
	lexer         chroma.Lexer
	zone          *time.Location
	width, height int
	focused       bool

	doc    *laxjson.Doc
	nodes  []laxjson.Node // of doc
	folded bitset         // by node; means nothing for what cannot be folded
	faults []int32        // nodes that a fault is nearest to, ascending

	cursor line
	top    line // the first line on the screen
	row    int  // of the cursor, counted from top

	query   string
	needle  theme.Needle
	matches []int32 // nodes, ascending
	match   int     // index in matches of the one gone to last

	path     string // of pathNode
	pathNode int32
	cache    map[cacheKey]string
}

// New returns an empty tree.
func New(t theme.Theme) Model {
	return Model{theme: t, lexer: newLexer(), zone: time.UTC, pathNode: -1, cache: map[cacheKey]string{}}
}

// SetDoc shows a document from its beginning, with everything unfolded. A nil
// document is empty.
func (m *Model) SetDoc(doc *laxjson.Doc) {
	m.doc, m.nodes = doc, nil
	if doc != nil {
		m.nodes = doc.Nodes()
	}
	m.folded = newBitset(len(m.nodes))
	m.faults = faultyNodes(doc)
	m.cursor, m.top, m.row = line{}, line{}, 0
	m.query, m.needle, m.matches, m.match = "", theme.Needle{}, nil, 0
	m.pathNode = -1
	clear(m.cache)
}

// SetSize sets the size of the view in cells.
func (m *Model) SetSize(width, height int) {
	if width != m.width {
		clear(m.cache)
	}
	m.width, m.height = max(width, 0), max(height, 0)
	m.settle()
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme = t
	clear(m.cache)
}

// SetZone sets the time zone of the dates beside Unix times; UTC without it.
func (m *Model) SetZone(zone *time.Location) {
	m.zone = zone
	clear(m.cache)
}

// SetFocused says whether the tree has the keys.
func (m *Model) SetFocused(focused bool) { m.focused = focused }

// Empty reports whether there is no tree to draw.
func (m *Model) Empty() bool { return len(m.nodes) == 0 }

// Cursor is the index of the node under the cursor, -1 for an empty tree.
func (m *Model) Cursor() int {
	if m.Empty() {
		return -1
	}
	return int(m.cursor.node)
}

// Path is where the cursor is, in the syntax of jq.
func (m *Model) Path() string {
	if m.Empty() {
		return ""
	}
	if m.pathNode != m.cursor.node {
		m.path, m.pathNode = m.value(m.cursor.node).Path(), m.cursor.node
	}
	return m.path
}

// Value is the value under the cursor: the text of a string, else as written. It
// is not drawable.
func (m *Model) Value() string {
	if m.Empty() {
		return ""
	}
	v := m.value(m.cursor.node)
	if v.Kind() == laxjson.String {
		return v.Text()
	}
	return string(v.Raw())
}

// Raw is the value under the cursor as written. The bytes are borrowed.
func (m *Model) Raw() []byte {
	if m.Empty() {
		return nil
	}
	return m.value(m.cursor.node).Raw()
}

func (m *Model) value(node int32) laxjson.Value { return m.doc.Value(int(node)) }
