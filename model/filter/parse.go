package filter

import (
	"strings"
	"time"
	"unicode/utf8"
)

// maxDepth bounds how many parentheses may be open inside each other, and so the
// depth of the tree.
const maxDepth = 100

// parser reads one expression.
type parser struct {
	src      string
	pos      int // of the next byte to read
	depth    int
	now      func() time.Time
	relative bool // a term is relative to the present
	timed    bool // a term about the conversation asks for the present
	owned    []*ownTerm
}

// parse returns nil for a blank source.
func (p *parser) parse() (node, error) {
	if bad := invalidUTF8(p.src); bad >= 0 {
		return nil, p.fail(bad, "invalid UTF-8")
	}
	if p.space(); p.pos == len(p.src) {
		return nil, nil
	}
	root, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.src) {
		return nil, p.fail(p.pos, `unexpected ")"`)
	}
	return root, nil
}

// invalidUTF8 returns the offset of the first byte that is no UTF-8, -1 without one.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if _, size := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return -1
}

// or reads alternatives, up to the end or a closing parenthesis.
func (p *parser) or() (node, error) {
	var kids []node
	for {
		kid, err := p.and()
		if err != nil {
			return nil, err
		}
		kids = append(kids, kid)
		if p.operator("|", "or") == 0 {
			return newAny(kids), nil
		}
	}
}

// and reads terms that must all match, up to an "or", the end or a closing
// parenthesis.
func (p *parser) and() (node, error) {
	var kids []node
	for {
		kid, err := p.unary()
		if err != nil {
			return nil, err
		}
		kids = append(kids, kid)
		if p.operator("&", "and") > 0 {
			continue
		}
		if p.pos == len(p.src) || p.src[p.pos] == ')' || p.src[p.pos] == '|' || p.keyword("or") {
			return newAll(kids), nil
		}
	}
}

// operator skips the space at pos and, if it follows, an operator given by its sign,
// which may be doubled, and its word; it returns the operator's length.
func (p *parser) operator(sign, word string) int {
	p.space()
	length := 0
	switch rest := p.src[p.pos:]; {
	case strings.HasPrefix(rest, sign+sign):
		length = 2
	case strings.HasPrefix(rest, sign):
		length = 1
	case p.keyword(word):
		length = len(word)
	}
	p.pos += length
	return length
}

// keyword reports whether a word of the language stands at pos, alone.
func (p *parser) keyword(word string) bool {
	end := p.pos + len(word)
	if end > len(p.src) || !strings.EqualFold(p.src[p.pos:end], word) {
		return false
	}
	return end == len(p.src) || p.src[end] == '"' || boundaryAt(p.src[end:])
}

// unary reads a term and the negations before it.
func (p *parser) unary() (node, error) {
	negative := false
	for {
		p.space()
		switch {
		case p.pos < len(p.src) && (p.src[p.pos] == '-' || p.src[p.pos] == '!'):
			sign := p.pos
			p.pos++
			if p.pos == len(p.src) || boundaryAt(p.src[p.pos:]) && p.src[p.pos] != '(' {
				return nil, p.fail(sign, "expected a term right after %q", p.src[sign:p.pos])
			}
		case p.keyword("not"):
			p.pos += len("not")
		default:
			term, err := p.term()
			if err == nil && negative {
				term = newNot(term)
			}
			return term, err
		}
		negative = !negative
	}
}

// term reads one term or a group.
func (p *parser) term() (node, error) {
	if p.pos == len(p.src) {
		return nil, p.fail(p.pos, "expected a term")
	}
	switch c := p.src[p.pos]; c {
	case '(':
		return p.group()
	case ')', '|', '&':
		return nil, p.fail(p.pos, "expected a term before %q", string(c))
	case '=', '<', '>', '~':
		err := p.fail(p.pos, "unexpected %q", string(c))
		err.Hint = "write operators without spaces around them, and text in quotes"
		return nil, err
	case '"', '\'':
		return p.phrase()
	case '.':
		if p.pathFollows() {
			return p.path()
		}
	}
	for _, word := range [...]string{"or", "and"} {
		if p.keyword(word) {
			return nil, p.fail(p.pos, "expected a term before %q", p.src[p.pos:p.pos+len(word)])
		}
	}
	return p.word()
}

func (p *parser) group() (node, error) {
	open := p.pos
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(open, "nested deeper than %d parentheses", maxDepth)
	}
	p.pos++
	inner, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.pos == len(p.src) {
		return nil, p.fail(open, "unclosed parenthesis")
	}
	p.pos++
	p.depth--
	return inner, nil
}

// phrase reads a quoted text to search for.
func (p *parser) phrase() (node, error) {
	start := p.pos
	text, err := p.quoted()
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, p.fail(start, "expected a text between the quotes")
	}
	return newSearch(everywhere, element{text: text, quoted: true}), p.ended("the closing quote")
}

// word reads a field with its values, or a bare word.
func (p *parser) word() (node, error) {
	start := p.pos
	name := p.fieldName()
	rest := p.src[p.pos:]
	switch f := findField(name); {
	case name == "" || strings.HasPrefix(rest, "://") && isScheme(name):
	case f != nil && strings.HasPrefix(rest, ":"):
		p.pos++
		return p.field(f)
	case f != nil && (strings.HasPrefix(rest, "!=") || strings.IndexAny(rest, "=<>") == 0):
		return p.field(f)
	case strings.HasPrefix(rest, ":"):
		return nil, p.unknownField(start, name)
	}
	p.pos = start
	return newSearch(everywhere, element{text: p.bare("")}), nil
}

// isScheme reports whether a name before "://" begins an address, which is a word.
func isScheme(name string) bool {
	return strings.EqualFold(name, "http") || strings.EqualFold(name, "https")
}

func (p *parser) unknownField(pos int, name string) error {
	var known []string
	for i := range fields {
		known = append(known, fields[i].Name)
		known = append(known, fields[i].Aliases...)
	}
	err := p.unknown(pos, "field", name, known)
	if err.Hint == "" {
		err.Hint = "put text that has a colon in quotes"
	}
	return err
}
