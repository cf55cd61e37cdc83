package laxjson_test

import (
	"slices"
	"strings"
	"testing"

	"offhook/model/laxjson"
)

// repairs lists what is read although it is no JSON: the input, what is read as
// compact JSON with numbers as written, and the faults as line:column: message.
var repairs = []struct {
	name, input, want string
	faults            []string
}{
	{"line comment", "{\"a\": 1, // why\n \"b\": 2}", `{"a":1,"b":2}`, []string{
		"1:10: comment",
	}},
	{"block comment", "{/* é */\"a\": 1 /* x\ny */}", `{"a":1}`, []string{
		"1:2: comment",
		"1:16: comment",
	}},
	{"hash comment", "# head\n{\"a\": 1 # tail\n}", `{"a":1}`, []string{
		"1:1: comment",
		"2:9: comment",
	}},
	{"block comment that never ends", `{"a": 1, /* b`, `{"a":1}`, []string{
		"1:10: comment",
		"1:14: unexpected end",
	}},
	{"comment after a text without quotes", "{\"a\": http://x.example/#top // site\n}", `{"a":"http://x.example/#top"}`, []string{
		"1:7: text without quotes",
		"1:29: comment",
	}},
	{"missing comma between members", "{\"a\": {\"x\": 1}\n \"b\": 2 \"c\": 3}", `{"a":{"x":1},"b":2,"c":3}`, []string{
		"1:15: missing comma",
		"2:8: missing comma",
	}},
	{"missing comma between elements", "[1 2 \"x\" {} []\n3]", `[1,2,"x",{},[],3]`, []string{
		"1:3: missing comma",
		"1:5: missing comma",
		"1:9: missing comma",
		"1:12: missing comma",
		"1:15: missing comma",
	}},
	{"missing comma points after the value in characters", "{\n\"é\": \"ж\" \"b\": 1}", `{"é":"ж","b":1}`, []string{
		"2:9: missing comma",
	}},
	{"trailing comma", `{"a": [1, 2,], }`, `{"a":[1,2]}`, []string{
		"1:12: trailing comma",
		"1:14: trailing comma",
	}},
	{"commas with nothing between", `[,1,,2]`, `[1,2]`, []string{
		"1:2: comma without a value before it",
		"1:5: comma without a value before it",
	}},
	{"semicolon", `{"a": 1; "b": [1; 2];}`, `{"a":1,"b":[1,2]}`, []string{
		"1:8: semicolon instead of a comma",
		"1:17: semicolon instead of a comma",
		"1:21: semicolon instead of a comma",
	}},
	{"single quotes", `{'a': 'it\'s "b"'}`, `{"a":"it's \"b\""}`, []string{
		"1:2: single quotes",
		"1:7: single quotes",
	}},
	{"bare names", `{a: 1, b-c: 2, $d : 3, 4: "x"}`, `{"a":1,"b-c":2,"$d":3,"4":"x"}`, []string{
		"1:2: name without quotes",
		"1:8: name without quotes",
		"1:16: name without quotes",
		"1:24: name without quotes",
	}},
	{"bare words", "{\"a\": hello world, \"b\": x.y@z\n, \"c\": [on, off]}", `{"a":"hello world","b":"x.y@z","c":["on","off"]}`, []string{
		"1:7: text without quotes",
		"1:25: text without quotes",
		"2:9: text without quotes",
		"2:13: text without quotes",
	}},
	{"missing colon", `{"a" 1, "b" {"c" [2]}}`, `{"a":1,"b":{"c":[2]}}`, []string{
		"1:5: missing colon",
		"1:12: missing colon",
		"1:17: missing colon",
	}},
	{"missing value", `{"a": , "b", "c":}`, `{"a":null,"b":null,"c":null}`, []string{
		"1:7: missing value",
		"1:12: missing value",
		"1:18: missing value",
	}},
	{"missing name", `{"a": 1, [2], : 3}`, `{"a":1,"":[2],"":3}`, []string{
		"1:10: value without a name",
		"1:15: value without a name",
	}},
	{"PHP array", `['a' => 'b', 'c' => ['d' => 1,],]`, `{"a":"b","c":{"d":1}}`, []string{
		"1:1: PHP array",
		"1:2: single quotes",
		"1:9: single quotes",
		"1:14: single quotes",
		"1:21: PHP array",
		"1:22: single quotes",
		"1:30: trailing comma",
		"1:32: trailing comma",
	}},
	{"PHP array as a member", `{"id": 7, 'group' => ['title' => 'Spare', 2 => null, bare => yes],}`, `{"id":7,"group":{"title":"Spare","2":null,"bare":"yes"}}`, []string{
		"1:11: single quotes",
		"1:19: arrow instead of a colon",
		"1:22: PHP array",
		"1:23: single quotes",
		"1:34: single quotes",
		"1:54: name without quotes",
		"1:62: text without quotes",
		"1:66: trailing comma",
	}},
	{"arrow in an object", `{"a" => 1, b = 2}`, `{"a":1,"b":2}`, []string{
		"1:6: arrow instead of a colon",
		"1:12: name without quotes",
		"1:14: equals sign instead of a colon",
	}},
	{"PHP list stays an array", `['a', 'b']`, `["a","b"]`, []string{
		"1:2: single quotes",
		"1:7: single quotes",
	}},
	{"array of pairs", `[ "k": "v", "k2": {"x": [1]}, k3: 3 ]`, `{"k":"v","k2":{"x":[1]},"k3":3}`, []string{
		"1:1: array of pairs",
		"1:31: name without quotes",
	}},
	{"doubled braces", `{ { "a": 1 } }`, `{"a":1}`, []string{
		"1:3: doubled brace",
	}},
	{"doubled braces, one is missing", "{\n  {\n    \"a\": {\"b\": 1}\n  }\n", `{"a":{"b":1}}`, []string{
		"2:3: doubled brace",
		"5:1: unexpected end",
	}},
	{"doubled braces with a trailing comma", `{{"a": 1,},}`, `{"a":1}`, []string{
		"1:2: doubled brace",
		"1:9: trailing comma",
		"1:11: trailing comma",
	}},
	{"doubled braces inside", `{"a": {{"b": 1}}, "c": {{{}}}}`, `{"a":{"b":1},"c":{}}`, []string{
		"1:8: doubled brace",
		"1:25: doubled brace",
		"1:26: doubled brace",
	}},
	{"doubled braces inside, one is missing", `{"a": {{"b": 1}, "c": 2}`, `{"a":{"b":1},"c":2}`, []string{
		"1:8: doubled brace",
		"1:16: missing closing brace",
	}},
	{"ellipsis in an array", `[1, 2, ...]`, `[1,2]`, []string{
		"1:8: ellipsis",
	}},
	{"ellipsis among members", "{\"a\": 1,\n ...\n \"b\": 2, …}", `{"a":1,"b":2}`, []string{
		"2:2: ellipsis",
		"3:10: ellipsis",
	}},
	{"placeholders", "{\"a\": 1,\n <name: string>: <value: mixed>,\n}", `{"a":1}`, []string{
		"2:2: placeholder",
		"2:32: trailing comma",
	}},
	{"placeholder as a value", `{"a": <id, a number>, "b": [<more>]}`, `{"a":"<id, a number>","b":[]}`, []string{
		"1:7: text without quotes",
		"1:29: placeholder",
	}},
	{"placeholder as a name", `{<key>: 1}`, `{"<key>":1}`, []string{
		"1:2: name without quotes",
	}},
	{"alternatives", `{"a": "x"/"y z" / "w"; "b": true/false, "c": "p" | "q"}`, `{"a":"x","b":true,"c":"p"}`, []string{
		"1:10: 3 alternatives, the first is taken",
		"1:22: semicolon instead of a comma",
		"1:33: 2 alternatives, the first is taken",
		"1:50: 2 alternatives, the first is taken",
	}},
	{"unescaped object in a string", `{"users": "{"agent":{"id":"1"}}", "n": 1}`, `{"users":"{\"agent\":{\"id\":\"1\"}}","n":1}`, []string{
		"1:13: unescaped quote inside a string",
	}},
	{"unescaped array in a string", `{"users": "[{"id":1}, "}"]", "n": 1}`, `{"users":"[{\"id\":1}, \"}\"]","n":1}`, []string{
		"1:14: unescaped quote inside a string",
	}},
	{"brace in a string is no unescaped JSON", `{"a": "{", "b": "["}`, `{"a":"{","b":"["}`, []string{}},
	{"unescaped JSON that never ends", `{"a": "{"b": 1}`, `{"a":"{","b":": 1"}`, []string{
		"1:10: missing comma",
		"1:10: name without quotes",
		"1:11: missing colon",
		"1:15: missing closing quote",
	}},
	{"line break in a string", "{\"a\": \"one\ntwo\", \"b\": \"t\tab\"}", `{"a":"one\ntwo","b":"t\tab"}`, []string{
		"1:11: line break inside a string",
		"2:14: control character inside a string",
	}},
	{"closing quote is missing", "{\"a\": \"one,\n \"b\": \"two\"\n}", `{"a":"one","b":"two"}`, []string{
		"1:11: missing closing quote",
	}},
	{"closing quote is missing at the end", `{"result": "ok}`, `{"result":"ok"}`, []string{
		"1:15: missing closing quote",
	}},
	{"invalid escapes", `{"a": "\d\w", "b": "\u12", "c": "\'"}`, `{"a":"\\d\\w","b":"\\u12","c":"'"}`, []string{
		"1:8: invalid escape",
		"1:21: invalid escape",
		"1:34: invalid escape",
	}},
	{"words of Python and JavaScript", `[True, False, None, undefined, NULL]`, `[true,false,null,null,null]`, []string{
		"1:2: literal of another language",
		"1:8: literal of another language",
		"1:15: literal of another language",
		"1:21: literal of another language",
		"1:32: literal of another language",
	}},
	{"not a number", `[NaN, -Infinity]`, `[NaN,-Infinity]`, []string{
		"1:2: literal of another language",
		"1:7: literal of another language",
	}},
	{"numbers", `[+1, .5, 01, 0x1F, 5., -.5e3, 1e5, 12:30, 1.2.3, -]`, `[+1,.5,01,0x1F,5.,-.5e3,1e5,"12:30","1.2.3","-"]`, []string{
		"1:2: number not as JSON writes it",
		"1:6: number not as JSON writes it",
		"1:10: number not as JSON writes it",
		"1:14: number not as JSON writes it",
		"1:20: number not as JSON writes it",
		"1:24: number not as JSON writes it",
		"1:36: text without quotes",
		"1:43: text without quotes",
		"1:50: text without quotes",
	}},
	{"times are no pairs", `{"a": 12:30, "b": [12:30, 2020-01-02 10:00:00]}`, `{"a":"12:30","b":["12:30","2020-01-02 10:00:00"]}`, []string{
		"1:7: text without quotes",
		"1:20: text without quotes",
		"1:27: text without quotes",
	}},
	{"numbers as names", `[1: "a", 2:"b"]`, `{"1":"a","2":"b"}`, []string{
		"1:1: array of pairs",
	}},
	{"closing quote and brace at the end", `{"a": ["x", {"b": "y}]}`, `{"a":["x",{"b":"y"}]}`, []string{
		"1:21: missing closing quote",
	}},
	{"byte order mark", "\ufeff{\"a\": 1}", `{"a":1}`, []string{
		"1:1: byte order mark at the start",
	}},
	{"comma after the value", "{\"a\": 1},\n", `{"a":1}`, []string{
		"1:9: text after the value",
	}},
	{"second document", "{\"a\": 1}\n{\"b\": 2}", `{"a":1}`, []string{
		"2:1: text after the value",
	}},
	{"cut off in a name", `{"a": 1, "b`, `{"a":1,"b":null}`, []string{
		"1:12: unexpected end",
	}},
	{"cut off after a colon", `{"a": [1, {"b":`, `{"a":[1,{"b":null}]}`, []string{
		"1:16: unexpected end",
	}},
	{"cut off in a string", `{"a": "text`, `{"a":"text"}`, []string{
		"1:12: unexpected end",
	}},
	{"cut off in a literal", `{"a": tru`, `{"a":"tru"}`, []string{
		"1:7: text without quotes",
		"1:10: unexpected end",
	}},
	{"cut off after a comma", `[1,`, `[1]`, []string{
		"1:4: unexpected end",
	}},
	{"cut off at once", `{`, `{}`, []string{
		"1:2: unexpected end",
	}},
	{"name with a leading space", `{" id": 1}`, `{" id":1}`, []string{}},
	{"closing bracket is missing", `{"a": [1, {"b": 2}}`, `{"a":[1,{"b":2}]}`, []string{
		"1:19: missing closing bracket",
	}},
	{"closing brace is missing", `[{"a": 1, {"b": 2]`, `[{"a":1,"":{"b":2}}]`, []string{
		"1:11: value without a name",
		"1:18: missing closing brace",
		"1:18: missing closing brace",
	}},
	{"wrong closing brace", `{"a": [1, 2}, "b": 3}`, `{"a":[1,2],"b":3}`, []string{
		"1:12: wrong closing brace or bracket",
	}},
	{"closing bracket too many", `{"a": 1]}`, `{"a":1}`, []string{
		"1:8: unexpected character",
	}},
	{"duplicate names", `{"a": 1, "a": 2}`, `{"a":1,"a":2}`, []string{}},
	{"stray characters", `{"a": 1) "b": 2, = "c"}`, `{"a":"1) \"b\": 2","":"c"}`, []string{
		"1:7: text without quotes",
		"1:18: value without a name",
		"1:18: equals sign instead of a colon",
	}},
	{"invalid UTF-8", "{\"a\": \"x\xffy\"}", "{\"a\":\"x�y\"}", []string{
		"1:9: invalid UTF-8",
	}},
	{"much at once", "{ {\n \"event\": \"opened\"/\"closed\"; // one of\n id: 07,\n 'tags' => ['a' => True, ...],\n \"data\": \"{\"k\":[1]}\"\n \"end\": [1 2,\n }", `{"event":"opened","id":07,"tags":{"a":true},"data":"{\"k\":[1]}","end":[1,2]}`, []string{
		"1:3: doubled brace",
		"2:19: 2 alternatives, the first is taken",
		"2:28: semicolon instead of a comma",
		"2:30: comment",
		"3:2: name without quotes",
		"3:6: number not as JSON writes it",
		"4:2: single quotes",
		"4:9: arrow instead of a colon",
		"4:12: PHP array",
		"4:13: single quotes",
		"4:20: literal of another language",
		"4:26: ellipsis",
		"5:12: unescaped quote inside a string",
		"5:21: missing comma",
		"6:11: missing comma",
		"6:13: missing closing bracket",
		"7:3: unexpected end",
	}},
}

func TestRepairs(t *testing.T) {
	t.Parallel()
	for _, test := range repairs {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc := laxjson.Parse([]byte(test.input))
			checkTree(t, doc)
			visit(t, doc)
			if got := canonical(doc.Root()); got != test.want {
				t.Errorf("read  %s\nwant %s", got, test.want)
			}
			var faults []string
			for _, line := range faultLines(doc) {
				line = strings.Replace(strings.TrimPrefix(line, "line "), ", column ", ":", 1)
				faults = append(faults, line)
			}
			if !slices.Equal(faults, test.faults) {
				t.Errorf("faults %q\nwant   %q", faults, test.faults)
			}
		})
	}
}

// dependsOnTheRest reports whether what a fault means is decided by what comes
// later in the document.
func dependsOnTheRest(f laxjson.Fault) bool {
	switch f.Code {
	case laxjson.FaultUnexpectedEnd, laxjson.FaultMissingQuote, laxjson.FaultWrongClose, laxjson.FaultUnexpected:
		return true
	}
	return false
}

// Other repairs do not depend on what is around them: an input that is one
// whole value reads the same as a member of an object and in an array.
func TestRepairsInside(t *testing.T) {
	t.Parallel()
	for _, test := range repairs {
		doc := laxjson.Parse([]byte(test.input))
		raw := string(doc.Root().Raw())
		if raw != strings.TrimSpace(test.input) || slices.ContainsFunc(doc.Faults, dependsOnTheRest) {
			continue
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			around := laxjson.Parse([]byte(`{"in": [` + raw + `,` + raw + "\n]}"))
			checkTree(t, around)
			want := `{"in":[` + test.want + `,` + test.want + `]}`
			if got := canonical(around.Root()); got != want {
				t.Errorf("read  %s\nwant %s", got, want)
			}
		})
	}
}
