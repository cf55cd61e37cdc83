package model

import (
	"bytes"
	"hash/maphash"
)

// recognised reports whether a second delivery of an event is known whatever the
// order of its members: it has an id or a time of its own and is no live message,
// which is known by its own id, time and text.
func recognised(e *Event) bool {
	return e.Identified && (len(e.Messages) == 0 || isTranscript(e))
}

// content is the hash of a body, as long as that of its bytes, that is equal for the
// same JSON with the members of its objects in another order. Of what is no plain
// JSON it is the hash of the bytes.
func (h hasher) content(b []byte) uint64 {
	c := canon{seed: h.seed, rest: b}
	sum, ok := c.value(0)
	if c.space(); !ok || len(c.rest) > 0 {
		return h.body(b)
	}
	return sum >> 17
}

// canon reads JSON for its hash alone. What it takes for a number or literal need
// not be one: equal bytes are equal.
type canon struct {
	seed maphash.Seed
	rest []byte
}

const (
	maxCanonDepth = 64
	oddFactor     = 0x9e3779b97f4a7c15 // spreads bits, as in Fibonacci hashing
)

func (c *canon) space() {
	for len(c.rest) > 0 && (c.rest[0] == ' ' || c.rest[0] == '\n' || c.rest[0] == '\t' || c.rest[0] == '\r') {
		c.rest = c.rest[1:]
	}
}

// next takes a byte, after white space, when it is the one asked for.
func (c *canon) next(b byte) bool {
	c.space()
	if len(c.rest) == 0 || c.rest[0] != b {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

func (c *canon) value(depth int) (sum uint64, ok bool) {
	c.space()
	switch {
	case len(c.rest) == 0 || depth == maxCanonDepth:
		return 0, false
	case c.next('{'):
		return c.object(depth)
	case c.next('['):
		return c.list(depth)
	case c.rest[0] == '"':
		return c.text()
	}
	n := bytes.IndexAny(c.rest, ",:]}\"{[ \t\r\n")
	if n < 0 {
		n = len(c.rest)
	}
	sum, c.rest = maphash.Bytes(c.seed, c.rest[:n]), c.rest[n:]
	return sum, n > 0
}

func (c *canon) text() (sum uint64, ok bool) {
	for i := 1; i < len(c.rest); i++ {
		switch c.rest[i] {
		case '\\':
			i++
		case '"':
			sum, c.rest = maphash.Bytes(c.seed, c.rest[:i+1]), c.rest[i+1:]
			return sum, true
		}
	}
	return 0, false
}

// object adds up its members, so that their order does not matter.
func (c *canon) object(depth int) (sum uint64, ok bool) {
	if c.next('}') {
		return oddFactor, true
	}
	for {
		if c.space(); len(c.rest) == 0 || c.rest[0] != '"' {
			return 0, false
		}
		name, ok := c.text()
		if !ok || !c.next(':') {
			return 0, false
		}
		value, ok := c.value(depth + 1)
		if !ok {
			return 0, false
		}
		sum += mixed(name ^ mixed(value))
		if c.next('}') {
			return mixed(sum), true
		}
		if !c.next(',') {
			return 0, false
		}
	}
}

func (c *canon) list(depth int) (sum uint64, ok bool) {
	if c.next(']') {
		return 1, true
	}
	for {
		value, ok := c.value(depth + 1)
		if !ok {
			return 0, false
		}
		sum = mixed(sum + value)
		if c.next(']') {
			return sum, true
		}
		if !c.next(',') {
			return 0, false
		}
	}
}

func mixed(x uint64) uint64 {
	x *= oddFactor
	return x ^ x>>29
}
