package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
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
	live   bool // some messages of the conversation came live
}

func newTranscript(w io.Writer, zone *time.Location) *transcript {
	return &transcript{w: bufio.NewWriter(w), zone: zone, glyphs: theme.NewGlyphs(false)}
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
	t.live = cameLive(tl)
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
	t.textEnd(tl)
	t.line()
	return t.w.Flush()
}

// textEnd says what concerns the conversation as a whole.
func (t *transcript) textEnd(tl *model.Timeline) {
	problems := unplaced(tl)
	if len(problems)+len(tl.Notes)+len(tl.Links) > 0 {
		t.line()
	}
	for _, p := range problems {
		t.line(t.glyphs.Problem, " ", p.Code.String(), "  ", model.Visible(p.Detail))
	}
	for _, n := range tl.Notes {
		t.line(t.glyphs.Note, " ", model.Visible(n))
	}
	for _, key := range tl.Links {
		t.line(t.glyphs.Arrow, " ", model.Visible(key), "  the same customer")
	}
}

// unplaced are the problems that stand at no entry.
func unplaced(tl *model.Timeline) []model.Problem {
	var placed model.CodeSet
	for i := range tl.Entries {
		for _, f := range tl.Entries[i].Flags {
			placed |= 1 << f
		}
	}
	return slices.DeleteFunc(slices.Clone(tl.Problems), func(p model.Problem) bool { return placed.Has(p.Code) })
}

// facts are the conversation in a few words, in the order in which people ask.
func (t *transcript) facts(tl *model.Timeline) []string {
	messages, missing := 0, 0
	for i := range tl.Entries {
		if k := tl.Entries[i].Kind; k == model.KindMessage || k == model.KindComment {
			messages++
		}
		if slices.Contains(tl.Entries[i].Flags, model.Gap) {
			missing++
		}
	}
	facts := []string{cmp.Or(tl.Status.String(), "status unknown"), counted(messages, "message")}
	if missing > 0 {
		facts = append(facts, fmt.Sprintf("%d never delivered", missing))
	}
	return append(facts, t.times(tl)...)
}

// times says how long things took. Who waits is said with a time of day: a
// transcript is read later than it is written.
func (t *transcript) times(tl *model.Timeline) []string {
	var times []string
	for _, span := range []struct {
		what string
		took time.Duration
	}{{"first reply", tl.FirstReply}, {"bot's first reply", tl.BotReply}, {"longest wait", tl.LongestWait}, {"open", tl.Lasted}} {
		if span.took > 0 {
			times = append(times, span.what+" "+theme.Duration(span.took))
		}
	}
	since := tl.Wait.Since.In(t.zone).Format("2 Jan 2006 15:04:05")
	switch tl.Wait.Who {
	case model.RoleCustomer:
		times = append(times, "the customer has been waiting since "+since)
	case model.RoleAgent:
		times = append(times, "waiting for the customer since "+since)
	}
	return times
}

func (t *transcript) textEntry(e *model.Entry) {
	const indent = "            " // below the text's beginning
	lines := entryLines(e)
	head := t.clock(e.At) + "  " + t.glyphs.Glyph(e.Kind, e.Message.Role) + " "
	if who := entryName(e); who != "" {
		head += model.Visible(who) + "  "
	}
	t.line(head, lines[0])
	for _, l := range lines[1:] {
		t.line(indent, l)
	}
	remarks := t.remarks(e, t.zone)
	if len(e.Flags) > 0 {
		remarks = slices.Insert(remarks, 0, eventNumbers(e))
	}
	if len(remarks) > 0 {
		t.line(indent, strings.Join(remarks, "  "))
	}
	for i, f := range e.Flags {
		t.line(indent, t.glyphs.Problem, " ", f.String(), "  ", model.Visible(detailOf(e, i)))
	}
}

// cameLive reports whether any message came live: then it is worth a word that
// another did not.
func cameLive(tl *model.Timeline) bool {
	return slices.ContainsFunc(tl.Entries, func(e model.Entry) bool { return e.Kind == model.KindMessage && e.Source != model.FromTranscript })
}

// remarks says how an entry came to us, where that is worth a word: again, only in
// the transcript, or noticeably before or after it happened.
func (t *transcript) remarks(e *model.Entry, zone *time.Location) []string {
	var remarks []string
	if e.Copies > 0 {
		remarks = append(remarks, fmt.Sprintf("%s %d×", t.glyphs.Duplicate, 1+e.Copies))
	}
	listed := e.Source == model.FromTranscript
	if listed && t.live && !slices.Contains(e.Flags, model.Gap) {
		remarks = append(remarks, t.glyphs.Transcript+" transcript only")
	}
	if !listed && cameApart(e) {
		layout := "15:04:05"
		if e.Received.Sub(e.At).Abs() > 24*time.Hour {
			layout = "2 Jan 2006 15:04:05"
		}
		remarks = append(remarks, "received "+e.Received.In(zone).Format(layout))
	}
	return remarks
}

// cameApart reports whether an entry came at another time than it happened.
func cameApart(e *model.Entry) bool {
	return e.OwnTime && !e.Received.IsZero() && e.Received.Sub(e.At).Abs() > 2*time.Second
}

// entryName names who speaks; what nobody says has no name.
func entryName(e *model.Entry) string {
	m := &e.Message
	switch e.Kind {
	case model.KindMessage, model.KindNote, model.KindComment:
	default:
		if m.Role == model.RoleSystem && m.Name == "" && m.Sender == "" {
			return ""
		}
	}
	return model.Person{Role: m.Role, ID: m.Sender, Name: m.Name}.Label()
}

// entryLines is what an entry says, made harmless: its text, what it offers, its
// files, the recording of a call.
func entryLines(e *model.Entry) []string {
	m := e.Message
	m.Files = nil
	text := spoken(&m)
	if m.Text == "" && len(m.Buttons) == 0 && len(e.Message.Files) > 0 {
		text = ""
	}
	if text == "" && e.Call != nil {
		text = strings.Join(strings.Fields(e.Call.Type+" "+e.Call.Status+" "+e.Call.Phone), " ")
	}
	var lines []string
	if text != "" {
		lines = model.VisibleLines(text)
	}
	for _, f := range e.Message.Files {
		lines = append(lines, model.Visible("file: "+strings.Join(strings.Fields(f.Name+" "+f.Type+" "+f.URL), " ")))
	}
	if e.Call != nil && e.Call.Record != "" {
		lines = append(lines, model.Visible("recording: "+e.Call.Record))
	}
	if len(lines) == 0 {
		lines = []string{model.Visible(cmp.Or(e.Status.String(), e.Kind.String()))}
	}
	return lines
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
