package filter

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// SyntaxError says what is wrong with an expression, and where.
type SyntaxError struct {
	Column  int    // from 1, in characters
	Message string // what is wrong or was expected: `unknown field "evnt"`
	Hint    string // what to do about it: "did you mean event?"; may be empty
}

func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("%s at column %d", e.Message, e.Column)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// fail makes an error about the byte at pos.
func (p *parser) fail(pos int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Column: utf8.RuneCountInString(p.src[:pos]) + 1, Message: fmt.Sprintf(format, args...)}
}

// unknown makes the error for a word that is none of the known ones.
func (p *parser) unknown(pos int, what, word string, known []string) *SyntaxError {
	err := p.fail(pos, "unknown %s %q", what, word)
	if near := nearest(strings.ToLower(word), known); near != "" {
		err.Hint = "did you mean " + near + "?"
	} else if len(known) <= 16 {
		err.Hint = "known are " + strings.Join(known, ", ")
	}
	return err
}

// nearest returns the known word that was probably meant, "" when none is near.
func nearest(word string, known []string) string {
	best, least := "", max(1, min(3, len(word)/2))+1
	for _, candidate := range known {
		if d := distance(word, candidate); d < least {
			best, least = candidate, d
		}
	}
	if best != "" || len(word) < 3 {
		return best
	}
	for _, candidate := range known {
		if strings.Contains(candidate, word) || strings.HasPrefix(word, candidate) {
			return candidate
		}
	}
	return ""
}

// distance counts the edits between two words: a character more, less, other, or
// two neighbours swapped.
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		twoBefore := before
		before, row = row, slices.Repeat([]int{i + 1}, len(b)+1)
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(before[j]+change, before[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], twoBefore[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
