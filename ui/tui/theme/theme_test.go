package theme_test

import (
	"testing"
	"time"

	"offhook/ui/tui/theme"
)

func TestDuration(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{
		"0 ms": 0, "340 ms": 340 * time.Millisecond, "42 s": 42 * time.Second, "4 m 11 s": 251 * time.Second, "5 m": 5 * time.Minute,
		"2 h 5 m": 125 * time.Minute, "2 d 1 h": 49 * time.Hour, "3 d": 75 * time.Hour, "-7 s": -7 * time.Second,
	} {
		if got := theme.Duration(d); got != want {
			t.Errorf("Duration(%v) = %q, want %q", d, got, want)
		}
	}
}
