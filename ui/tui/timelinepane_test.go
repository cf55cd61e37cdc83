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

// TestATimelineIsUpToDateAfterAnotherView: what came while the list of events was
// shown is there when the reader returns.
func TestATimelineIsUpToDateAfterAnotherView(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/ebbot", saysTo("c-9", 1))
		a.follow()
		a.press("2", "enter", "1")
		a.source.post("/ebbot", saysTo("c-9", 2))
		a.follow()
		a.press("2")
		a.wantOnScreen("line 1", "line 2")
	})
}

func TestEventsLeadToTheirEntries(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)                                        // 1
		a.source.post("/jivo", finished)                                        // 2: the transcript
		a.source.post("/jivo", finished)                                        // 3: again
		a.source.post("/hook", `{"a":1}`)                                       // 4: no conversation
		a.source.post("/ebbot", saysTo("c-9", 1))                               // 5
		a.source.post("/ebbot", strings.Replace(saysTo("c-9", 2), "1", "1", 1)) // 6
		a.source.post("/ebbot", saysTo("c-9", 1))                               // 7: again
		a.follow()
		for _, step := range []struct{ up, want string }{
			{"kkkkkk", "took the chat"}, {"kkkkk", "closed · 2 messages"}, {"kkkk", "closed · 2 messages"}, {"kk", "line 1"}, {"k", "line 2"}, {"", "line 1"},
		} {
			a.press("1", "G")
			a.press(strings.Split(step.up, "")...)
			a.press("t")
			if got := cursorText(a); !strings.Contains(got, step.want) {
				t.Errorf("%d up from the end: the cursor is on %q, want %q", len(step.up), got, step.want)
			}
		}
		a.press("1", "G", "k", "k", "k", "t")
		a.wantOnScreen("This event belongs to no conversation.")
	})
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

const deal = `{"event_name":"crm_deal_created","widget_id":"3948","client":{"id":21,"name":"Mira Holm"},"client_id":21,"deal":{"id":5,"title":"Boat"}}`

func TestLinksAreFollowedAndLeadBack(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 100, 30)
		a.source.post("/jivo", deal)
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		a.press("2", "enter", "G", "j")
		a.wantOnScreen("│▌ → jivo:client:21", "the same customer")
		a.press("enter")
		a.wantOnScreen("│ jivo client:21")
		a.wantNotOnScreen("Where is my parcel?")
		a.press("esc")
		a.wantOnScreen("Where is my parcel?", "│▌ → jivo:client:21")
		a.press("esc")
		a.press("j")
		a.wantOnScreen("CONVERSATIONS")
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

// TestLinkToAClientWithoutEvents follows a link to a client of whom the capture holds no
// event: there is nothing to go to, and the reader stays where he is.
func TestLinkToAClientWithoutEvents(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.follow()
		a.press("2", "enter", "G", "j", "enter")
		a.wantOnScreen("The capture holds no event of jivo:client:21 itself.", "took the chat", "│▌ → jivo:client:21")
		a.source.post("/jivo", deal) // now there is
		a.follow()
		a.press("enter")
		a.wantOnScreen("│ jivo client:21")
		a.press("esc")
		a.wantOnScreen("took the chat", "│▌ → jivo:client:21")
	})
}

// TestALongIDGrows lets a chat grow whose id is longer than rows keep.
func TestALongIDGrows(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 20)
		id := strings.Repeat("c-9", 200)
		a.source.post("/ebbot", saysTo(id, 1))
		a.follow()
		a.press("2", "enter")
		a.source.post("/ebbot", saysTo(id, 2))
		a.follow()
		if got := cursorText(a); !strings.Contains(got, "line 2") {
			t.Errorf("the cursor is on %q", got)
		}
	})
}

// rebuilding counts the timelines that are asked for.
type rebuilding struct {
	*memory
	timelines int
}

func (r *rebuilding) Timeline(ctx context.Context, key string) (model.Timeline, error) {
	r.timelines++
	return r.memory.Timeline(ctx, key)
}

// TestALongChatUnderTraffic lets 20 messages of a long chat come one after another: each
// rebuilds it as a whole, so that some gather before. The reader's own keys do not wait.
func TestALongChatUnderTraffic(t *testing.T) {
	scenario(t, func(t *testing.T) {
		source := &rebuilding{memory: newMemory()}
		a := newApp(t, 130, 20)
		a.source = source.memory
		a.model = tui.New(t.Context(), tui.Options{Source: source, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon.Add(time.Hour) }})
		a.send(tea.WindowSizeMsg{Width: 130, Height: 20})
		a.source.post("/ebbot", saysTo("c-1", 1))
		for n := range 1_000 {
			a.source.post("/ebbot", saysTo("c-9", n))
		}
		a.follow()
		a.press("2", "enter")
		source.timelines = 0
		a.source.post("/ebbot", saysTo("c-9", 1_000))
		_, first := a.model.Update(a.model.Arrived())
		for n := range 19 {
			a.source.post("/ebbot", saysTo("c-9", 1_001+n))
			a.model.Update(a.model.Arrived())
		}
		begin := time.Now()
		a.run(first)
		if took := time.Since(begin); source.timelines > 3 || took < 250*time.Millisecond {
			t.Errorf("%d timelines in %v", source.timelines, took)
		}
		a.wantOnScreen("line 1019")
		a.source.post("/ebbot", saysTo("c-9", 2_000))
		a.model.Update(a.model.Arrived()) // begins a timeline that lets a burst gather
		begin = time.Now()
		a.press("esc", "j")
		a.wantOnScreen("ebbot c-1")
		if took := time.Since(begin); took != 0 {
			t.Errorf("another chat after %v", took)
		}
	})
}
