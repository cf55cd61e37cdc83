package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
	"offhook/ui/tui"
)

const (
	accepted = `{"event_name":"chat_accepted","widget_id":"3948","chat_id":7607,"visitor":{"name":"Mira Holm","number":"21"},"agent":{"id":"7","name":"Anna Berg"}}`
	finished = `{"event_name":"chat_finished","widget_id":"3948","chat_id":7607,"visitor":{"name":"Mira Holm","number":"21"},"agents":[{"id":"7","name":"Anna Berg"}],` +
		`"chat":{"messages":[{"message":"Where is my parcel?","timestamp":1793361900,"type":"visitor"},{"message":"Let me look.","timestamp":1793361907,"type":"agent","agent_id":7}],"rate":null,"blacklisted":false}}`
	userSays = `{"topic":"chat.user.message","botId":"b","data":{"chatId":"c-%d","sender":"user","value":"hello %d","type":"text","id":"m-%d","timestamp":"1793361900000.%03d"},"requestId":"r-%d","timestamp":1793361900000}`
)

func says(n int) string { return fmt.Sprintf(userSays, n%3, n, n, n, n) }

// scenario runs a test in a bubble of its own time, so that what waits for the
// clock takes none. Scenarios are not parallel: chroma's regular expressions have one
// clock a process, which real time sets decades ahead of a bubble's, so that every
// test in real time must come after them. Parallel tests do; -count above 1 does not.
func scenario(t *testing.T, run func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// A minute of the bubble: chroma's regular expressions keep a clock for some seconds.
		t.Cleanup(func() { <-time.After(time.Minute) })
		run(t)
	})
}

func TestEmptyScreenSaysWhatToDoNext(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 100, 24, func(o *tui.Options) { o.Demo = func() error { return nil } })
		a.wantOnScreen("The line is open.", "http://127.0.0.1:4000/jivo", "curl -d", "d starts lifelike traffic", "0 problems")
		a.press("c")
		if !strings.Contains(a.copied, "curl -d") {
			t.Errorf("c copied %q, want the curl line", a.copied)
		}
		a.wantOnScreen("Copied the curl line.")
	})
}

func TestDemoStartsFromTheEmptyScreen(t *testing.T) {
	scenario(t, func(t *testing.T) {
		started := 0
		a := newApp(t, 100, 24, func(o *tui.Options) { o.Demo = func() error { started++; return nil } })
		a.press("d", "d")
		if started != 1 {
			t.Errorf("the demo was started %d times", started)
		}
	})
}

func TestEventsArriveAndAreRead(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		a.wantOnScreen("chat_accepted", "chat_finished", "Anna Berg", "2 events", "following", `"event_name"`, "#2  chat_finished  jivo")
		a.press("k")
		a.wantOnScreen("#1  chat_accepted", "paused")
		a.source.post("/ebbot", says(1))
		a.follow()
		a.wantOnScreen("1 new", "#1  chat_accepted")
		a.press("G")
		a.wantOnScreen("following", "#3  chat.user.message")
	})
}

func TestFilterWorksAsOneTypes(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		for n := range 10 {
			a.source.post("/ebbot", says(n))
		}
		a.follow()
		a.press("f")
		a.typeText("platform:jivo")
		a.wantOnScreen("1 of 11", "chat_accepted")
		a.wantNotOnScreen("chat.user.message")
		a.press("enter")
		a.source.post("/jivo", finished)
		a.source.post("/ebbot", says(11))
		a.follow()
		a.wantOnScreen("2 of 13", "chat_finished")
		a.press("ctrl+l")
		a.wantOnScreen("13", "chat.user.message")
	})
}

// TestFilterKnowsWhatBecameKnownLater: an answer that came after its row was drawn
// counts for a filter that is typed afterwards.
func TestFilterKnowsWhatBecameKnownLater(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.source.post("/ebbot", says(1))
		a.source.log.Update(model.Update{Seq: 2, Reply: 503, Took: 10_000})
		a.follow()
		a.press("f")
		a.typeText("reply:>=500")
		a.wantOnScreen("1 of 2", "chat.user.message")
		a.wantNotOnScreen("chat_accepted  ")
	})
}

func TestBrokenFilterSaysWhereAndChangesNothing(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.follow()
		a.press("f")
		a.typeText("evnt:x")
		a.wantOnScreen("unknown field", "column 1", "did you mean event?", "chat_accepted")
		a.press("enter") // a broken filter cannot be kept
		a.press("esc")
		a.wantOnScreen("f filter")
	})
}

// TestEnterBeforeTheFilterWasChecked types faster than the checks come back: enter
// must keep what was typed, not what was checked last.
func TestEnterBeforeTheFilterWasChecked(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.source.post("/ebbot", says(1))
		a.follow()
		a.press("f")
		a.typeText("platform:") // broken so far
		var checks []tea.Cmd
		for _, r := range "jivo" {
			_, cmd := a.model.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
			checks = append(checks, cmd)
		}
		a.model.Update(keyPress("enter"))
		for _, cmd := range checks {
			a.run(cmd)
		}
		a.wantOnScreen("1 of 2", "F follow")
		a.press("j")
		a.wantOnScreen("1 of 2")
	})
}

func TestTextFilterReadsTheBodies(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		a.press("f")
		a.typeText("parcel")
		a.wantOnScreen("1 of 2", "chat_finished")
	})
}

func TestFromAnEventToItsConversationAndBack(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/jivo", accepted)
		a.source.post("/ebbot", says(1))
		a.source.post("/jivo", finished)
		a.follow()
		a.press("t")
		a.wantOnScreen("CONVERSATIONS", "Where is my parcel?", "Let me look.", "Mira Holm", "closed")
		a.press("enter")
		a.wantOnScreen("#3  chat_finished", `"chat_id"`)
		a.press("esc", "esc", "esc")
		a.wantOnScreen("TIME", "WHAT")
		a.press("O")
		a.wantOnScreen("#1  chat_accepted")
		a.press("o")
		a.wantOnScreen("#3  chat_finished")
	})
}

func TestConversationsGrowWhileTheyAreShown(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 30)
		a.source.post("/ebbot", says(1))
		a.follow()
		a.press("2")
		a.wantOnScreen("c-1", "hello 1")
		a.source.post("/ebbot", says(4))
		a.follow()
		a.wantOnScreen("hello 4")
	})
}

// TestWaitingTimesMoveOn opens the list of a chat that waits: its time must go on
// without any event.
func TestWaitingTimesMoveOn(t *testing.T) {
	scenario(t, func(t *testing.T) {
		now := noon.Add(10 * time.Second)
		a := newApp(t, 130, 30, func(o *tui.Options) { o.Now = func() time.Time { return now } })
		a.source.post("/ebbot", says(1)) // at 12:00:01
		a.follow()
		now = now.Add(20 * time.Second)
		a.press("2")
		a.wantOnScreen("● 29 s")
		now = now.Add(time.Minute)
		a.tick()
		a.wantOnScreen("● 1 m")
	})
}

func TestHealthCountsByPlatform(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 130, 40)
		a.source.post("/jivo", accepted)
		a.source.post("/hook", `{"a":`)
		a.follow()
		a.press("3")
		a.wantOnScreen("HEALTH", "jivo", "unknown", "malformed-json", "2xx", "only this machine reaches")
	})
}

func TestDetailTabs(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 80, 24)
		a.source.post("/jivo", accepted)
		a.follow()
		a.press("enter")
		a.wantOnScreen(`"chat_id"`, "json", "problems 0")
		a.press("]", "]")
		a.wantOnScreen("Content-Type", "application/json", "POST /jivo HTTP/1.1", "conversation", "jivo:7607")
		a.press("]")
		a.wantOnScreen("200 OK", `{"result":"ok"}`)
		a.press("]")
		a.wantOnScreen("Nothing is wrong with this event.")
		a.press("esc")
		a.wantOnScreen("WHAT")
	})
}

func TestNoJSONIsShownRaw(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 80, 24)
		a.source.post("/hook", "plain words")
		a.follow()
		a.press("enter")
		a.wantOnScreen("plain words", "problems")
	})
}

func TestCopies(t *testing.T) {
	for keys, want := range map[string]string{"b": `"chat_accepted"`, "c": "curl -X 'POST'"} {
		t.Run(keys, func(t *testing.T) {
			scenario(t, func(t *testing.T) {
				a := newApp(t, 130, 30)
				a.source.post("/jivo", accepted)
				a.follow()
				a.press("y")
				a.wantOnScreen("copy", "body", "curl")
				a.press(keys)
				if !strings.Contains(a.copied, want) {
					t.Errorf("copied %q, want %q in it", a.copied, want)
				}
			})
		})
	}
}

func TestQuittingAsksAndCtrlCDoesNot(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 80, 24)
		a.press("q")
		a.wantOnScreen("Leave offhook?")
		a.press("n")
		if a.quit {
			t.Fatal("n left the program")
		}
		a.press("q", "y")
		if !a.quit {
			t.Fatal("y did not leave the program")
		}
		b := newApp(t, 80, 24)
		b.press("ctrl+c")
		if !b.quit {
			t.Error("ctrl-c did not leave the program")
		}
	})
}

// TestNoKeyMeansTwoThings looks at every pane: a key may have one meaning there, and
// every binding a word of help.
func TestNoKeyMeansTwoThings(t *testing.T) {
	t.Parallel()
	for pane, bindings := range tui.Bindings() {
		meaning := map[string]string{}
		for _, b := range bindings {
			if b.Help().Desc == "" || b.Help().Key == "" {
				t.Errorf("%s: %v has no help", pane, b.Keys())
			}
			for _, k := range b.Keys() {
				if other, taken := meaning[k]; taken {
					t.Errorf("%s: %q means both %q and %q", pane, k, other, b.Help().Desc)
				}
				meaning[k] = b.Help().Desc
			}
		}
	}
}

func TestScreens(t *testing.T) {
	for _, size := range []struct{ width, height int }{{60, 15}, {80, 24}, {120, 40}, {200, 50}} {
		for view, key := range map[string]string{"events": "1", "conversations": "2", "health": "3", "help": "?"} {
			t.Run(fmt.Sprintf("%dx%d/%s", size.width, size.height, view), func(t *testing.T) {
				scenario(t, func(t *testing.T) {
					a := newApp(t, size.width, size.height)
					a.source.post("/jivo", accepted)
					for n := range 12 {
						a.source.post("/ebbot", says(n))
					}
					a.source.post("/jivo", finished)
					a.source.post("/hook", `{"a":`)
					a.follow()
					a.press(key)
					lines := strings.Split(a.model.View().Content, "\n")
					if len(lines) != size.height {
						t.Errorf("%d lines, want %d", len(lines), size.height)
					}
					for i, line := range lines {
						if got := ansi.StringWidthWc(line); got > size.width {
							t.Errorf("line %d is %d cells wide", i, got)
						}
					}
					golden.RequireEqual(t, []byte(a.screen()+"\n"))
				})
			})
		}
	}
}

// TestResizeStorm draws at every size: nothing may panic or leave the screen.
func TestResizeStorm(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := newApp(t, 80, 24)
		a.source.post("/jivo", accepted)
		a.source.post("/jivo", finished)
		a.follow()
		for _, view := range []string{"1", "2", "3"} {
			a.press(view)
			for width := 1; width < 210; width += 7 {
				for _, height := range []int{1, 2, 3, 8, 24, 60} {
					a.model.Update(tea.WindowSizeMsg{Width: width, Height: height})
					for i, line := range strings.Split(a.model.View().Content, "\n") {
						if got := ansi.StringWidthWc(line); got > width {
							t.Fatalf("view %s at %dx%d: line %d is %d cells wide", view, width, height, i, got)
						}
					}
				}
			}
		}
	})
}
