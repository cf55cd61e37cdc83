package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// reset ends every painted text. It is what lipgloss writes too, which [Pen.Under]
// relies on.
const reset = "\x1b[m"

// Pen paints a short text in one style, without the cost of a lipgloss render: the
// control sequences are worked out once. The zero Pen paints nothing around the
// text. A Pen knows nothing of widths, borders and padding.
type Pen struct {
	pre   string
	style *lipgloss.Style
}

// NewPen makes a pen of a style's colours and attributes.
func NewPen(style lipgloss.Style) Pen {
	pre, _, found := strings.Cut(style.Render("x"), "x")
	if !found {
		pre = ""
	}
	return Pen{pre: pre, style: &style}
}

// Style is the style that the pen was made of, for components that take one.
func (p Pen) Style() lipgloss.Style {
	if p.style == nil {
		return lipgloss.NewStyle()
	}
	return *p.style
}

// Paint returns the text in the pen's style. The text must be drawable and hold no
// control sequences.
func (p Pen) Paint(s string) string {
	if p.pre == "" || s == "" {
		return s
	}
	return p.pre + s + reset
}

// Append is Paint onto the end of a buffer.
func (p Pen) Append(dst []byte, s string) []byte {
	if p.pre == "" || s == "" {
		return append(dst, s...)
	}
	dst = append(dst, p.pre...)
	dst = append(dst, s...)
	return append(dst, reset...)
}

// Write is Paint into a builder.
func (p Pen) Write(b *strings.Builder, s string) {
	if p.pre == "" || s == "" {
		b.WriteString(s)
		return
	}
	b.WriteString(p.pre)
	b.WriteString(s)
	b.WriteString(reset)
}

// Under lays the pen's style under a line that other pens painted: what they leave
// open, such as the background, shows through. It is for the one selected row.
func (p Pen) Under(line string) string {
	if p.pre == "" {
		return line
	}
	return p.pre + strings.ReplaceAll(line, reset, reset+p.pre) + reset
}
