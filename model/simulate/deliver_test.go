package simulate_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// told are tellings of one second each, with a body of two members.
func told(n int) []simulate.Telling {
	var tellings []simulate.Telling
	for i := range n {
		tellings = append(tellings, simulate.Telling{
			At:   start.Add(time.Duration(i) * time.Second),
			Step: simulate.Step{Platform: "blinger", Path: "/blinger", Body: fmt.Appendf(nil, `{"n":%d,"deep":[{"a":1,"b":"<x>"},12345678901234567890.5]}`, i)},
		})
	}
	return tellings
}

// course is what arrives, in order: the telling, and what was done to it.
func course(deliveries []simulate.Delivery) string {
	text := ""
	for _, d := range deliveries {
		text += fmt.Sprintf("%d", d.Telling)
		if d.Copy > 0 {
			text += "+"
		}
		if d.Rewritten {
			text += "~"
		}
		if d.Cut {
			text += "|"
		}
		text += " "
	}
	return text
}

func TestFates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fates []simulate.Fate
		l     simulate.Listening
		want  string
	}{
		"sound":     {nil, simulate.Listening{}, "0 1 2 3 "},
		"lost":      {[]simulate.Fate{{}, {Lost: true, Again: []simulate.Again{{}}}}, simulate.Listening{}, "0 2 3 "},
		"delayed":   {[]simulate.Fate{{Delay: 2500 * time.Millisecond}}, simulate.Listening{}, "1 2 0 3 "},
		"again":     {[]simulate.Fate{{Again: []simulate.Again{{After: time.Hour}, {After: 1500 * time.Millisecond, Rewritten: true}}}}, simulate.Listening{}, "0 1 0+~ 2 3 0+ "},
		"cut":       {[]simulate.Fate{{}, {Keep: 3, Again: []simulate.Again{{After: 500 * time.Millisecond}}}}, simulate.Listening{}, "0 1| 1+ 2 3 "},
		"mid-chat":  {nil, simulate.Listening{From: start.Add(2 * time.Second)}, "2 3 "},
		"our clock": {nil, simulate.Listening{From: start, Ahead: map[string]time.Duration{"blinger": 2 * time.Second}}, "2 3 "},
	} {
		if got := course(simulate.Deliver(told(4), c.fates, c.l)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOurClockAndTheAnswer(t *testing.T) {
	t.Parallel()
	l := simulate.Listening{Ahead: map[string]time.Duration{"blinger": 3 * time.Minute}}
	d := simulate.Deliver(told(1), []simulate.Fate{{Delay: time.Minute, Refused: true, Keep: 4}}, l)[0]
	if want := start.Add(-2 * time.Minute); !d.Received.Equal(want) || d.Status != 503 {
		t.Errorf("received %s, answered %d", d.Received, d.Status)
	}
	if r := d.Request(); r.Cut != model.CutBySender || string(r.Body) != `{"n"` || r.Size <= 4 || r.Path() != "/blinger" {
		t.Errorf("request %+v", r)
	}
}

func TestARewrittenBodyMeansTheSame(t *testing.T) {
	t.Parallel()
	for _, platform := range simulate.Platforms() {
		for i, step := range simulate.Chat(platform, rng(3), start) {
			again := simulate.Deliver([]simulate.Telling{{Step: step}}, []simulate.Fate{{Again: []simulate.Again{{Rewritten: true}}}}, simulate.Listening{})[1]
			var before, after any
			decode(t, step.Body, &before)
			decode(t, again.Body, &after)
			if string(step.Body) == string(again.Body) || !reflect.DeepEqual(before, after) || !json.Valid(again.Body) {
				t.Errorf("%s, step %d: %s became %s", platform, i, step.Body, again.Body)
			}
		}
	}
}
