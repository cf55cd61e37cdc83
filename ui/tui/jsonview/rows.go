package jsonview

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"offhook/ui/tui/theme"
)

// perHexRow is how many bytes a row of the hex dump shows.
const perHexRow = 16

// maxBack is how far a row's beginning is looked for: a longer line is broken at
// multiples of it too, so that scrolling in one long line stays cheap.
const maxBack = 16 << 10

// next is where the row after the one at a place begins; false at the last row.
func (v *RawView) next(at place) (place, bool) {
	end := int(at) + perHexRow
	if !v.binary {
		end = v.rowEnd(int(at))
	}
	return place(end), end < len(v.content)
}

// prev is the row before a place, which must not be 0.
func (v *RawView) prev(at place) place { return v.rowAt(int(at) - 1) }

// rowAt is the row that holds an offset.
func (v *RawView) rowAt(offset int) place {
	offset = min(offset, len(v.content)-1)
	if offset <= 0 {
		return 0
	}
	if v.binary {
		return place(offset - offset%perHexRow)
	}
	at := v.blockStart(offset)
	for {
		end := v.rowEnd(at)
		if end > offset || end <= at {
			return place(at)
		}
		at = end
	}
}

// blockStart is where the line of an offset begins, or the block in which the
// offset is. Rows always begin anew at both.
func (v *RawView) blockStart(offset int) int {
	block := v.boundary(offset/maxBack + 1)
	if block > offset {
		block = v.boundary(offset / maxBack)
	}
	if i := bytes.LastIndexByte(v.content[block:offset], '\n'); i >= 0 {
		return block + i + 1
	}
	return block
}

// boundary is where a block begins, which is never inside a character.
func (v *RawView) boundary(block int) int {
	at := min(block*maxBack, len(v.content))
	for back := 0; back < utf8.UTFMax-1 && at > 0 && at < len(v.content) && !utf8.RuneStart(v.content[at]); back++ {
		at--
	}
	return at
}

// rowEnd is where the row that begins at an offset ends: after a line break, at the
// width, or where a block ends.
func (v *RawView) rowEnd(at int) int {
	limit := v.boundary(at/maxBack + 1)
	if limit <= at {
		limit = v.boundary(at/maxBack + 2)
	}
	room, width := max(v.width-1, 1), 0
	for i := at; i < limit; {
		if v.content[i] == '\n' {
			return i + 1
		}
		size, cells := v.charAt(i)
		if width+cells > room && i > at {
			return i
		}
		i, width = i+size, width+cells
	}
	return limit
}

// charAt is the size in bytes and cells of what stands at an offset.
func (v *RawView) charAt(i int) (size, cells int) {
	switch c := v.content[i]; {
	case c == '\t':
		return 1, 4
	case c < utf8.RuneSelf:
		return 1, 1
	}
	r, size := utf8.DecodeRune(v.content[i:])
	return size, v.theme.Width(theme.Drawable(string(r)))
}

// isLastPage reports whether the end of the content is on the screen.
func (v *RawView) isLastPage() bool {
	at := v.top
	for range v.height {
		next, ok := v.next(at)
		if !ok {
			return true
		}
		at = next
	}
	return false
}

// hexRow is one row of the dump, as hexdump -C writes it.
func (v *RawView) hexRow(from, to int) string {
	t, row := &v.theme, v.content[from:min(to, len(v.content))]
	digits := make([]string, 0, perHexRow)
	for _, c := range row {
		digits = append(digits, hex.EncodeToString([]byte{c}))
	}
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '.'
		}
		return r
	}, latin(row))
	return t.Faint.Paint(fmt.Sprintf("%08x", from)) + "  " + t.Text.Paint(fmt.Sprintf("%-48s", strings.Join(digits, " "))) + " " + t.Muted.Paint(text)
}

// latin reads every byte as one character.
func latin(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}
