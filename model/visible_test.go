package model_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"offhook/model"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "where is my parcel?", "where is my parcel?"},
		{"empty", "", ""},
		{"other scripts", "Пост из вк – 你好 שלום", "Пост из вк – 你好 שלום"},
		{"emoji with joiners", "👩‍👧 👍🏽", "👩‍👧 👍🏽"},
		{"combining", "é", "é"},
		{"escape sequence", "a\x1b[31mred", "a␛[31mred"},
		{"title sequence", "\x1b]0;title\a", "␛]0;title␇"},
		{"nul, tab, return, line feed", "\x00\t\r\n", "␀␉␍␊"},
		{"del", "a\x7fb", "a␡b"},
		{"c1 control as a rune", "a\u009b31m", "a␦31m"},
		{"c1 control as a byte", "a\x9b31m", "a\uFFFD31m"},
		{"broken utf-8", "a\xff\xc3(", "a\uFFFD\uFFFD("},
		{"surrogate bytes", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
		{"right-to-left override", "invoice\u202efdp.exe", "invoice␦fdp.exe"},
		{"isolates", "\u2066a\u2069", "␦a␦"},
		{"direction marks", "\u200ea\u200f\u061c", "␦a␦␦"},
		{"deprecated shaping", "\u206aa\u206f", "␦a␦"},
		{"line separators", "a\u2028b\u2029c", "a␦b␦c"},
		{"byte order mark", "\ufeffa", "␦a"},
		{"zero width space and soft hyphen", "a\u200bb\u00adc", "a␦b␦c"},
		{"tags", "a\U000e0041", "a␦"},
		{"private use", "\ue000", "␦"},
		{"musical controls", "\U0001d173", "␦"},
	} {
		if got := model.Visible(tt.in); got != tt.want {
			t.Errorf("%s: %q became %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestVisibleLines(t *testing.T) {
	t.Parallel()
	got := model.VisibleLines("one\r\n\ttwo\x1b\n\nthree\r")
	if want := []string{"one", "    two␛", "", "three␍"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("a\x1b[2Jb\u202ec\xff")
	f.Fuzz(func(t *testing.T, s string) {
		v := model.Visible(s)
		if !utf8.ValidString(v) || strings.ContainsFunc(v, model.Unsafe) {
			t.Errorf("%q became %q", s, v)
		}
		if again := model.Visible(v); again != v {
			t.Errorf("%q became %q", v, again)
		}
	})
}
