package laxjson

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text returns a string with its escapes resolved; lone surrogates and invalid
// UTF-8 become U+FFFD. The other kinds have none.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	n := v.node()
	raw := v.doc.src[n.Start:n.End]
	if n.flags&textVerbatim != 0 {
		return verbatim(raw[1 : len(raw)-1])
	}
	return text(raw, n.flags&textBare != 0, n.flags&textOpen != 0, n.flags&textDecode != 0)
}

// Name returns the name of a member, read as Text reads strings.
func (v Value) Name() string {
	if v.doc == nil {
		return ""
	}
	n := v.node()
	if n.KeyStart == n.KeyEnd {
		return ""
	}
	return text(v.doc.src[n.KeyStart:n.KeyEnd], n.flags&keyBare != 0, n.flags&keyOpen != 0, n.flags&keyDecode != 0)
}

// named is Name() == name without the copy.
func (v Value) named(name string) bool {
	n := v.node()
	if n.flags&(keyDecode|keyBare|keyOpen) == 0 && n.KeyEnd > n.KeyStart {
		return string(v.doc.src[n.KeyStart+1:n.KeyEnd-1]) == name
	}
	return v.Name() == name
}

// text reads a string as written; open is one without its closing quote.
func text(raw []byte, bare, open, escaped bool) string {
	if bare {
		return verbatim(raw)
	}
	raw = raw[1:]
	if !open {
		raw = raw[:len(raw)-1]
	}
	if !escaped {
		return string(raw)
	}
	return decode(raw)
}

// verbatim replaces what is no UTF-8, as decode does, and resolves no escapes.
func verbatim(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	return string([]rune(string(raw)))
}

// decode resolves escapes. What is no escape stays as written.
func decode(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '\\':
			i += writeEscape(&b, raw[i:])
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			i++
		default:
			r, n := utf8.DecodeRune(raw[i:])
			b.WriteRune(r)
			i += n
		}
	}
	return b.String()
}

// writeEscape writes what the escape at the start of raw stands for and
// returns its length.
func writeEscape(b *strings.Builder, raw []byte) int {
	if len(raw) < 2 {
		b.WriteByte('\\')
		return 1
	}
	const from, to = `"\/'bfnrt`, "\"\\/'\b\f\n\r\t"
	if at := strings.IndexByte(from, raw[1]); at >= 0 {
		b.WriteByte(to[at])
		return 2
	}
	if raw[1] == '\n' { // a line that goes on, as JavaScript writes it
		return 2
	}
	r, ok := unicodeEscape(raw)
	if !ok {
		b.WriteByte('\\')
		return 1
	}
	if utf16.IsSurrogate(r) {
		if low, ok := unicodeEscape(raw[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				b.WriteRune(pair)
				return 12
			}
		}
		r = utf8.RuneError
	}
	b.WriteRune(r)
	return 6
}

// unicodeEscape reads \uXXXX at the start of raw.
func unicodeEscape(raw []byte) (rune, bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range raw[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
