package timeline

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// call tells the course of a call: "callback to +15550100 · started · connected ·
// 2 m 3 s · ended, agent hung up". Its times are ours: a call's steps have no others.
func (m *Model) call(e *model.Entry) string {
	c := e.Call
	title, _, _ := strings.Cut(e.Message.Text, separator)
	if c.Phone != "" && !strings.Contains(title, c.Phone) || title == "" {
		title = strings.TrimSpace(cmp.Or(c.Type, "call") + " " + c.Phone)
	}
	parts := []string{title}
	steps := courseOf(e)
	for _, step := range steps {
		if over(step.Call) {
			if long := talked(steps); long >= time.Second {
				parts = append(parts, theme.Duration(long.Truncate(time.Second)))
			}
		}
		parts = append(parts, stepWords(step.Call))
	}
	if c.Reason != "" {
		parts[len(parts)-1] += ", " + strings.ReplaceAll(c.Reason, "_", " ")
	}
	return strings.Join(parts, separator)
}

var stepOrder = [...]string{"start", "agent_connected", "client_connected", "end", "error"}

func over(step string) bool { return step == "end" || step == "error" }

// courseOf is the steps of a call, each once, in the order of a call.
func courseOf(e *model.Entry) []model.Telling {
	var steps []model.Telling
	for _, t := range e.Told {
		if t.Call != "" && !slices.ContainsFunc(steps, func(s model.Telling) bool { return s.Call == t.Call }) {
			steps = append(steps, t)
		}
	}
	if len(steps) == 0 && e.Call.Status != "" {
		steps = []model.Telling{{Call: e.Call.Status}}
	}
	slices.SortStableFunc(steps, func(a, b model.Telling) int {
		return cmp.Compare(slices.Index(stepOrder[:], a.Call), slices.Index(stepOrder[:], b.Call))
	})
	return steps
}

// talked is the time from the last connection to the end of a call.
func talked(steps []model.Telling) time.Duration {
	var connected time.Time
	for _, s := range steps {
		switch {
		case strings.HasSuffix(s.Call, "connected"):
			connected = s.Received
		case over(s.Call) && !connected.IsZero():
			return s.Received.Sub(connected)
		}
	}
	return 0
}

// stepWords says a step as people do.
func stepWords(step string) string {
	switch step {
	case "start":
		return "started"
	case "end":
		return "ended"
	case "error":
		return "failed"
	}
	return strings.ReplaceAll(step, "_", " ")
}
