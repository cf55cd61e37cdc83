package platform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"offhook/model/laxjson"
)

// latin returns the Latin letter that a Cyrillic or Greek one looks like. Jivo's
// webhook page has such letters in names of events and of members.
func latin(r rune) (byte, bool) {
	const (
		alike = "аеіјкмоѕтухрсһԁԛԝАВЕЗІЈКМНОРСТУХЅԌԚԜ" + "αικνορυχϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
		plain = "aeijkmostyxpchdqwABE3IJKMHOPCTYXSGQW" + "aikvopuxcjABEZHIKMNOPTYX"
	)
	at := 0
	for _, a := range alike {
		if a == r {
			return plain[at], true
		}
		at++
	}
	return 0, false
}

// fold writes a name with Latin letters where all that is not ASCII in it only
// looks so; letters names what was replaced, "" when nothing was.
func fold(name string) (folded, letters string) {
	if len(name) > maxFolded || isASCII(name) {
		return name, ""
	}
	var out []byte
	var replaced []rune
	for _, r := range name {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
			continue
		}
		l, ok := latin(r)
		if !ok {
			return name, ""
		}
		out = append(out, l)
		if !slices.Contains(replaced, r) {
			replaced = append(replaced, r)
		}
	}
	return string(out), describe(replaced)
}

// maxFolded is the longest name, in bytes, that is looked at for look-alikes.
const maxFolded = 200

// describe names letters: `Cyrillic "с" (U+0441) for "c"`.
func describe(letters []rune) string {
	var parts []string
	for _, r := range letters {
		l, _ := latin(r)
		script := "Cyrillic"
		if r < 0x400 {
			script = "Greek"
		}
		parts = append(parts, fmt.Sprintf("%s %q (%U) for %q", script, string(r), r, string(rune(l))))
	}
	return strings.Join(parts, ", ")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unfoldedKeys returns the document with look-alike letters in the names of
// members replaced, and a sentence that names them; the document itself and ""
// when there are none. Only mixed names are taken for slips: one that is all
// Cyrillic is somebody's own.
func unfoldedKeys(doc *laxjson.Doc) (*laxjson.Doc, string) {
	src := doc.Source()
	var out []byte
	var said []string
	done := uint32(0)
	for i, n := range doc.Nodes() {
		if n.KeyEnd <= n.KeyStart || !hasForeign(src[n.KeyStart:n.KeyEnd]) {
			continue
		}
		name := doc.Value(i).Name()
		folded, letters := fold(name)
		if letters == "" || !hasLatin(name) {
			continue
		}
		out = append(append(out, src[done:n.KeyStart]...), strconv.Quote(folded)...)
		done = n.KeyEnd
		if said = append(said, fmt.Sprintf("%s in the name %q", letters, folded)); len(said) > maxSaid {
			said = said[:maxSaid]
		}
	}
	if done == 0 {
		return doc, ""
	}
	return laxjson.Parse(append(out, src[done:]...)), strings.Join(said, "; ")
}

// maxSaid is how many names a sentence about look-alike letters gives.
const maxSaid = 4

// hasForeign reports whether a name as written may hold letters beyond ASCII.
func hasForeign(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf || c == '\\' {
			return true
		}
	}
	return false
}

func hasLatin(name string) bool {
	for i := range len(name) {
		if c := name[i] | 0x20; c >= 'a' && c <= 'z' {
			return true
		}
	}
	return false
}
