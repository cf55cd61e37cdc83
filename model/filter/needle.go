package filter

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// needle is a text to look for. It tells upper from lower case only when it holds an
// upper-case letter itself.
type needle struct {
	exact  []byte // as written; nil when case does not matter
	folded []rune
	first  [256]bool // the bytes with which a match may begin
}

func newNeedle(text string) *needle {
	if strings.ContainsFunc(text, unicode.IsUpper) {
		return &needle{exact: []byte(text)}
	}
	return newFoldedNeedle(text)
}

// newFoldedNeedle makes a needle that ignores case whatever it holds.
func newFoldedNeedle(text string) *needle {
	n := &needle{folded: foldRunes(text)}
	if len(n.folded) == 0 {
		return n
	}
	start := n.folded[0]
	n.first[firstByte(start)] = true
	for r := unicode.SimpleFold(start); r != start; r = unicode.SimpleFold(r) {
		n.first[firstByte(r)] = true
	}
	switch start {
	case 'i':
		n.first[firstByte('İ')] = true
	case utf8.RuneError:
		for b := utf8.RuneSelf; b < len(n.first); b++ {
			n.first[b] = true
		}
	}
	return n
}

func firstByte(r rune) byte {
	var b [utf8.UTFMax]byte
	utf8.EncodeRune(b[:], r)
	return b[0]
}

func foldRunes(text string) []rune {
	runes := []rune(text)
	for i, r := range runes {
		runes[i] = fold(r)
	}
	return runes
}

// fold maps letters that differ in case only to one of them.
func fold(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r >= 'А' && r <= 'Я':
		return r + 'а' - 'А'
	case r >= 'а' && r <= 'я':
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

// in reports whether the needle occurs in a text.
func (n *needle) in(text []byte) bool {
	if n.exact != nil {
		return bytes.Contains(text, n.exact)
	}
	for i, b := range text {
		if n.first[b] && n.prefix(text[i:]) >= 0 {
			return true
		}
	}
	return len(n.folded) == 0
}

// equal reports whether the needle is the whole text.
func (n *needle) equal(text []byte) bool {
	if n.exact != nil {
		return bytes.Equal(text, n.exact)
	}
	return n.prefix(text) == len(text)
}

// prefix returns how many bytes of the text the needle takes at its start, -1 when
// it is not there.
func (n *needle) prefix(text []byte) int {
	at := 0
	for _, want := range n.folded {
		if at == len(text) {
			return -1
		}
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[at:])
		}
		if r != want && fold(r) != want {
			return -1
		}
		at += size
	}
	return at
}

// glob is a pattern with * for any text and ? for one character.
type glob struct {
	runes []rune
	exact bool // case matters
}

func newGlob(text string, exact bool) *glob {
	if exact {
		return &glob{runes: []rune(text), exact: true}
	}
	return &glob{runes: foldRunes(text)}
}

// matches reports whether the whole text fits the pattern.
func (g *glob) matches(text []byte) bool {
	pattern, at := 0, 0
	star, resume := -1, 0 // the last * and where its text ends so far
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		switch {
		case pattern < len(g.runes) && g.runes[pattern] == '*':
			star, resume = pattern, at
			pattern++
		case pattern < len(g.runes) && g.fits(pattern, r):
			pattern++
			at += size
		case star >= 0:
			_, size = utf8.DecodeRune(text[resume:])
			resume += size
			pattern, at = star+1, resume
		default:
			return false
		}
	}
	for pattern < len(g.runes) && g.runes[pattern] == '*' {
		pattern++
	}
	return pattern == len(g.runes)
}

func (g *glob) fits(at int, r rune) bool {
	want := g.runes[at]
	return want == '?' || want == r || !g.exact && want == fold(r)
}

func (e element) isGlob() bool { return !e.quoted && strings.ContainsAny(e.text, "*?") }
