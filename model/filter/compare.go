package filter

import (
	"cmp"
	"math/big"
	"regexp"
	"strings"

	"offhook/model/laxjson"
)

// comparer makes the comparison with a value.
func (p *parser) comparer(op string, e element) (func(laxjson.Value) bool, error) {
	switch op {
	case "=":
		return equalTo(e), nil
	case "~":
		var re *regexp.Regexp
		if e.regexp {
			var err error
			if re, err = p.compile(e); err != nil {
				return nil, err
			}
		}
		term := searchTerm{needle: newNeedle(e.text), regexp: re}
		return func(v laxjson.Value) bool { return term.in(textOf(v)) }, nil
	}
	order := orderTo(e)
	return func(v laxjson.Value) bool {
		n, ok := order(v)
		return ok && (n > 0 && op[0] == '>' || n < 0 && op[0] == '<' || n == 0 && len(op) == 2)
	}, nil
}

// textOf is what a value is searched in: a text without its escapes, the rest as
// written.
func textOf(v laxjson.Value) []byte {
	if v.Kind() == laxjson.String {
		return []byte(v.Text())
	}
	return v.Raw()
}

// literal reads a bare value as JSON, absent when it is none.
func (e element) literal() laxjson.Value {
	if e.quoted {
		return laxjson.Value{}
	}
	if v := laxjson.Parse([]byte(e.text)).Root(); v.Kind() == laxjson.Number && strings.Trim(e.text, "0123456789+-.eE") == "" {
		return v
	}
	return laxjson.Value{}
}

// equalTo compares ids as texts, numbers as numbers and texts by smart case.
func equalTo(e element) func(laxjson.Value) bool {
	text, number := newNeedle(e.text), e.literal()
	return func(v laxjson.Value) bool {
		switch v.Kind() {
		case laxjson.String:
			return text.equal([]byte(v.Text()))
		case laxjson.Number:
			return v.ID() == e.text || number.Exists() && compareNumbers(v, number) == 0
		case laxjson.Bool:
			return strings.EqualFold(string(v.Raw()), e.text)
		case laxjson.Null:
			return strings.EqualFold(e.text, "null")
		}
		return false
	}
}

// orderTo compares with a number when the value is one, else by the letters.
func orderTo(e element) func(laxjson.Value) (int, bool) {
	number := e.literal()
	return func(v laxjson.Value) (int, bool) {
		if number.Exists() {
			_, ok := v.Float()
			return compareNumbers(v, number), ok
		}
		return strings.Compare(v.Text(), e.text), v.Kind() == laxjson.String
	}
}

// longestNumber bounds the digits of what is compared exactly.
const longestNumber = 64

// compareNumbers compares integers exactly, as ids do not fit a float, and the rest
// as floats.
func compareNumbers(a, b laxjson.Value) int {
	if s, t := a.ID(), b.ID(); len(s) <= longestNumber && len(t) <= longestNumber {
		i, aWhole := new(big.Int).SetString(s, 10)
		j, bWhole := new(big.Int).SetString(t, 10)
		if aWhole && bWhole {
			return i.Cmp(j)
		}
	}
	x, aOK := a.Float()
	y, bOK := b.Float()
	if !aOK || !bOK {
		return cmp.Compare(a.ID(), b.ID())
	}
	return cmp.Compare(x, y)
}
