package cli

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"offhook/model"
)

// zeroWidth is an invisible character, written so that it can be seen in the source.
const zeroWidth = "&#8203;"

// emoji is one by its name, at the beginning of a text. A time of day is none.
var emoji = regexp.MustCompile(`^:([\w+-]*[A-Za-z][\w+-]*|[+-]1|100|1234):`)

// escapeMarkdown makes text stand for itself on one line.
//
// Mentions, references and emoji are found by trackers after Markdown has taken the
// backslashes away (github/cmark-gfm issue 181): there a character of no width keeps
// the sign from the name. It is left out where people copy: in mail addresses, which
// no tracker takes for a mention, and behind the # of an address.
func escapeMarkdown(s string) string {
	var b strings.Builder
	s = strings.TrimLeft(model.Visible(s), " ")
	for i, r := range s {
		before, after := s[:i], s[i+utf8.RuneLen(r):]
		if acts(r, before, after) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if refers(r, before, after) {
			b.WriteString(zeroWidth)
		}
	}
	return b.String()
}

// acts reports whether a character may mean something in Markdown: anywhere, at the
// beginning of a line, behind the number of a list item, or in an address that
// becomes a link.
func acts(r rune, before, after string) bool {
	switch r {
	case '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '#', '|', '~', '&', '@', '$':
		return true
	case '-', '+', '=':
		return before == ""
	case ':':
		return before == "" || strings.HasPrefix(after, "//")
	case '.', ')':
		number := before != "" && strings.Trim(before, "0123456789") == ""
		return number || r == '.' && len(before) >= 3 && strings.EqualFold(before[len(before)-3:], "www")
	}
	return false
}

// refers reports whether a character begins what a tracker looks up: @person, #12,
// !12 or :emoji:.
func refers(r rune, before, after string) bool {
	switch r {
	case '@':
		return startsName(after) && !endsName(before)
	case '#':
		word := before[strings.LastIndexByte(before, ' ')+1:]
		return startsNumber(after) && !strings.Contains(word, "://")
	case '!':
		return startsNumber(after)
	case ':':
		return emoji.MatchString(":" + after)
	}
	return false
}

func startsNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func startsName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isName(r)
}

func endsName(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isName(r)
}

func isName(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// codeSpan writes text that people copy, such as a key, so that it stays as it is.
func codeSpan(s string) string {
	s = model.Visible(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}
