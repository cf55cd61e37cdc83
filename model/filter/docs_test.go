package filter_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"offhook/model/filter"
)

func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/filter.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPageHasEveryField finds a row for every field, with its aliases and values.
func TestPageHasEveryField(t *testing.T) {
	t.Parallel()
	text := page(t)
	for _, f := range filter.Fields() {
		row := regexp.MustCompile("(?m)^\\| `" + f.Name + "`.*$").FindString(text)
		if row == "" {
			t.Errorf("the page has no row for %s", f.Name)
			continue
		}
		for _, alias := range f.Aliases {
			if !strings.Contains(row, "`"+alias+"`") {
				t.Errorf("%s: the page does not name %s", f.Name, alias)
			}
		}
		for _, value := range f.Values {
			if f.Name != "problem" && !strings.Contains(row, value) {
				t.Errorf("%s: the page does not name %s", f.Name, value)
			}
		}
	}
}

// TestExamplesParse reads whatever is set as code in the tables of the page, and the
// examples of Fields.
func TestExamplesParse(t *testing.T) {
	t.Parallel()
	count := 0
	for line := range strings.Lines(page(t)) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		for _, code := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(line, -1) {
			count++
			parse(t, strings.ReplaceAll(code[1], `\|`, "|"))
		}
	}
	if count < 50 {
		t.Errorf("only %d examples were found", count)
	}
	for _, f := range filter.Fields() {
		if e := parse(t, f.Example); !strings.HasPrefix(e.String(), f.Name+":") || f.Means == "" {
			t.Errorf("%s: %s is no example of it", f.Name, e)
		}
		if f.Content != parse(t, f.Example).NeedsContent() && f.Name != "has" {
			t.Errorf("%s: whether it needs content is wrong", f.Name)
		}
	}
}
