package laxjson

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// quoted reads a string from its opening to its closing quote.
func (p *parser) quoted(quote byte) flags {
	src := p.src
	for i := p.pos + 1; i < len(src); i++ {
		c := src[i]
		if c == quote {
			p.pos = i + 1
			return 0
		}
		if c < ' ' || c == '\\' || c >= utf8.RuneSelf {
			return p.longQuoted(quote, i)
		}
	}
	return p.longQuoted(quote, len(src))
}

// longQuoted goes on at i, from the first byte that needs a look: an escape, a
// character beyond ASCII, or a fault.
func (p *parser) longQuoted(quote byte, i int) flags {
	s := stringScan{parser: p, quote: quote, start: p.pos, mark: p.mark(), newline: -1}
	src := p.src
	for i < len(src) && src[i] != quote {
		switch c := src[i]; {
		case c == '\\':
			i += s.escape(i)
		case c < ' ':
			s.control(i)
			i++
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && n == 1 {
				s.invalidUTF8(i)
			}
			i += n
		}
	}
	if s.newline >= 0 && p.isUnclosed(i) {
		return s.endAtNewline()
	}
	if i >= len(src) {
		return s.endAtEnd()
	}
	p.pos = i + 1
	return s.flags
}

// stringScan is what longQuoted found so far. A string gets one fault of a
// kind, at the first place.
type stringScan struct {
	*parser
	quote   byte
	start   int
	mark    faultMark
	flags   flags
	newline int // the first line end inside, -1 for none

	hasControl, hasEscape, hasUTF8 bool
}

func (s *stringScan) control(i int) {
	if s.newline < 0 && s.src[i] == '\n' {
		s.newline = i
	}
	if !s.hasControl {
		message := "control character inside a string"
		if s.src[i] == '\n' || s.src[i] == '\r' {
			message = "line break inside a string"
		}
		s.fault(i, FaultControl, message)
	}
	s.hasControl = true
}

func (s *stringScan) invalidUTF8(i int) {
	s.flags |= textDecode
	if !s.hasUTF8 {
		s.fault(i, FaultUTF8, "invalid UTF-8")
	}
	s.hasUTF8 = true
}

// escape returns the length of the escape at i.
func (s *stringScan) escape(i int) int {
	s.flags |= textDecode
	if i+1 >= len(s.src) {
		return 1
	}
	if c := s.src[i+1]; c == s.quote || bytes.IndexByte([]byte(`"\/bfnrt`), c) >= 0 {
		return 2
	} else if _, ok := unicodeEscape(s.src[i:]); ok {
		return 6
	} else if !s.hasEscape {
		s.fault(i, FaultEscape, "invalid escape")
	}
	s.hasEscape = true
	if s.src[i+1] == '\'' {
		return 2
	}
	return 1
}

// endAtEnd ends a string that was cut off with the document, unless all that is
// open is closed after it: then only its quote is missing.
func (s *stringScan) endAtEnd() flags {
	s.pos = len(s.src)
	rest := bytes.TrimRight(s.src[s.start+1:], " \t")
	var closing []byte // innermost first
	for open := s.open; open >= 0; open = s.nodes[open].Parent {
		closing = append(closing, s.src[s.nodes[open].Start]+2)
	}
	for _, c := range slices.Backward(closing) {
		if len(rest) == 0 || rest[len(rest)-1] != c {
			return s.flags | textOpen
		}
		rest = bytes.TrimRight(rest[:len(rest)-1], " \t")
	}
	if len(closing) > 0 {
		s.pos = s.start + 1 + len(rest)
		s.fault(s.pos, FaultMissingQuote, "missing closing quote")
	}
	return s.flags | textOpen
}

// isUnclosed reports whether the quote at i, which closes a string of several
// lines, is more likely the opening quote of another string.
func (p *parser) isUnclosed(i int) bool {
	if i >= len(p.src) {
		return true
	}
	rest := bytes.TrimLeft(p.src[i+1:min(len(p.src), i+64)], " \t\r\n")
	return len(rest) > 0 && bytes.IndexByte([]byte(",}]:;/=#"), rest[0]) < 0
}

// endAtNewline ends a string that lacks its closing quote at the end of its
// first line.
func (s *stringScan) endAtNewline() flags {
	s.rewind(s.mark)
	line := bytes.TrimRight(s.src[s.start+1:s.newline], ", \t\r")
	s.pos = s.start + 1 + len(line)
	s.fault(s.pos, FaultMissingQuote, "missing closing quote")
	// What the faults said of this line was rewound with the rest of them.
	// Decoding is harmless where it is not needed.
	return textDecode | textOpen
}
