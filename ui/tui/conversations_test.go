package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui"
)

const saysIn = `{"topic":"chat.%[1]s.message","botId":"b","data":{"chatId":"c-%02[2]d","sender":"%[1]s","value":"%[3]s","type":"text","id":"m-%[4]d","timestamp":"1793361900000.%03[4]d"},"requestId":"r-%[4]d","timestamp":1793361900000}`

// say posts a message of a chat, by a user or an agent.
func (a *app) say(who string, chat int, text string) {
	n := len(a.source.records)
	a.source.post("/ebbot", fmt.Sprintf(saysIn, who, chat, text, n))
}

// forget drops what came before a request, as retention does.
func (s *memory) forget(seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index.Forget(seq)
}

// chats is an app that shows the list of so many conversations; c-00 is the oldest.
func chats(t *testing.T, width, height, n int) *app {
	t.Helper()
	a := newApp(t, width, height)
	for chat := range n {
		a.say("user", chat, fmt.Sprint("hello ", chat))
	}
	a.follow()
	a.press("2")
	return a
}

// place is the line of the screen on which a text stands, -1 when it does not.
func (a *app) place(text string) int {
	for y, line := range strings.Split(a.screen(), "\n") {
		if strings.Contains(line, text) {
			return y
		}
	}
	return -1
}

// first is the first row of the list, without the mark of the selection.
func (a *app) first(line int) string {
	return strings.Join(strings.Fields(strings.Split(a.screen(), "\n")[line])[:3], " ")
}

func (a *app) wantSelected(key string) {
	a.t.Helper()
	if got := a.model.Selected(); got != key {
		a.t.Errorf("%q is selected, want %q:\n%s", got, key, a.screen())
	}
}

// TestReaderKeepsHisPlace reads in the middle of the list while other conversations,
// and at last the selected one, move: the rows under his eyes stay, and so does the
// selection.
func TestReaderKeepsHisPlace(t *testing.T) {
	for order := range 3 {
		for _, filter := range []string{"", "platform:ebbot", `"hello"`} {
			t.Run(fmt.Sprint(order, filter), func(t *testing.T) {
				scenario(t, func(t *testing.T) {
					a := chats(t, 80, 24, 60)
					if filter != "" {
						a.press("f")
						a.typeText(filter)
						a.press("enter")
					}
					for range order {
						a.press("s")
					}
					a.press("g", "pgdown", "pgdown", "k", "k", "k")
					key := a.model.Selected()
					_, id, _ := strings.Cut(key, ":")
					before := a.place("▌")
					for _, chat := range []int{0, 1, 58, 59} { // from one end of the list to the other
						a.say("user", chat, "more")
						a.follow()
					}
					a.wantSelected(key)
					if now := a.place("▌"); now != before || before < 0 || a.place(" "+id+" ") != now {
						t.Errorf("the selected row stood on line %d, now on %d:\n%s", before, now, a.screen())
					}
					if order == 0 { // it moves to the top, the reader does not
						var chat int
						if _, err := fmt.Sscanf(id, "c-%d", &chat); err != nil {
							t.Fatal(err)
						}
						top := a.first(5)
						a.say("user", chat, "and I")
						a.follow()
						a.wantSelected(key)
						if now := a.first(5); now != top {
							t.Errorf("the screen began with %q, now with %q", top, now)
						}
					}
				})
			})
		}
	}
}

func TestTheTopStaysTheTop(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 80, 24, 60)
		a.wantSelected("ebbot:c-59")
		a.say("user", 3, "more")
		a.follow()
		a.wantSelected("ebbot:c-59")
		if a.place("c-03") != 3 || a.place("c-59") != 4 {
			t.Errorf("the newest is not the first:\n%s", a.screen())
		}
	})
}

func TestSelectionGoesWithItsConversation(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 24, 5)
		a.press("G")
		a.wantSelected("ebbot:c-00")
		a.source.forget(3) // takes c-00 and c-01
		a.say("user", 4, "more")
		a.follow()
		a.wantSelected("ebbot:c-02")
	})
}

func TestListReachesItsEnd(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 80, 24, 500)
		a.press("G")
		a.wantSelected("ebbot:c-00")
		a.press("k")
		a.wantSelected("ebbot:c-01")
		a.press("g")
		a.wantSelected("ebbot:c-499")
		a.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 3, Y: 9})
		a.wantSelected("ebbot:c-499")
		a.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: 3, Y: 3})
		a.wantSelected("ebbot:c-496")
	})
}

func TestSorting(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 30, 3)
		a.say("agent", 1, "answered")
		a.source.post("/ebbot", strings.Replace(fmt.Sprintf(saysIn, "user", 1, "thanks", 99), `"botId":"b",`, `"botId":"b"`, 1)) // a comma is missing
		a.say("agent", 1, "with pleasure")
		a.say("user", 2, "still here?")
		a.follow()
		for _, want := range [][3]string{{"by activity", "c-02", "c-01"}, {"by waiting", "c-00", "c-02"}, {"by problems", "c-01", "c-02"}, {"by activity", "c-02", "c-01"}} {
			if a.place(want[0]) != 1 || a.place("ebbot    "+want[1]) != 3 || a.place("ebbot    "+want[2]) != 4 {
				t.Errorf("want %q:\n%s", want, a.screen())
			}
			a.wantSelected("ebbot:c-02")
			a.press("s")
		}
	})
}

// counting counts the pages that are asked for.
type counting struct {
	*memory
	pages int
}

func (c *counting) Conversations(order model.Order, offset, limit int, match func(*model.Summary) bool) ([]model.Summary, int, uint64) {
	if limit > 0 {
		c.pages++
	}
	return c.memory.Conversations(order, offset, limit, match)
}

// TestPagesUnderTraffic lets 20 batches come at once: sorted by waiting, where a page
// costs a look at every conversation, they are few pages, a quarter of a second apart;
// the reader's own keys do not wait.
func TestPagesUnderTraffic(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 80, 24, 60)
		source := &counting{memory: a.source}
		a.model = tui.New(t.Context(), tui.Options{Source: source, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon.Add(time.Hour) }})
		a.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		a.follow()
		a.press("2", "s")
		source.pages = 0
		a.say("user", 0, "more")
		_, first := a.model.Update(a.model.Arrived())
		for n := range 19 {
			a.say("user", n, "more")
			a.model.Update(a.model.Arrived())
		}
		begin := time.Now()
		if source.pages != 0 {
			t.Errorf("%d pages were made by Update", source.pages)
		}
		a.run(first) // it looks at the log once more, too
		if took := time.Since(begin); source.pages < 2 || source.pages > 3 || took < time.Duration(source.pages)*250*time.Millisecond {
			t.Errorf("%d pages in %v", source.pages, took)
		}
		source.pages = 0
		a.say("user", 30, "more")
		a.model.Update(a.model.Arrived()) // begins a page that lets a burst gather, and gives way
		begin = time.Now()
		a.press("s")
		if took := time.Since(begin); source.pages != 1 || took != 0 {
			t.Errorf("after a key: %d pages, the last after %v", source.pages, took)
		}
	})
}

// TestFromAnEventToARowFarDown follows t into a list whose page does not hold the
// conversation.
func TestFromAnEventToARowFarDown(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 30, 300)
		a.press("1", "g", "t")
		a.wantSelected("ebbot:c-00")
		a.wantOnScreen("c-01")
		a.press("1", "2", "f")
		a.typeText(`"hello 299"`)
		a.press("enter", "1", "t")
		a.wantSelected("ebbot:c-00")
		a.wantOnScreen("The filter hides this conversation", "1 of 300")
	})
}

// TestSortingShowsTheFirst sorts while the selection is far down: what the reader sorted
// for is at the top, and selected.
func TestSortingShowsTheFirst(t *testing.T) {
	scenario(t, func(t *testing.T) {
		a := chats(t, 120, 24, 60)
		a.press("s")
		a.wantSelected("ebbot:c-00") // waits longest
		a.press("j", "s")
		a.wantSelected("ebbot:c-59")
	})
}
