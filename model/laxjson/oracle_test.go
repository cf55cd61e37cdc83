package laxjson_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/tailscale/hujson"
	"github.com/titanous/json5"

	"offhook/model/laxjson"
)

// Where another tolerant reader takes an input, ours reads the same value.

func TestSameAsHujson(t *testing.T) {
	t.Parallel()
	accepted := 0
	inputs := []string{
		`{"a":1,}`, "// x\n{/*a*/\"b\"/*c*/:/*d*/[1,/*e*/2,],}//f", `[1, 2, // three
		]`, `{"u": "http://x.example//y", /* "v": 1 */ "w": "/* no */"}`, `[[[],],{},]`, "/**/[]", "{\"a\": /* ,\n */ \"}\"}",
	}
	for _, test := range repairs {
		inputs = append(inputs, test.input)
	}
	for _, input := range inputs {
		standard, err := hujson.Standardize([]byte(input))
		if err != nil {
			continue
		}
		accepted++
		var want any
		if err := json.Unmarshal(standard, &want); err != nil {
			t.Fatal(err)
		}
		if got := floats(laxjson.Parse([]byte(input)).Root()); !reflect.DeepEqual(got, want) {
			t.Errorf("%s\nread %#v\nwant %#v", input, got, want)
		}
	}
	if accepted < 10 {
		t.Errorf("hujson takes only %d inputs", accepted)
	}
}

func TestSameAsJSON5(t *testing.T) {
	t.Parallel()
	accepted := 0
	inputs := []string{
		`{a: 'x', "b": "it's", $c_1: [+1, .5, 5., 0x1F, -.25e2,],}`, `['\'', "\'", 'a"b', "line \
goes on"]`, "{\n// one\n'k': null, /* two */ l: true}", `[-0x10, +0xff]`, `{a:{b:{c:[]}}}`,
	}
	for _, test := range repairs {
		if test.name != "not a number" { // Float does not return what is none
			inputs = append(inputs, test.input)
		}
	}
	for _, input := range inputs {
		var want any
		if err := json5.Unmarshal([]byte(input), &want); err != nil {
			continue
		}
		accepted++
		if got := floats(laxjson.Parse([]byte(input)).Root()); !reflect.DeepEqual(got, want) {
			t.Errorf("%s\nread %#v\nwant %#v", input, got, want)
		}
	}
	if accepted < 10 {
		t.Errorf("json5 takes only %d inputs", accepted)
	}
}

// floats is goValue with numbers as float64.
func floats(v laxjson.Value) any {
	switch v.Kind() {
	case laxjson.Number:
		f, _ := v.Float()
		return f
	case laxjson.Object:
		members := map[string]any{}
		for name, member := range v.Members() {
			members[name] = floats(member)
		}
		return members
	case laxjson.Array:
		items := []any{}
		for item := range v.Items() {
			items = append(items, floats(item))
		}
		return items
	}
	return goValue(v)
}
