package jsonview

import (
	"strings"

	"github.com/alecthomas/chroma/v2"

	"offhook/ui/tui/theme"
)

// newLexer makes the lexer of one line of the tree. Chroma's JSON lexer wants a
// whole document: of a line it reads colons, commas and closing brackets as errors.
func newLexer() chroma.Lexer {
	return chroma.MustNewLexer(&chroma.Config{Name: "JSON line"}, func() chroma.Rules {
		return chroma.Rules{"root": {
			{Pattern: `\s+`, Type: chroma.TextWhitespace},
			{Pattern: `"(\\.|[^"\\])*"(?=:)`, Type: chroma.NameTag},
			{Pattern: `"(\\.|[^"\\])*"?`, Type: chroma.LiteralStringDouble},
			{Pattern: `[+-]?\.?[0-9][0-9a-zA-Z.+-]*`, Type: chroma.LiteralNumber},
			{Pattern: `[{}\[\],:]`, Type: chroma.Punctuation},
			{Pattern: `[A-Za-z_]+`, Type: chroma.KeywordConstant},
			{Pattern: `(…|\.\.\.|~) [0-9]+`, Type: chroma.Comment},
			{Pattern: `.`, Type: chroma.Text},
		}}
	})
}

// maxHighlighted is the longest text in bytes that is coloured: chroma reads 1 MB/s.
const maxHighlighted = 4096

// paint colours the text of one line, search hits too.
func (m *Model) paint(text string) string {
	hits := m.needle.Find(text)
	var b strings.Builder
	b.Grow(len(text) + 160)
	if len(text) > maxHighlighted || m.theme.IsPlain() && len(hits) == 0 {
		m.theme.Text.Write(&b, text)
		return b.String()
	}
	tokens, err := m.lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		return m.theme.Text.Paint(text)
	}
	at := 0
	for token := range tokens.Stdlib() {
		hits = m.paintToken(&b, token, at, hits)
		at += len(token.Value)
	}
	return b.String()
}

// paintToken writes one token, which begins at an offset of the line, and returns
// the hits that reach beyond it.
func (m *Model) paintToken(b *strings.Builder, token chroma.Token, at int, hits []theme.Span) []theme.Span {
	pen, text := m.theme.Token(token.Type), token.Value
	for len(hits) > 0 && hits[0].From < at+len(text) {
		from, to := max(hits[0].From-at, 0), min(hits[0].To-at, len(text))
		pen.Write(b, text[:from])
		m.theme.Match.Write(b, text[from:to])
		text, at = text[to:], at+to
		if hits[0].To > at {
			return hits
		}
		hits = hits[1:]
	}
	pen.Write(b, text)
	return hits
}
