package laxjson

import (
	"bytes"
	"fmt"
)

// This file is about values that JSON would write otherwise.

// oddValue reads a value that starts like none of JSON's, or only so.
func (p *parser) oddValue(c byte) {
	start := p.pos
	switch {
	case start >= len(p.src) || c == ',' || c == ';' || c == '}' || c == ']':
		p.missingValue()
	case c == '\'':
		p.fault(start, FaultSingleQuotes, "single quotes")
		p.scalar(String, start, p.quoted(c))
	default:
		p.bareWord()
	}
}

// bareWord reads the text up to a comma, an end or the end of the line.
func (p *parser) bareWord() {
	start := p.pos
	end := p.bareEnd(start)
	text := string(bytes.TrimRight(p.src[start:end], " \t\r"))
	p.pos = start + len(text)
	switch kind := wordKind(text); {
	case kind != Absent:
		p.fault(start, FaultLiteral, "literal of another language")
		p.scalar(kind, start, 0)
	case isLooseNumber(text):
		p.fault(start, FaultNumber, "number not as JSON writes it")
		p.scalar(Number, start, 0)
	default:
		p.fault(start, FaultBareWord, "text without quotes")
		p.scalar(String, start, textBare)
	}
}

// wordKind returns the kind of the literals that Python, PHP and JavaScript
// have, absent for other words.
func wordKind(word string) Kind {
	switch word {
	case "True", "TRUE", "False", "FALSE":
		return Bool
	case "None", "Null", "NULL", "nil", "undefined":
		return Null
	case "NaN", "Infinity", "+Infinity", "-Infinity":
		return Number
	}
	return Absent
}

// bareEnd returns where a text without quotes ends.
func (p *parser) bareEnd(start int) int {
	src, i, parens := p.src, start, 0
	inArray := src[p.nodes[p.open].Start] == '['
	if end := placeholderEnd(src, start); end >= 0 {
		i = end
	}
	for ; i < len(src); i++ {
		switch c := src[i]; c {
		case '\n', '}', ']', ';':
			return i
		case ',':
			if parens <= 0 {
				return i
			}
		case '(':
			parens++
		case ')':
			parens--
		case '/', '#':
			if i > start && isBlank(src[i-1]) && isComment(src[i:]) {
				return i
			}
		case '=', ':':
			if i > start && inArray && p.divides(i) {
				return i
			}
		}
	}
	return i
}

// divides reports whether the byte at i is an arrow, or a colon and a blank:
// what stands between name and value in an array of pairs.
func (p *parser) divides(i int) bool {
	if p.src[i] == '=' {
		return p.isArrow(i)
	}
	return i+1 < len(p.src) && isBlank(p.src[i+1])
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// pair makes the value before the colon or arrow at pos the name of the value
// after it, and the array around both an object.
func (p *parser) pair() bool {
	last, open := len(p.nodes)-1, &p.nodes[p.open]
	name := p.nodes[last]
	arrow := p.src[p.pos] == '='
	if p.src[open.Start] != '[' || name.Parent != p.open || name.KeyStart != name.KeyEnd ||
		name.Kind >= Object || name.Start == name.End || p.skipped || arrow && !p.isArrow(p.pos) {
		return false
	}
	if open.Kind == Array {
		message := "array of pairs"
		if arrow {
			message = "PHP array"
		}
		p.fault(int(open.Start), FaultPairs, message)
		open.Kind = Object
	}
	p.renameFault(int(name.Start))
	open.Count--
	p.nodes = p.nodes[:last]
	p.keyStart, p.keyEnd, p.keyFlags = int(name.Start), int(name.End), name.flags.key()
	if name.Kind != String {
		p.keyFlags = keyBare
	}
	p.pos++
	if arrow {
		p.pos++
	}
	p.value(p.space())
	return true
}

// renameFault corrects what was said of a text without quotes that turned out
// to be a name.
func (p *parser) renameFault(offset int) {
	for i := len(p.doc.Faults) - 1; i >= 0 && p.doc.Faults[i].Offset >= offset; i-- {
		if f := &p.doc.Faults[i]; f.Offset == offset && f.Code == FaultBareWord {
			f.Code, f.Message = FaultBareName, "name without quotes"
		}
	}
}

// skipOmission skips an ellipsis or a placeholder that stands for more members
// or elements.
func (p *parser) skipOmission(c byte) bool {
	rest := p.src[p.pos:]
	switch {
	case c == '.' && bytes.HasPrefix(rest, []byte("...")):
		p.fault(p.pos, FaultEllipsis, "ellipsis")
		p.pos += len(rest) - len(bytes.TrimLeft(rest, "."))
	case bytes.HasPrefix(rest, []byte("…")):
		p.fault(p.pos, FaultEllipsis, "ellipsis")
		p.pos += len("…")
	case c == '<':
		end := p.placeholderMember()
		if end < 0 {
			return false
		}
		p.fault(p.pos, FaultPlaceholder, "placeholder")
		p.pos = end
	default:
		return false
	}
	p.valued, p.skipped, p.comma = true, true, -1
	return true
}

// placeholderMember returns where <value> or <name>: <value> at pos ends, -1
// when a real value follows the name.
func (p *parser) placeholderMember() int {
	end := placeholderEnd(p.src, p.pos)
	if end < 0 {
		return -1
	}
	next := p.skipBlank(end)
	if next >= len(p.src) || p.src[next] != ':' && !p.isArrow(next) {
		return end
	}
	if next++; p.src[next-1] == '=' {
		next++
	}
	return placeholderEnd(p.src, p.skipBlank(next))
}

func (p *parser) skipBlank(i int) int {
	for i < len(p.src) && isBlank(p.src[i]) {
		i++
	}
	return i
}

// placeholderEnd returns where <text> at start ends, -1 when there is none on
// this line. It does not look far, so that a page full of < costs little.
func placeholderEnd(src []byte, start int) int {
	const far = 256
	if start >= len(src) || src[start] != '<' {
		return -1
	}
	end := bytes.IndexAny(src[start:min(len(src), start+far)], ">\n")
	if end < 0 || src[start+end] == '\n' {
		return -1
	}
	return start + end + 1
}

// alternatives skips the other values of "a"/"b"/"c" at pos; the first, which
// is in the tree, holds.
func (p *parser) alternatives() bool {
	last := &p.nodes[len(p.nodes)-1]
	if last.Parent != p.open || last.Kind >= Object || last.Kind == Number || p.skipped {
		return false
	}
	count, end := 1, p.pos
	for {
		_, next, ok := nextAlternative(p.src, end)
		if !ok {
			break
		}
		end = next
		count++
	}
	if count == 1 {
		return false
	}
	p.fault(p.pos, FaultAlternatives, fmt.Sprintf("%d alternatives, the first is taken", count))
	last.flags |= alternatives
	p.pos, p.lastEnd = end, end
	return true
}

// isAlternative reports whether another value follows a literal: true/false.
func (p *parser) isAlternative(at int) bool {
	_, _, ok := nextAlternative(p.src, at)
	return ok
}

// nextAlternative reads a slash or bar and the value after it.
func nextAlternative(src []byte, at int) (start, end int, ok bool) {
	blanks := func() {
		for at < len(src) && isBlank(src[at]) {
			at++
		}
	}
	blanks()
	if at >= len(src) || src[at] != '/' && src[at] != '|' || isComment(src[at:]) {
		return 0, 0, false
	}
	at++
	blanks()
	if at < len(src) && (src[at] == '"' || src[at] == '\'') {
		end = quotedEnd(src, at)
		return at, end, end >= 0
	}
	length := bytes.IndexAny(src[at:min(len(src), at+maxBareKey)], "/|,;{}[]\"' \t\r\n")
	return at, at + length, length > 0
}

// quotedEnd returns where a string on one line ends, -1 for nowhere.
func quotedEnd(src []byte, start int) int {
	for i := start + 1; i < len(src) && src[i] != '\n'; i++ {
		switch src[i] {
		case '\\':
			i++
		case src[start]:
			return i + 1
		}
	}
	return -1
}

// Alternatives returns the texts of a value that was written as several ones,
// "a"/"b"/"c", the first of which is the value; nil for other values.
func (v Value) Alternatives() []string {
	if v.doc == nil || v.node().flags&alternatives == 0 {
		return nil
	}
	src, first := v.doc.src, v.Text()
	if v.Kind() != String {
		first = string(v.Raw())
	}
	texts := []string{first}
	for at := int(v.node().End); ; {
		start, end, ok := nextAlternative(src, at)
		if !ok {
			return texts
		}
		quoted := src[start] == '"' || src[start] == '\''
		texts = append(texts, text(src[start:end], !quoted, false, true))
		at = end
	}
}

// maxFailedScans bounds the searches for the end of unescaped JSON, so that a
// document full of beginnings is read in linear time.
const maxFailedScans = 8

// isUnescaped reports whether the string from start to pos is only the
// beginning of JSON that nobody escaped: "{"id":1}". In valid JSON nothing but
// white space, a comma, a colon or an end follows a string.
func (p *parser) isUnescaped(start int) bool {
	if p.pos >= len(p.src) || p.src[start+1] != '{' && p.src[start+1] != '[' {
		return false
	}
	return bytes.IndexByte([]byte(" \t\r\n,}]:;/=#|"), p.src[p.pos]) < 0 && p.failedScans < maxFailedScans
}

// unescaped goes on to the quote after the brace or bracket that ends the
// unescaped JSON in the string from start.
func (p *parser) unescaped(start int, f flags) flags {
	end := balancedEnd(p.src, start+1)
	if end >= 0 {
		end = p.skipBlank(end)
	}
	if end < 0 || end >= len(p.src) || p.src[end] != '"' {
		p.failedScans++
		return f
	}
	p.fault(p.pos-1, FaultUnescaped, "unescaped quote inside a string")
	p.pos = end + 1
	return textVerbatim
}

// balancedEnd returns where the object or array at start ends, -1 for nowhere.
func balancedEnd(src []byte, start int) int {
	depth := 0
	for i := start; i < len(src); i++ {
		switch src[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			if i = quotedEnd(src, i) - 1; i < 0 {
				return -1
			}
		}
	}
	return -1
}
