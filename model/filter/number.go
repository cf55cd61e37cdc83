package filter

import (
	"math"
	"strconv"
	"strings"
	"time"

	"offhook/model"
)

// number says which number of a row a term looks at.
type number uint8

const (
	replyColumn number = iota
	tookColumn
	sizeColumn
	seqColumn
)

// span is a range of numbers with both its ends.
type span struct{ from, to uint64 }

// numberTerm is a number within any of several spans.
type numberTerm struct {
	canonical
	spans  []span
	column number
}

// parseNumber reads one number; for a class of numbers, such as 2xx, it is a span.
type parseNumber func(text string) (span, bool)

func buildNumber(c number, parse parseNumber) func(*parser, *field, []element) (node, error) {
	return func(p *parser, f *field, elements []element) (node, error) {
		spans, err := p.spans(f, elements, parse)
		if err != nil {
			return nil, err
		}
		return &numberTerm{canonical: writeTerm(f, elements, alwaysLiteral), spans: spans, column: c}, nil
	}
}

// spans reads the values of a field of numbers.
func (p *parser) spans(f *field, elements []element, parse parseNumber) ([]span, error) {
	var spans []span
	for _, e := range elements {
		s, ok := e.span(parse)
		if !ok {
			return nil, p.fail(e.pos, "%s: expected %s, found %q", f.Name, f.expects, e.op+e.text)
		}
		if s.from > s.to {
			return nil, p.fail(e.pos, "%s: nothing lies in %q", f.Name, e.op+e.text)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

func within(spans []span, value uint64) bool {
	for _, s := range spans {
		if value >= s.from && value <= s.to {
			return true
		}
	}
	return false
}

// span returns the numbers that fit the element; from is greater than to when none
// can.
func (e element) span(parse parseNumber) (span, bool) {
	if low, high, isRange := strings.Cut(e.text, ".."); isRange && e.op == "" {
		return spanBetween(low, high, parse)
	}
	s, ok := parse(e.text)
	switch e.op {
	case ">":
		if s.to == math.MaxUint64 {
			return span{1, 0}, ok
		}
		return span{s.to + 1, math.MaxUint64}, ok
	case ">=":
		return span{s.from, math.MaxUint64}, ok
	case "<":
		if s.from == 0 {
			return span{1, 0}, ok
		}
		return span{0, s.from - 1}, ok
	case "<=":
		return span{0, s.to}, ok
	}
	return s, ok
}

// spanBetween reads a range, of which one end may be left out.
func spanBetween(low, high string, parse parseNumber) (span, bool) {
	if low == "" && high == "" {
		return span{}, false
	}
	result := span{0, math.MaxUint64}
	if low != "" {
		s, ok := parse(low)
		if !ok {
			return span{}, false
		}
		result.from = s.from
	}
	if high != "" {
		s, ok := parse(high)
		if !ok {
			return span{}, false
		}
		result.to = s.to
	}
	return result, true
}

func (t *numberTerm) line(l *model.Line, _ int64) Verdict {
	value := l.Seq
	switch t.column {
	case replyColumn:
		value = uint64(l.Reply)
	case tookColumn:
		value = uint64(l.Took)
	case sizeColumn:
		value = uint64(l.Size)
	}
	if l.Reply == 0 && (t.column == replyColumn || t.column == tookColumn) {
		return No
	}
	return verdict(within(t.spans, value))
}

func (t *numberTerm) record(l model.Line, _ *Content, now int64) bool { return t.line(&l, now) == Yes }

func (t *numberTerm) cost() int { return costNumber }

func parseCount(text string) (span, bool) {
	n, err := strconv.ParseUint(text, 10, 64)
	return span{n, n}, err == nil
}

// parseReply reads a status, or a class of them such as 2xx.
func parseReply(text string) (span, bool) {
	if len(text) != 3 || text[0] < '1' || text[0] > '9' {
		return span{}, false
	}
	if strings.EqualFold(text[1:], "xx") {
		from := uint64(text[0]-'0') * 100
		return span{from, from + 99}, true
	}
	return parseCount(text)
}

// parseSize reads bytes.
func parseSize(text string) (span, bool) {
	lower := strings.ToLower(text)
	digits := strings.TrimRight(lower, "kmgib")
	factor := 1.0
	switch lower[len(digits):] {
	case "", "b":
	case "k", "kb":
		factor = 1e3
	case "m", "mb":
		factor = 1e6
	case "g", "gb":
		factor = 1e9
	case "ki", "kib":
		factor = 1 << 10
	case "mi", "mib":
		factor = 1 << 20
	case "gi", "gib":
		factor = 1 << 30
	default:
		return span{}, false
	}
	n, ok := parseDecimal(digits)
	if n = math.Round(n * factor); !ok || n > 1<<60 {
		return span{}, false
	}
	return span{uint64(n), uint64(n)}, true
}

// parseDecimal reads digits with perhaps a fraction, and nothing else that is a
// number elsewhere.
func parseDecimal(text string) (float64, bool) {
	if strings.Trim(text, "0123456789.") != "" || strings.HasPrefix(text, ".") {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// parseTook reads a duration in microseconds, the precision of rows.
func parseTook(text string) (span, bool) {
	d, ok := parseDuration(text)
	n := uint64(d.Microseconds())
	return span{n, n}, ok
}

// parseDuration reads 200ms, 1.5s, 1h30m, 2d, 1w.
func parseDuration(text string) (time.Duration, bool) {
	units := map[string]time.Duration{
		"ns": time.Nanosecond, "us": time.Microsecond, "µs": time.Microsecond, "μs": time.Microsecond, "ms": time.Millisecond,
		"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
	}
	total := 0.0
	rest := strings.ToLower(text)
	for rest != "" {
		end := len(rest) - len(strings.TrimLeft(rest, "0123456789."))
		n, ok := parseDecimal(rest[:end])
		rest = rest[end:]
		end = strings.IndexAny(rest, "0123456789.")
		if end < 0 {
			end = len(rest)
		}
		unit := units[rest[:end]]
		rest = rest[end:]
		if !ok || unit == 0 {
			return 0, false
		}
		total += n * float64(unit)
	}
	return time.Duration(math.Round(total)), text != "" && total < 1<<62
}
