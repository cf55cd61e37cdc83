package filter_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/filter"
)

// TestMatches says of each expression which of the three events it chooses: q the
// question, c the closing, n nothing.
func TestMatches(t *testing.T) {
	t.Parallel()
	for _, group := range [][][2]string{fieldCases, numberCases, timeCases, textCases, pathCases, logicCases} {
		for _, c := range group {
			t.Run(c[0], func(t *testing.T) {
				t.Parallel()
				e := parse(t, c[0])
				if got := chosen(e); got != c[1] {
					t.Errorf("%s chooses %q, want %q", e, got, c[1])
				}
				if again := parse(t, e.String()); again.String() != e.String() || chosen(again) != c[1] {
					t.Errorf("written as %s it chooses %q as %s", e, chosen(again), again)
				}
			})
		}
	}
}

func chosen(e *filter.Expr) string {
	var b strings.Builder
	for _, record := range []struct {
		name   string
		record *model.Record
		event  int
	}{{"q", question(), 0}, {"c", closing(), 0}, {"n", nothing(), 1}} {
		line := lineOf(record.record, record.event)
		yes := e.Record(line, filter.NewContent(record.record, nil))
		if v := e.Line(line); v != filter.Undecided && yes != (v == filter.Yes) {
			return fmt.Sprintf("the row says %v and the record %v", v, yes)
		}
		if yes {
			b.WriteString(record.name)
		}
	}
	return b.String()
}

var fieldCases = [][2]string{
	{"", "qcn"}, {"  ", "qcn"},
	{"platform:jivo", "q"}, {"platform:JIVO", "q"}, {"platform:jiv", ""}, {"platform:ji*", "q"}, {"platform:jivo,acquire", "qc"}, {"platform=jivo", "q"}, {"platform:=jivo", "q"},
	{"platform!=jivo", "cn"}, {"platform:!=jivo,unknown", "c"}, {`platform:"jivo","acquire"`, "qc"}, {"PLATFORM:jivo", "q"}, {`platform:"j*"`, ""}, {"platform:*", "qcn"},
	{"source:shop", "q"}, {"source:depot", "n"}, {"source:*", "qn"}, {"source:shop,DEPOT", "qn"},
	{"event:client_message", "q"}, {"event:client", ""}, {"event:client_*", "q"}, {"event:CLIENT_?essage", "q"}, {`event:"case New"`, "c"}, {"event:*_*_*", ""}, {"event:*e*", "qc"},
	{"kind:message", "q"}, {"kind:Message,transcript", "qc"}, {"kind:unknown", "n"}, {`kind:"message"`, "q"},
	{"from:customer", "q"}, {"role:system", "c"}, {"from:customer,system", "qc"},
	{"customer:john", "q"}, {"customer:JOHN", ""}, {"customer:John", "q"}, {`customer:"n w"`, "q"}, {"customer:481", "q"}, {"customer:jo*", "q"}, {"customer:jo", "q"}, {"customer:*jo", ""}, {"customer:*", "q"},
	{"agent:ганна", "q"}, {"agent:ГАННА", ""}, {"agent:ганн?", "q"}, {"agent:22", "q"},
	{"channel:telegram", "q"}, {"channel:tele", "q"}, {"channel:tele?ram*", "q"}, {"channel:tele*m", ""}, {"channel:vk,bot", "q"},
	{"conv:7607", "q"}, {"conv:jivo@shop:7607", "q"}, {"conv:jivo:7607", ""}, {"conv:760", ""}, {"conv:76*", "q"}, {"conversation:client:1217", "c"}, {"conv:acquire:client:1217", "c"}, {"conv:1217,7607", "q"},
	{"status:open", "q"}, {"status:closed,open", "qc"}, {"status:queued", ""},
	{"problem:duplicate", "q"}, {"problem:signature-*", "c"}, {"problem:gap", ""}, {"problem:duplicate,signature-mismatch", "qc"}, {"problem:Duplicate", "q"},
	{"has:problem", "qc"}, {"has:fault", "c"}, {"has:reply", "qn"}, {"has:time", "q"}, {"has:status", "qc"}, {"has:conv", "qc"}, {"has:channel", "q"}, {"has:customer", "q"}, {"has:agent", "q"},
	{"has:body", "qcn"}, {"has:source", "qn"}, {"has:message", "qc"}, {"has:file", "q"}, {"has:call", "n"}, {"has:delivery", "c"}, {"has:call,fault", "cn"}, {"-has:message", "n"},
}

var numberCases = [][2]string{
	{"reply:502", "q"}, {"reply:>=500", "q"}, {"reply>=500", "q"}, {"reply:5xx", "q"}, {"reply:2XX", "n"}, {"reply:>2xx", "q"}, {"reply:<=2xx", "n"}, {"reply:400..599", "q"}, {"reply:2xx..4xx", "n"},
	{"reply:204,502", "qn"}, {"reply:!=204", "qc"}, {"reply:<600", "qn"}, {"reply:<300,>500", "qn"}, {`reply:"502"`, "q"},
	{"took:>200ms", "q"}, {"took:<1ms", "n"}, {"took:1.5s", "q"}, {"took:180us", "n"}, {"took:180µs", "n"}, {"took:1s..2s", "q"}, {"took:..1s", "n"}, {"took:>=1s500ms", "q"},
	{"size:>10k", "q"}, {"size:12k", "q"}, {"size:>11KiB", "q"}, {"size:>12KiB", ""}, {"size:11..17", "cn"}, {"size:0.012M", "q"}, {"size<1k", "cn"}, {"size:<=11B", "n"},
	{"seq:120", "q"}, {"seq:>120", "cn"}, {"seq:121..", "cn"}, {"seq:..121", "qc"}, {"seq:120,122", "qn"}, {"seq!=120", "cn"}, {"seq:>18446744073709551614", ""},
}

var timeCases = [][2]string{
	{"since:5m", "q"}, {"since:3m", ""}, {"since:1d", "qcn"}, {"since:2h", "qc"}, {"since:1h59m", "q"}, {"until:5m", "cn"}, {"since:1w until:1h", "cn"},
	{"since:18:00", "q"}, {"since:18:48", "q"}, {"since:18:48:31", ""}, {"since:19:00", "qcn"[:2]}, {"until:18:48", "qcn"}, {"until:18:47", "cn"},
	{"since:2026-11-21", "qc"}, {"until:2026-11-20", "n"}, {"until:2026-11-21", "qcn"}, {"since:2026-11-21T18:48", "q"}, {`since:"2026-11-21 18:48"`, "q"}, {"since:2026-11-21T16:48:00Z", "q"}, {"since:2026-11-21T16:49z", ""},
	{"received:2026-11-21", "qc"}, {"received:2026-11-20,18:48", "qn"}, {"received:>2026-11-20", "qc"}, {"received:<2026-11-21", "n"}, {"received:16:52..18:00", "c"}, {"received:3h..1h", "c"}, {"received:>5m", "q"},
	{"occurred:2026-11-20", "q"}, {"occurred:<2026-11-21", "q"}, {"occurred:>1w", "q"}, {"occurred:2026-11-20T16:52:30", "q"}, {"occurred:2026-11-20T16:52:30.5", ""},
}

var textCases = [][2]string{
	{"заказ", "q"}, {"ГДЕ", ""}, {"где", "q"}, {"Где", "q"}, {`"где заказ"`, "q"}, {`'где заказ'`, "q"}, {"4711", "q"}, {"plain", "n"}, {"Plain", ""}, {`"plain words"`, "n"}, {"thanks", "c"},
	{"visitor", "c"}, {"part", "n"}, {`"first part"`, ""}, {`"second part"`, "n"}, {`"odd key"`, "q"}, {`"\"n\":2"`, "c"}, {`"\u0433де"`, "q"}, {`\u0433`, "q"},
	{"http://x", ""}, {"12:30", ""}, {"don't", ""}, {"a=b", ""}, {"...", ""},
	{`text:"open until"`, "c"}, {"text:plain", ""}, {"text:/^thanks$/", "c"}, {"text:/^THANKS$/", ""}, {"text:/^THANKS$/i", "c"}, {`text:/\d{4}\?$/`, "q"}, {`text:/\S+ A/`, ""}, {"text:!=thanks", "qn"},
	{"body:plain", "n"}, {"body:thanks", ""}, {`body:/"n": *2/`, "c"}, {`body:/x\/y|plain w/`, "n"}, {"body:/PLAIN/", ""}, {"body:/[A-Z]/", "q"}, {`body:/\p{Lu}|\PL/`, "qcn"}, {"-body:/ords$/", "qc"},
}

var pathCases = [][2]string{
	{".id=3599", "q"}, {`.id="3599"`, "q"}, {".id=3599.0", "q"}, {".id:3599", "q"}, {".id==3599", "q"}, {".id=359", ""}, {".id>3598", "q"}, {".id>=3600", ""}, {".id<4e3", "q"}, {".price=12.50", "q"}, {".price<=12.5", "q"}, {".price>12.5", ""},
	{".big=12345678901234567891", "q"}, {".big=12345678901234567890", ""}, {".big>12345678901234567890", "q"},
	{".name=zoё", "q"}, {".name=Zoё", "q"}, {".name=ZOё", ""}, {".name=zo", ""}, {".name~zo", "q"}, {".name~/^z.{2}$/", "q"}, {".name~/^Q/i", ""}, {".name!=zoё", "cn"}, {".name!=zoё .name", ""},
	{".on>2026-11-19", "q"}, {`.on<"2026-11-20"`, ""}, {`.on<="2026-11-20"`, "q"}, {".on>5", ""},
	{".draft=false", "q"}, {".draft=true", ""}, {".gone=null", "q"}, {".gone", "q"}, {".draft", "q"}, {".missing", ""}, {"-.id", "cn"},
	{".tags[0]=vip", "q"}, {".tags[1]=vip", ""}, {".tags[]=new", "q"}, {".tags.1=New", "q"}, {".tags[9]", ""}, {".tags=vip", ""}, {".tags~vip", "q"},
	{`."odd key"`, "q"}, {`.["odd key"]["a.b"][1].c=y`, "q"}, {`."odd key"."a.b"[].c=x`, "q"}, {`.'odd key'.[].[].c=x`, "q"}, {`."odd key"."a.b"[].c=z`, ""},
	{".[1].n=2", "c"}, {".[].n>1", "c"}, {".[].n>2", ""}, {".[]", "qc"}, {".[0]", "c"}, {`."\u0069d"`, "q"},
}

var logicCases = [][2]string{
	{"-platform:jivo", "cn"}, {"!platform:jivo", "cn"}, {"not platform:jivo", "cn"}, {"NOT platform:jivo", "cn"}, {"--platform:jivo", "q"}, {"not -platform:jivo", "q"}, {"not(platform:jivo)", "cn"},
	{"platform:jivo or seq:122", "qn"}, {"platform:jivo OR seq:122", "qn"}, {"platform:jivo | seq:122", "qn"}, {"platform:jivo||seq:122", "qn"},
	{"has:problem and has:reply", "q"}, {"has:problem has:reply", "q"}, {"has:problem&has:reply", "q"}, {"has:problem && has:reply", "q"},
	{"seq:120 or seq:121 has:reply", "q"}, {"(seq:120 or seq:121) has:reply", "q"}, {"seq:121 has:reply or seq:121", "c"}, {"seq:122 or seq:120 has:reply", "qn"}, {"-seq:120 seq:121 or seq:120", "qc"},
	{"-(seq:120 or seq:121)", "n"}, {"-(seq:120 has:reply)", "cn"}, {"((seq:120))", "q"}, {"thanks or plain", "cn"}, {"-thanks -plain", "q"}, {"-(thanks or plain)", "q"},
	{`"or"`, "cn"}, {"order", ""}, {"(thanks)", "c"}, {"-plain platform:unknown", ""}, {"plain platform:unknown", "n"},
}

// TestCutSnippet has texts that are longer than a row keeps.
func TestCutSnippet(t *testing.T) {
	t.Parallel()
	record := question()
	record.Events[0].Messages[0].Text = strings.Repeat("ж", 60) + " the end"
	for src, want := range map[string]bool{"text:end": true, "text:/ж$/": false, "text:/^ж+$/": false, "text:/end$/": true, "-text:/ж$/": true} {
		e := parse(t, src)
		if got := matches(e, record, 0); got != want {
			t.Errorf("%s: got %v", src, got)
		}
		if v := e.Line(lineOf(record, 0)); v != filter.Undecided {
			t.Errorf("%s: the row says %v", src, v)
		}
	}
}

// TestFieldsDecideEarly has a body term beside a field that decides without it.
func TestFieldsDecideEarly(t *testing.T) {
	t.Parallel()
	line := lineOf(question(), 0)
	for src, want := range map[string]filter.Verdict{
		"body:x platform:acquire":         filter.No,
		"body:x platform:jivo":            filter.Undecided,
		"body:x or platform:jivo":         filter.Yes,
		"body:x or platform:acquire":      filter.Undecided,
		"-(body:x platform:acquire)":      filter.Yes,
		"-(.a or reply:502)":              filter.No,
		"заказ":                           filter.Yes,
		"nowhere":                         filter.Undecided,
		"-заказ":                          filter.No,
		"has:message":                     filter.Yes,
		"(body:x or seq:1) (.a or seq:2)": filter.Undecided,
	} {
		e := parse(t, src)
		if got := e.Line(line); got != want {
			t.Errorf("%s: got %v, want %v", src, got, want)
		}
		if got := e.NeedsContent(); !got {
			t.Errorf("%s: needs no content", src)
		}
	}
	if parse(t, "platform:jivo -customer:x since:5m (conv:1 or seq:>5)").NeedsContent() {
		t.Error("fields of the row need content")
	}
}

// TestDurationsMove keeps an expression while its clock goes on.
func TestDurationsMove(t *testing.T) {
	t.Parallel()
	now := present()
	e, err := filter.Parse("since:5m", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	line := lineOf(question(), 0)
	before := e.Line(line)
	now = now.Add(2 * time.Minute)
	if after := e.Line(line); before != filter.Yes || after != filter.No {
		t.Errorf("first %v, two minutes later %v", before, after)
	}
}

func TestZeroValue(t *testing.T) {
	t.Parallel()
	for _, e := range []*filter.Expr{nil, {}} {
		line := lineOf(question(), 0)
		if e.Line(line) != filter.Yes || !e.Record(line, nil) || e.String() != "" || e.NeedsContent() {
			t.Error("it does not match everything")
		}
	}
}

// TestNoContent asks for contents where there are none, as of a request that
// retention has taken meanwhile.
func TestNoContent(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"nowhere", "text:nowhere", "body:/x/", ".id", "has:delivery", "has:call"} {
		if parse(t, src).Record(lineOf(question(), 0), nil) {
			t.Errorf("%s matches", src)
		}
	}
}

// TestBodyIsDecodedOnce has several terms look into one body.
func TestBodyIsDecodedOnce(t *testing.T) {
	t.Parallel()
	record, calls := question(), 0
	content := filter.NewContent(record, func(r *model.Request) []byte {
		calls++
		return []byte(`{"decoded":true}`)
	})
	if !parse(t, ".decoded=true body:decoded -body:3599").Record(lineOf(record, 0), content) || calls != 1 {
		t.Errorf("decoded %d times", calls)
	}
}
