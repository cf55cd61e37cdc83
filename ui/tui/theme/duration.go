package theme

import (
	"strconv"
	"time"
)

// Duration is a span of time for people, in at most two units: "340 ms", "42 s",
// "4 m 11 s", "2 h 5 m", "3 d".
func Duration(d time.Duration) string {
	if d < 0 {
		return "-" + Duration(-d)
	}
	switch {
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return count(d, time.Second, "s")
	case d < time.Hour:
		return two(d, time.Minute, "m", time.Second, "s")
	case d < 24*time.Hour:
		return two(d, time.Hour, "h", time.Minute, "m")
	case d < 3*24*time.Hour:
		return two(d, 24*time.Hour, "d", time.Hour, "h")
	}
	return count(d, 24*time.Hour, "d")
}

func count(d, unit time.Duration, name string) string {
	return strconv.FormatInt(int64(d/unit), 10) + " " + name
}

func two(d, large time.Duration, largeName string, small time.Duration, smallName string) string {
	if d%large < small {
		return count(d, large, largeName)
	}
	return count(d, large, largeName) + " " + count(d%large, small, smallName)
}
