package theme

import (
	"fmt"
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/alecthomas/chroma/v2"
)

// syntax makes the chroma style of a palette. It is our own and not one of
// chroma's because theirs paint strings green or red, which mean something here,
// and because loading their package costs every start 7 ms.
func syntax(p palette) *chroma.Style {
	return chroma.MustNewStyle("offhook", chroma.StyleEntries{
		chroma.Text:            entry(p.text),
		chroma.NameTag:         entry(p.key),
		chroma.LiteralString:   entry(p.str),
		chroma.LiteralNumber:   entry(p.number),
		chroma.KeywordConstant: entry(p.word),
		chroma.Punctuation:     entry(p.mark),
		chroma.Comment:         "italic " + entry(p.faint),
	})
}

func entry(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func jsonPens(s *chroma.Style) JSON {
	return JSON{
		Key: syntaxPen(s, chroma.NameTag), String: syntaxPen(s, chroma.LiteralString), Number: syntaxPen(s, chroma.LiteralNumber),
		Bool: syntaxPen(s, chroma.KeywordConstant), Null: syntaxPen(s, chroma.KeywordConstant),
		Punct: syntaxPen(s, chroma.Punctuation), Comment: syntaxPen(s, chroma.Comment),
	}
}

// syntaxPen takes the colours of one token type over from chroma.
func syntaxPen(s *chroma.Style, tokenType chroma.TokenType) Pen {
	e := s.Get(tokenType)
	style := lipgloss.NewStyle()
	if e.Colour.IsSet() {
		style = style.Foreground(hex(e.Colour.String()))
	}
	if e.Bold == chroma.Yes {
		style = style.Bold(true)
	}
	if e.Italic == chroma.Yes {
		style = style.Italic(true)
	}
	return NewPen(style)
}

// Token is the pen of a chroma token type.
func (t *Theme) Token(tokenType chroma.TokenType) Pen {
	switch {
	case tokenType == chroma.NameTag:
		return t.JSON.Key
	case tokenType.InSubCategory(chroma.LiteralString):
		return t.JSON.String
	case tokenType.InSubCategory(chroma.LiteralNumber):
		return t.JSON.Number
	case tokenType == chroma.KeywordConstant:
		return t.JSON.Bool
	case tokenType == chroma.Punctuation:
		return t.JSON.Punct
	case tokenType.InCategory(chroma.Comment):
		return t.JSON.Comment
	}
	return t.Text
}
