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
// what no terminal counts alike is taken out, which is floods of combining marks
// (a ␦ stands for the rest) and the selectors of emoji presentation.
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
	marks, from := 0, -1
	for i, r := range s {
		if r < 0x300 {
			marks = 0
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		if marks > maxMarks || isSelector(r) {
			from = i
			break
		}
	}
	if from < 0 {
		return s
	}
	return withoutFloods(s)
}

func withoutFloods(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range s {
		switch {
		case isSelector(r):
		case r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me):
			marks++
			if marks <= maxMarks {
				b.WriteRune(r)
			} else if marks == maxMarks+1 {
				b.WriteRune('\u2426')
			}
		default:
			marks = 0
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isSelector reports whether r only asks for a way of drawing the character before.
func isSelector(r rune) bool { return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef }

// Fit cuts drawable text to a width in cells, with an ellipsis, and fills it up
// with spaces. It keeps control sequences of pens intact.
func (t *Theme) Fit(s string, width int) string {
	s, w := t.cut(s, width)
	return s + strings.Repeat(" ", max(width-w, 0))
}

// Cut cuts drawable text to a width in cells, with an ellipsis.
func (t *Theme) Cut(s string, width int) string {
	s, _ = t.cut(s, width)
	return s
}

// FitRight is Fit with the text at the right.
func (t *Theme) FitRight(s string, width int) string {
	s, w := t.cut(s, width)
	return strings.Repeat(" ", max(width-w, 0)) + s
}

// Width counts the cells of drawable or painted text.
func (t *Theme) Width(s string) int {
	if isASCII(s) {
		return len(s)
	}
	return t.Cells.StringWidth(s)
}

func (t *Theme) cut(s string, width int) (string, int) {
	if width <= 0 {
		return "", 0
	}
	w := t.Width(s)
	if w <= width {
		return s, w
	}
	s = t.Cells.Truncate(s, width, t.Glyphs.Ellipsis)
	return s, t.Width(s)
}

// isASCII reports whether every byte takes one cell.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
