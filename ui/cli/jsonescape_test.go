package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"offhook/model"
)

// Property: what is written holds nothing that a terminal obeys, is one line, and
// reads back as what it was.
func TestEscapingLosesNothing(t *testing.T) {
	t.Parallel()
	nasty := rapid.SampledFrom([]rune{0, 7, 8, '\n', '\r', '\t', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x202e, 0x2066, 0x2028, 0xfeff, 0xe000, 0xe0041, 0x10fffd, '"', '\\', '<', 'é', '🌊'})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(nasty, rapid.Rune())).Draw(t, "text")
		var out bytes.Buffer
		if err := writeJSON(&out, map[string]string{text: text}); err != nil {
			t.Fatal(err)
		}
		line, ended := strings.CutSuffix(out.String(), "\n")
		if !ended || strings.ContainsFunc(line, model.Unsafe) {
			t.Fatalf("%q has something to obey", line)
		}
		var back map[string]string
		if err := json.Unmarshal([]byte(line), &back); err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(text) && back[text] != text {
			t.Fatalf("%q became %q", text, back)
		}
	})
}
