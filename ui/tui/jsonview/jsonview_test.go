package jsonview_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"offhook/model/laxjson"
	"offhook/ui/tui/jsonview"
	"offhook/ui/tui/theme"
)

const chat = `{
  "event_name": "chat_finished",
  "widget_id": "5120",
  "visitor": {"name": "Nora Quist", "number": "31", "phone": "4085551234", "tags": []},
  "chat_id": 8812,
  "page": {"url": "https://shop.example/parcels/very/long/address/that/goes/on/and/on?utm_source=newsletter&utm_campaign=autumn-2022", "title": "\u0417\u0430\u043a\u0430\u0437"},
  "chat": {
    "messages": [
      {"message": "Hello\nis \"anyone\" there?", "timestamp": 1665396476, "type": "visitor", "ok": true, "rating": null},
      {"message": "包裹在哪里 🙂", "timestamp": "1665396483", "at": 1665396483123.4711, "type": "agent", "ratio": -0.5e3}
    ],
    "extra": "{\"a\":[1,2]}"
  }
}`

func newView(t testing.TB, src string, width, height int) *jsonview.Model {
	t.Helper()
	m := jsonview.New(theme.New(true))
	m.SetSize(width, height)
	m.SetDoc(laxjson.Parse([]byte(src)))
	return &m
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, ansi.Strip(newView(t, chat, width, 36).View()))
		})
	}
	t.Run("coloured", func(t *testing.T) {
		t.Parallel()
		m := newView(t, chat, 80, 36)
		m.SetFocused(true)
		m.Search("PARCELS")
		m.Search("type")
		golden.RequireEqual(t, m.View())
	})
	t.Run("faulty", func(t *testing.T) {
		t.Parallel()
		m := newView(t, `{"id": 7, "name": , 'who': "Nora" "n": 0x1F, "list": [1, 2,], "status": "open"/"closed"`, 60, 16)
		golden.RequireEqual(t, ansi.Strip(m.View()))
	})
	t.Run("plain", func(t *testing.T) {
		t.Parallel()
		m := newView(t, chat, 60, 10)
		m.SetTheme(theme.Plain().WithASCII(true))
		m.UnfoldTo(1)
		golden.RequireEqual(t, m.View())
	})
}

func TestFolding(t *testing.T) {
	t.Parallel()
	m := newView(t, chat, 80, 30)
	m.Move(3)
	must(t, m.Path(), ".visitor")
	m.Toggle()
	if view := ansi.Strip(m.View()); !strings.Contains(view, `▸ "visitor": { … 4 },`) {
		t.Errorf("not folded:\n%s", view)
	}
	m.Move(1)
	must(t, m.Path(), ".chat_id")
	m.Move(-1)
	m.Unfold()
	m.Move(2)
	must(t, m.Path(), ".visitor.number")
	m.Fold() // a leaf leads to what it is in
	must(t, m.Path(), ".visitor")
	m.Move(5) // its closing bracket
	m.Fold()
	if view := ansi.Strip(m.View()); !strings.Contains(view, `▌  ▸ "visitor"`) && !strings.Contains(view, `"visitor": { … 4 }`) {
		t.Errorf("not folded from its end:\n%s", view)
	}
}

func TestFoldAllLeavesTheCursorOnAVisibleLine(t *testing.T) {
	t.Parallel()
	m := newView(t, chat, 80, 12)
	m.Bottom()
	m.Move(-4)
	m.FoldAll()
	must(t, m.Path(), ".chat")
	m.UnfoldAll()
	m.UnfoldTo(2)
	if view := ansi.Strip(m.View()); !strings.Contains(view, `"messages": [ … 2 ]`) {
		t.Errorf("depth 2:\n%s", view)
	}
}

func TestMovingVisitsTheSameLinesBothWays(t *testing.T) {
	t.Parallel()
	m := newView(t, chat, 80, 5)
	var down []string
	for range 60 {
		down = append(down, cursorLine(t, m))
		m.Move(1)
	}
	m.Bottom()
	last := cursorLine(t, m)
	must(t, last, "▌  }")
	m.Top()
	must(t, cursorLine(t, m), down[0])
	m.Page(100)
	must(t, cursorLine(t, m), last)
	m.Page(-0.5)
	m.Move(2)
	must(t, cursorLine(t, m), last)
}

func cursorLine(t *testing.T, m *jsonview.Model) string {
	t.Helper()
	for _, line := range strings.Split(ansi.Strip(m.View()), "\n") {
		if strings.HasPrefix(line, "▌") {
			return strings.TrimRight(line, " ")
		}
	}
	t.Fatal("no cursor on the screen")
	return ""
}

func TestSearchUnfoldsWhatItFinds(t *testing.T) {
	t.Parallel()
	m := newView(t, chat, 80, 8)
	m.FoldAll()
	if n := m.Search("timestamp"); n != 2 {
		t.Fatalf("%d matches, want 2", n)
	}
	must(t, m.Path(), ".chat.messages[0].timestamp")
	must(t, m.Matches(), "1/2")
	must(t, m.Value(), "1665396476")
	m.Next()
	must(t, m.Path(), ".chat.messages[1].timestamp")
	m.Next()
	must(t, m.Matches(), "1/2")
	m.Prev()
	must(t, m.Matches(), "2/2")
	if n := m.Search("заказ"); n != 1 {
		t.Errorf("%d matches of an escaped text, want 1", n)
	}
	must(t, m.Value(), "Заказ")
	if n := m.Search("Timestamp"); n != 0 {
		t.Errorf("%d matches of a word with a capital, want 0", n)
	}
	must(t, m.Matches(), "0/0")
	if n := m.Search(""); n != 0 || m.Query() != "" {
		t.Errorf("%d matches of nothing", n)
	}
}

func TestEmptyDocument(t *testing.T) {
	t.Parallel()
	m := jsonview.New(theme.New(true))
	for _, doc := range []*laxjson.Doc{nil, laxjson.Parse(nil), laxjson.Parse([]byte("hello"))} {
		m.SetDoc(doc)
		m.SetSize(20, 3)
		for _, act := range []func(){m.Top, m.Bottom, m.Toggle, m.Fold, m.Unfold, m.FoldAll, m.UnfoldAll, m.Next, m.Prev, func() { m.Move(3) }, func() { m.Page(1) }, func() { m.UnfoldTo(2) }, func() { m.Search("x") }} {
			act()
		}
		if !m.Empty() || m.Cursor() != -1 || m.Path() != "" || m.Value() != "" || m.Raw() != nil {
			t.Errorf("something is there")
		}
		must(t, m.View(), "\n\n")
	}
}

func TestHostileTextIsOnlyDrawn(t *testing.T) {
	t.Parallel()
	quoted := strings.NewReplacer("\x1b", `\u001b`, "\x07", `\u0007`).Replace(hostile)
	m := newView(t, `{"`+hostile+`":"`+hostile+`","`+quoted+`":["`+quoted+`",`+hostile+`]}`, 60, 12)
	for range 10 {
		requireDrawable(t, m.View(), 60, 12)
		m.Move(1)
	}
}

func TestViewKeepsItsSize(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.OneOf(rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(`{}[]",:1a\ 漢🙂`)))), rapid.Just(chat)).Draw(t, "source")
		width, height := rapid.IntRange(0, 130).Draw(t, "width"), rapid.IntRange(1, 20).Draw(t, "height")
		m := jsonview.New(theme.New(true))
		m.SetDoc(laxjson.Parse([]byte(src)))
		m.SetSize(width, height)
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 11), 0, 12).Draw(t, "steps") {
			act(&m, step)
			view := m.View()
			requireDrawable(t, view, width, height)
			if !m.Empty() && width > 0 && !strings.ContainsAny(leading(view), "▌!") {
				t.Fatalf("the cursor is not on the screen:\n%s", ansi.Strip(view))
			}
		}
	})
}

// leading is the gutter of a view.
func leading(view string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(ansi.Strip(view), "\n") {
		for _, r := range line {
			b.WriteRune(r)
			break
		}
	}
	return b.String()
}

func act(m *jsonview.Model, step int) {
	acts := []func(){m.Toggle, m.Fold, m.Unfold, m.FoldAll, m.UnfoldAll, m.Bottom, m.Top, m.Next, func() { m.Move(3) }, func() { m.Move(-2) }, func() { m.UnfoldTo(1) }, func() { m.Search("a") }}
	acts[step]()
}

// bigDocument has about the given number of bytes.
func bigDocument(size int) []byte {
	var b strings.Builder
	b.WriteString(`{"messages":[`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"text":"where is my order?","at":1665396476,"ok":true}`, i)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func BenchmarkView(b *testing.B) {
	for name, size := range map[string]int{"1KB": 1 << 10, "10MB": 10 << 20} {
		m := jsonview.New(theme.New(true))
		m.SetSize(100, 50)
		m.SetDoc(laxjson.Parse(bigDocument(size)))
		b.Run(name+"/still", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = m.View()
			}
		})
		b.Run(name+"/scroll", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Move(1)
				_ = m.View()
			}
		})
		b.Run(name+"/search", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Search("nobody")
			}
		})
		b.Run(name+"/bottom", func(b *testing.B) {
			for b.Loop() {
				m.Bottom()
				_ = m.View()
				m.Top()
			}
		})
	}
}

func TestShowString(t *testing.T) {
	t.Parallel()
	m := newView(t, `{"ok": 1, "list": [{"m": "ok"}, {"m": "yes \u2713"}, {"m": "ok"}], "none": "x"}`, 40, 6)
	m.FoldAll()
	for _, test := range []struct {
		text string
		n    int
		want string
	}{{"ok", 0, ".list[0].m"}, {"ok", 1, ".list[2].m"}, {"yes ✓", 0, ".list[1].m"}} {
		if !m.ShowString(test.text, test.n) || m.Path() != test.want {
			t.Errorf("%q %d is shown at %s, want %s", test.text, test.n, m.Path(), test.want)
		}
	}
	before := m.Path()
	if m.ShowString("ok", 2) || m.ShowString("", 0) || m.Path() != before {
		t.Errorf("something that is not there is shown at %s", m.Path())
	}
}
