package model

import "math/bits"

// Problem is something wrong or odd about an event. Detail is a sentence for
// people: what it is and, where it helps, what it means.
type Problem struct {
	Code   Code
	Detail string
}

// Code names a sort of problem. Its text form is stable: filters, exports and
// tests rely on it.
type Code uint8

const (
	MalformedJSON Code = iota
	NotJSON
	EmptyBody
	InvalidUTF8
	Undecodable // the content encoding could not be undone, or grew past the bound
	Oversized
	Truncated // the sender left before the end
	WrongMethod
	PathMismatch
	UnknownPlatform
	UnknownEvent
	LookalikeLetters
	Alternatives
	NoConversation
	UnexpectedValue
	Duplicate
	OutOfOrder
	Late
	Gap
	StatusRegression
	Orphan
	ClockSkew
	SignatureMissing
	SignatureMalformed
	SignatureMismatch
	SignatureExpired
	SignatureBodyChanged
	ReplyInvalid
	ReplySlow
	ForwardFailed
	Drift
	codeCount
)

var codeNames = [codeCount]string{
	"malformed-json", "not-json", "empty-body", "invalid-utf8", "undecodable", "oversized", "truncated", "wrong-method",
	"path-mismatch", "unknown-platform", "unknown-event", "lookalike-letters", "alternatives", "no-conversation", "unexpected-value",
	"duplicate", "out-of-order", "late", "gap", "status-regression", "orphan", "clock-skew",
	"signature-missing", "signature-malformed", "signature-mismatch", "signature-expired", "signature-body-changed",
	"reply-invalid", "reply-slow", "forward-failed", "drift",
}

func (c Code) String() string { return nameOf(codeNames[:], c) }

// Codes lists the names of all problem codes.
func Codes() []string { return codeNames[:] }

// CodeByName finds a code by its text form.
func CodeByName(name string) (Code, bool) {
	for i, n := range codeNames {
		if n == name {
			return Code(i), true
		}
	}
	return 0, false
}

// Odd reports whether the problem is a peculiarity rather than a fault: drawn in
// yellow, not red, and not counted as a problem in the status line.
func (c Code) Odd() bool {
	switch c {
	case Duplicate, LookalikeLetters, Alternatives, Late, ClockSkew, Drift, UnexpectedValue:
		return true
	}
	return false
}

// CodeSet is a set of codes; a [Row] holds one.
type CodeSet uint64

// Has reports whether c is in the set.
func (s CodeSet) Has(c Code) bool { return s&(1<<c) != 0 }

// Len counts the codes in the set.
func (s CodeSet) Len() int { return bits.OnesCount64(uint64(s)) }

// Faulty reports whether a code is in the set that is more than odd.
func (s CodeSet) Faulty() bool {
	for c := range codeCount {
		if s.Has(c) && !c.Odd() {
			return true
		}
	}
	return false
}

// CodesOf collects the codes of problems.
func CodesOf(problems []Problem) CodeSet {
	var s CodeSet
	for _, p := range problems {
		s |= 1 << p.Code
	}
	return s
}
