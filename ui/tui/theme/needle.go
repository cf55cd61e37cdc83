package theme

import (
	"bytes"
	"strings"
	"unicode"
)

// Needle is what is searched for. One in lower case finds capitals too; the empty
// one finds nothing.
type Needle struct {
	text []byte
	fold bool
}

// NewNeedle returns the needle of a query.
func NewNeedle(query string) Needle {
	return Needle{text: []byte(query), fold: !strings.ContainsFunc(query, unicode.IsUpper)}
}

// In reports whether the needle is in a text.
func (n Needle) In(text []byte) bool { return n.index(text) >= 0 }

// index is bytes.Index; where capitals do not matter, a character and its other
// case are taken for equal when they have the same length in bytes.
func (n Needle) index(text []byte) int {
	switch {
	case len(n.text) == 0:
		return -1
	case !n.fold:
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

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// Find returns where the needle is in a text, without overlaps.
func (n Needle) Find(text string) []Span {
	if len(n.text) == 0 {
		return nil
	}
	var spans []Span
	rest := []byte(text)
	for at := 0; ; {
		i := n.index(rest[at:])
		if i < 0 {
			return spans
		}
		spans = append(spans, Span{at + i, at + i + len(n.text)})
		at += i + len(n.text)
	}
}

// PaintHits is Paint with what the needle finds marked.
func (t *Theme) PaintHits(pen Pen, text string, n Needle) string {
	hits := n.Find(text)
	if len(hits) == 0 {
		return pen.Paint(text)
	}
	var b strings.Builder
	at := 0
	for _, hit := range hits {
		pen.Write(&b, text[at:hit.From])
		t.Match.Write(&b, text[hit.From:hit.To])
		at = hit.To
	}
	pen.Write(&b, text[at:])
	return b.String()
}
