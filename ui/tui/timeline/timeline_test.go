package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"offhook/model"
	"offhook/ui/tui/theme"
	"offhook/ui/tui/timeline"
)

var start = time.Date(2022, 10, 10, 10, 7, 52, 0, time.UTC)

func at(s int) time.Time { return start.Add(time.Duration(s) * time.Second) }

func said(seq uint64, s int, role model.Role, name, text string) model.Entry {
	return model.Entry{At: at(s), Received: at(s).Add(time.Second), OwnTime: true, Kind: model.KindMessage, Events: []uint64{seq}, Source: model.FromBoth,
		Message: model.Message{Kind: model.KindMessage, Role: role, Name: name, Text: text, At: at(s)}}
}

func happened(seq uint64, s int, kind model.Kind, name, text string) model.Entry {
	return model.Entry{At: at(s), Received: at(s), Kind: kind, Events: []uint64{seq}, Message: model.Message{Kind: kind, Role: model.RoleAgent, Name: name, Text: text}}
}

// story has an entry of every sort.
func story() model.Timeline {
	const c, a = model.RoleCustomer, model.RoleAgent
	late := said(8, 200, c, "Nora Quist", "Are you still there?")
	late.Received, late.Flags, late.Detail = at(212), []model.Code{model.Late}, []string{"it happened at 10:11:12 and came 12 s later than usual"}
	gap := said(20, 60, c, "Nora Quist", "And the invoice has the wrong name.")
	gap.Source, gap.Flags, gap.Detail = model.FromTranscript, []model.Code{model.Gap}, []string{"only the transcript has this message; it was never delivered"}
	twice := said(5, 48, c, "Nora Quist", "Of course: 4398-17")
	twice.Events, twice.Copies = []uint64{5, 6, 20}, 1 // 20 is the transcript
	twice.Flags, twice.Detail = []model.Code{model.Duplicate}, []string{"the same bytes as event 5"}
	note := said(7, 95, a, "Ilse Brandt", "She called yesterday too. Check the parcel shop in the Harbour Street before promising anything.")
	note.Kind = model.KindNote
	comment := said(9, 260, c, "Nora Quist", "Best shop in town")
	comment.Kind, comment.Received = model.KindComment, at(266)
	bot := said(10, 300, model.RoleBot, "", "Was this helpful?")
	bot.Message.Buttons = []string{"Yes", "No", "Talk to a person"}
	pressed := said(10, 304, c, "Nora Quist", "no")
	file := said(11, 310, c, "Nora Quist", "")
	file.Message.Files = []model.Attachment{{Name: "label.png", Type: "image", URL: "https://files.example/0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071/label.png"}}
	call := happened(12, 330, model.KindCall, "", "callback to +15550100 · connected")
	call.Call = &model.Call{Type: "callback", Phone: "+15550100", Status: "end", Reason: "agent_hung_up", Record: "https://records.example/77.mp3"}
	call.Told = []model.Telling{{Seq: 12, Received: at(330), Call: "start"}, {Seq: 16, Received: at(480), Call: "end"}, {Seq: 15, Received: at(357), Call: "client_connected"}}
	only := said(20, 340, a, "Ilse Brandt", "Have a nice day!")
	only.Source = model.FromTranscript
	next := said(14, 86_400, c, "Nora Quist", "包裹到了,谢谢! 🙂 مرحبا שלום")
	return model.Timeline{
		Key: "jivo:8812", Platform: "jivo", Status: model.StatusClosed, Opened: at(0), Closed: at(251), Times: model.Times{FirstReply: 7 * time.Second, Lasted: 251 * time.Second},
		Participants: []model.Person{{Role: c, Name: "Nora Quist"}, {Role: a, Name: "Ilse Brandt"}},
		Entries: []model.Entry{
			happened(1, 0, model.KindStatus, "Ilse Brandt", "took the chat"),
			said(2, 4, c, "Nora Quist", "Hello, my parcel has not arrived. I ordered it three weeks ago and was told that it would take no longer than five days."),
			said(3, 11, a, "Ilse Brandt", "Good morning! May I have the order number?"),
			said(4, 12, a, "Ilse Brandt", "You find it in the letter of confirmation, in the first line below the address, or in your account."),
			twice, gap, note, late, comment, bot, pressed, file, call,
			happened(13, 335, model.KindActivity, "", "rated 5"), only, next,
			happened(15, 86_410, model.KindStatus, "", "closed"),
		},
		Notes: []string{"A late Active cannot be told from a reopening: this platform gives no times."},
		Links: []string{"jivo:client:1217"},
	}
}

func newView(t *testing.T, tl model.Timeline, width, height int) *timeline.Model {
	t.Helper()
	m := timeline.New(theme.New(true))
	m.SetSize(width, height)
	m.SetTimeline(tl)
	return &m
}

// head is the head without colours, 900 seconds after the start.
func head(m *timeline.Model, width, lines int) string {
	return ansi.Strip(strings.Join(m.Head(width, lines, at(900)), "\n"))
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			m := newView(t, story(), width, 60)
			golden.RequireEqual(t, head(m, width, 2)+"\n"+ansi.Strip(m.View()))
		})
	}
	t.Run("coloured", func(t *testing.T) {
		t.Parallel()
		m := newView(t, story(), 80, 60)
		m.Search("parcel")
		golden.RequireEqual(t, m.View())
	})
	t.Run("plain", func(t *testing.T) {
		t.Parallel()
		m := newView(t, story(), 60, 24)
		m.SetTheme(theme.Plain().WithASCII(true))
		m.SetFocused(false)
		golden.RequireEqual(t, m.View())
	})
}

func TestHeadDropsFactsThatDoNotFit(t *testing.T) {
	t.Parallel()
	m := newView(t, story(), 80, 10)
	for width, want := range map[int]string{
		200: "jivo 8812   Nora Quist ↔ Ilse Brandt   closed   12 messages   1 missing   first reply 7 s   open 4 m 11 s",
		62:  "jivo 8812   Nora Quist ↔ Ilse Brandt   closed   1 missing",
		50:  "jivo 8812   Nora Quist ↔ Ilse Brandt   1 missing",
		20:  "jivo 8812",
		6:   "jivo …",
		0:   "",
	} {
		if got := head(m, width, 1); got != want {
			t.Errorf("width %d: got %q, want %q", width, got, want)
		}
	}
}

func TestHeadOfALongID(t *testing.T) {
	t.Parallel()
	tl := story()
	tl.Key, tl.Platform = "ebbot:1795284000.000.263eed61-8a88-48be-accf-55edc8047270", "ebbot"
	m := newView(t, tl, 80, 10)
	golden.RequireEqual(t, head(m, 120, 1)+"\n"+head(m, 80, 1)+"\n"+head(m, 40, 1)+"\n"+head(m, 16, 1)+"\n")
}

// TestOnlyCopiesAreCounted: the transcript and subset topics tell an entry again, and
// that is ordinary.
func TestOnlyCopiesAreCounted(t *testing.T) {
	t.Parallel()
	told := said(1, 0, model.RoleCustomer, "Nora Quist", "Hello")
	told.Events = []uint64{1, 2, 20}
	for copies, want := range map[int]string{0: "", 1: "↻ 2×", 2: "↻ 3×"} {
		told.Copies = copies
		view := ansi.Strip(newView(t, model.Timeline{Key: "ebbot:1", Entries: []model.Entry{told}}, 80, 5).View())
		if strings.Contains(view, "↻") != (want != "") || !strings.Contains(view, want) {
			t.Errorf("%d copies: want %q in\n%s", copies, want, view)
		}
	}
}

func TestCursorStaysOnItsEntry(t *testing.T) {
	t.Parallel()
	tl := story()
	m := newView(t, tl, 80, 20)
	if !m.Following() {
		t.Error("a conversation is not shown from its end")
	}
	if !m.Show(7) || m.Following() {
		t.Fatal("event 7 is not shown")
	}
	before := m.View()
	tl.Entries = append([]model.Entry{said(99, -60, model.RoleCustomer, "Nora Quist", "earlier")}, tl.Entries...)
	m.SetTimeline(tl)
	requireCursor(t, m, 7)
	if m.View() != before {
		t.Errorf("the screen jumped from\n%s\nto\n%s", ansi.Strip(before), ansi.Strip(m.View()))
	}
	m.Bottom()
	tl.Entries = append(tl.Entries, said(100, 86_500, model.RoleCustomer, "Nora Quist", "later"))
	m.SetTimeline(tl)
	requireCursor(t, m, 100)
	if m.Show(12345) {
		t.Error("an event that is not there is shown")
	}
}

func TestEntriesOfOneTranscriptAreToldApart(t *testing.T) {
	t.Parallel()
	tl := model.Timeline{Key: "jivo:1"}
	for i, text := range []string{"one", "two", "three"} {
		tl.Entries = append(tl.Entries, said(5, i, model.RoleCustomer, "Nora", text))
	}
	m := newView(t, tl, 60, 10)
	m.Move(-1)
	m.SetTimeline(tl)
	if e, _ := m.Cursor(); e.Message.Text != "two" {
		t.Errorf("the cursor went to %q", e.Message.Text)
	}
}

func requireCursor(t *testing.T, m *timeline.Model, seq uint64) {
	t.Helper()
	if e, ok := m.Cursor(); !ok || e.Events[0] != seq {
		t.Errorf("the cursor is at %v, want event %d", e.Events, seq)
	}
	if !strings.Contains(ansi.Strip(m.View()), "▌") {
		t.Errorf("the cursor is not on the screen:\n%s", ansi.Strip(m.View()))
	}
}

func TestMovingKeepsTheCursorOnTheScreen(t *testing.T) {
	t.Parallel()
	m := newView(t, story(), 60, 9)
	m.Top()
	requireCursor(t, m, 1)
	for range 20 {
		m.Move(1)
		if !strings.Contains(ansi.Strip(m.View()), "▌") {
			t.Fatalf("the cursor is not on the screen:\n%s", ansi.Strip(m.View()))
		}
	}
	if key, ok := m.Link(); !ok || key != "jivo:client:1217" || m.Following() {
		t.Errorf("the cursor is not on the link after the last entry: %q", key)
	}
	m.Move(-1)
	requireCursor(t, m, 15)
	if !m.Following() {
		t.Error("the end is not followed")
	}
	for range 20 {
		m.Page(-0.5)
	}
	requireCursor(t, m, 1)
	for range 30 {
		m.Page(1)
	}
	requireCursor(t, m, 15)
}

func TestAnEntryHigherThanTheScreenIsScrolledThrough(t *testing.T) {
	t.Parallel()
	tl := model.Timeline{Key: "jivo:1", Entries: []model.Entry{
		said(1, 0, model.RoleCustomer, "Nora", "first"),
		said(2, 1, model.RoleCustomer, "Nora", strings.Repeat("line\n", 30)+"the end of it"),
		said(3, 2, model.RoleCustomer, "Nora", "last"),
	}}
	m := newView(t, tl, 60, 8)
	m.Top()
	m.Move(1)
	seen := ""
	for range 12 {
		requireCursor(t, m, 2)
		seen += ansi.Strip(m.View())
		if strings.Contains(seen, "the end of it") {
			break
		}
		m.Move(1)
	}
	if !strings.Contains(seen, "the end of it") {
		t.Error("the end of the entry cannot be seen")
	}
	m.Move(1)
	requireCursor(t, m, 3)
}

func TestSearch(t *testing.T) {
	t.Parallel()
	m := newView(t, story(), 80, 12)
	if n := m.Search("PARCEL"); n != 0 || m.Matches() != "0/0" {
		t.Errorf("%d matches in capitals, want 0", n)
	}
	if n := m.Search("parcel"); n != 2 {
		t.Fatalf("%d matches, want 2", n)
	}
	requireCursor(t, m, 2)
	m.Next()
	requireCursor(t, m, 7)
	m.Next()
	requireCursor(t, m, 2)
	m.Prev()
	if got := m.Matches(); got != "2/2" {
		t.Errorf("got %q", got)
	}
	m.SetTimeline(story())
	if m.Query() != "parcel" || m.Matches() != "2/2" {
		t.Errorf("the search is lost: %q %s", m.Query(), m.Matches())
	}
	other := story()
	other.Key = "jivo:2"
	m.SetTimeline(other)
	if m.Query() != "" {
		t.Error("the search went on in another conversation")
	}
}

func TestEmptyTimeline(t *testing.T) {
	t.Parallel()
	m := timeline.New(theme.New(true))
	m.SetTimeline(model.Timeline{Key: "jivo:1"})
	m.SetSize(30, 3)
	for _, act := range []func(){m.Top, m.Bottom, m.Next, m.Prev, func() { m.Move(1) }, func() { m.Page(1) }, func() { m.Search("x") }, func() { m.Show(1) }} {
		act()
	}
	if _, ok := m.Cursor(); ok || m.View() != "\n\n" {
		t.Errorf("something is there: %q", m.View())
	}
}

func TestViewKeepsItsSize(t *testing.T) {
	t.Parallel()
	for _, cells := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		rapid.Check(t, func(t *rapid.T) {
			tl := drawTimeline(t)
			width, height := rapid.IntRange(0, 140).Draw(t, "width"), rapid.IntRange(1, 25).Draw(t, "height")
			m := timeline.New(theme.New(true).WithCells(cells))
			m.SetTimeline(tl)
			m.SetSize(width, height)
			for _, step := range rapid.SliceOfN(rapid.IntRange(0, 7), 1, 8).Draw(t, "steps") {
				[]func(){m.Top, m.Bottom, func() { m.Move(1) }, func() { m.Move(-1) }, func() { m.Page(0.5) }, func() { m.Page(-1) }, func() { m.Search("a") }, m.Next}[step]()
				view := m.View()
				requireDrawable(t, view, width, height, cells)
				if _, ok := m.Cursor(); ok && width > 0 && height > 1 && !strings.Contains("\n"+ansi.Strip(view), "\n▌") {
					t.Fatalf("the cursor is not on the screen:\n%s", ansi.Strip(view))
				}
			}
			for _, line := range m.Head(width, 2, at(900)) {
				if w := cells.StringWidth(line); w > width {
					t.Fatalf("the head has %d cells of %d", w, width)
				}
			}
		})
	}
}

const hostile = "\x1b[31mred\x1b]52;c;aGk=\x07\u009b2J\u202egnp\u2066\xff\xfe\t\r\n \u200b\ufeff"

func drawTimeline(t *rapid.T) model.Timeline {
	text := rapid.OneOf(rapid.String(), rapid.Just(hostile), rapid.SampledFrom([]string{
		"", "hello", strings.Repeat("long", 60), "https://example.com/" + strings.Repeat("path/", 30), "👨\u200d👩\u200d👧 ❤\ufe0f 🏳\ufe0f\u200d🌈", "包裹在哪里包裹在哪里包裹在哪里",
		"مرحبا كيف حالك", "שלום עולם", "e" + strings.Repeat("\u0301", 200), "नमस्ते दुनिया", "a b c d e f g h",
	}))
	entry := rapid.Custom(func(t *rapid.T) model.Entry {
		e := model.Entry{
			Kind: model.Kind(rapid.IntRange(0, len(model.Kinds())).Draw(t, "kind")), Source: model.Origin(rapid.IntRange(0, 2).Draw(t, "source")),
			Message: model.Message{Role: model.Role(rapid.IntRange(0, 5).Draw(t, "role")), Name: text.Draw(t, "name"), Text: text.Draw(t, "text"), Type: text.Draw(t, "type")},
			OwnTime: rapid.Bool().Draw(t, "own"), Events: rapid.SliceOfN(rapid.Uint64Range(1, 9), 0, 3).Draw(t, "events"),
		}
		if s := rapid.IntRange(-1, 200_000).Draw(t, "at"); s >= 0 {
			e.At = at(s)
			e.Received = at(s + rapid.IntRange(-90, 90).Draw(t, "late"))
		}
		if rapid.Bool().Draw(t, "more") {
			e.Message.Files = []model.Attachment{{Name: text.Draw(t, "file"), URL: text.Draw(t, "url")}}
			e.Message.Buttons = []string{text.Draw(t, "button"), "No"}
			e.Flags = []model.Code{model.Code(rapid.IntRange(0, 40).Draw(t, "flag")), model.Gap}
			e.Detail = []string{text.Draw(t, "detail")}
			e.Call = &model.Call{Phone: text.Draw(t, "phone"), Reason: text.Draw(t, "reason"), Record: text.Draw(t, "record")}
		}
		return e
	})
	return model.Timeline{Key: "jivo:" + text.Draw(t, "key"), Entries: rapid.SliceOfN(entry, 0, 6).Draw(t, "entries"),
		Notes: []string{text.Draw(t, "sentence")}, Links: []string{text.Draw(t, "link")}, Participants: []model.Person{{Role: model.RoleCustomer, Name: text.Draw(t, "person")}}}
}

// requireDrawable fails when a view holds a control other than line breaks and
// the colours of pens, or does not have the size.
func requireDrawable(t *rapid.T, view string, width, height int, cells ansi.Method) {
	t.Helper()
	lines := strings.Split(view, "\n")
	if len(lines) != height {
		t.Fatalf("%d lines, want %d", len(lines), height)
	}
	for _, line := range lines {
		for i := 0; i < len(line); i++ {
			if line[i] != '\x1b' {
				continue
			}
			end := strings.IndexByte(line[i:], 'm')
			if end < 0 || strings.Trim(line[i+1:i+end], "[0123456789;") != "" {
				t.Fatalf("a control sequence that is no colour: %q", line[i:])
			}
		}
		plain := ansi.Strip(line)
		if at := strings.IndexFunc(plain, model.Unsafe); at >= 0 {
			t.Fatalf("%q holds %q", plain, plain[at:])
		}
		if w := cells.StringWidth(line); w > width {
			t.Fatalf("%q has %d cells, want at most %d", plain, w, width)
		}
	}
}

func BenchmarkView(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		tl := model.Timeline{Key: "jivo:1"}
		for i := range n {
			tl.Entries = append(tl.Entries, said(uint64(i), i*7, model.Role(1+i%2), "Nora Quist", "where is my order? It should have been here by now."))
		}
		m := timeline.New(theme.New(true))
		m.SetSize(100, 50)
		m.SetTimeline(tl)
		b.Run(fmt.Sprintf("%d/still", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = m.View()
			}
		})
		b.Run(fmt.Sprintf("%d/scroll", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Move(-1)
				_ = m.View()
			}
		})
		b.Run(fmt.Sprintf("%d/grow-while-reading", n), func(b *testing.B) {
			m.Move(-n / 2)
			m.Search("order")
			for b.Loop() {
				m.SetTimeline(tl)
				_ = m.View()
			}
			m.Search("")
			m.Bottom()
		})
		b.Run(fmt.Sprintf("%d/set", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.SetTimeline(tl)
				_ = m.View()
			}
		})
	}
}
