package jsonview_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"offhook/model"
)

// requireDrawable fails when a view holds a control other than line breaks and
// the colours of pens, or does not have exactly the size.
func requireDrawable(t interface {
	Helper()
	Fatalf(string, ...any)
}, view string, width, height int) {
	t.Helper()
	lines := strings.Split(view, "\n")
	if len(lines) != height {
		t.Fatalf("%d lines, want %d", len(lines), height)
	}
	for _, line := range lines {
		for i := 0; i < len(line); i++ {
			if line[i] != '\x1b' {
				continue
			}
			end := strings.IndexByte(line[i:], 'm')
			if end < 0 || strings.Trim(line[i+1:i+end], "[0123456789;") != "" {
				t.Fatalf("a control sequence that is no colour: %q", line[i:])
			}
		}
		plain := ansi.Strip(line)
		if at := strings.IndexFunc(plain, model.Unsafe); at >= 0 {
			t.Fatalf("%q holds %q", plain, plain[at:])
		}
		if w := ansi.StringWidthWc(line); w > width {
			t.Fatalf("%q has %d cells, want at most %d", plain, w, width)
		}
		if w := ansi.StringWidth(line); w > width {
			t.Fatalf("%q has %d clusters' cells, want at most %d", plain, w, width)
		}
	}
}

const hostile = "\x1b[31mred\x1b]52;c;aGk=\x07\u009b2J\u202egnp\u2066\xff\xfe \u200b\ufeff"

func must(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
