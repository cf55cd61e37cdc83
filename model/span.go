package model

import (
	"fmt"
	"time"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// span says a duration as people do, by its two largest units: "2 m 5 s".
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return units(d, time.Minute, "m", time.Second, "s")
	case d < 2*day:
		return units(d, time.Hour, "h", time.Minute, "m")
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

// millisSpan is [span] of milliseconds, whatever their sign. A payload may name times
// that are further apart than a duration can be.
func millisSpan(ms int64) string {
	ms = magnitude(ms)
	if years := ms / year.Milliseconds(); years >= 2 {
		return fmt.Sprintf("%d years", years)
	}
	return span(duration(ms))
}

// roundSpan is [millisSpan] to the second.
func roundSpan(ms int64) string { return millisSpan((magnitude(ms) + 500) / 1000 * 1000) }

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
