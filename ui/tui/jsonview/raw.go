package jsonview

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"offhook/model/laxjson"
	"offhook/ui/tui/theme"
)

// RawView shows bytes: text as lines that are wrapped, anything else as a hex dump.
// Only what is near the screen is laid out. Make it with [NewRaw].
type RawView struct {
	theme         theme.Theme
	width, height int

	content []byte
	binary  bool
	fault   int // offset of the first fault, -1 for none

	top place
}

// place is the beginning of a row of wrapped text: an offset in the content.
type place int

// NewRaw returns a view of nothing.
func NewRaw(t theme.Theme) RawView { return RawView{theme: t, fault: -1} }

// SetContent shows bytes from their beginning; doc, which may be nil, tells where
// the first fault is. The bytes are borrowed.
func (v *RawView) SetContent(content []byte, doc *laxjson.Doc) {
	v.content, v.top, v.fault = content, 0, -1
	v.binary = isBinary(content)
	if doc != nil && len(doc.Faults) > 0 {
		v.fault = min(doc.Faults[0].Offset, max(len(content)-1, 0))
	}
}

// SetSize sets the size of the view in cells.
func (v *RawView) SetSize(width, height int) {
	v.width, v.height = max(width, 0), max(height, 0)
	v.top = v.rowAt(int(v.top))
}

// SetTheme changes the colours.
func (v *RawView) SetTheme(t theme.Theme) { v.theme = t }

// Move scrolls by rows.
func (v *RawView) Move(by int) {
	for ; by > 0; by-- {
		next, ok := v.next(v.top)
		if !ok || v.isLastPage() {
			return
		}
		v.top = next
	}
	for ; by < 0 && v.top > 0; by++ {
		v.top = v.prev(v.top)
	}
}

// Page scrolls by a part of the screen's height.
func (v *RawView) Page(part float64) { v.Move(int(part * float64(v.height))) }

// Top goes to the beginning.
func (v *RawView) Top() { v.top = 0 }

// Bottom goes to the end.
func (v *RawView) Bottom() {
	v.top = v.rowAt(len(v.content))
	for range v.height - 1 {
		if v.top == 0 {
			return
		}
		v.top = v.prev(v.top)
	}
}

// ShowFault scrolls to the first fault and reports whether there is one.
func (v *RawView) ShowFault() bool {
	if v.fault < 0 {
		return false
	}
	v.top = v.rowAt(v.fault)
	v.Move(-v.height / 3)
	return true
}

// View draws exactly as many lines as the height, none wider than the width.
func (v *RawView) View() string {
	var b strings.Builder
	at, ok := v.top, len(v.content) > 0 && v.width > 0
	for row := range v.height {
		if row > 0 {
			b.WriteByte('\n')
		}
		if !ok {
			continue
		}
		next, more := v.next(at)
		end := len(v.content)
		if more {
			end = int(next)
		}
		v.drawRow(&b, int(at), end)
		at, ok = next, more
	}
	return b.String()
}

// drawRow draws the bytes of one row behind a gutter that shows the fault.
func (v *RawView) drawRow(b *strings.Builder, from, to int) {
	faulty := v.fault >= from && v.fault < to
	if faulty {
		v.theme.Error.Write(b, v.theme.Glyphs.Problem)
	} else {
		b.WriteByte(' ')
	}
	if v.binary {
		b.WriteString(v.theme.Cut(v.hexRow(from, to), v.width-1))
		return
	}
	row := bytes.TrimRight(v.content[from:to], "\r\n")
	if !faulty || v.fault >= from+len(row) {
		b.WriteString(v.theme.Text.Paint(v.theme.Cut(v.clean(row), v.width-1)))
		return
	}
	_, size := utf8.DecodeRune(v.content[v.fault:to])
	at := min(v.fault-from+size, len(row))
	line := v.theme.Text.Paint(v.clean(row[:v.fault-from])) + v.theme.MatchCurrent.Paint(v.clean(row[v.fault-from:at])) + v.theme.Text.Paint(v.clean(row[at:]))
	b.WriteString(v.theme.Cut(line, v.width-1))
}

func (v *RawView) clean(row []byte) string {
	return theme.Drawable(strings.ReplaceAll(string(row), "\t", "    "))
}

// isBinary reports whether the beginning of the content is no text.
func isBinary(content []byte) bool {
	head := content[:min(len(content), 4096)]
	if bytes.IndexByte(head, 0) >= 0 {
		return true
	}
	strange := 0
	for i := 0; i < len(head); {
		r, size := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && size == 1 || r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			strange++
		}
		i += size
	}
	return strange*10 > len(head)*3
}
