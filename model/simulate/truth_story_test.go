package simulate_test

import (
	"fmt"
	"strings"
)

// story is a world in words, for a failure.
func (w *world) story(r rebuilt) string {
	var b strings.Builder
	for n, s := range w.scenes {
		fmt.Fprintf(&b, "scene %d: %s %s customer %d %+v\n", n, s.Platform, s.ID, s.Customer.ID, s.Form)
		for i, a := range s.Acts {
			fmt.Fprintf(&b, "  %d: %s deed %d by %s %d %q %s\n", i, a.At.Format("15:04:05.000"), a.Deed, a.By.Role, a.By.ID, a.Text, a.Call.Status)
		}
	}
	for i, t := range w.tellings {
		fmt.Fprintf(&b, "telling %d of scene %d: %s %s live %v listed %v", i, w.of[i], t.At.Format("15:04:05.000"), t.Name, t.Live, t.Listed)
		if i < len(w.fates) {
			fmt.Fprintf(&b, " %+v", w.fates[i])
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "listening %+v\n", w.listening)
	for i, d := range w.deliveries {
		fmt.Fprintf(&b, "#%d: %s telling %d copy %d rewritten %v cut %v status %d", i+1, d.Received.Format("15:04:05.000"), d.Telling, d.Copy, d.Rewritten, d.Cut, d.Status)
		for _, e := range r.events[i] {
			fmt.Fprintf(&b, "  %s %s own %s %v\n", e.Key(), e.Name, e.Occurred.Format("15:04:05.000"), e.Problems)
		}
	}
	for _, key := range r.keys {
		t := r.timeline(key)
		fmt.Fprintf(&b, "%s %s\n", key, t.Status)
		for _, e := range t.Entries {
			fmt.Fprintf(&b, "  %s %v %s %s %q id %q %s %v copies %d %v\n", e.At.Format("15:04:05.000"), e.OwnTime, e.Kind, e.Message.Role, e.Message.Text, e.Message.ID, e.Source, e.Events, e.Copies, e.Flags)
		}
	}
	return b.String()
}
