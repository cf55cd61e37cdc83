package tui

import (
	"strings"

	"offhook/ui/tui/theme"
)

// page is text that scrolls: headers, an answer, problems, help.
type page struct {
	theme         theme.Theme
	lines         []string // painted, each within the width
	top           int
	width, height int
}

// labelWidth is where the values of a page begin.
const labelWidth = 14

func (p *page) setSize(width, height int) { p.width, p.height = width, height }

func (p *page) clear() { p.lines = nil }

// line adds one line, cut to the width.
func (p *page) line(pen theme.Pen, text string) {
	p.lines = append(p.lines, " "+pen.Paint(p.theme.Cut(theme.Drawable(text), max(p.width-1, 0))))
}

// text adds text that is wrapped.
func (p *page) text(pen theme.Pen, text string) {
	for _, line := range theme.DrawableLines(text) {
		for _, part := range p.theme.Wrap(line, max(p.width-2, 1)) {
			p.lines = append(p.lines, " "+pen.Paint(part))
		}
	}
}

// field adds a name with its value, which is wrapped beside it; nothing for an
// empty value.
func (p *page) field(name, value string) {
	if value == "" {
		return
	}
	label := p.theme.Fit(theme.Drawable(name), max(labelWidth, p.theme.Width(name)+1))
	room := max(p.width-p.theme.Width(label)-2, 8)
	for _, part := range p.theme.Wrap(theme.Drawable(value), room) {
		p.lines = append(p.lines, p.theme.Fit(" "+p.theme.Muted.Paint(label)+p.theme.Text.Paint(part), p.width))
		label = strings.Repeat(" ", p.theme.Width(label))
	}
}

// Move scrolls by lines.
func (p *page) Move(by int) { p.top = min(max(p.top+by, 0), max(len(p.lines)-p.height, 0)) }

// Page scrolls by a part of the screen.
func (p *page) Page(part float64) { p.Move(int(part * float64(p.height))) }

// Top goes to the beginning.
func (p *page) Top() { p.top = 0 }

// Bottom goes to the end.
func (p *page) Bottom() { p.Move(len(p.lines)) }

func (p *page) view() []string {
	from := min(p.top, len(p.lines))
	to := min(from+p.height, len(p.lines))
	return p.lines[from:to]
}

// pad makes exactly height lines of exactly width cells.
func pad(lines []string, width, height int, t *theme.Theme) []string {
	padded := make([]string, height)
	for i := range padded {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		padded[i] = t.Fit(line, width)
	}
	return padded
}
