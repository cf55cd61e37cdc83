package filter

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"offhook/model"
)

// scope says where a text is searched for.
type scope uint8

const (
	everywhere scope = iota // in the texts and in the body
	inTexts                 // in the snippet, the messages and what happened
	inBody                  // in the decoded body
)

// searchTerm looks for a text, or for what a regular expression matches.
type searchTerm struct {
	canonical
	needle *needle
	regexp *regexp.Regexp // instead of needle
	scope  scope
}

func newSearch(s scope, e element) *searchTerm {
	return &searchTerm{canonical: canonical(writeWord(e.text)), needle: newNeedle(e.text), scope: s}
}

func buildSearch(s scope) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		e := elements[0]
		t := newSearch(s, e)
		t.canonical = writeTerm(f, elements, alwaysLiteral)
		if e.regexp {
			var err error
			if t.regexp, err = p.compile(e); err != nil {
				return nil, err
			}
		}
		return t, nil
	}
}

// compile makes a regular expression, which ignores case when it is told to or has
// no upper-case letter.
func (p *parser) compile(e element) (*regexp.Regexp, error) {
	re, err := regexp.Compile(e.text)
	if err != nil {
		return nil, p.fail(e.pos, "bad regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	if e.fold || !hasUpper(e.text) {
		if folded, err := regexp.Compile("(?i)" + e.text); err == nil {
			re = folded
		}
	}
	return re, nil
}

// hasUpper reports whether a regular expression holds an upper-case letter that
// stands for itself, unlike those of \S, \pL and \p{Greek}.
func hasUpper(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '\\' {
			continue
		}
		end := min(i+2, len(pattern))
		if strings.HasPrefix(pattern[i:], `\p`) || strings.HasPrefix(pattern[i:], `\P`) {
			end = min(i+3, len(pattern))
			if brace := strings.IndexByte(pattern[i:], '}'); strings.HasPrefix(pattern[i+2:], "{") && brace > 0 {
				end = i + brace + 1
			}
		}
		pattern = pattern[:i] + pattern[end:]
		i--
	}
	return strings.ContainsFunc(pattern, unicode.IsUpper)
}

func (t *searchTerm) in(text []byte) bool {
	if t.regexp != nil {
		return t.regexp.Match(text)
	}
	return t.needle.in(text)
}

func (t *searchTerm) line(l *model.Line, _ int64) Verdict {
	if t.scope != inBody && t.inSnippet(l.SnippetText()) {
		return Yes
	}
	return Undecided
}

// longestWhole is the length up to which a snippet is certainly not cut short: rows
// keep 100 bytes and cut at a character.
const longestWhole = 100 - 4

// inSnippet looks into the snippet. What a regular expression finds in a text that
// was cut, it may not find in the whole.
func (t *searchTerm) inSnippet(snippet []byte) bool {
	if len(snippet) == 0 || t.regexp != nil && len(snippet) > longestWhole {
		return false
	}
	return t.in(snippet)
}

func (t *searchTerm) record(l model.Line, c *Content, now int64) bool {
	if t.line(&l, now) == Yes {
		return true
	}
	if t.scope != inBody && t.inTexts(c.event(&l)) {
		return true
	}
	return t.scope != inTexts && t.in(c.Body())
}

// inTexts looks into the texts of an event: a body may spell them with escapes.
func (t *searchTerm) inTexts(e *model.Event) bool {
	if e == nil {
		return false
	}
	return e.Detail != "" && t.in([]byte(e.Detail)) ||
		slices.ContainsFunc(e.Messages, func(m model.Message) bool { return m.Text != "" && t.in([]byte(m.Text)) })
}

func (t *searchTerm) cost() int {
	switch {
	case t.scope == inBody:
		return costBody
	case t.regexp != nil || t.scope == everywhere:
		return costEvent
	}
	return costSnippet
}
