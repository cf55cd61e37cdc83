package eventlist_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// desk is a list over a log, as the app holds it.
type desk struct {
	log  *model.Log
	next model.Position
	rows model.Rows
	view model.View
	list eventlist.Model
	seq  uint64
}

func newDesk(width, height int) *desk {
	d := &desk{log: model.NewLog(), list: eventlist.New(theme.New(true), time.UTC)}
	d.list.SetSize(width, height)
	return d
}

func (d *desk) window() eventlist.Window { return eventlist.Window{Rows: &d.rows, View: &d.view} }

// receive appends events and follows them.
func (d *desk) receive(events ...model.Event) {
	first := d.seq + 1
	d.seq += uint64(len(events))
	d.log.Append(len(events), func(i int, add func(string) model.Text) model.Row {
		req := &model.Request{Seq: first + uint64(i), Received: noon.Add(time.Duration(first+uint64(i)) * time.Second), Size: 100}
		return model.NewRow(req, &events[i], &model.Reply{Status: 200, Took: 900 * time.Microsecond}, add)
	})
	d.pull()
}

func (d *desk) pull() {
	b := d.log.Since(d.next)
	d.next = b.Next
	d.rows.Extend(b)
	d.list.Sync(d.window(), b.New)
}

func (d *desk) screen() string { return ansi.Strip(d.coloured()) }

func (d *desk) coloured() string {
	return strings.Join(d.list.View(d.window(), noon.Add(time.Hour), true), "\n") + "\n"
}

func message(n int) model.Event {
	return model.Event{
		Platform: "jivo", Name: "CLIENT_MESSAGE", Kind: model.KindMessage, Conversation: fmt.Sprint(7000 + n%7), Channel: "shop",
		Actor: model.Person{Role: model.RoleCustomer, Name: "Mira"}, Customer: model.Person{Role: model.RoleCustomer, Name: "Mira", ID: "9"},
		Messages: []model.Message{{Role: model.RoleCustomer, Text: fmt.Sprintf("message number %d", n)}},
	}
}

func messages(n int) []model.Event {
	events := make([]model.Event, n)
	for i := range events {
		events[i] = message(i + 1)
	}
	return events
}

// assorted is one event of each sort that looks different.
func assorted() []model.Event {
	customer := model.Person{Role: model.RoleCustomer, Name: "Zoë 张伟", ID: "1"}
	agent := model.Person{Role: model.RoleAgent, Name: "Anna K.", ID: "2"}
	return []model.Event{
		{Platform: "jivo", Name: "chat_accepted", Kind: model.KindStatus, Conversation: "7607", Actor: agent, Agent: agent, Status: model.StatusAssigned, Detail: "took the chat"},
		{Platform: "ebbot", Name: "chat.user.message", Kind: model.KindMessage, Conversation: "1613384238.420.4f1e-c598", Actor: customer, Customer: customer, Messages: []model.Message{{Text: "my parcel has not arrived 📦, and it is a long story that does not fit"}}},
		{Platform: "blinger", Name: "on_message_outgoing", Kind: model.KindMessage, Conversation: "173", Actor: agent, Agent: agent, Messages: []model.Message{{Text: "שלום, مرحبا, hello"}}},
		{Platform: "blinger", Name: "on_message_outgoing", Kind: model.KindMessage, Conversation: "173", Actor: agent, Agent: agent, Messages: []model.Message{{Text: "again"}}, Problems: []model.Problem{{Code: model.Duplicate, Detail: "the same bytes came as #3"}}},
		{Platform: "unknown", Name: "POST /hook", Problems: []model.Problem{{Code: model.MalformedJSON, Detail: "line 17, column 5: missing comma"}}},
		{Platform: "acquire", Name: "Case status is set to Active", Kind: model.KindStatus, Conversation: "58624", Actor: model.Person{Role: model.RoleSystem}, Status: model.StatusAssigned, Detail: "active"},
		{Platform: "jivo", Name: "chat_finished", Kind: model.KindTranscript, Conversation: "7607", Actor: model.Person{Role: model.RoleSystem}, Status: model.StatusClosed, Detail: "closed · 9 messages"},
	}
}

func TestScreens(t *testing.T) {
	t.Parallel()
	for _, width := range []int{60, 80, 120, 200} {
		t.Run(fmt.Sprint(width, " columns"), func(t *testing.T) {
			t.Parallel()
			d := newDesk(width, 10)
			d.receive(assorted()...)
			golden.RequireEqual(t, []byte(d.screen()))
		})
	}
}

func TestScreenInColour(t *testing.T) {
	t.Parallel()
	d := newDesk(120, 10)
	d.receive(assorted()...)
	golden.RequireEqual(t, []byte(d.coloured()))
}

func TestEveryLineIsAsWideAsTheList(t *testing.T) {
	t.Parallel()
	for width := 40; width < 220; width++ {
		d := newDesk(width, 10)
		d.receive(assorted()...)
		for i, line := range strings.Split(strings.TrimSuffix(d.screen(), "\n"), "\n") {
			if got := ansi.StringWidthWc(line); got != width {
				t.Fatalf("width %d, line %d: %d cells: %q", width, i, got, line)
			}
		}
	}
}

func TestScrollingUpPausesAndCountsWhatComes(t *testing.T) {
	t.Parallel()
	d := newDesk(100, 11)
	d.receive(messages(50)...)
	if !d.list.Following() {
		t.Fatal("a new list does not follow")
	}
	d.list.Move(d.window(), -1)
	if d.list.Following() || d.list.Cursor().Seq() != 49 {
		t.Fatalf("after moving up: following %v, cursor %d", d.list.Following(), d.list.Cursor().Seq())
	}
	before := d.screen()
	d.receive(messages(30)...)
	if got := d.list.Fresh(); got != 30 {
		t.Errorf("%d new, want 30", got)
	}
	if after := d.screen(); after != before {
		t.Errorf("the screen moved while the reader was reading:\n%s\nbefore:\n%s", after, before)
	}
	d.list.Bottom(d.window())
	if !d.list.Following() || d.list.Fresh() != 0 || d.list.Cursor().Seq() != 80 {
		t.Errorf("G: following %v, fresh %d, cursor %d", d.list.Following(), d.list.Fresh(), d.list.Cursor().Seq())
	}
}

func TestRetentionDoesNotMoveTheReader(t *testing.T) {
	t.Parallel()
	d := newDesk(100, 11)
	for range 3 {
		d.receive(messages(4096)...) // a chunk each
	}
	w := d.window()
	d.list.Move(w, -100)
	place, before := d.list.Cursor(), d.screen()
	d.log.Retain(8193)
	d.receive(message(1))
	if d.rows.Len() != 4097 {
		t.Fatalf("%d rows retained, want 4097", d.rows.Len())
	}
	if d.list.Cursor() != place || d.screen() != before {
		t.Errorf("the reader's place moved from %d to %d", place.Seq(), d.list.Cursor().Seq())
	}
	d.list.Top(w)
	d.log.Retain(12000)
	d.receive(message(2))
	if got := d.list.Cursor().Seq(); got != 8193 {
		t.Errorf("the cursor is at %d, want the oldest retained row", got)
	}
}

func TestPlacesWithinAFilteredView(t *testing.T) {
	t.Parallel()
	d := newDesk(100, 11)
	d.receive(messages(100)...)
	var even []model.RowID
	for i := range d.rows.Len() {
		if line := d.rows.At(i); line.Seq%2 == 0 {
			even = append(even, line.ID())
		}
	}
	d.view.ShowOnly(even)
	d.list.Sync(d.window(), 0)
	d.list.Move(d.window(), -2)
	if got := d.list.Cursor().Seq(); got != 96 {
		t.Errorf("two up in the even rows: %d, want 96", got)
	}
	if d.list.Select(d.window(), even[3]+1<<8) {
		t.Error("a hidden row was selected")
	}
	d.view.ShowAll()
	d.list.Sync(d.window(), 0)
	if got := d.list.Cursor().Seq(); got != 96 {
		t.Errorf("without the filter the cursor is at %d, want 96 still", got)
	}
}

func TestLaterAnswerIsDrawn(t *testing.T) {
	t.Parallel()
	d := newDesk(140, 5)
	d.receive(message(1))
	d.screen()
	d.log.Update(model.Update{Seq: 1, Reply: 503, Took: 10_003_000})
	d.pull()
	if s := d.screen(); !strings.Contains(s, "503") || !strings.Contains(s, "10 s") {
		t.Errorf("the later answer is not on the screen:\n%s", s)
	}
}

// BenchmarkFrame appends a row and draws, with 100 and 100,000 rows in the list:
// both must cost the same.
func BenchmarkFrame(b *testing.B) {
	for _, rows := range []int{100, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			d := newDesk(120, 50)
			d.receive(messages(rows)...)
			b.ReportAllocs()
			for b.Loop() {
				d.receive(message(1))
				d.list.View(d.window(), noon, true)
			}
		})
	}
}
