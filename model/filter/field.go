package filter

import (
	"slices"
	"strings"

	"offhook/model"
)

// Field is one of the names that may stand before a colon.
type Field struct {
	Name    string
	Aliases []string
	Means   string   // a sentence for help and documentation
	Example string   // a whole term
	Values  []string // all possible values, where they can be listed; must not be changed
	Content bool     // whether it may look beyond the row

	// Conversation says that it asks for the conversation itself, not for the event.
	Conversation bool
}

// Fields lists the fields for completion, help and documentation.
func Fields() []Field {
	list := make([]Field, len(fields))
	for i, f := range fields {
		list[i] = f.Field
		if f.values != nil {
			list[i].Values = f.values()
		}
	}
	return list
}

// field is a Field with its place in the grammar.
type field struct {
	Field
	values  func() []string
	expects string // what its values are, for errors
	single  bool   // takes one value, no list
	regexp  bool   // takes a regular expression
	ordered bool   // takes <, <=, > and >=
	build   func(p *parser, f *field, elements []element) (node, error)
}

var fields = [...]field{
	{Field: Field{Name: "platform", Means: "Who sent it, whole name.", Example: "platform:jivo,ebbot"}, expects: "a platform", build: buildColumn(platformColumn)},
	{Field: Field{Name: "source", Means: "The account behind a path such as /jivo/@shop.", Example: "source:shop", Content: true}, expects: "a source", build: buildSource},
	{Field: Field{Name: "event", Means: "The platform's own event name, whole, * and ? allowed.", Example: "event:chat_*"}, expects: "an event name", build: buildColumn(eventColumn)},
	{Field: Field{Name: "kind", Means: "What sort of event it is.", Example: "kind:message,note"}, values: model.Kinds, expects: "a kind", build: buildSet(kindColumn, model.Kinds, 0)},
	{Field: Field{Name: "from", Aliases: []string{"role"}, Means: "On which side the actor is.", Example: "from:agent"}, values: model.Roles, expects: "a role", build: buildSet(roleColumn, model.Roles, 1)},
	{Field: Field{Name: "customer", Means: "Part of the customer's name or id; with * or ? the whole.", Example: `customer:"john sm"`}, expects: "a name or id", build: buildPerson(false)},
	{Field: Field{Name: "agent", Means: "Part of the agent's name or id; with * or ? the whole.", Example: "agent:anna"}, expects: "a name or id", build: buildPerson(true)},
	{Field: Field{Name: "channel", Means: "Part of the channel; with * or ? the whole.", Example: "channel:telegram"}, expects: "a channel", build: buildColumn(channelColumn)},
	{Field: Field{Name: "conv", Aliases: []string{"conversation"}, Means: "The conversation: its id or its whole key.", Example: "conv:jivo:7607"}, expects: "a conversation", build: buildConversation},
	{Field: Field{Name: "status", Means: "The status of the conversation that the event states.", Example: "status:closed"}, values: model.Statuses, expects: "a status", build: buildSet(statusColumn, model.Statuses, 1)},
	{Field: Field{Name: "text", Means: "Part of a message, or of what happened; /…/ is a regular expression.", Example: `text:"where is"`, Content: true}, expects: "a text or a /regular expression/", single: true, regexp: true, build: buildSearch(inTexts)},
	{Field: Field{Name: "body", Means: "Part of the decoded body; /…/ is a regular expression.", Example: `body:/"id": *12\d/`, Content: true}, expects: "a text or a /regular expression/", single: true, regexp: true, build: buildSearch(inBody)},
	{Field: Field{Name: "has", Means: "Whether something is there.", Example: "has:problem", Content: true}, values: presences, expects: "a thing", build: buildHas},
	{Field: Field{Name: "problem", Means: "The code of a problem, * and ? allowed.", Example: "problem:duplicate,signature-*"}, values: model.Codes, expects: "a problem", build: buildProblem},
	{Field: Field{Name: "reply", Means: "The status that was answered; nothing before there is an answer.", Example: "reply:>=500"}, expects: "a status such as 200, 2xx, >=500 or 400..499", ordered: true, build: buildNumber(replyColumn, parseReply)},
	{Field: Field{Name: "took", Means: "The time until the answer.", Example: "took:>200ms"}, expects: "a duration such as >200ms or 1s..2s", ordered: true, build: buildNumber(tookColumn, parseTook)},
	{Field: Field{Name: "size", Means: "Bytes of the body: k, M and G are thousands, KiB, MiB and GiB multiples of 1024.", Example: "size:>10k"}, expects: "a size such as >10k or 1KiB..1MiB", ordered: true, build: buildNumber(sizeColumn, parseSize)},
	{Field: Field{Name: "seq", Means: "The number of the request.", Example: "seq:100..200"}, expects: "a number such as 12, >100 or 100..200", ordered: true, build: buildNumber(seqColumn, parseCount)},
	{Field: Field{Name: "since", Means: "Received at that time or later; a duration counts back from now.", Example: "since:5m"}, expects: timeExpected, single: true, build: buildBound(">=")},
	{Field: Field{Name: "until", Means: "Received at that time or earlier.", Example: "until:2026-11-21T18:52"}, expects: timeExpected, single: true, build: buildBound("<=")},
	{Field: Field{Name: "received", Means: "When it was received.", Example: "received:18:00..18:30"}, expects: timeExpected, ordered: true, build: buildTime(receivedColumn)},
	{Field: Field{Name: "occurred", Means: "The platform's own time of it; nothing where it gives none.", Example: "occurred:<2026-11-01"}, expects: timeExpected, ordered: true, build: buildTime(occurredColumn)},
	ownField("conv.status", "The status of the conversation as it is now.", "conv.status:open,pending", field{values: model.Statuses, expects: "a status", build: buildOwnStatus}),
	ownField("waiting", "How long the customer has been waiting for an answer.", "waiting:>5m", field{expects: "a comparison such as >5m or 1m..10m", ordered: true, build: buildOwnSpan(waits, waitOf)}),
	ownField("longest", "The customer's longest wait, the present one included.", "longest:>10m", field{expects: "a comparison such as >10m or 1m..10m", ordered: true, build: buildOwnSpan(everWaited, longestOf)}),
	ownField("conv.problems", "How many of its events have a problem that is more than odd.", "conv.problems:>0", field{expects: "a number such as 2, >0 or 1..5", ordered: true, build: buildOwnCount(problemsOf)}),
	ownField("conv.messages", "How many messages the conversation has.", "conv.messages:>10", field{expects: "a number such as 2, >10 or 5..10", ordered: true, build: buildOwnCount(messagesOf)}),
	ownField("conv.customer", "Part of the name or id of the conversation's customer; with * or ? the whole.", "conv.customer:john", field{expects: "a name or id", build: buildOwnPerson(customerOf)}),
	ownField("conv.agent", "Part of the name or id of the conversation's agent; with * or ? the whole.", "conv.agent:anna", field{expects: "a name or id", build: buildOwnPerson(agentOf)}),
}

// ownField completes a field that asks for the conversation itself.
func ownField(name, means, example string, f field) field {
	f.Field = Field{Name: name, Means: means, Example: example, Content: true, Conversation: true}
	return f
}

// hasDotted reports whether a name may be followed by a dot and a second one.
func hasDotted(name string) bool {
	return slices.ContainsFunc(fields[:], func(f field) bool { return strings.HasPrefix(f.Name, name+".") })
}

// findField finds a field by its name or an alias, nil when there is none.
func findField(name string) *field {
	name = strings.ToLower(name)
	if rest, ok := strings.CutPrefix(name, "conversation."); ok {
		name = "conv." + rest
	}
	for i := range fields {
		if fields[i].Name == name || slices.Contains(fields[i].Aliases, name) {
			return &fields[i]
		}
	}
	return nil
}

// field reads what follows the name of a field. "!=" negates the term.
func (p *parser) field(f *field) (node, error) {
	negative := strings.HasPrefix(p.src[p.pos:], "!=")
	if negative {
		p.pos += len("!=")
	} else if strings.HasPrefix(p.src[p.pos:], "=") {
		p.pos++
	}
	var elements []element
	for {
		e, err := p.element(f)
		if err != nil {
			return nil, err
		}
		elements = append(elements, e)
		if f.single || !strings.HasPrefix(p.src[p.pos:], ",") {
			break
		}
		p.pos++
	}
	if e := elements[len(elements)-1]; e.quoted || e.regexp {
		if err := p.ended("the value"); err != nil {
			return nil, err
		}
	}
	term, err := f.build(p, f, elements)
	if err == nil && negative {
		term = newNot(term)
	}
	return term, err
}

// element reads one value of a field.
func (p *parser) element(f *field) (element, error) {
	e := element{pos: p.pos}
	if f.ordered {
		e.op = p.comparison()
	}
	start := p.pos
	rest := p.src[start:]
	switch {
	case strings.HasPrefix(rest, `"`) || strings.HasPrefix(rest, "'"):
		text, err := p.quoted()
		if e.text, e.quoted = text, true; err != nil {
			return e, err
		}
	case f.regexp && strings.HasPrefix(rest, "/"):
		return p.regexp()
	case strings.IndexAny(rest, "=<>") != 0 && !strings.HasPrefix(rest, "!="):
		stops := ","
		if f.single {
			stops = ""
		}
		e.text = p.bare(stops)
	}
	if e.text == "" {
		return e, p.fail(start, "expected %s after %q", f.expects, f.Name+":"+e.op)
	}
	return e, nil
}

// comparison reads <, <=, > or >=.
func (p *parser) comparison() string {
	for _, op := range [...]string{">=", "<=", ">", "<"} {
		if strings.HasPrefix(p.src[p.pos:], op) {
			p.pos += len(op)
			return op
		}
	}
	return ""
}

// writeTerm returns the canonical text of a term; literal says of which values
// quotes make no difference.
func writeTerm(f *field, elements []element, literal func(element) bool) canonical {
	texts := make([]string, len(elements))
	for i, e := range elements {
		texts[i] = e.written(literal(e))
	}
	return canonical(f.Name + ":" + strings.Join(texts, ","))
}

func alwaysLiteral(element) bool { return true }

// literalUnlessGlob is for the fields whose bare values may have wildcards.
func literalUnlessGlob(e element) bool { return !e.isGlob() }
