package filter

import (
	"math"
	"strings"
	"time"

	"offhook/model"
)

const timeExpected = "a time such as 5m, 18:52, 2026-11-21 or 2026-11-21T18:52"

// moment says which time of a row a term looks at.
type moment uint8

const (
	receivedColumn moment = iota
	occurredColumn
)

// bound is a time in Unix microseconds, or so long before now.
type bound struct {
	micros   int64
	relative bool
}

func (b bound) at(now int64) int64 {
	if b.relative {
		return now - b.micros
	}
	return b.micros
}

var (
	earliest = bound{micros: math.MinInt64}
	latest   = bound{micros: math.MaxInt64}
)

// interval is a range of times with both its ends.
type interval struct{ from, to bound }

// timeTerm is a time within any of several intervals.
type timeTerm struct {
	canonical
	intervals []interval
	column    moment
}

func (t *timeTerm) line(l *model.Line, now int64) Verdict {
	at := l.Received
	if t.column == occurredColumn {
		if at = l.Occurred; at == 0 {
			return No
		}
	}
	for _, i := range t.intervals {
		if at >= i.from.at(now) && at <= i.to.at(now) {
			return Yes
		}
	}
	return No
}

func (t *timeTerm) record(l model.Line, _ *Content, now int64) bool { return t.line(&l, now) == Yes }

func (t *timeTerm) cost() int { return costNumber }

// buildBound builds since: and until:, whose names say the comparison.
func buildBound(op string) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		at, ok := p.time(elements[0].text)
		if !ok {
			return nil, p.badTime(f, elements[0])
		}
		return &timeTerm{canonical: writeTerm(f, elements, alwaysLiteral), intervals: []interval{at.compared(op)}}, nil
	}
}

func buildTime(c moment) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		var intervals []interval
		for _, e := range elements {
			in, err := p.interval(f, e)
			if err != nil {
				return nil, err
			}
			intervals = append(intervals, in)
		}
		return &timeTerm{canonical: writeTerm(f, elements, alwaysLiteral), intervals: intervals, column: c}, nil
	}
}

// interval reads a time or a range of times. A time without seconds stands for the
// whole minute, a date for the whole day.
func (p *parser) interval(f *field, e element) (interval, error) {
	if low, high, isRange := strings.Cut(e.text, ".."); isRange && e.op == "" {
		return p.between(f, e, low, high)
	}
	at, ok := p.time(e.text)
	if !ok {
		return interval{}, p.badTime(f, e)
	}
	if e.op == "" && at.from.relative {
		err := p.badTime(f, e)
		err.Hint = "a duration is a point in time: write >, < or a range"
		return interval{}, err
	}
	return at.compared(e.op), nil
}

// compared returns the times that compare so with the interval.
func (i interval) compared(op string) interval {
	switch op {
	case ">=":
		return interval{i.from, latest}
	case ">":
		return interval{i.to.next(1), latest}
	case "<=":
		return interval{earliest, i.to}
	case "<":
		return interval{earliest, i.from.next(-1)}
	}
	return i
}

func (p *parser) between(f *field, e element, low, high string) (interval, error) {
	result := interval{earliest, latest}
	if low == "" && high == "" {
		return result, p.badTime(f, e)
	}
	if low != "" {
		at, ok := p.time(low)
		if !ok {
			return result, p.badTime(f, e)
		}
		result.from = at.from
	}
	if high != "" {
		at, ok := p.time(high)
		if !ok {
			return result, p.badTime(f, e)
		}
		result.to = at.to
	}
	if now := p.now().UnixMicro(); result.from.at(now) > result.to.at(now) {
		return result, p.fail(e.pos, "%s: nothing lies in %q", f.Name, e.text)
	}
	return result, nil
}

// next moves a bound by microseconds of time.
func (b bound) next(micros int64) bound {
	if b.relative {
		micros = -micros
	}
	b.micros += micros
	return b
}

func (p *parser) badTime(f *field, e element) *SyntaxError {
	return p.fail(e.pos, "%s: expected %s, found %q", f.Name, f.expects, e.op+e.text)
}

// time reads a duration before now, a time of day, a date, or both.
func (p *parser) time(text string) (interval, bool) {
	if d, ok := parseDuration(text); ok {
		p.relative = true
		b := bound{micros: d.Microseconds(), relative: true}
		return interval{b, b}, true
	}
	now := p.now()
	text = strings.ToUpper(text)
	for _, f := range [...]struct {
		layout string
		span   time.Duration // what the last written unit stands for
		clock  bool          // without a date
	}{
		{"2006-01-02", 0, false},
		{"2006-01-02T15:04", time.Minute, false},
		{"2006-01-02 15:04", time.Minute, false},
		{"2006-01-02T15:04:05", time.Second, false},
		{"2006-01-02 15:04:05", time.Second, false},
		{"2006-01-02T15:04Z07:00", time.Minute, false},
		{time.RFC3339, time.Second, false},
		{"15:04", time.Minute, true},
		{"15:04:05", time.Second, true},
	} {
		at, err := time.ParseInLocation(f.layout, text, now.Location())
		if err != nil || at.Year() < 1970 && !f.clock {
			continue
		}
		if f.clock {
			at = lastTimeOfDay(at, now)
		}
		end := at.Add(f.span)
		switch {
		case f.span == 0:
			end = at.AddDate(0, 0, 1)
		case at.Nanosecond() != 0: // a fraction names one instant
			end = at.Add(time.Microsecond)
		}
		return interval{bound{micros: at.UnixMicro()}, bound{micros: end.UnixMicro() - 1}}, true
	}
	return interval{}, false
}

// lastTimeOfDay returns the last time that a clock showed what at shows.
func lastTimeOfDay(at, now time.Time) time.Time {
	y, m, d := now.Date()
	today := time.Date(y, m, d, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), now.Location())
	if today.After(now) {
		return time.Date(y, m, d-1, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), now.Location())
	}
	return today
}
