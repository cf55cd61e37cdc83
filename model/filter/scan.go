package filter

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// element is one value of a term as written.
type element struct {
	pos    int
	op     string // ">", ">=", "<", "<=" or ""
	text   string // without quotes or slashes
	quoted bool
	regexp bool
	fold   bool // a regular expression with the flag i
}

// space skips white space.
func (p *parser) space() {
	p.pos = len(p.src) - len(strings.TrimLeftFunc(p.src[p.pos:], unicode.IsSpace))
}

// boundaryAt reports whether a bare word ends where rest, which is not empty, begins.
func boundaryAt(rest string) bool {
	if strings.IndexByte("()|&", rest[0]) >= 0 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsSpace(r)
}

// bare reads up to a boundary or one of the bytes in stops.
func (p *parser) bare(stops string) string {
	start := p.pos
	for p.pos < len(p.src) {
		if rest := p.src[p.pos:]; boundaryAt(rest) || strings.IndexByte(stops, rest[0]) >= 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(p.src[p.pos:])
		p.pos += size
	}
	return p.src[start:p.pos]
}

// name reads what may be the name of a field.
func (p *parser) name() string {
	rest := p.src[p.pos:]
	end := len(rest)
	for i, r := range rest {
		letter := r == '_' || unicode.IsLetter(r)
		if !letter && (i == 0 || r != '-' && !unicode.IsDigit(r)) {
			end = i
			break
		}
	}
	p.pos += end
	return rest[:end]
}

// fieldName reads what may be the name of a field. Only where fields with such names
// exist does it go on after a dot, as in conv.status: other names with dots are words.
func (p *parser) fieldName() string {
	start := p.pos
	f := findField(p.name())
	end := p.pos
	if f == nil || !strings.HasPrefix(p.src[end:], ".") || !hasDotted(f.Name) {
		return p.src[start:end]
	}
	p.pos++
	if p.name() == "" {
		p.pos = end
	}
	return p.src[start:p.pos]
}

// ended sees to it that a term ends at pos.
func (p *parser) ended(after string) error {
	if p.pos == len(p.src) || boundaryAt(p.src[p.pos:]) {
		return nil
	}
	return p.fail(p.pos, "expected a space after %s", after)
}

// quoted reads a text in quotes of either sort.
func (p *parser) quoted() (string, error) {
	start, quote := p.pos, p.src[p.pos]
	var b strings.Builder
	for p.pos++; p.pos < len(p.src); {
		switch c := p.src[p.pos]; c {
		case quote:
			p.pos++
			return b.String(), nil
		case '\\':
			if err := p.escape(&b); err != nil {
				return "", err
			}
		default:
			b.WriteByte(c)
			p.pos++
		}
	}
	return "", p.fail(start, "unclosed quote")
}

// escape reads an escape as JSON has them, and \'.
func (p *parser) escape(b *strings.Builder) error {
	const from, to = `"'\/bfnrt`, "\"'\\/\b\f\n\r\t"
	start := p.pos
	if start+1 == len(p.src) {
		p.pos++
		return nil // the quote is unclosed, which is the better message
	}
	if at := strings.IndexByte(from, p.src[start+1]); at >= 0 {
		b.WriteByte(to[at])
		p.pos += 2
		return nil
	}
	r, ok := unicodeEscape(p.src[start:])
	if !ok {
		err := p.fail(start, "unknown escape")
		err.Hint = `write \\ for a backslash`
		return err
	}
	p.pos += 6
	if utf16.IsSurrogate(r) {
		low, _ := unicodeEscape(p.src[p.pos:])
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			p.pos += 6
		}
	}
	b.WriteRune(r)
	return nil
}

// unicodeEscape reads \uXXXX at the start of s.
func unicodeEscape(s string) (rune, bool) {
	if len(s) < 6 || !strings.HasPrefix(s, `\u`) {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

// regexp reads a regular expression between slashes with its flag. A slash inside
// it is written \/.
func (p *parser) regexp() (element, error) {
	e := element{pos: p.pos, regexp: true}
	var b strings.Builder
	for p.pos++; p.pos < len(p.src) && p.src[p.pos] != '/'; p.pos++ {
		if p.src[p.pos] == '\\' && p.pos+1 < len(p.src) {
			if p.pos++; p.src[p.pos] != '/' {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(p.src[p.pos])
	}
	if p.pos == len(p.src) {
		return e, p.fail(e.pos, "unclosed regular expression: expected a closing /")
	}
	if p.pos++; strings.HasPrefix(p.src[p.pos:], "i") {
		p.pos++
		e.fold = true
	}
	if e.text = b.String(); e.text == "" {
		return e, p.fail(e.pos, "expected a regular expression between the slashes")
	}
	return e, nil
}

// isPlain reports whether a text is made of letters and digits, with perhaps one of
// the marks inside.
func isPlain(text, marks string) bool {
	for i, r := range text {
		word := r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
		if !word && (i == 0 || !strings.ContainsRune(marks, r)) {
			return false
		}
	}
	return text != ""
}

// writeWord returns the canonical text of a word or phrase.
func writeWord(text string) string {
	switch strings.ToLower(text) {
	case "or", "and", "not":
		return quote(text)
	}
	if isPlain(text, "-.") {
		return text
	}
	return quote(text)
}

// quote writes a text in double quotes.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// written returns the canonical text of the value; literal says that quotes make no
// difference to it.
func (e element) written(literal bool) string {
	switch {
	case e.regexp:
		text := "/" + strings.ReplaceAll(e.text, "/", `\/`) + "/"
		if e.fold {
			text += "i"
		}
		return text
	case literal && isPlain(e.text, "-.:@"), !literal && !e.quoted:
		return e.op + e.text
	}
	return e.op + quote(e.text)
}
