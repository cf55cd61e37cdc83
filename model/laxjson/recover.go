package laxjson

import (
	"bytes"
	"unicode/utf8"
)

// This file is about what may stand between values: comments, separators, names.

func (p *parser) byteOrderMark() {
	if bytes.HasPrefix(p.src, []byte("\uFEFF")) {
		p.fault(0, FaultByteOrderMark, "byte order mark at the start")
		p.pos = len("\uFEFF")
	}
}

// scalarDocument reads a document that is a string, number or literal, without
// repairs: nearly everything is nearly a string.
func (p *parser) scalarDocument(c byte) {
	start, mark := p.pos, p.mark()
	kind, f := Absent, flags(0)
	switch {
	case p.pos >= len(p.src):
	case c == '"':
		f = p.quoted('"')
		if f&textOpen == 0 && !p.hasFaultsBeside(mark, FaultUTF8) {
			kind = String
		}
	case c == 't' && p.word("true"), c == 'f' && p.word("false"):
		kind = Bool
	case c == 'n' && p.word("null"):
		kind = Null
	default:
		if end, ok := numberEnd(p.src, p.pos); ok {
			kind, p.pos = Number, end
		}
	}
	end := p.pos
	if kind != Absent {
		p.space()
	}
	if kind == Absent || p.pos < len(p.src) {
		p.rewind(faultMark{})
		p.fault(start, FaultNotJSON, "not JSON")
		return
	}
	p.pos = end
	p.add(kind, start, f)
}

// hasFaultsBeside reports whether there are faults since mark of another code.
func (p *parser) hasFaultsBeside(mark faultMark, code FaultCode) bool {
	for _, f := range p.doc.Faults[min(mark.kept, len(p.doc.Faults)):] {
		if f.Code != code {
			return true
		}
	}
	return false
}

func (p *parser) word(word string) bool {
	if !bytes.HasPrefix(p.src[p.pos:], []byte(word)) {
		return false
	}
	p.pos += len(word)
	return true
}

// comment skips the comment at pos; it returns false when there is none.
func (p *parser) comment() bool {
	if !isComment(p.src[p.pos:]) {
		return false
	}
	p.fault(p.pos, FaultComment, "comment")
	rest := p.src[p.pos:]
	end, skip := bytes.IndexByte(rest, '\n'), 0
	if bytes.HasPrefix(rest, []byte("/*")) {
		end, skip = bytes.Index(rest[2:], []byte("*/")), 4
	}
	if end < 0 {
		p.pos = len(p.src)
	} else {
		p.pos += end + skip
	}
	return true
}

func isComment(rest []byte) bool {
	if rest[0] == '#' {
		return true
	}
	return len(rest) > 1 && rest[0] == '/' && (rest[1] == '/' || rest[1] == '*')
}

// endsOddToken is endsToken for what valid JSON does not have.
func (p *parser) endsOddToken(end int) bool {
	switch p.src[end] {
	case ';', '#':
		return true
	case '/':
		return isComment(p.src[end:])
	case '=':
		return p.isArrow(end)
	case ':': // 1: "a" is a pair, 12:30 a time
		return end+1 >= len(p.src) || bytes.IndexByte([]byte(" \t\r\n\"'[{"), p.src[end+1]) >= 0
	}
	return false
}

func (p *parser) isArrow(at int) bool {
	return at+1 < len(p.src) && p.src[at] == '=' && p.src[at+1] == '>'
}

// oddSeparator reads what stands after a value and is neither comma nor end.
func (p *parser) oddSeparator(c byte) {
	switch {
	case p.pos >= len(p.src):
		p.unexpectedEnd()
	case c == ';':
		p.fault(p.pos, FaultSemicolon, "semicolon instead of a comma")
		p.pos++
		p.valued, p.skipped = false, false
	case p.skipOmission(c):
	case (c == '/' || c == '|') && p.alternatives():
	case (c == ':' || c == '=') && p.pair():
	case c == ':' || c == '=' || c == ')' || c == '/' || c == '|':
		p.unexpected()
	default:
		if !p.skipped {
			p.fault(p.lastEnd, FaultMissingComma, "missing comma")
		}
		p.valued, p.skipped = false, false
	}
}

// unexpected skips the character at pos.
func (p *parser) unexpected() {
	p.fault(p.pos, FaultUnexpected, "unexpected character")
	_, n := utf8.DecodeRune(p.src[p.pos:])
	p.pos += n
}

// oddMember reads a member that does not start with a double quote.
func (p *parser) oddMember(c byte) {
	switch {
	case p.pos >= len(p.src):
		p.unexpectedEnd()
	case c == ']':
		p.close(c)
	case c == ',' || c == ';':
		p.extraComma()
	case p.skipOmission(c):
	case c == '{' && p.nodes[p.open].Count == 0:
		p.doubleBrace()
	case c == '{' || c == '[':
		p.fault(p.pos, FaultMissingName, "value without a name")
		p.value(c)
	case c == ':' || c == '=':
		p.fault(p.pos, FaultMissingName, "value without a name")
		p.colon(c)
	case c == '\'':
		p.fault(p.pos, FaultSingleQuotes, "single quotes")
		p.key(c)
		p.colon(p.space())
	default:
		p.bareKey()
	}
}

// extraComma skips a comma that has nothing before it.
func (p *parser) extraComma() {
	p.fault(p.pos, FaultExtraComma, "comma without a value before it")
	p.pos++
	p.comma = -1
}

// bareKey reads a name without quotes.
func (p *parser) bareKey() {
	start := p.pos
	length := bytes.IndexAny(p.src[start:min(len(p.src), start+maxBareKey)], ":,;{}[]=\"'\n")
	if p.src[start] == '<' {
		if end := placeholderEnd(p.src, start); end >= 0 {
			length = end - start
		}
	}
	if length < 0 {
		length = min(len(p.src)-start, maxBareKey)
	}
	name := bytes.TrimRight(p.src[start:start+length], " \t\r")
	if len(name) == 0 {
		p.unexpected()
		return
	}
	p.fault(start, FaultBareName, "name without quotes")
	p.keyStart, p.keyEnd, p.keyFlags = start, start+len(name), keyBare
	p.pos = p.keyEnd
	p.colon(p.space())
}

// maxBareKey bounds the search for the end of a name.
const maxBareKey = 1024

// oddColon goes on after a name without a colon.
func (p *parser) oddColon() {
	if p.pos < len(p.src) {
		p.colon(p.src[p.pos])
		return
	}
	p.colon(0)
}

// colon reads a colon, or what stands in its place, and the value.
func (p *parser) colon(c byte) {
	switch {
	case p.pos >= len(p.src) || c == ',' || c == ';' || c == '}' || c == ']':
		p.missingValue()
		return
	case c == ':':
		p.pos++
	case c == '=':
		message, length := "equals sign instead of a colon", 1
		if p.isArrow(p.pos) {
			message, length = "arrow instead of a colon", 2
		}
		p.fault(p.pos, FaultArrow, message)
		p.pos += length
	default:
		p.fault(p.keyEnd, FaultMissingColon, "missing colon")
	}
	p.value(p.space())
}

// missingValue gives the name that was read an empty null.
func (p *parser) missingValue() {
	if p.pos < len(p.src) {
		p.fault(p.pos, FaultMissingValue, "missing value")
	}
	p.scalar(Null, p.pos, 0)
}

// oddElement reads an element that starts like none of JSON's values.
func (p *parser) oddElement(c byte) {
	switch {
	case p.pos >= len(p.src):
		p.unexpectedEnd()
	case c == '}':
		p.close(c)
	case c == ',' || c == ';':
		p.extraComma()
	case p.skipOmission(c):
	default:
		p.value(c)
	}
}
