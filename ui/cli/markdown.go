package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"offhook/model"
)

// markdown writes a transcript to paste into a ticket: times in UTC, the events that
// each entry comes from, problems at the end, and nothing in a message that acts as
// Markdown or HTML. Events are written without a "#", which trackers turn into links
// to tickets of their own.
func (t *transcript) markdown(tl *model.Timeline) error {
	t.zone = time.UTC
	t.line("## Conversation ", codeSpan(tl.Key))
	t.line()
	t.line(strings.Join(t.facts(tl), " · "), ". Times are in UTC. The filter `seq:12` finds event 12 in the capture.")
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
	t.markdownList("### Problems", problemLines(tl), escapeMarkdown)
	t.markdownList("### What the data cannot decide", tl.Notes, escapeMarkdown)
	t.markdownList("### Of the same customer", tl.Links, codeSpan)
	t.line()
	return t.w.Flush()
}

func participants(tl *model.Timeline) string {
	var people []string
	for _, p := range tl.Participants {
		name := escapeMarkdown(strings.TrimSpace(p.Label()))
		if role := p.Role.String(); role != "" && role != name {
			name += " (" + role + ")"
		}
		people = append(people, name)
	}
	return strings.Join(people, ", ")
}

// markdownEntry quotes what was said and sets what happened in italics.
func (t *transcript) markdownEntry(e *model.Entry) {
	who, at := escapeMarkdown(strings.TrimSpace(entryName(e))), e.At.UTC().Format("15:04:05")
	if e.At.IsZero() {
		at = "no time"
	}
	lines := entryLines(e)
	for i := range lines {
		lines[i] = escapeMarkdown(lines[i])
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
		t.line("> ", strings.Join(lines, "\\\n> "))
	default:
		t.line("*", at, " ", strings.TrimSpace(who+" "+strings.Join(lines, " · ")), "*", t.markdownRemarks(e))
	}
}

// eventNumbers says which deliveries told an entry: "event 3", "events 3, 9".
func eventNumbers(e *model.Entry) string {
	if len(e.Events) == 0 {
		return ""
	}
	const most = 8
	var numbers []string
	for _, seq := range e.Events[:min(len(e.Events), most)] {
		numbers = append(numbers, fmt.Sprint(seq))
	}
	word := "event "
	if len(e.Events) > 1 {
		word = "events "
	}
	list := word + strings.Join(numbers, ", ")
	if more := len(e.Events) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

func (t *transcript) markdownRemarks(e *model.Entry) string {
	var b strings.Builder
	for _, f := range e.Flags {
		if f == model.Gap {
			b.WriteString(" **never delivered**")
		}
		b.WriteString(" `" + f.String() + "`")
	}
	remarks := t.remarks(e, time.UTC)
	if numbers := eventNumbers(e); numbers != "" {
		remarks = append([]string{numbers}, remarks...)
	}
	if len(remarks) > 0 {
		b.WriteString(" (" + strings.Join(remarks, ", ") + ")")
	}
	return b.String()
}

// problemLines lists the problems of the entries with the events they are about, then
// what concerns the conversation as a whole.
func problemLines(tl *model.Timeline) []string {
	var lines []string
	for i := range tl.Entries {
		e := &tl.Entries[i]
		for j, f := range e.Flags {
			place := eventNumbers(e)
			if !e.At.IsZero() {
				place = strings.TrimPrefix(place+", "+e.At.UTC().Format("15:04:05"), ", ")
			}
			lines = append(lines, strings.TrimSuffix(f.String()+" ("+place+"): "+detailOf(e, j), ": "))
		}
	}
	for _, p := range unplaced(tl) {
		lines = append(lines, p.Code.String()+": "+p.Detail)
	}
	return lines
}

func (t *transcript) markdownList(title string, lines []string, write func(string) string) {
	if len(lines) == 0 {
		return
	}
	t.line()
	t.line(title)
	t.line()
	for _, l := range lines {
		t.line("- ", write(l))
	}
}
