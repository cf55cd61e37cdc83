package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
	"offhook/ui/tui/theme"
)

type namedPen struct {
	name string
	pen  theme.Pen
}

func pens(t *theme.Theme) []namedPen {
	return []namedPen{
		{"text", t.Text}, {"strong", t.Strong}, {"muted", t.Muted}, {"faint", t.Faint}, {"chrome", t.Chrome}, {"accent", t.Accent},
		{"title", t.Title}, {"title focused", t.TitleFocused}, {"divider", t.Divider}, {"selected", t.Selected}, {"selected dim", t.SelectedDim}, {"selected bar", t.SelectedBar},
		{"input", t.Input}, {"key", t.Key}, {"match", t.Match}, {"match current", t.MatchCurrent}, {"error", t.Error}, {"odd", t.Odd}, {"good", t.Good}, {"note", t.Note},
		{"json key", t.JSON.Key}, {"json string", t.JSON.String}, {"json number", t.JSON.Number}, {"json bool", t.JSON.Bool}, {"json null", t.JSON.Null}, {"json punct", t.JSON.Punct}, {"json comment", t.JSON.Comment},
		{"blinger", t.Platform("blinger")}, {"acquire", t.Platform("acquire")}, {"ebbot", t.Platform("ebbot")}, {"jivo", t.Platform("jivo")}, {"unknown", t.Platform("unknown")}, {"zendesk", t.Platform("zendesk")},
		{"customer", t.Role(model.RoleCustomer)}, {"agent", t.Role(model.RoleAgent)}, {"bot", t.Role(model.RoleBot)}, {"system", t.Role(model.RoleSystem)},
		{"open", t.Status(model.StatusOpen)}, {"closed", t.Status(model.StatusClosed)},
	}
}

func swatch(t theme.Theme) string {
	var b strings.Builder
	for _, p := range pens(&t) {
		fmt.Fprintf(&b, "%-14s %s\n", p.name, p.pen.Paint("Where is my order?"))
	}
	b.WriteString(t.SelectedBar.Paint(t.Glyphs.Bar) + t.Selected.Under(t.Platform("jivo").Paint("jivo")+" plain "+t.Error.Paint("!")) + "\n")
	for k := range model.Kinds() {
		b.WriteString(t.Glyph(model.Kind(k), model.RoleCustomer) + " ")
	}
	return b.String() + t.Glyph(model.KindMessage, model.RoleAgent) + "\n"
}

func TestSwatch(t *testing.T) {
	t.Parallel()
	for name, th := range map[string]theme.Theme{"dark": theme.New(true), "light": theme.New(false), "plain": theme.Plain(), "ascii": theme.Plain().WithASCII(true)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, swatch(th))
		})
	}
}

func TestColoursStandOutFromTheBackground(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		th         theme.Theme
		background color.Color
		hidden     []color.Color // what the background is in 16 colours
	}{
		"dark":  {theme.New(true), color.RGBA{0x1e, 0x1e, 0x1e, 0xff}, []color.Color{ansi.Black}},
		"light": {theme.New(false), color.White, []color.Color{ansi.BrightWhite, ansi.White}},
	} {
		for _, p := range pens(&c.th) {
			fg := p.pen.Style().GetForeground()
			if fg == nil || p.pen.Style().GetBackground() != nil && !isNoColor(p.pen.Style().GetBackground()) || isNoColor(fg) {
				continue
			}
			limit := 4.5
			if p.name == "divider" || p.name == "faint" || p.name == "json comment" || p.name == "closed" {
				limit = 2.5
			}
			if got := contrast(fg, c.background); got < limit {
				t.Errorf("%s: %s has a contrast of %.1f, want %.1f", name, p.name, got, limit)
			}
			for _, hidden := range c.hidden {
				if colorprofile.ANSI.Convert(fg) == hidden {
					t.Errorf("%s: %s disappears with 16 colours", name, p.name)
				}
			}
		}
	}
}

func TestPlatformsDifferIn256Colours(t *testing.T) {
	t.Parallel()
	for _, dark := range []bool{true, false} {
		th, seen := theme.New(dark), map[color.Color]string{}
		for _, name := range []string{"blinger", "acquire", "ebbot", "jivo", "unknown"} {
			c := colorprofile.ANSI256.Convert(th.Platform(name).Style().GetForeground())
			if other, ok := seen[c]; ok {
				t.Errorf("dark %v: %s and %s look the same", dark, name, other)
			}
			seen[c] = name
		}
	}
}

func isNoColor(c color.Color) bool {
	_, _, _, a := c.RGBA()
	return c == nil || a == 0 || fmt.Sprintf("%T", c) == "lipgloss.NoColor"
}

// contrast is the ratio of WCAG 2.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
