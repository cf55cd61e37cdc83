package filter_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
	"offhook/model/filter"
)

// words are few, so that expressions and records meet.
var words = []string{"ann", "Ann", "жук", "ЖУК", "a:b", "x y", "7607", "", "client:7", `q"\`, "Kelvin", strings.Repeat("long ", 30)}

var wordOf = shared(rapid.SampledFrom(words))

// shared names a generator before tests that run side by side use it: rapid does so
// when it is first part of a slice, without a lock.
func shared[V any](g *rapid.Generator[V]) *rapid.Generator[V] {
	_ = g.String()
	return g
}

// valueOf draws a value that stands in quotes or is a pattern.
var valueOf = shared(rapid.Custom(func(t *rapid.T) string {
	if rapid.Bool().Draw(t, "pattern") {
		return rapid.SampledFrom([]string{"*", "a*", "?nn", "*ж*", "Ж*", "76??", "*:*"}).Draw(t, "glob")
	}
	word := rapid.SampledFrom(words[:len(words)-1]).Filter(func(s string) bool { return s != "" }).Draw(t, "value")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word) + `"`
}))

var termOf = shared(rapid.Custom(func(t *rapid.T) string {
	ordered := []string{"seq:>3", "seq:2..4", "reply:2xx", "reply:>=300", "took:>1ms", "size:<40", "since:1h", "until:30m", "received:2h..10m", "occurred:>1d", "occurred:2026-11-21"}
	listed := []string{"kind:message,note", "kind:transcript", "from:agent,customer", "status:closed", "problem:gap,dup*", "text:/n$/", "text:/^a/", "body:/\\d/", ".a", ".a=ann", ".a>5", ".b[].c~жук", ".b[0].c!=7607", `.a="7607"`}
	for _, f := range filter.Fields() {
		if f.Name == "has" {
			for _, v := range f.Values {
				listed = append(listed, "has:"+v)
			}
		}
	}
	named := []string{"platform:", "source:", "event:", "customer:", "agent:", "channel:", "conv:"}
	switch rapid.IntRange(0, 4).Draw(t, "sort") {
	case 0:
		return rapid.SampledFrom(ordered).Draw(t, "term")
	case 1, 2:
		return rapid.SampledFrom(listed).Draw(t, "term")
	case 3:
		return rapid.SampledFrom(named).Draw(t, "name") + strings.Join(rapid.SliceOfN(valueOf, 1, 3).Draw(t, "values"), ",")
	}
	scope := rapid.SampledFrom([]string{"", "text:", "body:"}).Draw(t, "scope")
	return scope + valueOf.Filter(func(s string) bool { return s[0] == '"' }).Draw(t, "text")
}))

// expressionOf draws the text of an expression.
func expressionOf(depth int) *rapid.Generator[string] {
	if depth == 0 {
		return termOf
	}
	return joined(expressionOf(depth - 1))
}

func joined(part *rapid.Generator[string]) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(part, 1, 3).Draw(t, "parts")
		for i := range parts {
			prefix := rapid.SampledFrom([]string{"", "", "", "-", "not "}).Draw(t, "prefix")
			parts[i] = prefix + "(" + parts[i] + ")"
		}
		return strings.Join(parts, rapid.SampledFrom([]string{" ", " or ", " and ", " | ", "&&"}).Draw(t, "operator"))
	})
}

var personOf = shared(rapid.Custom(func(t *rapid.T) model.Person {
	return model.Person{ID: wordOf.Draw(t, "id"), Name: wordOf.Draw(t, "name")}
}))

var eventOf = shared(rapid.Custom(func(t *rapid.T) model.Event {
	e := model.Event{
		Platform: rapid.SampledFrom([]string{"jivo", "ann", "unknown"}).Draw(t, "platform"), Source: rapid.SampledFrom([]string{"", "", "ann", "a:b"}).Draw(t, "source"),
		Name: wordOf.Draw(t, "event"), Conversation: wordOf.Draw(t, "conversation"), Channel: wordOf.Draw(t, "channel"),
		Kind: model.Kind(rapid.IntRange(0, len(model.Kinds())-1).Draw(t, "kind")), Status: model.Status(rapid.IntRange(0, 6).Draw(t, "status")),
		Actor: model.Person{Role: model.Role(rapid.IntRange(0, 4).Draw(t, "role"))}, Customer: personOf.Draw(t, "customer"), Agent: personOf.Draw(t, "agent"),
		Detail: wordOf.Draw(t, "detail"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "messages") {
		e.Messages = append(e.Messages, model.Message{Text: wordOf.Draw(t, "text") + wordOf.Draw(t, "more")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "problems") {
		e.Problems = append(e.Problems, model.Problem{Code: model.Code(rapid.IntRange(0, len(model.Codes())-1).Draw(t, "code")), Detail: wordOf.Draw(t, "problem")})
	}
	if rapid.Bool().Draw(t, "call") {
		e.Call = &model.Call{}
	}
	if rapid.Bool().Draw(t, "timed") {
		e.Occurred = present().Add(-time.Duration(rapid.IntRange(0, 50).Draw(t, "hours")) * time.Hour)
	}
	return e
}))

var bodies = []string{"", "ann", "{}", `{"a":"Ann"}`, `{"a":7607,"b":[{"c":"ЖУК"},{"c":7607}]}`, `{"a":null,"b":[]}`, "[1,2", "x y"}

var recordOf = shared(rapid.Custom(func(t *rapid.T) *model.Record {
	body := rapid.SampledFrom(bodies).Draw(t, "body")
	record := &model.Record{
		Request: model.Request{Seq: rapid.Uint64Range(1, 6).Draw(t, "seq"), Received: present().Add(-time.Duration(rapid.IntRange(0, 200).Draw(t, "minutes")) * time.Minute), Body: []byte(body), Size: int64(len(body))},
		Events:  rapid.SliceOfN(eventOf, 1, 2).Draw(t, "events"),
	}
	if len(record.Events) > 1 {
		record.Events[0].Part, record.Events[1].Part = 1, 2
	}
	if rapid.Bool().Draw(t, "replied") {
		record.Reply = &model.Reply{Status: rapid.SampledFrom([]int{200, 204, 404, 500}).Draw(t, "status"), Took: time.Duration(rapid.IntRange(0, 5000).Draw(t, "took")) * time.Microsecond}
	}
	return record
}))

// TestRowsNeverContradict is what two-stage evaluation rests on.
func TestRowsNeverContradict(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := expressionOf(2).Draw(t, "expression")
		e, err := filter.Parse(src, present)
		if err != nil {
			t.Fatalf("Parse(%q): %v", src, err)
		}
		record := recordOf.Draw(t, "record")
		content := filter.NewContent(record, nil)
		for i := range record.Events {
			line := lineOf(record, i)
			row, whole := e.Line(line), e.Record(line, content)
			if row != filter.Undecided && whole != (row == filter.Yes) {
				t.Fatalf("%s: the row says %v, the record %v", e, row, whole)
			}
			if row == filter.Undecided && !e.NeedsContent() {
				t.Fatalf("%s: undecided without a need for content", e)
			}
		}
	})
}

// TestWrittenMeansTheSame reads an expression again from its canonical text.
func TestWrittenMeansTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := expressionOf(2).Draw(t, "expression")
		e, err := filter.Parse(src, present)
		if err != nil {
			t.Fatalf("Parse(%q): %v", src, err)
		}
		again, err := filter.Parse(e.String(), present)
		if err != nil || again.String() != e.String() {
			t.Fatalf("%s: again %s, %v", e, again, err)
		}
		record := recordOf.Draw(t, "record")
		line := lineOf(record, 0)
		if a, b := e.Record(line, filter.NewContent(record, nil)), again.Record(line, filter.NewContent(record, nil)); a != b || e.Line(line) != again.Line(line) {
			t.Fatalf("%q says %v, %s says %v", src, a, e, b)
		}
	})
}

// TestLogic compares the connectives with those of Go.
func TestLogic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := expressionOf(1).Draw(t, "a"), expressionOf(1).Draw(t, "b")
		record := recordOf.Draw(t, "record")
		line := lineOf(record, 0)
		says := func(src string) bool {
			e, err := filter.Parse(src, present)
			if err != nil {
				t.Fatalf("Parse(%q): %v", src, err)
			}
			return e.Record(line, filter.NewContent(record, nil))
		}
		x, y := says(a), says(b)
		got := []bool{says("(" + a + ") (" + b + ")"), says("(" + a + ") or (" + b + ")"), says("-(" + a + ")")}
		if want := []bool{x && y, x || y, !x}; !slices.Equal(got, want) {
			t.Fatalf("a %v, b %v: and, or, not are %v", x, y, got)
		}
	})
}

// FuzzParse sees to it that whatever parses can be written and read again.
func FuzzParse(f *testing.F) {
	for _, group := range [][][2]string{fieldCases, numberCases, timeCases, textCases, pathCases, logicCases, ownCases} {
		for _, c := range group {
			f.Add(c[0])
		}
	}
	for _, src := range []string{`customer:"john`, "a or", "((", `x "\u12"`, `.a["b`, "text:/a", "-", "seq:>", "\xff", ".a~/(/", "K:ſ", "waiting:5m", "conv.status:", "conv.x:1", "has:waiting,waiting", "waiting:>1m waiting:>2m waiting:>3m waiting:>4m waiting:>5m waiting:>6m waiting:>7m"} {
		f.Add(src)
	}
	record := question()
	line := lineOf(record, 0)
	f.Fuzz(func(t *testing.T, src string) {
		e, err := filter.Parse(src, present)
		if err != nil {
			return
		}
		again, err := filter.Parse(e.String(), present)
		if err != nil || again.String() != e.String() {
			t.Fatalf("%q is written %q, and that again %q, %v", src, e, again, err)
		}
		row, whole := e.Line(line), e.Record(line, filter.NewContent(record, nil))
		if row != filter.Undecided && whole != (row == filter.Yes) {
			t.Fatalf("%q: the row says %v, the record %v", src, row, whole)
		}
		in, with := e.LineIn(line, lookup), e.Record(line, filter.NewContent(record, nil).WithConversations(lookup))
		if in != filter.Undecided && with != (in == filter.Yes) || again.LineIn(line, lookup) != in {
			t.Fatalf("%q: with its conversation the row says %v, the record %v, and %q %v", src, in, with, e, again.LineIn(line, lookup))
		}
		if again.Line(line) != row || again.Record(line, filter.NewContent(record, nil)) != whole {
			t.Fatalf("%q and %q differ", src, e)
		}
	})
}
