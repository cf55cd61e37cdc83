package laxjson

import (
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Value is one value of a document. The zero Value is absent; every method
// works on it. A Value keeps its whole document alive.
type Value struct {
	doc   *Doc
	index int32
}

func (v Value) node() *Node { return &v.doc.nodes[v.index] }

// Exists reports whether the value is there.
func (v Value) Exists() bool { return v.doc != nil }

// Kind returns what the value is.
func (v Value) Kind() Kind {
	if v.doc == nil {
		return Absent
	}
	return v.node().Kind
}

// NodeIndex returns the value's place in Doc.Nodes, -1 when it is absent.
func (v Value) NodeIndex() int {
	if v.doc == nil {
		return -1
	}
	return int(v.index)
}

// Parent returns the object or array around the value.
func (v Value) Parent() Value {
	if v.doc == nil {
		return Value{}
	}
	return v.doc.Value(int(v.node().Parent))
}

// Get returns the member of that name of an object, the last one where there
// are several, as JSON libraries do.
func (v Value) Get(name string) Value {
	var found Value
	if v.Kind() == Object {
		for child := range v.children() {
			if child.named(name) {
				found = child
			}
		}
	}
	return found
}

// At is Get in a row.
func (v Value) At(names ...string) Value {
	for _, name := range names {
		v = v.Get(name)
	}
	return v
}

// Index returns the element of an array, counted from 0.
func (v Value) Index(i int) Value {
	if v.Kind() != Array || i < 0 || i >= int(v.node().Count) {
		return Value{}
	}
	for child := range v.children() {
		if i == 0 {
			return child
		}
		i--
	}
	return Value{}
}

// Len returns the number of members or elements.
func (v Value) Len() int {
	if v.doc == nil {
		return 0
	}
	return int(v.node().Count)
}

// Members walks over the members of an object in the order as written,
// duplicate names included.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.Kind() != Object {
			return
		}
		for child := range v.children() {
			if !yield(child.Name(), child) {
				return
			}
		}
	}
}

// Items walks over the elements of an array.
func (v Value) Items() iter.Seq[Value] {
	if v.Kind() != Array {
		return func(func(Value) bool) {}
	}
	return v.children()
}

// children walks over the direct children of an object or array.
func (v Value) children() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		nodes, end := v.doc.nodes, v.node().Next
		for i := v.index + 1; i < end; i = nodes[i].Next {
			if !yield(Value{doc: v.doc, index: i}) {
				return
			}
		}
	}
}

// Raw returns the bytes of the value as written. They are borrowed.
func (v Value) Raw() []byte {
	if v.doc == nil {
		return nil
	}
	n := v.node()
	return v.doc.src[n.Start:n.End:n.End]
}

// ID returns a string, or a number as text exactly as written, so that "3599"
// and 3599 are equal. An integer written as 3599.0 or 3.599e3 is "3599" too.
// The other kinds have none, nor has a value of which the source has the beginning
// only: half an id is another id.
func (v Value) ID() string {
	if v.Cut() {
		return ""
	}
	switch v.Kind() {
	case String:
		return v.Text()
	case Number:
		raw := string(v.Raw())
		if text, ok := integerText(raw); ok {
			return text
		}
		return raw
	}
	return ""
}

// Cut reports whether the source ends inside this value: an object or array that was
// not closed, a string without its closing quote, or a number at the very end of an
// object or array, which may have had more digits.
func (v Value) Cut() bool {
	if v.doc == nil || !slices.ContainsFunc(v.doc.Faults, func(f Fault) bool { return f.Code == FaultUnexpectedEnd }) {
		return false
	}
	atEnd := int(v.node().End) == len(v.doc.src)
	switch v.Kind() {
	case Number:
		return atEnd
	case String:
		return atEnd && v.node().flags&textOpen != 0
	case Object, Array:
		return !v.closed()
	}
	return false
}

// closed reports whether an object or array ends with its own brace or bracket.
func (v Value) closed() bool {
	n, last := v.node(), v.node().Start+1
	for child := range v.children() {
		last = child.node().End
	}
	return n.End > last && v.doc.src[n.End-1] == v.doc.src[n.Start]+2
}

// Int returns a number, or a string that holds one, when it is a decimal
// integer that fits.
func (v Value) Int() (int64, bool) {
	switch v.Kind() {
	case String:
		i, err := strconv.ParseInt(v.Text(), 10, 64)
		return i, err == nil
	case Number:
		raw := string(v.Raw())
		if isHex(raw) {
			i, err := strconv.ParseInt(raw, 0, 64)
			return i, err == nil
		}
		if text, ok := integerText(raw); ok {
			raw = text
		}
		i, err := strconv.ParseInt(raw, 10, 64)
		return i, err == nil
	}
	return 0, false
}

// Float returns a number, or a string that holds one, when it is finite.
func (v Value) Float() (float64, bool) {
	var text string
	switch v.Kind() {
	case String:
		text = v.Text()
		if !looksNumeric(text) || isHex(text) {
			return 0, false
		}
	case Number:
		text = string(v.Raw())
		if isHex(text) {
			i, err := strconv.ParseInt(text, 0, 64)
			return float64(i), err == nil
		}
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// Bool returns a boolean; ok is false for what is none. Platforms send
// booleans as 1 and 0 and as the strings "true", "false", "1" and "0" too.
func (v Value) Bool() (value, ok bool) {
	var text string
	switch v.Kind() {
	case Bool, Number:
		text = string(v.Raw())
	case String:
		text = v.Text()
	}
	switch {
	case text == "1", strings.EqualFold(text, "true"):
		return true, true
	case text == "0", strings.EqualFold(text, "false"):
		return false, true
	}
	return false, false
}

// Inner parses a string's text when that is, as it stands, a JSON object or
// array. Offsets of the returned Doc are in the decoded text.
func (v Value) Inner() (*Doc, bool) {
	if v.Kind() != String {
		return nil, false
	}
	text := v.Text()
	start := strings.TrimLeft(text, " \t\r\n")
	if start == "" || start[0] != '{' && start[0] != '[' {
		return nil, false
	}
	doc := Parse([]byte(text))
	if !doc.Valid() {
		return nil, false
	}
	return doc, true
}
