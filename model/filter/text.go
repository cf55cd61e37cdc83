package filter

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"offhook/model"
)

// name is one value that a name is compared with. An absent name fits none.
type name struct {
	glob   *glob // nil without wildcards
	needle *needle
	whole  bool
}

// newWhole makes a value that must be the whole name, whatever its case.
func newWhole(e element) name {
	if e.isGlob() {
		return name{glob: newGlob(e.text, false)}
	}
	return name{needle: newFoldedNeedle(e.text), whole: true}
}

// newPart makes a value that must occur in the name.
func newPart(e element) name {
	if e.isGlob() {
		return name{glob: newGlob(e.text, strings.ContainsFunc(e.text, unicode.IsUpper))}
	}
	return name{needle: newNeedle(e.text)}
}

func (n *name) fits(text []byte) bool {
	switch {
	case len(text) == 0:
		return false
	case n.glob != nil:
		return n.glob.matches(text)
	case n.whole:
		return n.needle.equal(text)
	}
	return n.needle.in(text)
}

func anyFits(names []name, text []byte) bool {
	for i := range names {
		if names[i].fits(text) {
			return true
		}
	}
	return false
}

func namesOf(elements []element, make func(element) name) []name {
	var names []name
	for _, e := range elements {
		names = append(names, make(e))
	}
	return names
}

// column says which text of a row a term looks at.
type column uint8

const (
	platformColumn column = iota
	eventColumn
	channelColumn
)

// columnTerm compares one text of the row.
type columnTerm struct {
	canonical
	names  []name
	column column
}

func buildColumn(c column) func(*parser, *field, []element) (node, error) {
	return func(_ *parser, f *field, elements []element) (node, error) {
		make := newWhole
		if c == channelColumn {
			make = newPart
		}
		return &columnTerm{canonical: writeTerm(f, elements, literalUnlessGlob), names: namesOf(elements, make), column: c}, nil
	}
}

func (t *columnTerm) line(l *model.Line, _ int64) Verdict {
	var text []byte
	switch t.column {
	case platformColumn:
		text = l.PlatformText()
	case eventColumn:
		text = l.NameText()
	case channelColumn:
		text = l.ChannelText()
	}
	return verdict(anyFits(t.names, text))
}

func (t *columnTerm) record(l model.Line, _ *Content, now int64) bool { return t.line(&l, now) == Yes }

func (t *columnTerm) cost() int {
	if t.column == channelColumn {
		return costSearch
	}
	return costWhole
}

// personTerm compares the name and the id of the customer or the agent.
type personTerm struct {
	canonical
	names []name
	agent bool // instead of the customer
}

func buildPerson(agent bool) func(*parser, *field, []element) (node, error) {
	return func(_ *parser, f *field, elements []element) (node, error) {
		return &personTerm{canonical: writeTerm(f, elements, literalUnlessGlob), names: namesOf(elements, newPart), agent: agent}, nil
	}
}

func (t *personTerm) line(l *model.Line, _ int64) Verdict {
	text := l.CustomerText()
	if t.agent {
		text = l.AgentText()
	}
	name, id := model.SplitPerson(text)
	return verdict(anyFits(t.names, name) || anyFits(t.names, id))
}

func (t *personTerm) record(l model.Line, _ *Content, now int64) bool { return t.line(&l, now) == Yes }

func (t *personTerm) cost() int { return costSearch }

// conversationTerm compares the key of the conversation, or the id in it.
type conversationTerm struct {
	canonical
	names []name
}

func buildConversation(_ *parser, f *field, elements []element) (node, error) {
	return &conversationTerm{canonical: writeTerm(f, elements, literalUnlessGlob), names: namesOf(elements, newWhole)}, nil
}

func (t *conversationTerm) line(l *model.Line, _ int64) Verdict {
	key := l.KeyText()
	if len(key) == 0 {
		return No
	}
	return verdict(t.fits(key, l.PlatformText()))
}

func (t *conversationTerm) fits(key, platform []byte) bool {
	_, id := splitKey(key, platform)
	return anyFits(t.names, id) || anyFits(t.names, key)
}

func (t *conversationTerm) record(l model.Line, _ *Content, now int64) bool {
	return t.line(&l, now) == Yes
}

func (t *conversationTerm) cost() int { return costWhole }

// splitKey undoes [model.ConversationKey].
func splitKey(key, platform []byte) (source, id []byte) {
	rest := bytes.TrimPrefix(key, platform)
	source, id, _ = bytes.Cut(rest, []byte{':'})
	return bytes.TrimPrefix(source, []byte{'@'}), id
}

// sourceTerm compares the source, which a row without a conversation does not have.
type sourceTerm struct {
	canonical
	names []name
}

func buildSource(_ *parser, f *field, elements []element) (node, error) {
	return &sourceTerm{canonical: writeTerm(f, elements, literalUnlessGlob), names: namesOf(elements, newWhole)}, nil
}

func (t *sourceTerm) line(l *model.Line, _ int64) Verdict {
	key := l.KeyText()
	if len(key) == 0 {
		return Undecided
	}
	source, _ := splitKey(key, l.PlatformText())
	return verdict(anyFits(t.names, source))
}

func (t *sourceTerm) record(l model.Line, c *Content, now int64) bool {
	if v := t.line(&l, now); v != Undecided {
		return v == Yes
	}
	e := c.event(&l)
	return e != nil && slices.ContainsFunc(t.names, func(n name) bool { return n.fits([]byte(e.Source)) })
}

func (t *sourceTerm) cost() int { return costSnippet }
