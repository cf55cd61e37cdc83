package laxjson_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"offhook/model/laxjson"
)

func parse(t *testing.T, src string) laxjson.Value {
	t.Helper()
	doc := laxjson.Parse([]byte(src))
	checkTree(t, doc)
	return doc.Root()
}

func TestNavigation(t *testing.T) {
	t.Parallel()
	root := parse(t, `{"a": {"b": [10, 20, {"c": "x"}]}, "a\u0062": 1, "dup": 1, "dup": 2, "": 3}`)
	for got, want := range map[string]string{
		canonical(root.At("a", "b").Index(1)):           "20",
		canonical(root.At("a", "b").Index(2).Get("c")):  `"x"`,
		canonical(root.Get("ab")):                       "1",
		canonical(root.Get("dup")):                      "2",
		canonical(root.Get("")):                         "3",
		fmt.Sprint(root.Len(), root.At("a", "b").Len()): "5 3",
		root.Get("ab").Name():                           "ab",
		root.At("a", "b").Parent().Name():               "a",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, absent := range []laxjson.Value{
		{}, root.Get("x"), root.At("a", "x", "b"), root.Get("dup").Get("a"), root.Parent(), root.Index(0),
		root.At("a", "b").Index(3), root.At("a", "b").Index(-1), root.At("a", "b").Get("c"), root.At("a", "b").Index(0).Index(0),
	} {
		if absent.Exists() || absent.Kind() != laxjson.Absent {
			t.Errorf("%s exists", absent.Path())
		}
	}
	var names []string
	for name := range root.Members() {
		names = append(names, name)
	}
	if want := []string{"a", "ab", "dup", "dup", ""}; !slices.Equal(names, want) {
		t.Errorf("members %q, want %q", names, want)
	}
	if items := slices.Collect(root.At("a", "b").Items()); len(items) != 3 || items[1].NodeIndex() != 4 {
		t.Errorf("items %v", items)
	}
}

func TestAbsentValue(t *testing.T) {
	t.Parallel()
	var v laxjson.Value
	_, isInt := v.Int()
	_, isFloat := v.Float()
	_, isBool := v.Bool()
	_, hasInner := v.Inner()
	members, items := maps.Collect(v.Members()), slices.Collect(v.Items())
	if isInt || isFloat || isBool || hasInner || len(members)+len(items)+v.Len()+len(v.Raw())+len(v.Alternatives()) > 0 {
		t.Error("an absent value is something")
	}
	if v.Text()+v.ID()+v.Name()+v.Path() != "" || v.NodeIndex() != -1 || v.Parent().Exists() {
		t.Error("an absent value has a text")
	}
}

func TestScalars(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ src, id, integer, float, boolean string }{
		{`3599`, "3599", "3599", "3599", "-"},
		{`"3599"`, "3599", "3599", "3599", "-"},
		{`3599.0`, "3599", "3599", "3599", "-"},
		{`3.599e3`, "3599", "3599", "3599", "-"},
		{`35990E-1`, "3599", "3599", "3599", "-"},
		{`3.5`, "3.5", "-", "3.5", "-"},
		{`"3599.0"`, "3599.0", "-", "3599", "-"},
		{`-7`, "-7", "-7", "-7", "-"},
		{`-0.0`, "0", "0", "-0", "-"},
		{`12345678901234567890123`, "12345678901234567890123", "-", "1.2345678901234568e+22", "-"},
		{`1672531200000.397183857`, "1672531200000.397183857", "-", "1.6725312000003972e+12", "-"},
		{`1e999`, "1e999", "-", "-", "-"},
		{`1e19`, "10000000000000000000", "-", "1e+19", "-"},
		{`+5`, "5", "5", "5", "-"},
		{`0x1F`, "0x1F", "31", "31", "-"},
		{`007`, "007", "7", "7", "-"},
		{`.5`, ".5", "-", "0.5", "-"},
		{`NaN`, "NaN", "-", "-", "-"},
		{`"NaN"`, "NaN", "-", "-", "-"},
		{`"0x10"`, "0x10", "-", "-", "-"},
		{`"1_000"`, "1_000", "-", "-", "-"},
		{`""`, "", "-", "-", "-"},
		{`true`, "", "-", "-", "true"},
		{`False`, "", "-", "-", "false"},
		{`1`, "1", "1", "1", "true"},
		{`"0"`, "0", "0", "0", "false"},
		{`"false"`, "false", "-", "-", "false"},
		{`"yes"`, "yes", "-", "-", "-"},
		{`null`, "", "-", "-", "-"},
		{`[]`, "", "-", "-", "-"},
	} {
		v := parse(t, "["+test.src+"]").Index(0)
		got := fmt.Sprint(v.ID(), " ", known(v.Int()), " ", known(v.Float()), " ", known(v.Bool()))
		want := fmt.Sprint(test.id, " ", test.integer, " ", test.float, " ", test.boolean)
		if got != want {
			t.Errorf("%s: got %s, want %s", test.src, got, want)
		}
	}
}

func known[T any](value T, ok bool) string {
	if !ok {
		return "-"
	}
	return fmt.Sprint(value)
}

func TestText(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`"plain"`:                "plain",
		`"\"\\\/\b\f\n\r\t"`:     "\"\\/\b\f\n\r\t",
		`"\u0436\u00e9"`:         "жé",
		`"\uD83D\uDE00"`:         "😀",
		`"\ud83d"`:               "\uFFFD",
		`"\ud83dx"`:              "\uFFFDx",
		`"\ud83d\u0041"`:         "\uFFFDA",
		`"\ude00\ud83d\ude00"`:   "\uFFFD😀",
		"\"a\xffb\xc3\"":         "a\uFFFDb\uFFFD",
		"{\"x\":\xffword}":       "",
		`"\` + "\n" + `goes on"`: "goes on",
		`12`:                     "",
		"\xff\xfe":               "\uFFFD\uFFFD",
	} {
		if got := parse(t, "["+src+"]").Index(0).Text(); got != want {
			t.Errorf("%s: got %q, want %q", src, got, want)
		}
	}
	if got := parse(t, "{\xff: 1}"); !got.Get("\uFFFD").Exists() {
		t.Errorf("bare name %s", canonical(got))
	}
}

func TestInner(t *testing.T) {
	t.Parallel()
	root := parse(t, `{"a": "{\"b\":[1]}", "c": "{"d":{"e":"x"}}", "f": "[info] started", "g": "12", "h": " [] ", "i": {}}`)
	for name, want := range map[string]string{"a": `{"b":[1]}`, "c": `{"d":{"e":"x"}}`, "h": "[]"} {
		inner, ok := root.Get(name).Inner()
		if !ok || canonical(inner.Root()) != want {
			t.Errorf("%s: not %s", name, want)
		}
	}
	for _, name := range []string{"f", "g", "i", "x"} {
		if inner, ok := root.Get(name).Inner(); ok || inner != nil {
			t.Errorf("%s holds %s", name, canonical(inner.Root()))
		}
	}
}

func TestAlternatives(t *testing.T) {
	t.Parallel()
	root := parse(t, `{"a": "x"/"y\u0041" / 'z'|word, "b": "x", "c": true /* or */, "d": "p"/"q}`)
	if got, want := root.Get("a").Alternatives(), []string{"x", "yA", "z", "word"}; !slices.Equal(got, want) {
		t.Errorf("alternatives %q, want %q", got, want)
	}
	for _, name := range []string{"b", "c", "d"} {
		if got := root.Get(name).Alternatives(); got != nil {
			t.Errorf("%s: alternatives %q", name, got)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`"@"`:                                "",
		`["x","@"]`:                          ".[1]",
		`{"chat":{"messages":[{"at":"@"}]}}`: ".chat.messages[0].at",
		`{" id":"@"}`:                        `.[" id"]`,
		`{"data":{" id":"@"}}`:               `.data[" id"]`,
		`{"a b":{"c":"@"}}`:                  `.["a b"].c`,
		`{"1a":[["@"]]}`:                     `.["1a"][0][0]`,
		`{"_a1":"@"}`:                        "._a1",
		`{"":"@"}`:                           `.[""]`,
		`{"q\"\\":"@"}`:                      `.["q\"\\"]`,
		`{"ж":"@"}`:                          `.["ж"]`,
		"{\"\x1b\u202e\U000E0001\":\"@\"}":   `.["\u001b\u202e\udb40\udc01"]`,
	} {
		doc := laxjson.Parse([]byte(src))
		for i := range doc.Nodes() {
			v := doc.Value(i)
			if v.Text() == "@" && want != "" && v.Path() != want {
				t.Errorf("%s: path %s, want %s", src, v.Path(), want)
			}
		}
		if doc.Root().Path() != "." {
			t.Errorf("%s: path of the root %s", src, doc.Root().Path())
		}
	}
}
