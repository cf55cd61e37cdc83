package filter

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"offhook/model"
	"offhook/model/laxjson"
)

// step goes from a JSON value to some below it.
type step struct {
	name  string
	index int  // of an element; -1 with a name
	each  bool // all members or elements
}

// pathTerm asks whether a value of the body's JSON is there, or compares it.
type pathTerm struct {
	canonical
	steps   []step
	compare func(laxjson.Value) bool
}

func (t *pathTerm) record(_ model.Line, c *Content, _ int64) bool {
	return reaches(c.JSON(), t.steps, t.compare)
}

func (t *pathTerm) cost() int { return costJSON }

// reaches reports whether the steps lead to a value that fits.
func reaches(v laxjson.Value, steps []step, fits func(laxjson.Value) bool) bool {
	for i, s := range steps {
		if !v.Exists() {
			return false
		}
		if !s.each {
			v = s.from(v)
			continue
		}
		for item := range v.Items() {
			if reaches(item, steps[i+1:], fits) {
				return true
			}
		}
		for _, member := range v.Members() {
			if reaches(member, steps[i+1:], fits) {
				return true
			}
		}
		return false
	}
	return v.Exists() && fits(v)
}

func (s step) from(v laxjson.Value) laxjson.Value {
	if s.index >= 0 {
		return v.Index(s.index)
	}
	if v.Kind() == laxjson.Array {
		if i, err := strconv.Atoi(s.name); err == nil {
			return v.Index(i)
		}
	}
	return v.Get(s.name)
}

// pathFollows reports whether the dot at pos begins a path.
func (p *parser) pathFollows() bool {
	rest := p.src[p.pos+1:]
	if rest == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return strings.IndexByte(`"'[`, rest[0]) >= 0 || isStepRune(r)
}

func isStepRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '$' || r == '@'
}

// path reads a path and what it is compared with.
func (p *parser) path() (node, error) {
	var steps []step
	for p.pos < len(p.src) && (p.src[p.pos] == '.' || p.src[p.pos] == '[') {
		s, err := p.step()
		if err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	text := writeSteps(steps)
	if p.pos == len(p.src) || boundaryAt(p.src[p.pos:]) {
		exists := func(laxjson.Value) bool { return true }
		return &pathTerm{canonical: canonical(text), steps: steps, compare: exists}, nil
	}
	op := p.pathOperator()
	if op == "" {
		return nil, p.fail(p.pos, "expected =, !=, ~, <, <=, > or >= after the path")
	}
	negative := op == "!="
	if negative {
		op = "="
	}
	value, err := p.pathValue(op)
	if err != nil {
		return nil, err
	}
	compare, err := p.comparer(op, value)
	if err != nil {
		return nil, err
	}
	var term node = &pathTerm{canonical: canonical(text + op + value.written(false)), steps: steps, compare: compare}
	if negative {
		term = newNot(term)
	}
	return term, nil
}

// pathOperator reads an operator; ":" and "==" mean "=".
func (p *parser) pathOperator() string {
	for _, op := range [...]string{"!=", "==", ">=", "<=", "=", ":", "~", ">", "<"} {
		if strings.HasPrefix(p.src[p.pos:], op) {
			p.pos += len(op)
			if op == ":" || op == "==" {
				return "="
			}
			return op
		}
	}
	return ""
}

// step reads .name, ."name", [0], [], ["name"], each of the latter with or without
// a dot before it.
func (p *parser) step() (step, error) {
	if p.src[p.pos] == '.' {
		p.pos++
	}
	rest := p.src[p.pos:]
	switch {
	case strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "'"):
		name, err := p.quoted()
		return step{name: name, index: -1}, err
	case strings.HasPrefix(rest, "["):
		return p.bracket()
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !isStepRune(r) })
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		return step{}, p.fail(p.pos, "expected a name after the dot")
	}
	p.pos += end
	return step{name: rest[:end], index: -1}, nil
}

// bracket reads what stands in brackets.
func (p *parser) bracket() (step, error) {
	open := p.pos
	p.pos++
	s := step{index: -1}
	rest := p.src[p.pos:]
	if strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "'") {
		name, err := p.quoted()
		if s.name = name; err != nil {
			return s, err
		}
	} else {
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		p.pos += len(digits)
		var err error
		if s.each = digits == ""; !s.each {
			if s.index, err = strconv.Atoi(digits); err != nil {
				return s, p.fail(open, "index too large")
			}
		}
	}
	if !strings.HasPrefix(p.src[p.pos:], "]") {
		return s, p.fail(p.pos, "expected a number, a quoted name or nothing between [ and ]")
	}
	p.pos++
	return s, nil
}

func writeSteps(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		if i == 0 || s.index < 0 && !s.each {
			b.WriteByte('.')
		}
		switch {
		case s.each:
			b.WriteString("[]")
		case s.index >= 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case s.name != "" && strings.IndexFunc(s.name, func(r rune) bool { return !isStepRune(r) }) < 0:
			b.WriteString(s.name)
		default:
			b.WriteString(quote(s.name))
		}
	}
	return b.String()
}

// pathValue reads the value that a path is compared with.
func (p *parser) pathValue(op string) (element, error) {
	e := element{pos: p.pos}
	rest := p.src[p.pos:]
	switch {
	case strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "'"):
		text, err := p.quoted()
		if err != nil {
			return e, err
		}
		e.text, e.quoted = text, true
		return e, p.ended("the value")
	case op == "~" && strings.HasPrefix(rest, "/"):
		e, err := p.regexp()
		if err != nil {
			return e, err
		}
		return e, p.ended("the value")
	case strings.IndexAny(rest, "=<>~") != 0:
		e.text = p.bare("")
	}
	if e.text == "" {
		return e, p.fail(p.pos, "expected a value after %q", op)
	}
	return e, nil
}
