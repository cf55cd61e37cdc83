package laxjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"offhook/model/laxjson"
)

func seed(f *testing.F) {
	f.Add(webhookBody())
	for _, test := range repairs {
		f.Add([]byte(test.input))
	}
	for _, src := range []string{
		`0`, `-0.5e+3`, `"\ud800"`, `{"a":{"a":1},"a":[]}`, "[\"\xff\"]", "\"\u2028\"", `[1e]`, `[-]`, `{"a":1,}`, `[tru]`, `nul`, `[0`, "[]\x00", `{"\u0061":1}`,
	} {
		f.Add([]byte(src))
	}
}

// FuzzParse reads anything: it must not panic, and the tree must fit itself and
// the source.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		before := bytes.Clone(src)
		doc := laxjson.Parse(src)
		checkTree(t, doc)
		visit(t, doc)
		if !bytes.Equal(src, before) {
			t.Fatal("the source was written")
		}
		if len(doc.Nodes()) > len(src)+1 {
			t.Fatalf("%d nodes of %d bytes", len(doc.Nodes()), len(src))
		}
	})
}

// FuzzValid compares with encoding/json and jsontext: what they call valid is
// valid here, and the other way round, and the value is the same.
func FuzzValid(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		doc := laxjson.Parse(src)
		if valid := json.Valid(src); doc.Valid() != (valid && utf8.Valid(src)) {
			t.Fatalf("valid %t, encoding/json says %t; faults %v", doc.Valid(), valid, doc.Faults)
		} else if !valid {
			return
		}
		for _, fault := range doc.Faults {
			if fault.Code != laxjson.FaultUTF8 {
				t.Fatalf("fault %v in what is valid apart from UTF-8", fault)
			}
		}
		sameValue(t, doc, src)
		sameTokens(t, doc, src)
	})
}

func sameValue(t *testing.T, doc *laxjson.Doc, src []byte) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(src))
	d.UseNumber()
	var want any
	if err := d.Decode(&want); err != nil {
		t.Fatalf("encoding/json: %v", err)
	}
	if got := goValue(doc.Root()); !reflect.DeepEqual(got, want) {
		t.Fatalf("read %#v\nwant %#v", got, want)
	}
}

// sameTokens compares the tree as compact JSON, which shows order and
// duplicate names, with that of jsontext.
func sameTokens(t *testing.T, doc *laxjson.Doc, src []byte) {
	t.Helper()
	lax := []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}
	var want []string
	d := jsontext.NewDecoder(bytes.NewBuffer(bytes.Clone(src)), lax...)
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("jsontext: %v", err)
		}
		want = append(want, token.Kind().String()+token.String())
	}
	if got := tokens(nil, doc.Root()); !reflect.DeepEqual(got, want) {
		t.Fatalf("tokens %q\nwant   %q", got, want)
	}
}

func tokens(list []string, v laxjson.Value) []string {
	token := func(t jsontext.Token) { list = append(list, t.Kind().String()+t.String()) }
	switch v.Kind() {
	case laxjson.Object:
		token(jsontext.BeginObject)
		for name, member := range v.Members() {
			token(jsontext.String(name))
			list = tokens(list, member)
		}
		token(jsontext.EndObject)
	case laxjson.Array:
		token(jsontext.BeginArray)
		for item := range v.Items() {
			list = tokens(list, item)
		}
		token(jsontext.EndArray)
	case laxjson.String:
		token(jsontext.String(v.Text()))
	case laxjson.Number:
		list = append(list, jsontext.Kind('0').String()+string(v.Raw()))
	case laxjson.Bool:
		value, _ := v.Bool()
		token(jsontext.Bool(value))
	case laxjson.Null:
		token(jsontext.Null)
	}
	return list
}
