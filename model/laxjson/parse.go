package laxjson

import "math"

// parser reads one document. Objects and arrays that are open form a chain
// through Node.Parent, so that depth costs no stack.
type parser struct {
	doc   *Doc
	src   []byte
	nodes []Node
	pos   int // of the next byte to read

	open       int32 // the innermost open object or array, -1 for none
	depth      int   // how many are open
	openBraces int   // how many of them were opened by a brace

	// What stands before pos inside the open object or array.
	valued  bool // a value: a comma or the end must follow
	skipped bool // something left out: the comma after it may be missing
	comma   int  // the offset of the comma before pos, -1 if there is none
	lastEnd int  // where the last value ends

	// The name that the next value gets; equal offsets for none.
	keyStart, keyEnd int
	keyFlags         flags

	doubled     []doubledBrace
	failedScans int // searches for the end of unescaped JSON that were in vain
}

// Parse reads a document. It never fails: what is wrong is in Doc.Faults. src
// is borrowed and must not change while the Doc is in use.
func Parse(src []byte) *Doc {
	doc := &Doc{src: src}
	p := parser{doc: doc, src: src, open: -1, comma: -1}
	if len(src) > math.MaxInt32 {
		p.fault(0, FaultTooLarge, "larger than 2 GiB")
		locate(src, doc.Faults)
		return doc
	}
	p.document()
	doc.nodes = p.nodes
	if doc.faultCount > 0 {
		locate(src, doc.Faults)
	}
	return doc
}

// document reads the one value of the document and looks for more after it.
func (p *parser) document() {
	p.byteOrderMark()
	c := p.space()
	if c != '{' && c != '[' {
		p.scalarDocument(c)
		return
	}
	p.nodes = make([]Node, 0, len(p.src)/16+8)
	p.begin(c)
	for p.open >= 0 {
		switch {
		case p.valued:
			p.separator()
		case p.src[p.nodes[p.open].Start] == '{':
			p.member()
		default:
			p.element()
		}
	}
	if p.pos < len(p.src) {
		p.space()
	}
	if p.pos < len(p.src) {
		p.fault(p.pos, FaultTextAfter, "text after the value")
	}
}

// space skips white space and comments and returns the byte at pos, 0 at the
// end.
func (p *parser) space() byte {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; c {
		case ' ', '\n', '\t', '\r':
			p.pos++
		case '/', '#':
			if !p.comment() {
				return c
			}
		default:
			return c
		}
	}
	return 0
}

// separator reads what follows a value: a comma or the end.
func (p *parser) separator() {
	switch c := p.space(); c {
	case ',':
		p.comma = p.pos
		p.pos++
		p.valued, p.skipped = false, false
	case '}', ']':
		p.close(c)
	default:
		p.oddSeparator(c)
	}
}

// member reads a member of an object up to its value, or the object's end.
func (p *parser) member() {
	switch c := p.space(); c {
	case '"':
		p.key('"')
		if p.space() != ':' {
			p.oddColon()
			return
		}
		p.pos++
		p.value(p.space())
	case '}':
		p.close(c)
	default:
		p.oddMember(c)
	}
}

// element reads an element of an array, or the array's end.
func (p *parser) element() {
	switch c := p.space(); c {
	case ']':
		p.close(c)
	case '"', '{', '[', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n':
		p.value(c)
	default:
		p.oddElement(c)
	}
}

// value reads a value that starts with c; of objects and arrays only the start.
func (p *parser) value(c byte) {
	start := p.pos
	switch c {
	case '"':
		f := p.quoted('"')
		if p.isUnescaped(start) {
			f = p.unescaped(start, f)
		}
		p.scalar(String, start, f)
	case '{', '[':
		p.begin(c)
	case 't':
		p.literal("true", Bool)
	case 'f':
		p.literal("false", Bool)
	case 'n':
		p.literal("null", Null)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		end, ok := numberEnd(p.src, start)
		if !ok || !p.endsToken(end) {
			p.oddValue(c)
			return
		}
		p.pos = end
		p.scalar(Number, start, 0)
	default:
		p.oddValue(c)
	}
}

func (p *parser) literal(word string, kind Kind) {
	start := p.pos
	end := start + len(word)
	if end > len(p.src) || string(p.src[start:end]) != word || !p.endsToken(end) && !p.isAlternative(end) {
		p.oddValue(word[0])
		return
	}
	p.pos = end
	p.scalar(kind, start, 0)
}

// endsToken reports whether a number or literal can end before the byte at end.
func (p *parser) endsToken(end int) bool {
	if end >= len(p.src) {
		return true
	}
	switch p.src[end] {
	case ',', '}', ']', ' ', '\n', '\r', '\t':
		return true
	}
	return p.endsOddToken(end)
}

// key reads the quoted name of a member.
func (p *parser) key(quote byte) {
	p.keyStart = p.pos
	p.keyFlags = p.quoted(quote).key()
	p.keyEnd = p.pos
}

// scalar adds the value between start and pos.
func (p *parser) scalar(kind Kind, start int, f flags) {
	p.add(kind, start, f)
	p.valued, p.skipped, p.comma, p.lastEnd = true, false, -1, p.pos
}

// begin adds an object or array and opens it.
func (p *parser) begin(c byte) {
	if p.depth == MaxDepth {
		p.tooDeep()
		return
	}
	kind, start := Array, p.pos
	if c == '{' {
		kind = Object
		p.openBraces++
	}
	p.pos++
	p.open = p.add(kind, start, 0)
	p.depth++
	p.valued, p.skipped, p.comma = false, false, -1
}

// add appends a node that ends at pos to the open object or array, under the
// name that was read.
func (p *parser) add(kind Kind, start int, f flags) int32 {
	index := int32(len(p.nodes))
	p.nodes = append(p.nodes, Node{
		KeyStart: uint32(p.keyStart), KeyEnd: uint32(p.keyEnd),
		Start: uint32(start), End: uint32(p.pos),
		Next: index + 1, Parent: p.open, Depth: uint16(p.depth),
		Kind: kind, flags: f | p.keyFlags,
	})
	if p.open >= 0 {
		p.nodes[p.open].Count++
	}
	p.keyStart, p.keyEnd, p.keyFlags = 0, 0, 0
	return index
}

// close ends the open object or array at the brace or bracket at pos.
func (p *parser) close(c byte) {
	node := &p.nodes[p.open]
	if p.src[node.Start]+2 != c { // in ASCII both pairs are two apart
		p.oddClose(c)
		return
	}
	if p.comma >= 0 {
		p.fault(p.comma, FaultTrailingComma, "trailing comma")
	}
	p.pos++
	closed := p.end(p.pos)
	if len(p.doubled) > 0 {
		p.closeDoubled(closed)
	}
}

// end leaves the open object or array, which ends at the offset, and returns
// its index.
func (p *parser) end(offset int) int32 {
	index := p.open
	node := &p.nodes[index]
	node.End, node.Next = uint32(offset), int32(len(p.nodes))
	if p.src[node.Start] == '{' {
		p.openBraces--
	}
	p.open = node.Parent
	p.depth--
	p.valued, p.skipped, p.comma, p.lastEnd = true, false, -1, offset
	return index
}
