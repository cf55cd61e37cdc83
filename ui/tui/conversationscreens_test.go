package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"offhook/ui/tui"
)

// desk fills a list with what its columns can show.
func desk(t *testing.T, width, height int, change ...func(*tui.Options)) *app {
	t.Helper()
	a := newApp(t, width, height, change...)
	a.source.post("/jivo", strings.ReplaceAll(accepted, "7607", "7608"))
	a.source.post("/jivo", accepted)
	for n := range 9 {
		a.say("user", n, []string{"Where is my parcel?", "Привет! Когда откроетесь?", "我的包裹在哪里?", "שלום, יש מישהו?", "one more thing 🎁 about the invoice that you sent me on Monday"}[n%5])
	}
	a.say("agent", 2, "Let me look, please wait a moment.")
	a.source.post("/ebbot", strings.Replace(fmt.Sprintf(saysIn, "bot", 4, "Was that helpful?", 40), `"botId":"b",`, `"botId":"b"`, 1))
	a.source.post("/jivo", finished)
	a.source.post("/jivo", finished)
	a.follow()
	a.press("2")
	return a
}

func TestConversationScreens(t *testing.T) {
	plain := func(o *tui.Options) { o.NoColor, o.ASCII = true, true }
	for _, size := range []struct{ width, height int }{{80, 24}, {120, 40}, {200, 60}} {
		for name, keys := range map[string]string{
			"list": "", "maximised": `\`, "waiting": "s", "problems": `s s \`, "filter": `f text:parcel enter`, "typing": `\ f text:`, "nothing": "f nowhere enter", "broken": "f platfrm:jivo", "ascii": `\`,
		} {
			t.Run(fmt.Sprintf("%dx%d/%s", size.width, size.height, name), func(t *testing.T) {
				scenario(t, func(t *testing.T) {
					var change []func(*tui.Options)
					if name == "ascii" {
						change = append(change, plain)
					}
					a := desk(t, size.width, size.height, change...)
					for _, key := range strings.Fields(keys) {
						if len(key) > 1 && key != "enter" {
							a.typeText(key)
							continue
						}
						a.press(key)
					}
					for i, line := range strings.Split(a.model.View().Content, "\n") {
						if got := ansi.StringWidthWc(line); got > size.width {
							t.Errorf("line %d is %d cells wide", i, got)
						}
					}
					// The timeline has screens of its own: of a pane beside it only the list is kept.
					golden.RequireEqual(t, []byte(a.listOnly()))
				})
			})
		}
	}
}

// listOnly is the screen as far as the line that parts the list from the timeline.
func (a *app) listOnly() string {
	lines := strings.Split(a.screen(), "\n")
	divided := strings.Contains(lines[2], "│")
	for i := range lines {
		if before, _, ok := strings.Cut(lines[i], "│"); ok && divided {
			lines[i] = before + "│"
		}
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}
