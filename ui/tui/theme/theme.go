package theme

import (
	"hash/fnv"

	"charm.land/lipgloss/v2"
	"github.com/alecthomas/chroma/v2"
	"github.com/charmbracelet/x/ansi"

	"offhook/model"
)

// Theme is how everything looks.
type Theme struct {
	Text   Pen // content
	Strong Pen // content that is looked for first: names, the value under the cursor
	Muted  Pen // content of lesser weight
	Faint  Pen // hints beside content: gaps, dates, counts
	Chrome Pen // what is not content: status and key line, column heads

	Accent       Pen
	Title        Pen // of a pane without the focus
	TitleFocused Pen
	Divider      Pen // the thin line between panes, separators
	Selected     Pen // the row under the cursor: lay it with Pen.Under; SelectedBar leads the row
	SelectedDim  Pen // the same in a pane without the focus
	SelectedBar  Pen
	Input        Pen // what is being typed
	Key          Pen // names of keys in the key line and in help
	Match        Pen // a search hit
	MatchCurrent Pen // the search hit under the cursor

	Error Pen // needs a person
	Odd   Pen
	Good  Pen // "up" and "verified", nothing else
	Note  Pen // what agents write among themselves

	JSON JSON
	// Syntax is the chroma style behind JSON.
	Syntax *chroma.Style

	// Cells is how the terminal counts cells: ansi.WcWidth by default, as Bubble
	// Tea does; ansi.GraphemeWidth once it said that it supports mode 2027.
	Cells ansi.Method
	// Glyphs are the signs in use.
	Glyphs Glyphs

	dark      bool
	plain     bool
	platforms map[string]Pen
	others    []Pen
	roles     [5]Pen
	statuses  [7]Pen
}

// JSON holds the pens of a JSON tree.
type JSON struct{ Key, String, Number, Bool, Null, Punct, Comment Pen }

// New is the theme in colours, for a dark or a light background. Colours are
// true colours; Bubble Tea turns them into what the terminal has.
func New(dark bool) Theme {
	p := lightPalette()
	if dark {
		p = darkPalette()
	}
	fg := lipgloss.NewStyle().Foreground
	t := Theme{
		Text: NewPen(fg(p.text)), Strong: NewPen(fg(p.strong).Bold(true)), Muted: NewPen(fg(p.muted)), Faint: NewPen(fg(p.faint)), Chrome: NewPen(fg(p.chrome)),
		Accent: NewPen(fg(p.accent)), Title: NewPen(fg(p.chrome)), TitleFocused: NewPen(fg(p.accent).Bold(true)), Divider: NewPen(fg(p.line)),
		Selected: NewPen(lipgloss.NewStyle().Background(p.selected)), SelectedDim: NewPen(lipgloss.NewStyle().Background(p.selected)), SelectedBar: NewPen(fg(p.accent).Background(p.selected)),
		Input: NewPen(fg(p.strong)), Key: NewPen(fg(p.muted).Bold(true)),
		Match: NewPen(fg(p.onMatch).Background(p.match)), MatchCurrent: NewPen(fg(p.onMatch).Background(p.match).Bold(true).Underline(true)),
		Error: NewPen(fg(p.red)), Odd: NewPen(fg(p.yellow)), Good: NewPen(fg(p.green)), Note: NewPen(fg(p.note)),
		Syntax: syntax(p), Glyphs: NewGlyphs(false), dark: dark,
		platforms: map[string]Pen{"blinger": NewPen(fg(p.blinger)), "acquire": NewPen(fg(p.acquire)), "ebbot": NewPen(fg(p.ebbot)), "jivo": NewPen(fg(p.jivo)), "unknown": NewPen(fg(p.muted))},
	}
	for _, c := range p.others {
		t.others = append(t.others, NewPen(fg(c)))
	}
	t.roles = [5]Pen{t.Muted, t.Strong, NewPen(fg(p.agent)), NewPen(fg(p.bot)), t.Muted}
	t.statuses = [7]Pen{t.Faint, t.Strong, t.Text, t.Text, t.Text, t.Muted, t.Faint}
	t.JSON = jsonPens(t.Syntax)
	return t
}

// Plain is the theme without colours, for NO_COLOR and terminals that have none.
func Plain() Theme {
	style := lipgloss.NewStyle
	text, strong, faint := Pen{}, NewPen(style().Bold(true)), NewPen(style().Faint(true))
	reverse, under := NewPen(style().Reverse(true)), NewPen(style().Underline(true))
	t := Theme{
		Text: text, Strong: strong, Muted: text, Faint: faint, Chrome: faint, Accent: strong, Title: faint, TitleFocused: strong, Divider: faint,
		Selected: reverse, SelectedBar: reverse, Input: text, Key: strong,
		Match: reverse, MatchCurrent: NewPen(style().Reverse(true).Bold(true).Underline(true)),
		Error: strong, Odd: under, Good: text,
		JSON:   JSON{Key: strong, Punct: faint, Comment: faint},
		Syntax: chroma.MustNewStyle("offhook-plain", chroma.StyleEntries{chroma.NameTag: "bold"}),
		Glyphs: NewGlyphs(false), plain: true,
	}
	t.roles = [5]Pen{faint, strong, text, text, faint}
	t.statuses = [7]Pen{faint, strong, text, text, text, text, faint}
	return t
}

// WithASCII is the theme with glyphs of plain ASCII.
func (t Theme) WithASCII(ascii bool) Theme {
	t.Glyphs = NewGlyphs(ascii)
	return t
}

// WithCells is the theme for a terminal that counts cells so.
func (t Theme) WithCells(m ansi.Method) Theme {
	t.Cells = m
	return t
}

// IsDark reports whether the theme is made for a dark background.
func (t *Theme) IsDark() bool { return t.dark }

// IsPlain reports whether the theme has no colours.
func (t *Theme) IsPlain() bool { return t.plain }

// Platform is the colour of a platform's name. A name that the theme does not know
// always gets the same one.
func (t *Theme) Platform(name string) Pen {
	if pen, ok := t.platforms[name]; ok || len(t.others) == 0 {
		return pen
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return t.others[h.Sum32()%uint32(len(t.others))]
}

// Role is the colour of somebody's name.
func (t *Theme) Role(r model.Role) Pen { return t.roles[min(int(r), len(t.roles)-1)] }

// Status is the colour of a conversation's status.
func (t *Theme) Status(s model.Status) Pen { return t.statuses[min(int(s), len(t.statuses)-1)] }

// Problem is the colour of a problem: Error, or Odd for a peculiarity.
func (t *Theme) Problem(c model.Code) Pen {
	if c.Odd() {
		return t.Odd
	}
	return t.Error
}
