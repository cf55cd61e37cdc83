package cli

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"offhook/model"
)

func TestMarkdownActsAsNothing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain text, (really)":              "plain text, (really)",
		"**bold** _x_ `code`":               `\*\*bold\*\* \_x\_ \` + "`code\\`",
		"~~gone~~ {.class}":                 `\~\~gone\~\~ \{.class\}`,
		"# title":                           `\# title`,
		"## title ##":                       `\#\# title \#\#`,
		"- item":                            `\- item`,
		"- [ ] task":                        `\- \[ \] task`,
		"+ item":                            `\+ item`,
		"12. item":                          `12\. item`,
		"3) item":                           `3\) item`,
		"1.5 of 2":                          `1\.5 of 2`,
		"===":                               `\===`,
		"---":                               `\---`,
		":-:":                               `\:-:`,
		": definition":                      `\: definition`,
		"a - b + c = d: e":                  `a - b + c = d: e`,
		"<b>&lt;":                           `\<b\>\&lt;`,
		"<!-- -->":                          `\<!-- --\>`,
		"[a](b)":                            `\[a\](b)`,
		"![a](b)":                           `!\[a\](b)`,
		"[^1]":                              `\[^1\]`,
		"the end\\":                         `the end\\`,
		"    code":                          "code",
		"> quote | cell":                    `\> quote \| cell`,
		"$5 or $x^2$":                       `\$5 or \$x^2\$`,
		"see http://tidewater.example/a_b":  `see http\://tidewater.example/a\_b`,
		"HTTPS://x and www.x and Www.x":     `HTTPS\://x and www\.x and Www\.x`,
		"#12 and shop#12 and !12":           `\#&#8203;12 and shop\#&#8203;12 and !&#8203;12`,
		"http://x/#12":                      `http\://x/\#12`,
		"number #one!":                      `number \#one!`,
		"@anna, (@bea) and /@cleo":          `\@&#8203;anna, (\@&#8203;bea) and /\@&#8203;cleo`,
		"grace@tidewater.example":           `grace\@tidewater.example`,
		":smile: :+1::100: 10:20:30":        `\:&#8203;smile: :&#8203;+1::&#8203;100: 10:20:30`,
		"\u00a0- \u3000#":                   "\u00a0- \u3000\\#",
		"bell\a, line\u2028end, \u202eback": "bell␇, line␦end, ␦back",
		"one\rtwo\ttabs\v":                  "one␍two␉tabs␋",
	} {
		if got := escapeMarkdown(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestMarkdownLosesNothing takes away again what escaping added.
func TestMarkdownLosesNothing(t *testing.T) {
	t.Parallel()
	backslash := regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("\\`*_#@!:.-+=1a w/")), rapid.Rune())).Draw(t, "text")
		plain := backslash.ReplaceAllString(strings.ReplaceAll(escapeMarkdown(text), zeroWidth, ""), "$1")
		if want := strings.TrimLeft(model.Visible(text), " "); plain != want {
			t.Fatalf("%q is read as %q", text, plain)
		}
	})
}

func TestCodeSpan(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"jivo:client:1217": "`jivo:client:1217`",
		"a`b``c":           "```a`b``c```",
		"`":                "`` ` ``",
		"a\nb":             "`a␊b`",
	} {
		if got := codeSpan(text); got != want {
			t.Errorf("%q becomes %s, want %s", text, got, want)
		}
	}
}
