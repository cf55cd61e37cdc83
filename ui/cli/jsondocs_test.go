package cli

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestPageHasEveryMember finds every member of a line in its section of the page.
func TestPageHasEveryMember(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := make(map[string]string)
	for section := range strings.SplitSeq(string(text), "\n## ") {
		name, rest, _ := strings.Cut(section, "\n")
		sections[name] = rest
	}
	for name, line := range map[string]any{"ready": readyLine{}, "event": eventLine{}, "reply": replyLine{}, "conversation": conversationLine{}} {
		if sections[name] == "" {
			t.Errorf("the page has no section %s", name)
		}
		known := sections[name] + sections["Objects"]
		for _, member := range members(reflect.TypeOf(line)) {
			if member != "type" && !strings.Contains(known, "`"+member+"`") {
				t.Errorf("the section %s does not name %s", name, member)
			}
		}
	}
}

// members are the names in a line and, below it, in its objects.
func members(line reflect.Type) []string {
	for line.Kind() == reflect.Pointer || line.Kind() == reflect.Slice {
		line = line.Elem()
	}
	var names []string
	if line.Kind() != reflect.Struct || line == reflect.TypeFor[stamp]() {
		return nil
	}
	for field := range line.NumField() {
		name, _, _ := strings.Cut(line.Field(field).Tag.Get("json"), ",")
		names = append(append(names, name), members(line.Field(field).Type)...)
	}
	return names
}
