package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible replaces what a terminal would obey by symbols that it can only draw:
// C0 and C1 controls, DEL, bidirectional controls, line separators, and bytes that
// are no UTF-8. Everything that came over the network passes through here on its
// way to a terminal, a log or plain text. Line breaks and tabs become symbols too;
// use [VisibleLines] for text that is drawn over several lines.
func Visible(s string) string {
	i := 0
	for i < len(s) && s[i] >= ' ' && s[i] < 0x7f {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteString(s[:i])
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		writeVisible(&b, r, size)
		i += size
	}
	return b.String()
}

// VisibleLines is [Visible] for text of several lines: it splits at line breaks
// and draws tabs as spaces.
func VisibleLines(s string) []string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\t", "    ")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Visible(line)
	}
	return lines
}

func writeVisible(b *strings.Builder, r rune, size int) {
	switch {
	case r == utf8.RuneError && size <= 1:
		b.WriteRune('\uFFFD')
	case r < ' ':
		b.WriteRune('\u2400' + r) // ␀ to ␟, the pictures of the C0 controls
	case r == 0x7f:
		b.WriteRune('\u2421')
	case Unsafe(r):
		b.WriteRune('\u2426') // ␦
	default:
		b.WriteRune(r)
	}
}

// Unsafe reports whether a terminal may obey a rune instead of drawing it, or draw
// it where it does not belong.
func Unsafe(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f: // C0, DEL, C1
		return true
	case r == 0x061c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x206f: // bidirectional and shaping controls
		return true
	case r == 0x2028, r == 0x2029, r == 0xfeff, r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f: // separators, BOM, annotations, tags
		return true
	case r >= 0x2060 && r <= 0x2065, r == 0x00ad, r == 0x180e, r == 0x200b, r >= 0x1bca0 && r <= 0x1bca3, r >= 0x1d173 && r <= 0x1d17a: // invisible characters of no width
		return true
	}
	return unicode.Is(unicode.Co, r)
}
