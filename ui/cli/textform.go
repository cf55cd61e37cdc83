package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// textForm is --output text: one line an event for people, without colour, so that
// it reads the same in a terminal, a pipe and a log file.
type textForm struct {
	zone   *time.Location
	glyphs theme.Glyphs
}

func newTextForm(zone *time.Location) textForm { return textForm{zone, theme.NewGlyphs(false)} }

// ready prints nothing: the announcement is chatter.
func (textForm) ready(io.Writer, string, string) error { return nil }

func (f textForm) event(w io.Writer, d *delivered) error {
	e := d.event
	fields := []string{
		d.row.ReceivedAt().In(f.zone).Format("15:04:05.000"),
		column(label(e), 8),
		f.glyphs.Glyph(e.Kind, e.Actor.Role) + " " + column(cmp.Or(e.Name, d.record.Request.Path()), 24),
		column(cmp.Or(shortID(e.Conversation), f.glyphs.None), shortIDLength),
		column(cmp.Or(e.Actor.Label(), f.glyphs.None), 16),
		model.Visible(says(e)),
	}
	if problems := codes(e.Problems); problems != "" {
		fields = append(fields, f.glyphs.Problem+" "+problems)
	}
	_, err := fmt.Fprintln(w, strings.TrimRight(strings.Join(fields, "  "), " "))
	return err
}

// column fills a text up to a number of cells; a longer one is left whole.
func column(s string, cells int) string {
	s = model.Visible(s)
	return s + strings.Repeat(" ", max(0, cells-ansi.StringWidth(s)))
}

const shortIDLength = 17

// shortID keeps both ends of an identifier, as people compare them.
func shortID(id string) string {
	if r := []rune(id); len(r) > shortIDLength {
		return string(r[:8]) + "…" + string(r[len(r)-8:])
	}
	return id
}

func (textForm) reply(w io.Writer, u model.Update) error {
	_, err := fmt.Fprintf(w, "#%d was answered %d after %s\n", u.Seq, u.Reply, theme.Duration(time.Duration(u.Took)*time.Microsecond))
	return err
}

func label(e *model.Event) string {
	if e.Source != "" {
		return e.Platform + "@" + e.Source
	}
	return e.Platform
}

// says is what happened, in the words of the event.
func says(e *model.Event) string {
	switch {
	case e.Kind == model.KindTranscript:
		return strings.TrimLeft(cmp.Or(e.Status.String(), e.Detail)+", "+counted(messagesIn(e.Messages), "message"), ", ")
	case len(e.Messages) == 1:
		return spoken(&e.Messages[0])
	case e.Detail != "":
		return e.Detail
	case e.Call != nil:
		return strings.Join(strings.Fields(e.Call.Type+" "+e.Call.Status+" "+e.Call.Phone+" "+e.Call.Reason), " ")
	case len(e.Problems) > 0 && e.Kind == model.KindUnknown:
		return e.Problems[0].Detail
	}
	return e.Status.String()
}

func messagesIn(entries []model.Message) (n int) {
	for i := range entries {
		if entries[i].Kind == model.KindMessage {
			n++
		}
	}
	return n
}

// spoken is a message on one line: its text, what it offers and what it carries.
func spoken(m *model.Message) string {
	parts := []string{m.Text}
	if m.Text == "" && len(m.Buttons) == 0 && len(m.Files) == 0 {
		parts[0] = m.Type
	}
	for _, b := range m.Buttons {
		parts = append(parts, "["+b+"]")
	}
	for _, f := range m.Files {
		parts = append(parts, "<"+cmp.Or(f.Name, f.URL, f.Type)+">")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func codes(problems []model.Problem) string {
	var names []string
	for _, p := range problems {
		names = append(names, p.Code.String())
	}
	return strings.Join(names, " ")
}
