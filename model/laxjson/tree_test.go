package laxjson_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"offhook/model/laxjson"
)

// canonical writes a value as compact JSON: members in the order as written,
// numbers as written, an absent value as nothing.
func canonical(v laxjson.Value) string {
	var b strings.Builder
	writeCanonical(&b, v)
	return b.String()
}

func writeCanonical(b *strings.Builder, v laxjson.Value) {
	separator := ""
	switch v.Kind() {
	case laxjson.Null:
		b.WriteString("null")
	case laxjson.Bool:
		value, _ := v.Bool()
		b.WriteString(strconv.FormatBool(value))
	case laxjson.Number:
		b.Write(v.Raw())
	case laxjson.String:
		b.WriteString(quote(v.Text()))
	case laxjson.Object:
		b.WriteByte('{')
		for name, member := range v.Members() {
			b.WriteString(separator + quote(name) + ":")
			writeCanonical(b, member)
			separator = ","
		}
		b.WriteByte('}')
	case laxjson.Array:
		b.WriteByte('[')
		for item := range v.Items() {
			b.WriteString(separator)
			writeCanonical(b, item)
			separator = ","
		}
		b.WriteByte(']')
	}
}

func quote(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

// goValue returns what encoding/json makes of the same document, numbers kept.
func goValue(v laxjson.Value) any {
	switch v.Kind() {
	case laxjson.Bool:
		value, _ := v.Bool()
		return value
	case laxjson.Number:
		return json.Number(v.Raw())
	case laxjson.String:
		return v.Text()
	case laxjson.Object:
		members := map[string]any{}
		for name, member := range v.Members() {
			members[name] = goValue(member)
		}
		return members
	case laxjson.Array:
		items := []any{}
		for item := range v.Items() {
			items = append(items, goValue(item))
		}
		return items
	}
	return nil
}

// faultLines returns the faults as people read them.
func faultLines(doc *laxjson.Doc) []string {
	var lines []string
	for _, f := range doc.Faults {
		lines = append(lines, f.String())
	}
	return lines
}

// checkTree fails the test when the nodes contradict each other or the source.
func checkTree(t *testing.T, doc *laxjson.Doc) {
	t.Helper()
	nodes, size := doc.Nodes(), uint32(len(doc.Source()))
	counts := make([]int32, len(nodes))
	for i, n := range nodes {
		switch {
		case n.Start > n.End || n.End > size || n.KeyStart > n.KeyEnd || n.KeyEnd > size:
			t.Fatalf("node %d %+v: offsets beyond the source of %d bytes", i, n, size)
		case n.KeyStart < n.KeyEnd && n.KeyEnd > n.Start:
			t.Fatalf("node %d %+v: the value starts inside its key", i, n)
		case n.Next <= int32(i) || n.Next > int32(len(nodes)):
			t.Fatalf("node %d %+v: Next is wrong", i, n)
		case n.Kind < laxjson.Object && n.Next != int32(i)+1:
			t.Fatalf("node %d %+v: a scalar has children", i, n)
		case i == 0 && (n.Parent != -1 || n.Depth != 0 || int(n.Next) != len(nodes)):
			t.Fatalf("root %+v of %d nodes", n, len(nodes))
		case i == 0:
			continue
		case n.Parent < 0 || n.Parent >= int32(i):
			t.Fatalf("node %d %+v: Parent is wrong", i, n)
		}
		parent := nodes[n.Parent]
		counts[n.Parent]++
		switch {
		case parent.Kind < laxjson.Object || n.Depth != parent.Depth+1 || n.Next > parent.Next:
			t.Fatalf("node %d %+v does not fit its parent %+v", i, n, parent)
		case n.Start < parent.Start || n.End > parent.End || n.KeyStart < n.KeyEnd && n.KeyStart <= parent.Start:
			t.Fatalf("node %d %+v is not inside its parent %+v", i, n, parent)
		case nodes[i-1].Parent == n.Parent && n.Start < nodes[i-1].End:
			t.Fatalf("node %d %+v begins before its sibling %+v ends", i, n, nodes[i-1])
		}
	}
	for i, n := range nodes {
		if n.Count != counts[i] {
			t.Fatalf("node %d %+v has %d children", i, n, counts[i])
		}
	}
	checkFaults(t, doc)
}

func checkFaults(t *testing.T, doc *laxjson.Doc) {
	t.Helper()
	sorted := slices.IsSortedFunc(doc.Faults, func(a, b laxjson.Fault) int { return a.Offset - b.Offset })
	if !sorted || len(doc.Faults) > 64 || doc.FaultCount() < len(doc.Faults) || doc.Valid() != (len(doc.Faults) == 0) {
		t.Fatalf("faults %+v, %d in all, valid %t", doc.Faults, doc.FaultCount(), doc.Valid())
	}
	for _, f := range doc.Faults {
		before := string(doc.Source()[:f.Offset])
		line := strings.Count(before, "\n") + 1
		column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
		if f.Line != line || f.Column != column || f.Code == "" || f.Message == "" {
			t.Fatalf("fault %+v is at line %d, column %d", f, line, column)
		}
	}
}

// visit calls every reading method of every value.
func visit(t *testing.T, doc *laxjson.Doc) {
	t.Helper()
	for i := range doc.Nodes() {
		v := doc.Value(i)
		v.Text()
		v.Alternatives()
		if f, ok := v.Float(); ok && math.IsNaN(f) {
			t.Fatalf("Float of %q is no number", v.Raw())
		}
		v.Bool()
		if v.Kind() == laxjson.Number && (v.ID() == "") != v.Cut() {
			t.Fatalf("number %q has the ID %q, cut %t", v.Raw(), v.ID(), v.Cut())
		}
		if n, ok := v.Int(); ok && v.Kind() == laxjson.Number {
			if f, ok := v.Float(); !ok || math.Abs(f-float64(n)) > math.Abs(f)*1e-9 {
				t.Fatalf("%q is %d and %g", v.Raw(), n, f)
			}
		}
		if i < 1000 {
			v.Path()
			v.Inner()
			if p := v.Parent(); p.Kind() == laxjson.Object && !p.Get(v.Name()).Exists() {
				t.Fatalf("member %q is not found", v.Name())
			}
		}
	}
}
