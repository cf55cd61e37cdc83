package laxjson

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Path returns where the value is, in the syntax of jq: "." for the root,
// .chat.messages[0].timestamp, .[" id"]. Characters of names that cannot be
// printed are escaped. The path of an absent value is empty.
func (v Value) Path() string {
	if v.doc == nil {
		return ""
	}
	var steps []Value
	for at := v; at.Parent().Exists(); at = at.Parent() {
		steps = append(steps, at)
	}
	if len(steps) == 0 {
		return "."
	}
	slices.Reverse(steps)
	var b strings.Builder
	for i, step := range steps {
		step.writeStep(&b, i == 0)
	}
	return b.String()
}

func (v Value) writeStep(b *strings.Builder, first bool) {
	if v.Parent().Kind() == Object {
		name := v.Name()
		if isIdentifier(name) {
			b.WriteString("." + name)
			return
		}
		if first {
			b.WriteByte('.')
		}
		b.WriteByte('[')
		writeQuoted(b, name)
		b.WriteByte(']')
		return
	}
	if first {
		b.WriteByte('.')
	}
	b.WriteString("[" + strconv.Itoa(v.position()) + "]")
}

// position counts the siblings before the value.
func (v Value) position() int {
	count := 0
	for sibling := range v.Parent().children() {
		if sibling.index == v.index {
			break
		}
		count++
	}
	return count
}

// isIdentifier reports whether jq takes the name after a dot without quotes.
func isIdentifier(name string) bool {
	for i, c := range []byte(name) {
		letter := c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// writeQuoted writes a JSON string with nothing in it that cannot be printed.
func writeQuoted(b *strings.Builder, text string) {
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case strconv.IsPrint(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
}
