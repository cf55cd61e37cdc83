package timeline

import (
	"time"

	"offhook/model"
)

// longAgo is how far two clocks may be apart in one conversation before they tell of
// different things: a test, a replay, an import.
const longAgo = 24 * time.Hour

const dayLayout = "Mon 2 Jan 2006"

// newDay is the date of an entry that begins a day.
func (m *Model) newDay(i int) string {
	day := m.day(i)
	if day == "" {
		return ""
	}
	for before := i - 1; before >= 0; before-- {
		if other := m.day(before); other != "" {
			if other == day {
				return ""
			}
			break
		}
	}
	return day
}

// day is the date of an entry; none for one without a time, or with one of another
// clock.
func (m *Model) day(i int) string {
	at := m.timeline.Entries[i].At
	if at.IsZero() || m.foreign(i) {
		return ""
	}
	return at.In(m.zone).Format(dayLayout)
}

// nearby is how far the neighbours of an entry are looked for.
const nearby = 64

// foreign reports whether an entry has only our time of receipt, among others whose
// own time is another day: days would go back and forth.
func (m *Model) foreign(i int) bool {
	e := &m.timeline.Entries[i]
	if e.OwnTime || e.At.IsZero() {
		return false
	}
	for by := 1; by < nearby; by++ {
		for _, j := range [...]int{i - by, i + by} {
			if j < 0 || j >= len(m.timeline.Entries) {
				continue
			}
			if other := &m.timeline.Entries[j]; other.OwnTime {
				return other.At.Sub(e.At).Abs() > longAgo
			}
		}
	}
	return false
}

// pause is the time since the entry before, 0 when it is not known.
func (m *Model) pause(i int) time.Duration {
	if i == 0 || m.timeline.Entries[i].At.IsZero() || m.timeline.Entries[i-1].At.IsZero() || m.foreign(i) || m.foreign(i-1) {
		return 0
	}
	return m.timeline.Entries[i].At.Sub(m.timeline.Entries[i-1].At)
}

// clock is the time of an entry, with the date where that is not the day's.
func (m *Model) clock(i int) string {
	e := &m.timeline.Entries[i]
	switch {
	case e.At.IsZero():
		return ""
	case m.foreign(i):
		return e.At.In(m.zone).Format("2 Jan 2006 15:04:05")
	}
	return e.At.In(m.zone).Format(time.TimeOnly)
}

// isLate reports whether an entry reached us noticeably after it happened.
func (m *Model) isLate(e *model.Entry) bool {
	return m.receipt(e) != "" && e.Received.Sub(e.At).Abs() <= longAgo
}
