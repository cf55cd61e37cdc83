package theme_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"offhook/model"
	"offhook/ui/tui/theme"
)

func TestDuration(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{
		"0 ms": 0, "340 ms": 340 * time.Millisecond, "42 s": 42 * time.Second, "4 m 11 s": 251 * time.Second, "5 m": 5 * time.Minute,
		"2 h 5 m": 125 * time.Minute, "2 d 1 h": 49 * time.Hour, "3 d": 75 * time.Hour, "-7 s": -7 * time.Second,
	} {
		if got := theme.Duration(d); got != want {
			t.Errorf("Duration(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestDrawable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, want string }{
		"ascii":         {"hello", "hello"},
		"escape":        {"\x1b[31mred", "␛[31mred"},
		"line break":    {"a\nb", "a␊b"},
		"direction":     {"a\u202eb", "a␦b"},
		"accents stay":  {"e\u0301\u0323", "e\u0301\u0323"},
		"flood is cut":  {"e" + strings.Repeat("\u0301", 300) + "x", "e" + strings.Repeat("\u0301", 4) + "␦x"},
		"selector goes": {"❤\ufe0f!", "❤!"},
		"family stays":  {"👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
	} {
		if got := theme.Drawable(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestFitIsExact(t *testing.T) {
	t.Parallel()
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		th := theme.New(true).WithCells(m)
		rapid.Check(t, func(t *rapid.T) {
			width := rapid.IntRange(0, 40).Draw(t, "width")
			s := theme.Drawable(rapid.String().Draw(t, "text"))
			for _, got := range []string{th.Fit(s, width), th.FitRight(s, width), th.Fit(th.Accent.Paint(s), width)} {
				if w := m.StringWidth(got); w != width {
					t.Fatalf("%q has %d cells, want %d", got, w, width)
				}
			}
		})
	}
}

func TestUnderShowsThroughOtherPens(t *testing.T) {
	t.Parallel()
	th := theme.Plain()
	got := th.Selected.Under(th.Strong.Paint("a") + "b")
	if want := "\x1b[7m\x1b[1ma\x1b[m\x1b[7mb\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUnknownPlatformKeepsItsColour(t *testing.T) {
	t.Parallel()
	a, b := theme.New(true), theme.New(true)
	if got, want := a.Platform("whatsapp").Paint("x"), b.Platform("whatsapp").Paint("x"); got != want || got == "x" {
		t.Errorf("got %q and %q", got, want)
	}
}

func BenchmarkPaint(b *testing.B) {
	th := theme.New(true)
	buf := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		buf = th.Accent.Append(buf[:0], "21:03:12.010")
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	th := theme.New(true)
	for name, c := range map[string]struct {
		in    string
		width int
		want  []string
	}{
		"empty":       {"", 5, []string{""}},
		"fits":        {"hello", 5, []string{"hello"}},
		"words":       {"where is my order", 8, []string{"where is", "my order"}},
		"long word":   {"a https://example.com/b", 10, []string{"a", "https://ex", "ample.com/", "b"}},
		"cjk":         {"包裹在哪里", 5, []string{"包裹", "在哪", "里"}},
		"too wide":    {"a包b", 1, []string{"a", "…", "b"}},
		"many spaces": {"a      b", 3, []string{"a", "b"}},
		"indent":      {"  a b", 4, []string{"  a", "b"}},
	} {
		if got := th.Wrap(c.in, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestWrapKeepsTheTextAndTheWidth(t *testing.T) {
	t.Parallel()
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		th := theme.New(true).WithCells(m)
		rapid.Check(t, func(t *rapid.T) {
			width := rapid.IntRange(12, 40).Draw(t, "width")
			s := theme.Drawable(rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("ab  -漢🙂ع")))).Draw(t, "text"))
			lines := th.Wrap(s, width)
			for _, line := range lines {
				if w := m.StringWidth(line); w > width {
					t.Fatalf("%q has %d cells, want at most %d", line, w, width)
				}
			}
			if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(s, " ", ""); got != want && !strings.Contains(got, "…") {
				t.Fatalf("got %q, want %q", got, want)
			}
		})
	}
}

func TestNeedle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		query, text string
		want        []theme.Span
	}{
		"nothing":            {"", "abc", nil},
		"lower finds both":   {"order", "Order my ORDER", []theme.Span{{From: 0, To: 5}, {From: 9, To: 14}}},
		"a capital is exact": {"Order", "Order my ORDER", []theme.Span{{From: 0, To: 5}}},
		"no overlaps":        {"aa", "aaaaa", []theme.Span{{From: 0, To: 2}, {From: 2, To: 4}}},
		"other letters":      {"заказ", "мой Заказ", []theme.Span{{From: 7, To: 17}}},
	} {
		if got := theme.NewNeedle(c.query).Find(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestGlyphOfAMessageSaysWhoWrote(t *testing.T) {
	t.Parallel()
	g := theme.NewGlyphs(false)
	for role, want := range map[model.Role]string{
		model.RoleCustomer: g.In, model.RoleNone: g.In, model.RoleAgent: g.Out, model.RoleBot: g.Out, model.RoleSystem: g.Status,
	} {
		if got := g.Glyph(model.KindMessage, role); got != want {
			t.Errorf("%s: %s, want %s", role, got, want)
		}
	}
}
