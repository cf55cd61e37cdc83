package laxjson

import (
	"bytes"
	"fmt"
)

// This file is about braces and brackets that are missing, wrong or doubled.

// oddClose reads a brace or bracket that does not fit the open array or
// object. When an outer one fits, what is open inside it is closed.
func (p *parser) oddClose(c byte) {
	fitting := p.openBraces
	if c == ']' {
		fitting = p.depth - p.openBraces
	}
	switch {
	case fitting == 0:
		p.unexpected()
		return
	case fitting == 1 && p.src[p.nodes[0].Start]+2 == c && p.nextAfter(p.pos+1) == ',':
		// It would close the whole document, which goes on: a slip of the pen.
		p.fault(p.pos, FaultWrongClose, "wrong closing brace or bracket")
		p.pos++
		p.forgetDoubled(p.end(p.pos))
		return
	}
	for p.src[p.nodes[p.open].Start]+2 != c {
		opening := p.src[p.nodes[p.open].Start]
		p.forgetDoubled(p.end(p.contentEnd()))
		p.fault(p.lastEnd, FaultMissingClose, missingClose(opening))
	}
	p.close(c)
}

// contentEnd returns where the last thing in the open object or array ends.
func (p *parser) contentEnd() int {
	return max(p.lastEnd, int(p.nodes[p.open].Start)+1)
}

func missingClose(c byte) string {
	if c == '{' {
		return "missing closing brace"
	}
	return "missing closing bracket"
}

// unexpectedEnd closes all that is open at the end of the source.
func (p *parser) unexpectedEnd() {
	p.fault(len(p.src), FaultUnexpectedEnd, "unexpected end")
	p.endAll()
}

// tooDeep gives up at pos and keeps what was read.
func (p *parser) tooDeep() {
	p.fault(p.pos, FaultTooDeep, fmt.Sprintf("nested deeper than %d levels", MaxDepth))
	p.endAll()
	p.pos = len(p.src)
}

func (p *parser) endAll() {
	for p.open >= 0 {
		p.end(p.contentEnd())
	}
	p.doubled = nil
}

// doubledBrace is an object with more than one opening brace.
type doubledBrace struct {
	node  int32
	extra int
}

// doubleBrace moves the start of the open object, which is still empty, to its
// second brace.
func (p *parser) doubleBrace() {
	p.fault(p.pos, FaultDoubledBrace, "doubled brace")
	p.nodes[p.open].Start = uint32(p.pos)
	p.pos++
	p.comma = -1
	if last := len(p.doubled) - 1; last >= 0 && p.doubled[last].node == p.open {
		p.doubled[last].extra++
		return
	}
	p.doubled = append(p.doubled, doubledBrace{node: p.open, extra: 1})
}

// closeDoubled reads the closing braces that belong to doubled ones, after the
// object itself was closed.
func (p *parser) closeDoubled(closed int32) {
	extra := p.forgetDoubled(closed)
	for range extra {
		c := p.space()
		if c == ',' && p.nextAfter(p.pos+1) == '}' {
			p.fault(p.pos, FaultTrailingComma, "trailing comma")
			p.pos++
			c = p.space()
		}
		if c != '}' {
			p.missingDoubled()
			return
		}
		p.pos++
		p.lastEnd = p.pos
	}
}

// forgetDoubled returns how many braces more than one the object was opened with.
func (p *parser) forgetDoubled(node int32) (extra int) {
	last := len(p.doubled) - 1
	if last < 0 || p.doubled[last].node != node {
		return 0
	}
	extra = p.doubled[last].extra
	p.doubled = p.doubled[:last]
	return extra
}

func (p *parser) missingDoubled() {
	switch {
	case p.pos < len(p.src):
		p.fault(p.lastEnd, FaultMissingClose, missingClose('{'))
	case p.open < 0: // else the objects around it say so
		p.fault(p.pos, FaultUnexpectedEnd, "unexpected end")
	}
}

// nextAfter returns the first byte from at that is no white space, looking not
// far; 0 when there is none.
func (p *parser) nextAfter(at int) byte {
	const far = 64
	at = min(at, len(p.src))
	rest := bytes.TrimLeft(p.src[at:min(len(p.src), at+far)], " \t\r\n")
	if len(rest) == 0 {
		return 0
	}
	return rest[0]
}
