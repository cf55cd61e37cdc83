package tui_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/ui/tui"
)

func TestSelectionThatNoLongerMatchesStays(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 24, 5)
		a.press("f")
		a.typeText("waiting:>5m")
		a.press("enter")
		a.wantOnScreen("5 of 5")
		a.press("j")
		a.wantSelected("ebbot:c-03")
		a.say("agent", 3, "here I am")
		a.follow()
		a.wantOnScreen("4 of 5", "here I am") // in the timeline
		a.wantSelected("ebbot:c-03")
		a.press("j")
		a.wantSelected("ebbot:c-01")
	})
}

func TestFilterChoosesConversations(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 30, 12)
		a.source.post("/jivo", accepted)
		a.follow()
		a.press("f")
		a.typeText(`"hello 7"`)
		a.wantOnScreen("1 of 13", "c-07", "enter keep", "conv.status:open")
		a.wantNotOnScreen("c-08")
		a.press("enter")
		a.say("user", 7, "more") // another message does not take it away
		a.say("user", 8, "hello 7")
		a.follow()
		a.wantOnScreen("2 of 13", "c-08", "c-07")
		a.press("1")
		a.wantOnScreen("f filter", "15 ") // the events have a filter of their own
		a.say("user", 9, "hello 7")
		a.follow()
		a.press("2")
		a.wantOnScreen("3 of 13", "c-09")
		a.press("f", "ctrl+l", "enter")
		a.wantOnScreen(" 13 ", "c-01")
		a.wantNotOnScreen(" of 13")
	})
}

func TestFilterAsksForTheConversationItself(t *testing.T) {
	scenario(t, func(t *testing.T) {
		now := noon.Add(4 * time.Minute)
		a := newApp(t, 120, 30, func(o *tui.Options) { o.Now = func() time.Time { return now } })
		a.source.post("/jivo", accepted)
		a.say("user", 1, "hello")
		a.follow()
		a.press("2", "f")
		a.typeText("conv.status:assigned")
		a.press("enter")
		a.wantOnScreen("1 of 2", "7607")
		a.press("f")
		for range "conv.status:assigned" {
			a.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
		}
		a.typeText("waiting:>5m")
		a.press("enter")
		a.wantOnScreen("No conversation matches.", "ctrl-l clears the filter.", "0 of 2")
		now = now.Add(2 * time.Minute)
		a.tick() // no event comes, but time passes
		a.wantOnScreen("1 of 2", "c-01")
	})
}

func TestBrokenFilterOfConversations(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 30, 3)
		a.press("\\", "f")
		a.typeText("c-01 evnt:x")
		a.wantOnScreen("column 6", `     ^ unknown field "evnt" at column 6; did you mean event?`)
		a.press("esc")
		a.wantOnScreen("CUSTOMER", "c-00")
		a.wantNotOnScreen("evnt")
	})
}

// TestFilterForgetsWhatRetentionTook lets a filter run for long.
func TestFilterForgetsWhatRetentionTook(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 80, 24, 10_000)
		a.press("f")
		a.typeText("hello")
		a.press("enter")
		a.wantOnScreen("10,000 of 10,000")
		a.source.forget(9_001)
		a.say("user", 10_001, "hello")
		a.follow()
		a.wantOnScreen("1,001 of 1,001")
		if n := a.model.Matched(); n != 1_001 {
			t.Errorf("the filter remembers %d conversations", n)
		}
	})
}

// TestKeptFilterShowsWhatItFinds keeps a filter that hides the selection: the first that
// it finds is shown, and enter does not open what is not in the list.
func TestKeptFilterShowsWhatItFinds(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 24, 60)
		a.press("f")
		a.typeText(`"hello 7"`)
		a.wantSelected("ebbot:c-59") // while one types, nothing moves
		a.press("esc")
		a.wantSelected("ebbot:c-59")
		a.press("f")
		a.typeText(`c-2*`)
		a.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
		a.press("ctrl+l")
		a.typeText(`conv:c-2*`)
		a.press("enter")
		a.wantSelected("ebbot:c-29")
		a.wantOnScreen("10 of 60", "hello 29")
		a.press("j")
		a.wantSelected("ebbot:c-28")
		a.press("ctrl+l") // finds it again among all
		a.wantSelected("ebbot:c-28")
		if a.place("ebbot    c-28") < 0 {
			t.Errorf("the selection is out of sight:\n%s", a.screen())
		}
		a.press("f")
		a.typeText("nowhere")
		a.press("enter", "enter")
		a.wantOnScreen("No conversation matches.", "s sort") // the list has the keys
	})
}

// TestFirstKeyInAFilteredList: from a selection that is not there the first key goes to
// the first row, not past it.
func TestFirstKeyInAFilteredList(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 24, 60)
		a.press("f")
		a.typeText(`conv:c-2*`)
		a.press("down")
		a.wantSelected("ebbot:c-29")
	})
}

// TestANarrowListShowsTheFilterWhole types what finds who waits, beside a timeline.
func TestANarrowListShowsTheFilterWhole(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 24, 5)
		a.press("f")
		a.typeText("conv.status:open waiting:>5s")
		a.wantOnScreen(" conv.status:open waiting:>5s ", "by activity  5 of 5 │")
		a.press("enter")
		a.wantOnScreen(" conv.status:open waiting:>5s ", "by activity  5 of 5 │")
	})
}
