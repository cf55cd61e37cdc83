package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/platform"
	"offhook/ui/tui"
)

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

// unreadable cannot read the first request.
type unreadable struct{ *memory }

func (u unreadable) Load(ctx context.Context, seq uint64) (model.Record, error) {
	if seq == 1 {
		return model.Record{}, errors.New("the disk is gone")
	}
	return u.memory.Load(ctx, seq)
}

// TestOneViewsFailureIsNotTheOthers: a request that the list of events cannot read does
// not take the place of the raw event beside the timeline.
func TestOneViewsFailureIsNotTheOthers(t *testing.T) {
	for steps := range 4 { // what is asked for is numbered in each view
		scenario(t, func(t *testing.T) {
			a := newApp(t, 80, 24)
			a.model = tui.New(t.Context(), tui.Options{Source: unreadable{a.source}, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon.Add(time.Hour) }, Body: platform.Body})
			a.send(tea.WindowSizeMsg{Width: 80, Height: 24})
			a.source.post("/hook", `{"a":1}`)
			for n := range 5 {
				a.source.post("/ebbot", saysTo("c-9", n))
			}
			a.follow()
			a.press("2", "enter", "enter")
			for range steps {
				a.press("O")
			}
			a.wantOnScreen(fmt.Sprintf(`"line %d"`, 4-steps))
			a.press("1", "g", "enter")
			a.wantOnScreen("the disk is gone")
			a.press("2")
			a.wantOnScreen(fmt.Sprintf(`"line %d"`, 4-steps))
		})
	}
}
