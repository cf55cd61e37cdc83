// Package laxjson reads JSON, and what is nearly JSON, into a flat tree.
//
// Parse never fails and never panics. It reads its input once, in time linear
// in its length, keeps every offset into the original bytes, the order of
// members, duplicate names and the spelling of numbers, and says each fault
// with line and column. What a person would still understand is recovered:
// comments, missing and trailing commas, other quotes or none, PHP arrays,
// doubled braces, placeholders, unescaped JSON inside a string, a document
// that was cut off. What is no JSON at all is not turned into a tree.
//
// A Doc borrows the bytes that it was read from; they must not change while
// it is in use. After Parse a Doc is never written again, so any number of
// goroutines may read it.
package laxjson

// MaxDepth is how many objects and arrays may be open inside each other. What
// is nested deeper is not read; what came before is kept.
const MaxDepth = 10_000

// Doc is one document: the source, its tree and its faults.
type Doc struct {
	// Faults holds the first faults in the order of their places, at most 64;
	// FaultCount counts all.
	Faults []Fault

	src        []byte
	nodes      []Node
	faultCount int
}

// Source returns the bytes that were parsed. They are borrowed.
func (d *Doc) Source() []byte { return d.src }

// Valid reports whether the source is exactly one JSON value by RFC 8259, in
// valid UTF-8 and not nested deeper than MaxDepth. Duplicate names and lone
// surrogates written as escapes are valid.
func (d *Doc) Valid() bool { return d.faultCount == 0 }

// FaultCount counts all faults, those that Faults has no room for too.
func (d *Doc) FaultCount() int { return d.faultCount }

// Root returns the document's value, absent when nothing could be read.
func (d *Doc) Root() Value { return d.Value(0) }

// Value returns the value at an index of Nodes, absent when there is none.
func (d *Doc) Value(index int) Value {
	if index < 0 || index >= len(d.nodes) {
		return Value{}
	}
	return Value{doc: d, index: int32(index)}
}

// Nodes returns the tree in pre-order, the root first; empty when nothing
// could be read. It belongs to the Doc and must not be written.
func (d *Doc) Nodes() []Node { return d.nodes }

// Kind says what a value is.
type Kind uint8

// The kinds. Absent is the kind of a value that is not there.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Object
	Array
)

// String returns the kind's name in lower case.
func (k Kind) String() string {
	names := [...]string{"absent", "null", "bool", "number", "string", "object", "array"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Node is one value of the tree. Offsets are in bytes of the source.
type Node struct {
	// KeyStart and KeyEnd enclose the name of a member with its quotes. They
	// are equal where there is none: in arrays, at the root, and in a member
	// whose name was left out.
	KeyStart, KeyEnd uint32
	// Start and End enclose the value as written. They are equal where the
	// value was left out; its kind is then Null.
	Start, End uint32
	// Next is the index after the subtree: the next sibling, if there is one.
	Next int32
	// Parent is the index of the object or array around it, -1 for the root.
	Parent int32
	// Count is the number of direct children.
	Count int32
	// Depth is 0 for the root.
	Depth uint16
	Kind  Kind
	flags flags
}

// flags say how the bytes of a key or string are to be read.
type flags uint8

const (
	textDecode   flags = 1 << iota // the string has escapes or invalid UTF-8
	textBare                       // the string has no quotes
	textOpen                       // the string lacks its closing quote
	textVerbatim                   // the string is JSON that was not escaped
	alternatives                   // other values follow, divided by slashes
	keyDecode                      // the key has escapes or invalid UTF-8
	keyBare                        // the key has no quotes
	keyOpen                        // the key lacks its closing quote
)

// key returns string flags as those of a key.
func (f flags) key() flags {
	var k flags
	if f&textDecode != 0 {
		k |= keyDecode
	}
	if f&textBare != 0 {
		k |= keyBare
	}
	if f&textOpen != 0 {
		k |= keyOpen
	}
	return k
}
