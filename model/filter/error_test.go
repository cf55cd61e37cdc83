package filter_test

import (
	"errors"
	"strings"
	"testing"

	"offhook/model/filter"
)

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{"evnt:x", `unknown field "evnt" at column 1; did you mean event?`},
		{"platform:jivo (Kined:x)", `unknown field "Kined" at column 16; did you mean kind?`},
		{"jivo:7607", `unknown field "jivo" at column 1; put text that has a colon in quotes`},
		{"заказ пол:1", `unknown field "пол" at column 7; put text that has a colon in quotes`},
		{"kind:mesage", `unknown kind "mesage" at column 6; did you mean message?`},
		{"from:agent,botx", `unknown role "botx" at column 12; did you mean bot?`},
		{"status:finished", `unknown status "finished" at column 8; known are open, pending, queued, assigned, snoozed, closed`},
		{"problem:dupe", `unknown problem "dupe" at column 9`},
		{"problem:zzz*", `no problem fits "zzz*" at column 9`},
		{"has:problems", `unknown thing "problems" at column 5; did you mean problem?`},
		{`customer:"john`, `unclosed quote at column 10`},
		{`"where`, `unclosed quote at column 1`},
		{`"where\`, `unclosed quote at column 1`},
		{`x "a\d"`, `unknown escape at column 5; write \\ for a backslash`},
		{`"a"b`, `expected a space after the closing quote at column 4`},
		{`customer:"a"b`, `expected a space after the value at column 13`},
		{`""`, `expected a text between the quotes at column 1`},
		{"(a or b", `unclosed parenthesis at column 1`},
		{"a (b", `unclosed parenthesis at column 3`},
		{"a) b", `unexpected ")" at column 2`},
		{"()", `expected a term before ")" at column 2`},
		{"a or", `expected a term at column 5`},
		{"or a", `expected a term before "or" at column 1`},
		{"a and or b", `expected a term before "or" at column 7`},
		{"a | | b", `expected a term before "|" at column 5`},
		{"not", `expected a term at column 4`},
		{"a -", `expected a term right after "-" at column 3`},
		{"- a", `expected a term right after "-" at column 1`},
		{"seq > 5", `unexpected ">" at column 5; write operators without spaces`},
		{"seq >5", `unexpected ">" at column 5; write operators without spaces around them, and text in quotes`},
		{"body:/a(/", "bad regular expression: missing closing ): `a(` at column 6"},
		{"text:/abc", `unclosed regular expression: expected a closing / at column 6`},
		{"text://", `expected a regular expression between the slashes at column 6`},
		{"text:/a/x", `expected a space after the value at column 9`},
		{".a~/(/", "bad regular expression: missing closing ): `(` at column 4"},
		{"reply:20", `reply: expected a status such as 200, 2xx, >=500 or 400..499, found "20" at column 7`},
		{"seq:x", `seq: expected a number such as 12, >100 or 100..200, found "x" at column 5`},
		{"seq:5..", ``},
		{"seq:..", `seq: expected a number such as 12, >100 or 100..200, found ".." at column 5`},
		{"seq:200..100", `seq: nothing lies in "200..100" at column 5`},
		{"took:>200", `took: expected a duration such as >200ms or 1s..2s, found ">200" at column 6`},
		{"size:>10x", `size: expected a size such as >10k or 1KiB..1MiB, found ">10x" at column 6`},
		{"since:5x", `since: expected a time such as 5m, 18:52, 2026-11-21 or 2026-11-21T18:52, found "5x" at column 7`},
		{"since:2026-13-01", `since: expected a time`},
		{"received:5m", `a duration is a point in time: write >, < or a range`},
		{"received:1h..2h", `received: nothing lies in "1h..2h" at column 10`},
		{"event:", `expected an event name after "event:" at column 7`},
		{"event: x", `expected an event name after "event:" at column 7`},
		{"platform:jivo,", `expected a platform after "platform:" at column 15`},
		{`platform:""`, `expected a platform after "platform:" at column 10`},
		{"reply:>=", `expected a status such as 200, 2xx, >=500 or 400..499 after "reply:>=" at column 9`},
		{"customer:>x", `expected a name or id after "customer:" at column 10`},
		{"conv.stats:open", `unknown field "conv.stats" at column 1; did you mean conv.status?`},
		{"a conversation.x:1", `unknown field "conversation.x" at column 3`},
		{"conv.status:close", `unknown status "close" at column 13; did you mean closed?`},
		{"conv.status:", `expected a status after "conv.status:" at column 13`},
		{"waiting:5m", `waiting: expected a comparison such as >5m or 1m..10m, found "5m" at column 9; write >, < or a range`},
		{"waiting:yes", `found "yes" at column 9; has:waiting finds every customer who waits`},
		{"longest:>5", `longest: expected a comparison such as >10m or 1m..10m, found ">5" at column 9`},
		{"waiting:5m..1m", `waiting: nothing lies in "5m..1m" at column 9`},
		{"conv.problems:x", `conv.problems: expected a number such as 2, >0 or 1..5, found "x" at column 15`},
		{"conv.customer:>x", `expected a name or id after "conv.customer:" at column 15`},
		{"waiting:>1m waiting>1m waiting:>2m waiting:>3m waiting:>4m waiting:>5m waiting:>6m has:waiting", `more than 6 different terms about the conversation at column 88`},
		{".a=", `expected a value after "=" at column 4`},
		{".a= b", `expected a value after "=" at column 4`},
		{".a..b", `expected a name after the dot at column 4`},
		{".a[x]", `expected a number, a quoted name or nothing between [ and ] at column 4`},
		{".a[1", `expected a number, a quoted name or nothing between [ and ] at column 5`},
		{".a?", `expected =, !=, ~, <, <=, > or >= after the path at column 3`},
		{".a[99999999999999999999]", `index too large at column 3`},
		{"a \xff", `invalid UTF-8 at column 3`},
		{strings.Repeat("(", 101) + "a", `nested deeper than 100 parentheses at column 101`},
	} {
		t.Run(c.src, func(t *testing.T) {
			t.Parallel()
			_, err := filter.Parse(c.src, present)
			if c.want == "" {
				if err != nil {
					t.Errorf("Parse: %v", err)
				}
				return
			}
			if _, ok := errors.AsType[*filter.SyntaxError](err); !ok {
				t.Fatalf("Parse: %v, want a syntax error", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestDeepest(t *testing.T) {
	t.Parallel()
	src := strings.Repeat("(", 100) + "a" + strings.Repeat(")", 100) + strings.Repeat(" -(b or (c", 50) + strings.Repeat("))", 50) + strings.Repeat(" not", 1000) + " d"
	e := parse(t, src)
	if again := parse(t, e.String()); again.String() != e.String() {
		t.Error("it is not what it was written from")
	}
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"role=agent AND Platform:jivo":     "from:agent platform:jivo",
		"a | b and c":                      "a or b c",
		"(a or b) (c d)":                   "(a or b) c d",
		"not not a":                        "a",
		"not (a b) or (c or d)":            "-(a b) or c or d",
		"reply!=200,201":                   "-reply:200,201",
		"seq:=>5":                          "seq:>5",
		`'it''s'`:                          "",
		`"say \"hi\""`:                     `"say \"hi\""`,
		`customer:"john" agent:'a b',x*y`:  `customer:john agent:"a b",x*y`,
		`customer:"jo*"`:                   `customer:"jo*"`,
		"since:18:52 conv:jivo@shop:7607":  "since:18:52 conv:jivo@shop:7607",
		`.["odd key"].'x'[0].[]!="5"`:      `-."odd key".x[0][]="5"`,
		`.a=="x" .b:5`:                     `.a="x" .b=5`,
		`body:/a\/b/i`:                     `body:/a\/b/i`,
		`text:"/x/"`:                       `text:"/x/"`,
		`"or" not "and"`:                   `"or" -"and"`,
		"http://x/?a=1":                    `"http://x/?a=1"`,
		"kind:MESSAGE problem:SIGNATURE-*": "kind:message problem:signature-*",
	} {
		e, err := filter.Parse(src, present)
		if want == "" {
			if err == nil {
				t.Errorf("%s: got %s, want an error", src, e)
			}
			continue
		}
		if err != nil || e.String() != want {
			t.Errorf("%s: got %s, %v, want %s", src, e, err, want)
		}
	}
}
