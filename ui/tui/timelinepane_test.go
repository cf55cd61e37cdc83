package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"offhook/model"
	"offhook/ui/tui"
)

// saysTo is a live message of one chat; n tells it from the others.
func saysTo(chat string, n int) string {
	return fmt.Sprintf(`{"topic":"chat.user.message","botId":"b","data":{"chatId":%q,"sender":"user","value":"line %d","type":"text","id":"m-%d","timestamp":"%d.%03d"},"requestId":"r-%d","timestamp":1793361900000}`,
		chat, n, n, 1793361900000+int64(n)*1000, n, n)
}

func TestALongChatGrowsWithoutMovingItsReader(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 20)
		for n := range 30 {
			a.source.post("/ebbot", saysTo("c-9", n))
		}
		a.follow()
		a.press("2", "enter")
		a.wantOnScreen("line 29", "following")
		a.source.post("/ebbot", saysTo("c-9", 30))
		a.follow()
		a.wantOnScreen("line 30", "following")
		a.press("pgup", "k")
		before := timelineOf(a)
		a.source.post("/ebbot", saysTo("c-9", 31))
		a.source.post("/ebbot", saysTo("c-9", 32))
		a.follow()
		a.wantOnScreen("2 new")
		if after := timelineOf(a); after != before {
			t.Errorf("the screen moved from\n%s\nto\n%s", before, after)
		}
		a.press("F")
		a.wantOnScreen("line 32", "following")
		a.wantNotOnScreen("2 new")
	})
}

// timelineOf is what stands right of the list, below the head.
func timelineOf(a *app) string {
	var b strings.Builder
	for _, line := range strings.Split(a.screen(), "\n")[3:] {
		_, right, _ := strings.Cut(line, "│")
		b.WriteString(right + "\n")
	}
	return b.String()
}

// cursorText is what the timeline draws beside its cursor.
func cursorText(a *app) string {
	text := ""
	for line := range strings.Lines(a.screen()) {
		if _, right, found := strings.Cut(line, "│▌"); found {
			text += strings.TrimSpace(right) + " "
		}
	}
	return text
}

func TestAnEntryListsItsDeliveries(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 180, 30)
		a.source.post("/ebbot", saysTo("c-9", 1))
		a.source.post("/ebbot", saysTo("c-9", 2))
		a.source.post("/ebbot", saysTo("c-9", 1))
		a.follow()
		a.press("2", "enter", "g", "enter")
		a.wantOnScreen("#1  chat.user.message", "told by ▸#1 12:00:01  #3 12:00:03 again")
		a.press("o")
		a.wantOnScreen("#3  chat.user.message", "told by  #1 12:00:01 ▸#3 12:00:03 again")
		a.press("o")
		a.wantOnScreen("#2  chat.user.message")
		a.wantNotOnScreen("told by")
		a.press("o")
		a.wantOnScreen("No other event of this conversation that way.")
		a.press("O")
		a.wantOnScreen("#3  chat.user.message", "▸#3")
		a.press("O")
		a.wantOnScreen("#1  chat.user.message", "▸#1")
	})
}

// TestTheEventStaysWhileTheChatGrows: a reader of a raw event is not taken away from it.
func TestTheEventStaysWhileTheChatGrows(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 180, 30)
		a.source.post("/ebbot", saysTo("c-9", 1))
		a.follow()
		a.press("2", "enter", "enter")
		a.wantOnScreen("#1  chat.user.message")
		a.source.post("/ebbot", saysTo("c-9", 2))
		a.follow()
		a.wantOnScreen("#1  chat.user.message", "1 new", "line 2")
		a.press("o")
		a.wantOnScreen("#2  chat.user.message")
		a.press("esc")
		a.source.post("/ebbot", saysTo("c-9", 3))
		a.follow()
		a.wantOnScreen("line 3", "following")
	})
}

func TestTranscriptsAreSaved(t *testing.T) {
	scenario(t, func(t *testing.T) {
		var asked string
		var failure error
		a := newApp(t, 100, 30, func(o *tui.Options) {
			o.Export = func(_ context.Context, tl model.Timeline, format string) (string, error) {
				asked = fmt.Sprintf("%s %s %d", tl.Key, format, len(tl.Entries))
				return "/home/mira/" + strings.Repeat("long/", 30) + "jivo-7607.md", failure
			}
		})
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		a.press("2", "enter", "x")
		a.wantOnScreen("save the conversation", "m Markdown", "j JSON")
		a.press("m")
		if asked != "jivo:7607 markdown 4" {
			t.Errorf("asked to save %q", asked)
		}
		a.wantOnScreen("Saved /home/mira/", "jivo-7607.md.")
		a.press("x", "j")
		if asked != "jivo:7607 json 4" {
			t.Errorf("asked to save %q", asked)
		}
		asked = ""
		a.press("x", "esc")
		a.wantNotOnScreen("save the conversation")
		failure = errors.New("save the conversation: the disk is full")
		if a.press("x", "q"); asked != "" {
			t.Errorf("another key saved %q", asked)
		}
		a.press("x", "m")
		a.wantOnScreen("The conversation could not be saved: the disk is full")
	})
}

func TestSavingWhereItIsNotPossible(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 100, 30)
		a.source.post("/jivo", accepted)
		a.follow()
		a.press("2", "x")
		a.wantNotOnScreen("save the conversation") // the list has the keys
		a.press("enter", "x", "m")
		a.wantOnScreen("Saving is not possible here.")
	})
}

func TestSearchInATimelineCounts(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 100, 30)
		for n := range 12 {
			a.source.post("/ebbot", saysTo("c-9", n))
		}
		a.follow()
		a.press("2", "enter", "g", "/")
		a.typeText("line 1")
		a.press("enter")
		a.wantOnScreen("1 of 3")
		a.press("n")
		a.wantOnScreen("2 of 3")
		if got := cursorText(a); !strings.Contains(got, "line 10") {
			t.Errorf("the cursor is on %q", got)
		}
		a.press("N", "N")
		a.wantOnScreen("3 of 3")
		a.press("/")
		a.typeText("x") // the text is there to go on with
		a.press("enter")
		a.wantOnScreen("Nothing found in this conversation.")
		a.press("n")
		a.wantOnScreen("Nothing found in this conversation.")
	})
}

// TestOnePaneAtATime: on a narrow terminal enter goes in, esc comes back.
func TestOnePaneAtATime(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 60, 20)
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		a.press("2")
		a.wantOnScreen("CONVERSATIONS")
		a.wantNotOnScreen("Where is my parcel?")
		a.press("enter")
		a.wantOnScreen("Where is my parcel?", "first reply 7 s")
		a.wantNotOnScreen("CONVERSATIONS")
		a.press("k", "enter")
		a.wantOnScreen("#2  chat_finished", `▌          "message": "Let me look."`, ".chat.messages[1].message")
		a.wantNotOnScreen("Let me look. ▕")
		a.press("tab")
		a.wantOnScreen("CONVERSATIONS")
		a.press("shift+tab")
		a.wantOnScreen("#2  chat_finished")
		a.press("esc")
		a.wantOnScreen("Where is my parcel?")
		a.press("esc")
		a.wantOnScreen("CONVERSATIONS")
		for line := range strings.Lines(a.screen()) {
			if w := ansi.StringWidthWc(strings.TrimRight(line, "\n")); w > 60 {
				t.Errorf("%q is %d cells wide", line, w)
			}
		}
	})
}

func TestAClickSelectsAnEntry(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		for n := range 4 {
			a.source.post("/ebbot", saysTo("c-9", n))
		}
		a.follow()
		a.press("2", "enter")
		for y, line := range strings.Split(a.screen(), "\n") {
			if strings.Contains(line, "▏line 2") {
				a.send(tea.MouseClickMsg{X: 70, Y: y, Button: tea.MouseLeft})
			}
		}
		if got := cursorText(a); !strings.Contains(got, "line 2") {
			t.Errorf("the cursor is on %q", got)
		}
	})
}

// TestTheHeadTicks: who waits goes on by itself.
func TestTheHeadTicks(t *testing.T) {
	scenario(t, func(t *testing.T) {
		now := noon.Add(10 * time.Second)
		a := newApp(t, 130, 30, func(o *tui.Options) { o.Now = func() time.Time { return now } })
		a.source.post("/ebbot", saysTo("c-9", 1)) // at 12:00:01
		a.follow()
		now = now.Add(20 * time.Second)
		a.press("2", "enter")
		a.wantOnScreen("waits 29 s")
		now = now.Add(time.Minute)
		a.tick()
		a.wantOnScreen("waits 1 m 29 s")
	})
}
