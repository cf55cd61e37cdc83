package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// transcript writes a conversation as text for people, or as Markdown for a ticket.
// Everything that a stranger wrote is made harmless for its reader.
type transcript struct {
	w      *bufio.Writer
	zone   *time.Location
	glyphs theme.Glyphs
}

func newTranscript(w io.Writer, zone *time.Location) *transcript {
	return &transcript{bufio.NewWriter(w), zone, theme.NewGlyphs(false)}
}

// line writes one line; an error waits in the writer until Flush.
func (t *transcript) line(parts ...string) {
	_, _ = t.w.WriteString(strings.TrimRight(strings.Join(parts, ""), " ") + "\n")
}

func (t *transcript) clock(at time.Time) string {
	if at.IsZero() {
		return strings.Repeat(" ", len("15:04:05"))
	}
	return at.In(t.zone).Format("15:04:05")
}

// text writes
//
//	jivo:7607   closed · 2 messages · first reply 7 s
//
//	Mon 10 Oct 2022
//	10:07:56  ▸ John Smith  Hello
func (t *transcript) text(tl *model.Timeline) error {
	t.line(model.Visible(tl.Key), "   ", strings.Join(t.facts(tl), " · "))
	day := ""
	for i := range tl.Entries {
		e := &tl.Entries[i]
		if d := e.At.In(t.zone).Format("Mon 2 Jan 2006"); d != day && !e.At.IsZero() {
			day = d
			t.line()
			t.line(d)
		}
		t.textEntry(e)
	}
	if len(tl.Problems)+len(tl.Notes) > 0 {
		t.line()
	}
	for _, p := range tl.Problems {
		t.line(t.glyphs.Problem, " ", p.Code.String(), "  ", model.Visible(p.Detail))
	}
	for _, n := range tl.Notes {
		t.line(t.glyphs.Note, " ", model.Visible(n))
	}
	t.line()
	return t.w.Flush()
}

func (t *transcript) facts(tl *model.Timeline) []string {
	messages := 0
	for i := range tl.Entries {
		if tl.Entries[i].Kind == model.KindMessage {
			messages++
		}
	}
	facts := []string{cmp.Or(tl.Status.String(), "status unknown"), counted(messages, "message")}
	if tl.FirstReply > 0 {
		facts = append(facts, "first reply "+theme.Duration(tl.FirstReply))
	}
	if !tl.Opened.IsZero() && tl.Closed.After(tl.Opened) {
		facts = append(facts, "open "+theme.Duration(tl.Closed.Sub(tl.Opened)))
	}
	return facts
}

func (t *transcript) textEntry(e *model.Entry) {
	const indent = "            " // below the text's beginning
	lines := model.VisibleLines(entryText(e))
	head := t.clock(e.At) + "  " + t.glyphs.Glyph(e.Kind, e.Message.Role) + " "
	if who := entryName(e); who != "" {
		head += model.Visible(who) + "  "
	}
	t.line(head, lines[0])
	for _, l := range lines[1:] {
		t.line(indent, l)
	}
	for i, f := range e.Flags {
		t.line(indent, t.glyphs.Problem, " ", f.String(), "  ", model.Visible(detailOf(e, i)))
	}
}

// entryName names who speaks; what nobody says has no name.
func entryName(e *model.Entry) string {
	m := &e.Message
	return model.Person{Role: m.Role, ID: m.Sender, Name: m.Name}.Label()
}

func entryText(e *model.Entry) string {
	text := spoken(&e.Message)
	if text == "" && e.Call != nil {
		text = strings.Join(strings.Fields(e.Call.Type+" "+e.Call.Status+" "+e.Call.Phone), " ")
	}
	return cmp.Or(text, e.Status.String(), e.Kind.String())
}

func detailOf(e *model.Entry, i int) string {
	if i < len(e.Detail) {
		return e.Detail[i]
	}
	return ""
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
