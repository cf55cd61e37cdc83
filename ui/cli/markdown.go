package cli

import (
	"cmp"
	"strings"
	"time"

	"offhook/model"
)

// markdown writes a transcript to paste into a ticket: times in UTC, problems at
// the end, and nothing in a message that acts as Markdown or HTML.
func (t *transcript) markdown(tl *model.Timeline) error {
	t.line("## Conversation ", escapeMarkdown(tl.Key))
	t.line()
	t.line(strings.Join(t.facts(tl), " · "), ". Times are in UTC.")
	if people := participants(tl); people != "" {
		t.line()
		t.line("Participants: ", people)
	}
	t.live = cameLive(tl)
	day := ""
	for i := range tl.Entries {
		e := &tl.Entries[i]
		if d := e.At.UTC().Format("Monday, 2 January 2006"); d != day && !e.At.IsZero() {
			day = d
			t.line()
			t.line("### ", d)
		}
		t.markdownEntry(e)
	}
	t.markdownList("### Problems", problemLines(tl))
	t.markdownList("### What the data cannot decide", tl.Notes)
	t.line()
	return t.w.Flush()
}

func participants(tl *model.Timeline) string {
	var people []string
	for _, p := range tl.Participants {
		name := escapeMarkdown(p.Label())
		if role := p.Role.String(); role != "" && role != name {
			name += " (" + role + ")"
		}
		people = append(people, name)
	}
	return strings.Join(people, ", ")
}

// markdownEntry quotes what was said and sets what happened in italics.
func (t *transcript) markdownEntry(e *model.Entry) {
	who, at := escapeMarkdown(entryName(e)), e.At.UTC().Format("15:04:05")
	if e.At.IsZero() {
		at = "no time"
	}
	t.line()
	switch e.Kind {
	case model.KindMessage, model.KindNote, model.KindComment:
		head := "**" + cmp.Or(who, e.Kind.String()) + "** " + at
		if e.Kind != model.KindMessage {
			head += " (" + e.Kind.String() + ")"
		}
		t.line(head, t.markdownRemarks(e))
		t.line()
		t.line("> ", quoted(entryText(e)))
	default:
		t.line("*", at, " ", strings.TrimSpace(who+" "+escapeMarkdown(entryText(e))), "*", t.markdownRemarks(e))
	}
}

// quoted joins the lines of a text with hard breaks.
func quoted(text string) string {
	lines := model.VisibleLines(text)
	for i, l := range lines {
		lines[i] = escapeMarkdown(l)
	}
	return strings.Join(lines, "\\\n> ")
}

func (t *transcript) markdownRemarks(e *model.Entry) string {
	var b strings.Builder
	for _, f := range e.Flags {
		b.WriteString(" `" + f.String() + "`")
	}
	if remarks := t.remarks(e, time.UTC); len(remarks) > 0 {
		b.WriteString(" (" + strings.Join(remarks, ", ") + ")")
	}
	return b.String()
}

// problemLines lists the problems of the conversation, then those of its entries,
// each once.
func problemLines(tl *model.Timeline) []string {
	var lines []string
	seen := map[string]bool{}
	add := func(line string) {
		if !seen[line] {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	for _, p := range tl.Problems {
		add(p.Code.String() + ": " + p.Detail)
	}
	for i := range tl.Entries {
		e := &tl.Entries[i]
		for j, f := range e.Flags {
			add(strings.TrimSuffix(e.At.UTC().Format("15:04:05")+" "+f.String()+": "+detailOf(e, j), ": "))
		}
	}
	return lines
}

func (t *transcript) markdownList(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.line()
	t.line(title)
	t.line()
	for _, l := range lines {
		t.line("- ", escapeMarkdown(l))
	}
}

// escapeMarkdown makes text stand for itself on one line.
func escapeMarkdown(s string) string {
	var b strings.Builder
	s = strings.TrimLeft(model.Visible(s), " ")
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#|~&@", r):
			b.WriteByte('\\')
		case i == 0 && strings.ContainsRune("-+=", r):
			b.WriteByte('\\')
		case (r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == "":
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
