package laxjson_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"offhook/model/laxjson"
)

func TestNotJSON(t *testing.T) {
	t.Parallel()
	for name, input := range map[string]string{
		"nothing":         "",
		"white space":     " \n\t ",
		"plain text":      "hello",
		"a form":          "a=b&c=d",
		"XML":             `<?xml version="1.0"?><a>{"b":1}</a>`,
		"a comment":       "// {\n",
		"two strings":     `"a", "b"`,
		"a cut string":    `"abc`,
		"a broken string": `"a\qb"`,
		"a word":          "True",
		"a longer word":   "truest",
		"a date":          "2020-01-02",
		"a zero too many": "01",
		"binary":          "\x00\x01\x02{}",
		"a closing brace": "}",
		"a phrase":        `12 {"a":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := laxjson.Parse([]byte(input))
			if doc.Root().Exists() || doc.Root().Kind() != laxjson.Absent || len(doc.Nodes()) != 0 || doc.Valid() {
				t.Errorf("read %s", canonical(doc.Root()))
			}
			if len(doc.Faults) != 1 || doc.Faults[0].Code != laxjson.FaultNotJSON || doc.FaultCount() != 1 {
				t.Errorf("faults %v, want one", doc.Faults)
			}
		})
	}
}

func TestScalarDocuments(t *testing.T) {
	t.Parallel()
	for input, kind := range map[string]laxjson.Kind{
		` "a\n\u00e9" `: laxjson.String,
		"-12.50e+3":     laxjson.Number,
		"0":             laxjson.Number,
		"true\n":        laxjson.Bool,
		"null":          laxjson.Null,
	} {
		doc := laxjson.Parse([]byte(input))
		checkTree(t, doc)
		if doc.Root().Kind() != kind || !doc.Valid() || string(doc.Root().Raw()) != strings.TrimSpace(input) {
			t.Errorf("%q is %s %q, faults %v", input, doc.Root().Kind(), doc.Root().Raw(), doc.Faults)
		}
	}
	if doc := laxjson.Parse([]byte("\"\xff\" // x")); doc.Root().Text() != "\uFFFD" || doc.Valid() || len(doc.Faults) != 2 {
		t.Errorf("read %q, faults %v", doc.Root().Text(), doc.Faults)
	}
}

func TestOffsetsAreThoseOfTheSource(t *testing.T) {
	t.Parallel()
	src := []byte("\n {\"k\" : [ 1.50 , \"\\u0041\" ],\n\"k\":{ } }\n")
	doc := laxjson.Parse(src)
	if !doc.Valid() || &doc.Source()[0] != &src[0] {
		t.Fatalf("faults %v", doc.Faults)
	}
	var got []string
	for _, n := range doc.Nodes() {
		got = append(got, string(src[n.KeyStart:n.KeyEnd])+"|"+string(src[n.Start:n.End]))
	}
	want := []string{
		"|{\"k\" : [ 1.50 , \"\\u0041\" ],\n\"k\":{ } }",
		`"k"|[ 1.50 , "\u0041" ]`, "|1.50", `|"\u0041"`, `"k"|{ }`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("nodes %q\nwant  %q", got, want)
	}
}

func TestDepthIsBounded(t *testing.T) {
	t.Parallel()
	nested := func(depth int) []byte {
		return []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth))
	}
	if doc := laxjson.Parse(nested(laxjson.MaxDepth)); !doc.Valid() || len(doc.Nodes()) != laxjson.MaxDepth {
		t.Errorf("%d levels: faults %v", laxjson.MaxDepth, doc.Faults)
	}
	doc := laxjson.Parse(nested(laxjson.MaxDepth + 1))
	checkTree(t, doc)
	if len(doc.Faults) != 1 || doc.Faults[0].Code != laxjson.FaultTooDeep || len(doc.Nodes()) != laxjson.MaxDepth {
		t.Errorf("one level more: %d nodes, faults %v", len(doc.Nodes()), doc.Faults)
	}
}

// Documents made to be slow are read in linear time: this test would run into
// its time limit if any repair looked through the rest again and again.
func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	const size = 150_000
	for _, unit := range []string{
		"[", "{", `{"a":`, "}", "]", ",", ":", "<", "<a>", "<a>:", `"`, "'", `"\n`, "'\n\"", `"{"a`, `["{"`, `{"a`, "/", "/*", "//", "|",
		`"a"/`, `"a"|"b"`, "a", "a ", "a=>", "...", "…", "\x00", "\xff", `"\`, "=>", "(", "{]", "[}", "[{", "1:", `1 "`, "#", "-", "{{}", "a(,", " ",
		"[1}", "[]}", `"x":"y`, "\"a\n", "'a\n",
	} {
		for _, start := range []string{"[", "{", `{"a":"`, `[{"a":1},`, `[["{"`} {
			src := []byte(start + strings.Repeat(unit, size/len(unit)))
			doc := laxjson.Parse(src)
			if len(doc.Nodes()) > len(src) {
				t.Errorf("%q %q: %d nodes of %d bytes", start, unit, len(doc.Nodes()), len(src))
			}
			checkTree(t, doc)
		}
	}
}

func TestFaultsAreBounded(t *testing.T) {
	t.Parallel()
	doc := laxjson.Parse(bytes.Repeat([]byte("["), 1000))
	if doc.FaultCount() != 1 {
		t.Errorf("%d faults", doc.FaultCount())
	}
	doc = laxjson.Parse([]byte("[" + strings.Repeat("1 ", 1001) + "]"))
	if len(doc.Faults) != 64 || doc.FaultCount() != 1000 || doc.Root().Len() != 1001 {
		t.Errorf("%d faults kept of %d", len(doc.Faults), doc.FaultCount())
	}
}

func TestAllocations(t *testing.T) {
	src := webhookBody()
	if n := testing.AllocsPerRun(100, func() { laxjson.Parse(src) }); n > 2 {
		t.Errorf("%v allocations for a valid document, want 2: the Doc and its nodes", n)
	}
}
