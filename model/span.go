package model

import (
	"fmt"
	"time"
)

// span says a duration as people do, by its two largest units: "2 min 5 s".
func span(d time.Duration) string {
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return units(d, time.Minute, "min", time.Second, "s")
	case d < 2*day:
		return units(d, time.Hour, "h", time.Minute, "min")
	case d < 2*year:
		return fmt.Sprintf("%d days", int(d/day))
	}
	return fmt.Sprintf("%d years", int(d/year))
}

func units(d, large time.Duration, name string, small time.Duration, rest string) string {
	text := fmt.Sprintf("%d %s", int(d/large), name)
	if n := int(d % large / small); n > 0 {
		text += fmt.Sprintf(" %d %s", n, rest)
	}
	return text
}

// millisSpan is [span] of milliseconds, whatever their sign.
func millisSpan(ms int64) string { return span(time.Duration(max(ms, -ms)) * time.Millisecond) }

// moments says two times so that they can be compared: with their days where these
// differ.
func moments(a, b time.Time) (string, string) {
	a, b = a.UTC(), b.UTC()
	form := "15:04:05"
	if a.Format(time.DateOnly) != b.Format(time.DateOnly) {
		form = time.DateTime
	}
	return a.Format(form), b.Format(form)
}

// ordinal is "1st", "2nd", "3rd", "4th", … "11th".
func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprint(n, ending)
}
