package timeline_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
	"offhook/ui/tui/theme"
)

func TestHeadSaysWhoWaits(t *testing.T) {
	t.Parallel()
	running := story()
	running.Status, running.Closed, running.Channel = model.StatusAssigned, time.Time{}, "Sales"
	running.Times = model.Times{Began: at(0), FirstReply: 7 * time.Second, BotReply: time.Second, LongestWait: 90 * time.Second, Wait: model.Wait{Who: model.RoleCustomer, Since: at(858)}}
	for name, test := range map[string]struct {
		who  model.Role
		now  int
		want []string
	}{
		"customer":       {model.RoleCustomer, 900, []string{"assigned   Nora Quist waits 42 s", "first reply 7 s   bot 1 s   longest wait 1 m 30 s   open 15 m"}},
		"a minute later": {model.RoleCustomer, 960, []string{"Nora Quist waits 1 m 42 s", "bot 1 s   open 16 m"}},
		"agent":          {model.RoleAgent, 900, []string{"Sales\nassigned   waiting for Nora Quist 42 s"}},
	} {
		tl := running
		tl.Wait.Who = test.who
		m := newView(t, tl, 120, 10)
		if !m.Ticks(at(test.now)) {
			t.Errorf("%s: the head stands still", name)
		}
		got := ansi.Strip(strings.Join(m.Head(140, 2, at(test.now)), "\n"))
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, got)
			}
		}
	}
	if newView(t, story(), 120, 10).Ticks(at(900)) {
		t.Error("the head of a closed conversation ticks")
	}
}

// TestFactsLeaveInOrder narrows the head of a running chat: who waits and what is
// missing leave last.
func TestFactsLeaveInOrder(t *testing.T) {
	t.Parallel()
	tl := story()
	tl.Status, tl.Closed, tl.Channel = model.StatusAssigned, time.Time{}, "Sales"
	tl.Times = model.Times{Began: at(0), FirstReply: 7 * time.Second, BotReply: time.Second, LongestWait: 90 * time.Second, Wait: model.Wait{Who: model.RoleCustomer, Since: at(858)}}
	m := newView(t, tl, 200, 10)
	var b strings.Builder
	last := ""
	for width := 200; width >= 10; width-- {
		if line := head(m, width, 1); line != last {
			b.WriteString(line + "\n")
			last = line
		}
	}
	golden.RequireEqual(t, b.String())
}

// TestSeveralMissingAreOneBlock: a run of gaps has one line with a count, and every
// text; without colours too.
func TestSeveralMissingAreOneBlock(t *testing.T) {
	t.Parallel()
	lost := func(s int, role model.Role, name, text string) model.Entry {
		e := said(20, s, role, name, text)
		e.Source, e.Flags, e.Detail = model.FromTranscript, []model.Code{model.Gap}, []string{"only the transcript has this message; it was never delivered"}
		return e
	}
	const c, a = model.RoleCustomer, model.RoleAgent
	tl := model.Timeline{Key: "blinger:9", Entries: []model.Entry{
		said(1, 0, c, "Nora Quist", "Hello"),
		lost(9, c, "Nora Quist", "Is anybody there?"), lost(12, a, "Ilse Brandt", "Yes, how can I help?"), lost(20, c, "Nora Quist", "The lamp flickers."),
		said(5, 31, a, "Ilse Brandt", "Please send it back."),
		lost(40, c, "Nora Quist", "I will."),
	}}
	for name, th := range map[string]theme.Theme{"dark": theme.New(true), "light": theme.New(false), "plain": theme.Plain(), "ascii": theme.Plain().WithASCII(true)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newView(t, tl, 64, 18)
			m.SetTheme(th)
			golden.RequireEqual(t, m.View())
		})
	}
}

func TestHeadOfLinesThatAreMissing(t *testing.T) {
	t.Parallel()
	m := newView(t, model.Timeline{}, 80, 10)
	if got := m.Head(80, 2, at(0)); len(got) != 2 || got[0] != "" {
		t.Errorf("got %q, want two empty lines", got)
	}
}

// TestOldSampleIsNotOpenUntilNow: nothing tells how an old sample that was never closed
// went on, so that it has not been open for years.
func TestOldSampleIsNotOpenUntilNow(t *testing.T) {
	t.Parallel()
	years := 3 * 365 * 24 * time.Hour
	hello := said(1, 0, model.RoleCustomer, "Nora Quist", "Hello")
	hello.Received = hello.At.Add(years)
	tl := model.Timeline{Key: "blinger:9", Status: model.StatusOpen, Times: model.Times{Began: at(0)}, Entries: []model.Entry{hello}}
	m := newView(t, tl, 80, 10)
	got := ansi.Strip(strings.Join(m.Head(80, 2, hello.Received), "\n"))
	if strings.Contains(got, "open 1") {
		t.Errorf("the head counts years:\n%s", got)
	}
	tl.Began, tl.Lasted = time.Time{}, 90*time.Second
	m.SetTimeline(tl)
	if got := ansi.Strip(strings.Join(m.Head(80, 2, hello.Received), "\n")); !strings.Contains(got, "open 1 m 30 s") {
		t.Errorf("the head lacks how long it lasted:\n%s", got)
	}
}
