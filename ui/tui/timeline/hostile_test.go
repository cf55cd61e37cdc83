package timeline_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"offhook/model"
	"offhook/ui/tui/theme"
	"offhook/ui/tui/timeline"
)

func TestViewKeepsItsSize(t *testing.T) {
	t.Parallel()
	for _, cells := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		rapid.Check(t, func(t *rapid.T) {
			tl := drawTimeline(t)
			width, height := rapid.IntRange(0, 140).Draw(t, "width"), rapid.IntRange(1, 25).Draw(t, "height")
			m := timeline.New(theme.New(true).WithCells(cells))
			m.SetTimeline(tl)
			m.SetSize(width, height)
			for _, step := range rapid.SliceOfN(rapid.IntRange(0, 7), 1, 8).Draw(t, "steps") {
				[]func(){m.Top, m.Bottom, func() { m.Move(1) }, func() { m.Move(-1) }, func() { m.Page(0.5) }, func() { m.Page(-1) }, func() { m.Search("a") }, m.Next}[step]()
				view := m.View()
				requireDrawable(t, view, width, height, cells)
				if _, ok := m.Cursor(); ok && width > 0 && height > 1 && !strings.Contains("\n"+ansi.Strip(view), "\n▌") {
					t.Fatalf("the cursor is not on the screen:\n%s", ansi.Strip(view))
				}
			}
			for _, line := range m.Head(width, 2, at(900)) {
				if w := cells.StringWidth(line); w > width {
					t.Fatalf("the head has %d cells of %d", w, width)
				}
			}
		})
	}
}

func drawTimeline(t *rapid.T) model.Timeline {
	text := rapid.OneOf(rapid.String(), rapid.Just(hostile), rapid.SampledFrom([]string{
		"", "hello", strings.Repeat("long", 60), "https://example.com/" + strings.Repeat("path/", 30), "👨\u200d👩\u200d👧 ❤\ufe0f 🏳\ufe0f\u200d🌈", "包裹在哪里包裹在哪里包裹在哪里",
		"مرحبا كيف حالك", "שלום עולם", "e" + strings.Repeat("\u0301", 200), "नमस्ते दुनिया", "a b c d e f g h",
	}))
	entry := rapid.Custom(func(t *rapid.T) model.Entry {
		e := model.Entry{
			Kind: model.Kind(rapid.IntRange(0, len(model.Kinds())).Draw(t, "kind")), Source: model.Origin(rapid.IntRange(0, 2).Draw(t, "source")),
			Message: model.Message{Role: model.Role(rapid.IntRange(0, 5).Draw(t, "role")), Name: text.Draw(t, "name"), Text: text.Draw(t, "text"), Type: text.Draw(t, "type")},
			OwnTime: rapid.Bool().Draw(t, "own"), Events: rapid.SliceOfN(rapid.Uint64Range(1, 9), 0, 3).Draw(t, "events"),
		}
		if s := rapid.IntRange(-1, 200_000).Draw(t, "at"); s >= 0 {
			e.At = at(s)
			e.Received = at(s + rapid.IntRange(-90, 90).Draw(t, "late"))
		}
		if rapid.Bool().Draw(t, "more") {
			e.Message.Files = []model.Attachment{{Name: text.Draw(t, "file"), URL: text.Draw(t, "url")}}
			e.Message.Buttons = []string{text.Draw(t, "button"), "No"}
			e.Flags = []model.Code{model.Code(rapid.IntRange(0, 40).Draw(t, "flag")), model.Gap}
			e.Detail = []string{text.Draw(t, "detail")}
			e.Call = &model.Call{Phone: text.Draw(t, "phone"), Reason: text.Draw(t, "reason"), Record: text.Draw(t, "record")}
		}
		return e
	})
	return model.Timeline{Key: "jivo:" + text.Draw(t, "key"), Entries: rapid.SliceOfN(entry, 0, 6).Draw(t, "entries"),
		Notes: []string{text.Draw(t, "sentence")}, Links: []string{text.Draw(t, "link")}, Participants: []model.Person{{Role: model.RoleCustomer, Name: text.Draw(t, "person")}}}
}

// requireDrawable fails when a view holds a control other than line breaks and
// the colours of pens, or does not have the size.
func requireDrawable(t *rapid.T, view string, width, height int, cells ansi.Method) {
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
		if w := cells.StringWidth(line); w > width {
			t.Fatalf("%q has %d cells, want at most %d", plain, w, width)
		}
	}
}
