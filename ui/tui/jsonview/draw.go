package jsonview

import (
	"fmt"
	"strings"

	"offhook/model/laxjson"
	"offhook/ui/tui/theme"
)

// cacheKey names a drawn line. Size, theme, document and search are those of the
// model: when one of them changes, the cache is emptied.
type cacheKey struct {
	line
	folded bool
}

// maxCached bounds the cache: enough for some screens.
const maxCached = 2048

// View draws exactly as many lines as the height, none wider than the width.
func (m *Model) View() string {
	var b strings.Builder
	b.Grow(m.height * (m.width + 64))
	at, ok := m.top, !m.Empty()
	for row := range m.height {
		if row > 0 {
			b.WriteByte('\n')
		}
		if ok {
			m.drawRow(&b, at)
			at, ok = m.next(at)
		}
	}
	return b.String()
}

// drawRow draws a line behind its gutter, which shows the cursor or a fault.
func (m *Model) drawRow(b *strings.Builder, l line) {
	if m.width == 0 {
		return
	}
	text := m.drawn(l)
	faulty := m.isFaulty(l)
	switch {
	case l != m.cursor:
		if faulty {
			m.theme.Error.Write(b, m.theme.Glyphs.Problem)
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(text)
		return
	case faulty:
		m.theme.Error.Write(b, m.theme.Glyphs.Problem)
	default:
		m.theme.SelectedBar.Write(b, m.theme.Glyphs.Bar)
	}
	pen := m.theme.SelectedDim
	if m.focused {
		pen = m.theme.Selected
	}
	b.WriteString(pen.Under(m.theme.Fit(text, m.width-1)))
}

// isFaulty reports whether a fault is at a line, or hidden in what is folded there.
func (m *Model) isFaulty(l line) bool {
	if l.end {
		return false
	}
	end := l.node + 1
	if !m.isOpen(l.node) {
		end = max(m.nodes[l.node].Next, end)
	}
	for _, node := range m.faults {
		if node >= l.node && node < end {
			return true
		}
	}
	return false
}

// drawn is a line without the gutter.
func (m *Model) drawn(l line) string {
	key := cacheKey{line: l, folded: m.folded.has(l.node)}
	text, ok := m.cache[key]
	if !ok {
		if len(m.cache) >= maxCached {
			clear(m.cache)
		}
		text = m.draw(l)
		m.cache[key] = text
	}
	return text
}

func (m *Model) draw(l line) string {
	t, width := &m.theme, m.width-1
	indent := min(2*int(m.nodes[l.node].Depth), width/2)
	lead := theme.Spaces(indent) + m.marker(l)
	if t.Width(lead) >= width {
		return theme.Spaces(width)
	}
	room := width - indent - 2
	text := t.Cut(m.text(l, room), room)
	line := lead + m.paint(text)
	if note := m.note(l); note != "" {
		if left := room - t.Width(text) - 2; left >= min(t.Width(note), 12) {
			line += "  " + t.Faint.Paint(t.Cut(note, left))
		}
	}
	return line
}

// marker shows whether a line can be folded.
func (m *Model) marker(l line) string {
	switch {
	case l.end || !m.canFold(l.node):
		return "  "
	case m.folded.has(l.node):
		return m.theme.Chrome.Paint(m.theme.Glyphs.Folded) + " "
	}
	return m.theme.Chrome.Paint(m.theme.Glyphs.Unfolded) + " "
}

// text is the line as drawable text, long ones only as far as they may be seen.
func (m *Model) text(l line, room int) string {
	n := &m.nodes[l.node]
	comma := ""
	if n.Parent >= 0 && n.Next < m.nodes[n.Parent].Next {
		comma = ","
	}
	if l.end {
		return closing(n.Kind) + comma
	}
	name := ""
	if n.KeyStart < n.KeyEnd {
		v := m.value(l.node)
		name = m.quote(m.doc.Source()[n.KeyStart:n.KeyEnd], v.Name, room) + ": "
	}
	if m.isOpen(l.node) {
		return name + opening(n.Kind)
	}
	return name + m.valueText(l.node, room) + comma
}

// valueText is a value that takes one line.
func (m *Model) valueText(node int32, room int) string {
	n, raw := &m.nodes[node], m.value(node).Raw()
	switch {
	case n.Start == n.End:
		return ""
	case n.Kind == laxjson.String:
		return m.quote(raw, m.value(node).Text, room)
	case n.Kind != laxjson.Object && n.Kind != laxjson.Array:
		return theme.Drawable(string(raw[:min(len(raw), 4*room+64)]))
	case n.Count == 0:
		return opening(n.Kind) + closing(n.Kind)
	}
	return fmt.Sprintf("%s %s %d %s", opening(n.Kind), m.theme.Glyphs.Ellipsis, n.Count, closing(n.Kind))
}

// quote writes a string as JSON with everything decoded that can be read. Of a very
// long one only the beginning is looked at, as it is written.
func (m *Model) quote(raw []byte, decoded func() string, room int) string {
	if len(raw) > 16*room+maxHighlighted {
		return theme.Drawable(strings.ToValidUTF8(string(raw[:4*room+64]), "")) + m.theme.Glyphs.Ellipsis
	}
	return `"` + theme.Drawable(requote(decoded())) + `"`
}

// requote escapes what would end the string, and the controls that people know by
// their escapes; the others become symbols.
func requote(s string) string {
	if !strings.ContainsAny(s, "\"\\\n\r\t") {
		return s
	}
	return strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
}

func opening(k laxjson.Kind) string {
	if k == laxjson.Array {
		return "["
	}
	return "{"
}

func closing(k laxjson.Kind) string {
	if k == laxjson.Array {
		return "]"
	}
	return "}"
}
