package filter

import (
	"strings"

	"offhook/model"
)

// small says which small number of a row a term looks at.
type small uint8

const (
	kindColumn small = iota
	roleColumn
	statusColumn
)

// setTerm is a kind, role or status among several.
type setTerm struct {
	canonical
	set    uint64 // one bit for each value
	column small
}

// buildSet builds terms of the words that names lists; the first word has the value
// first.
func buildSet(c small, names func() []string, first int) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		set, err := p.oneOf(f, elements, names())
		if err != nil {
			return nil, err
		}
		return &setTerm{canonical: writeTerm(f, elements, alwaysLiteral), set: set << first, column: c}, nil
	}
}

// oneOf finds the values among the known words; bit i stands for known[i]. Words are
// put in lower case.
func (p *parser) oneOf(f *field, elements []element, known []string) (uint64, error) {
	var set uint64
	for i := range elements {
		elements[i].text = strings.ToLower(elements[i].text)
		found := indexSet(elements[i].text, known)
		if found == 0 {
			return 0, p.unknown(elements[i].pos, strings.TrimPrefix(strings.TrimPrefix(f.expects, "a "), "an "), elements[i].text, known)
		}
		set |= found
	}
	return set, nil
}

func indexSet(word string, known []string) uint64 {
	for i, k := range known {
		if k == word {
			return 1 << i
		}
	}
	return 0
}

func (t *setTerm) line(l *model.Line, _ int64) Verdict {
	value := uint8(l.Kind)
	switch t.column {
	case roleColumn:
		value = uint8(l.Role)
	case statusColumn:
		value = uint8(l.Status)
	}
	return verdict(t.set>>value&1 != 0)
}

func (t *setTerm) record(l model.Line, _ *Content, now int64) bool { return t.line(&l, now) == Yes }

func (t *setTerm) cost() int { return costNumber }

// problemTerm is any of several problems.
type problemTerm struct {
	canonical
	codes model.CodeSet
}

func buildProblem(p *parser, f *field, elements []element) (node, error) {
	var codes uint64
	for i, e := range elements {
		elements[i].text = strings.ToLower(e.text)
		if !e.isGlob() {
			found, err := p.oneOf(f, elements[i:i+1], model.Codes())
			if err != nil {
				return nil, err
			}
			codes |= found
			continue
		}
		var found uint64
		pattern := newGlob(e.text, false)
		for code, text := range model.Codes() {
			if pattern.matches([]byte(text)) {
				found |= 1 << code
			}
		}
		if found == 0 {
			return nil, p.fail(e.pos, "no problem fits %q", e.text)
		}
		codes |= found
	}
	return &problemTerm{canonical: writeTerm(f, elements, literalUnlessGlob), codes: model.CodeSet(codes)}, nil
}

func (t *problemTerm) line(l *model.Line, _ int64) Verdict { return verdict(l.Problems&t.codes != 0) }

func (t *problemTerm) record(l model.Line, _ *Content, _ int64) bool { return l.Problems&t.codes != 0 }

func (t *problemTerm) cost() int { return costNumber }
