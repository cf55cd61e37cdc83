package timeline_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"offhook/model"
	"offhook/ui/tui/timeline"
)

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
