package theme

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// The functions of this file measure in cells of the terminal. They are our own
// where x/ansi has the same, because its Truncate and Wrap measure parts of a text
// by the other method and so let rows grow too wide, and read to the end of it.
// Their texts are drawable; of control sequences they know those of a [Pen].

// Width counts the cells of drawable or painted text.
func (t *Theme) Width(s string) int {
	if isASCII(s) {
		return len(s)
	}
	return t.Cells.StringWidth(s)
}

// Cut cuts text to a width in cells, with an ellipsis. Its cost depends on the
// width, not on the length of the text.
func (t *Theme) Cut(s string, width int) string {
	s, _ = t.cut(s, width)
	return s
}

// Fit is Cut filled up with spaces.
func (t *Theme) Fit(s string, width int) string {
	s, w := t.cut(s, width)
	return s + Spaces(width-w)
}

// FitRight is Fit with the text at the right.
func (t *Theme) FitRight(s string, width int) string {
	s, w := t.cut(s, width)
	return Spaces(width-w) + s
}

// cut returns the text and its width.
func (t *Theme) cut(s string, width int) (string, int) {
	if width <= 0 {
		return "", 0
	}
	fits, fitsWidth, w := 0, 0, 0
	for i := 0; i < len(s); {
		size, cells := t.cluster(s[i:])
		if w+cells > width {
			return closed(s[:fits]) + t.Glyphs.Ellipsis, fitsWidth + 1
		}
		i, w = i+size, w+cells
		if w <= width-1 {
			fits, fitsWidth = i, w
		}
	}
	return s, w
}

// closed ends what a pen may have left open.
func closed(s string) string {
	if strings.LastIndexByte(s, '\x1b') > strings.LastIndex(s, reset) {
		return s + reset
	}
	return s
}

// cluster measures what a reader takes for one character, or a pen's sequence.
func (t *Theme) cluster(s string) (size, cells int) {
	if s[0] == '\x1b' {
		if end := strings.IndexByte(s, 'm'); end >= 0 {
			return end + 1, 0
		}
	}
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return 1, 1
	}
	c, cells := ansi.FirstGraphemeCluster(s, t.Cells)
	return max(len(c), 1), cells
}

// Wrap breaks one line of drawable text into lines that are no wider than width,
// between words where there are any, else inside them. It returns one line at least.
func (t *Theme) Wrap(s string, width int) []string {
	width = max(width, 1)
	var lines []string
	w := wrapper{s: s}
	for w.at < len(s) {
		size, cells := t.cluster(s[w.at:])
		if cells == 2 && w.gap == w.at && closes(s[w.at:]) {
			w.gap, w.gapWidth = w.prior, w.priorWidth
		}
		if cells > width {
			lines = w.flush(lines, w.at)
			lines = append(lines, t.Glyphs.Ellipsis)
			w.restart(w.at + size)
			continue
		}
		if space := size == 1 && s[w.at] == ' '; w.width+cells > width && !space {
			lines = w.breakLine(lines)
			continue
		}
		w.take(size, cells)
	}
	if w.start < len(s) || len(lines) == 0 {
		lines = append(lines, strings.TrimRight(s[w.start:], " "))
	}
	return lines
}

// Break breaks one line of drawable text into lines that are full, wherever that is,
// and keeps every space: for text whose columns matter. It returns one line at least.
func (t *Theme) Break(s string, width int) []string {
	width = max(width, 1)
	var lines []string
	start, w := 0, 0
	for at := 0; at < len(s); {
		size, cells := t.cluster(s[at:])
		switch {
		case cells > width:
			if start < at {
				lines = append(lines, s[start:at])
			}
			lines = append(lines, t.Glyphs.Ellipsis)
			start, w = at+size, 0
		case w+cells > width:
			lines = append(lines, s[start:at])
			start, w = at, cells
		default:
			w += cells
		}
		at += size
	}
	if start < len(s) || len(lines) == 0 {
		lines = append(lines, s[start:])
	}
	return lines
}

// wrapper is the line that Wrap is filling: s[start:at], width cells wide.
type wrapper struct {
	s                string
	start, at, width int
	gap, gapWidth    int // after the last place where the line may end, 0 for none
	prior            int // the gap before that
	priorWidth       int
}

// closes reports whether a text begins with a mark that must not begin a line.
func closes(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("、。，．！？：；）」』】〉》〕］｝〜ー", r)
}

func (w *wrapper) mayEnd() {
	if w.at != w.gap {
		w.prior, w.priorWidth = w.gap, w.gapWidth
		w.gap, w.gapWidth = w.at, w.width
	}
}

func (w *wrapper) take(size, cells int) {
	space := size == 1 && w.s[w.at] == ' '
	if cells == 2 && w.at > w.start && !closes(w.s[w.at:]) { // between characters such as 漢字
		w.mayEnd()
	}
	w.at, w.width = w.at+size, w.width+cells
	if space || cells == 2 {
		w.mayEnd()
	}
}

func (w *wrapper) breakLine(lines []string) []string {
	if w.gap <= w.start {
		lines = w.flush(lines, w.at)
		w.restart(w.at)
		return lines
	}
	lines = w.flush(lines, w.gap)
	w.start, w.width, w.gap = w.gap, w.width-w.gapWidth, 0
	return lines
}

func (w *wrapper) flush(lines []string, end int) []string {
	if line := strings.TrimRight(w.s[w.start:end], " "); line != "" {
		return append(lines, line)
	}
	return lines
}

func (w *wrapper) restart(at int) { w.start, w.at, w.width, w.gap = at, at, 0, 0 }

const blanks = "                                                                                                                                "

// Spaces returns n spaces, none for n below 1.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
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
