package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

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

func match(m *timeline.Model) string {
	at, of := m.Match()
	return fmt.Sprintf("%d/%d", at, of)
}

func TestSearch(t *testing.T) {
	t.Parallel()
	m := newView(t, story(), 80, 12)
	if n := m.Search("PARCEL"); n != 0 {
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
	if got := match(m); got != "2/2" {
		t.Errorf("got %q", got)
	}
	m.SetTimeline(story())
	if m.Query() != "parcel" || match(m) != "2/2" {
		t.Errorf("the search is lost: %q %s", m.Query(), match(m))
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

const hostile = "\x1b[31mred\x1b]52;c;aGk=\x07\u009b2J\u202egnp\u2066\xff\xfe\t\r\n \u200b\ufeff"

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
