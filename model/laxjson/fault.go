package laxjson

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// maxFaults is how many faults a Doc keeps.
const maxFaults = 64

// FaultCode names a kind of fault. The names are stable.
type FaultCode string

// The codes of all faults.
const (
	FaultNotJSON       FaultCode = "not-json"        // no tree was made
	FaultTooLarge      FaultCode = "too-large"       // offsets do not fit: 2 GiB or more
	FaultTooDeep       FaultCode = "too-deep"        // nested deeper than MaxDepth
	FaultByteOrderMark FaultCode = "byte-order-mark" // U+FEFF at the start
	FaultComment       FaultCode = "comment"         // //, /* */ or #
	FaultMissingComma  FaultCode = "missing-comma"
	FaultTrailingComma FaultCode = "trailing-comma"
	FaultExtraComma    FaultCode = "extra-comma"
	FaultSemicolon     FaultCode = "semicolon" // instead of a comma
	FaultMissingColon  FaultCode = "missing-colon"
	FaultArrow         FaultCode = "arrow" // => or = instead of a colon
	FaultMissingValue  FaultCode = "missing-value"
	FaultMissingName   FaultCode = "missing-name"
	FaultSingleQuotes  FaultCode = "single-quotes"
	FaultMissingQuote  FaultCode = "missing-quote" // a string without its closing quote
	FaultBareName      FaultCode = "bare-name"     // a name without quotes
	FaultBareWord      FaultCode = "bare-word"     // a text without quotes
	FaultLiteral       FaultCode = "literal"       // True, None, undefined, NaN
	FaultNumber        FaultCode = "number"        // +1, .5, 01, 0x1F
	FaultPairs         FaultCode = "pairs"         // an array of pairs, as PHP writes it
	FaultDoubledBrace  FaultCode = "doubled-brace"
	FaultMissingClose  FaultCode = "missing-close" // a brace or bracket that is never closed
	FaultWrongClose    FaultCode = "wrong-close"   // a bracket where a brace is due
	FaultUnexpected    FaultCode = "unexpected-character"
	FaultEllipsis      FaultCode = "ellipsis"
	FaultPlaceholder   FaultCode = "placeholder"
	FaultAlternatives  FaultCode = "alternatives"      // "a"/"b"
	FaultUnescaped     FaultCode = "unescaped-quotes"  // JSON inside a string
	FaultControl       FaultCode = "control-character" // inside a string
	FaultEscape        FaultCode = "invalid-escape"
	FaultUTF8          FaultCode = "invalid-utf8"
	FaultTextAfter     FaultCode = "text-after-value"
	FaultUnexpectedEnd FaultCode = "unexpected-end"
)

// Fault is one thing that is wrong with a document.
type Fault struct {
	// Offset is in bytes from the start of the source. Line and Column count
	// from 1, Column in characters.
	Offset, Line, Column int
	Code                 FaultCode
	// Message is for people: "missing comma". It holds nothing of the source.
	Message string
}

// String returns place and message: "line 17, column 5: missing comma".
func (f Fault) String() string {
	return fmt.Sprintf("line %d, column %d: %s", f.Line, f.Column, f.Message)
}

// fault records a fault; lines and columns are found at the end, in one pass.
func (p *parser) fault(offset int, code FaultCode, message string) {
	p.doc.faultCount++
	if len(p.doc.Faults) < maxFaults {
		p.doc.Faults = append(p.doc.Faults, Fault{Offset: offset, Code: code, Message: message})
	}
}

// faultMark is a state of the faults to which rewind returns.
type faultMark struct{ kept, count int }

func (p *parser) mark() faultMark { return faultMark{len(p.doc.Faults), p.doc.faultCount} }

func (p *parser) rewind(m faultMark) {
	p.doc.Faults, p.doc.faultCount = p.doc.Faults[:m.kept], m.count
}

// locate sorts the faults and gives them their lines and columns.
func locate(src []byte, faults []Fault) {
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Offset, b.Offset) })
	at, line, column := 0, 1, 1
	for i := range faults {
		passed := src[at:faults[i].Offset]
		if lines := bytes.Count(passed, []byte{'\n'}); lines > 0 {
			line += lines
			column = 1
			passed = passed[bytes.LastIndexByte(passed, '\n')+1:]
		}
		column += utf8.RuneCount(passed)
		at = faults[i].Offset
		faults[i].Line, faults[i].Column = line, column
	}
}
