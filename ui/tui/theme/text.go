package theme

import (
	"strings"
	"unicode"

	"offhook/model"
)

// maxMarks is how many combining marks a character keeps. Scripts that people
// write need up to three; a flood of them is drawn over the lines above and below.
const maxMarks = 4

// Drawable makes text of strangers safe to draw in one row: [model.Visible], and
// nothing in it reaches into the cells before or after, or is counted differently
// by terminals that should agree. Floods of combining marks are cut (a ␦ stands for
// the rest), a mark without a character gets a ◌, selectors of emoji presentation go.
func Drawable(s string) string { return settle(model.Visible(s)) }

// DrawableLines is Drawable for text of several lines.
func DrawableLines(s string) []string {
	lines := model.VisibleLines(s)
	for i, line := range lines {
		lines[i] = settle(line)
	}
	return lines
}

// settle is the second half of Drawable, for text that is visible already.
func settle(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 3)
	marks := 0
	for i, r := range s {
		if i == 0 && joinsPrevious(r) {
			b.WriteRune('◌')
		}
		switch {
		case isSelector(r):
		case isMark(r):
			marks++
			if marks <= maxMarks {
				b.WriteRune(r)
			} else if marks == maxMarks+1 {
				b.WriteRune('␦')
			}
		case joinsNext(r):
			b.WriteRune('␦')
		default:
			marks = 0
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isMark(r rune) bool { return r >= 0x300 && unicode.IsMark(r) }

// isSelector reports whether r only asks for a way of drawing the character before.
func isSelector(r rune) bool { return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef }

// joinsPrevious reports whether r forms one character with what stands before it.
func joinsPrevious(r rune) bool {
	return isMark(r) || r == 0x200c || r == 0x200d || r >= 0x1f3fb && r <= 0x1f3ff || r == 0xff9e || r == 0xff9f
}

// joinsNext reports whether r forms one character with whatever follows, be it a
// space of ours: the format controls except the joiners, and Unicode's Prepend.
func joinsNext(r rune) bool {
	switch r {
	case 0x200c, 0x200d:
		return false
	case 0x0d4e, 0x111c2, 0x111c3, 0x113d1, 0x1193f, 0x11941, 0x11a3a, 0x11d46, 0x11f02:
		return true
	}
	return r >= 0x11a84 && r <= 0x11a89 || unicode.Is(unicode.Cf, r)
}
