package jsonview_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"offhook/model/laxjson"
	"offhook/ui/tui/jsonview"
	"offhook/ui/tui/theme"
)

func newRaw(content string, width, height int) *jsonview.RawView {
	v := jsonview.NewRaw(theme.New(true))
	v.SetSize(width, height)
	v.SetContent([]byte(content), laxjson.Parse([]byte(content)))
	return &v
}

func TestRawGolden(t *testing.T) {
	t.Parallel()
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		golden.RequireEqual(t, ansi.Strip(newRaw("{\r\n\t\"id\": 7\n\t\"text\": \"包裹在哪里 "+strings.Repeat("long ", 30)+"\"\n}", 40, 12).View()))
	})
	t.Run("binary", func(t *testing.T) {
		t.Parallel()
		golden.RequireEqual(t, ansi.Strip(newRaw("\x00\x01PNG\x1b[31m"+strings.Repeat("abc\xff", 9), 90, 5).View()))
	})
	t.Run("coloured", func(t *testing.T) {
		t.Parallel()
		golden.RequireEqual(t, newRaw(`{"id": 7 "text": "x"}`, 40, 3).View())
	})
}

func TestRawScrollsToBothEnds(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"lines":    strings.Repeat("line\n", 500) + "end",
		"one line": strings.Repeat("0123456789", 10_000) + "end",
		"wide":     strings.Repeat("包裹", 20_000) + "end",
		"binary":   strings.Repeat("\x00\xff", 5_000) + "end",
	} {
		v := newRaw(content, 79, 7)
		first := v.View()
		v.Bottom()
		last := v.View()
		if !strings.Contains(ansi.Strip(last), "end") {
			t.Errorf("%s: the end is not on the screen:\n%s", name, ansi.Strip(last))
		}
		v.Move(1)
		must(t, v.View(), last)
		v.Page(-1e6)
		must(t, v.View(), first)
		v.Move(10)
		v.Move(-10)
		must(t, v.View(), first)
		v.Page(1e6)
		must(t, v.View(), last)
	}
}

func TestRawShowsTheFault(t *testing.T) {
	t.Parallel()
	v := newRaw("[\n"+strings.Repeat("  1,\n", 300)+"  2\n  3\n]", 40, 6)
	if !v.ShowFault() {
		t.Fatal("no fault")
	}
	if view := ansi.Strip(v.View()); !strings.Contains(view, "\n!") {
		t.Errorf("the fault is not on the screen:\n%s", view)
	}
	if newRaw("[1]", 40, 6).ShowFault() {
		t.Error("a fault in valid JSON")
	}
}

func TestRawKeepsItsSize(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.OneOf(rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("{a\t\n漢🙂\x1b")))), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }), rapid.Just(strings.Repeat(hostile, 20))).Draw(t, "content")
		width, height := rapid.IntRange(0, 100).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height")
		v := newRaw(content, width, height)
		for _, by := range rapid.SliceOfN(rapid.IntRange(-9, 9), 0, 8).Draw(t, "moves") {
			v.Move(by)
			requireDrawable(t, v.View(), width, height)
		}
		v.Bottom()
		requireDrawable(t, v.View(), width, height)
	})
}

func BenchmarkRaw(b *testing.B) {
	for name, size := range map[string]int{"1KB": 1 << 10, "10MB": 10 << 20} {
		v := newRaw(string(bigDocument(size)), 100, 50)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v.Move(1)
				_ = v.View()
			}
		})
	}
}
