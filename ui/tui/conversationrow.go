package tui

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// rowDrawer draws the rows of the list of conversations into one buffer.
type rowDrawer struct {
	theme *theme.Theme
	cols  conversationColumns
	line  strings.Builder
}

// cell adds a cell and the gap after it.
func (d *rowDrawer) cell(pen theme.Pen, text string, width int) {
	if width > 0 {
		pen.Write(&d.line, d.theme.Fit(text, width))
		d.line.WriteString(theme.Spaces(d.cols.gap))
	}
}

// number adds a cell with the text at the right.
func (d *rowDrawer) number(pen theme.Pen, text string, width int) {
	if width > 0 {
		pen.Write(&d.line, d.theme.FitRight(text, width))
		d.line.WriteString(theme.Spaces(d.cols.gap))
	}
}

// take returns the line, exactly as wide as the list.
func (d *rowDrawer) take(width int) string {
	line := d.theme.Fit(strings.TrimSuffix(d.line.String(), theme.Spaces(d.cols.gap)), width)
	d.line.Reset()
	return line
}

// heading names the columns; the one that sorts stands out.
func (l *conversationList) heading(c conversationColumns) string {
	t := &l.theme
	d := rowDrawer{theme: t, cols: c}
	pen := func(sorts bool) theme.Pen {
		if sorts {
			return t.Text
		}
		return t.Chrome
	}
	d.line.WriteByte(' ')
	d.cell(t.Chrome, "PLATFORM", c.platform)
	d.cell(t.Chrome, "ID", c.id)
	d.cell(t.Chrome, "CUSTOMER", c.name)
	d.cell(pen(l.order == model.ByWaiting), "STATUS", c.state)
	d.cell(t.Chrome, "AGENT", c.agent)
	d.cell(t.Chrome, "LAST MESSAGE", c.text)
	d.number(pen(l.order == model.ByActivity), "ACTIVE", c.active)
	d.number(t.Chrome, "1ST REPLY", c.firstReply)
	d.number(t.Chrome, "MAX WAIT", c.longest)
	d.number(pen(l.order == model.ByProblems), t.Glyphs.Problem, c.problems)
	return d.take(l.width)
}

// row draws a conversation.
func (l *conversationList) row(c conversationColumns, s *model.Summary, now time.Time) string {
	t := &l.theme
	d := rowDrawer{theme: t, cols: c}
	_, id := chatless(s)
	d.line.WriteByte(' ')
	d.cell(t.Platform(s.Platform), theme.Drawable(s.Platform), c.platform)
	d.cell(t.Muted, shortID(t, theme.Drawable(id), c.id), c.id)
	l.customer(&d, s)
	l.state(&d, s, now)
	d.cell(t.Role(model.RoleAgent), theme.Drawable(cmp.Or(s.Agent.Name, s.Agent.ID)), c.agent)
	l.message(&d, s, c.text)
	d.number(t.Muted, since(s.Active, now), c.active)
	d.number(t.Muted, span(s.FirstReply), c.firstReply)
	d.number(t.Muted, span(s.Longest(now).Truncate(time.Second)), c.longest)
	d.number(t.Error, problemMark(t, s.Problems, c.problems), c.problems)
	return d.take(l.width)
}

// customer names who writes; where nobody is named and the last message has no
// column of its own, that tells more than nothing.
func (l *conversationList) customer(d *rowDrawer, s *model.Summary) {
	t := &l.theme
	name := cmp.Or(s.Customer.Name, s.Customer.ID)
	if name == "" && d.cols.text == 0 {
		l.message(d, s, d.cols.name)
		return
	}
	d.cell(t.Text, theme.Drawable(name), d.cols.name)
}

// message is the last one, with the glyph of who said it; what the customer said
// last is brighter.
func (l *conversationList) message(d *rowDrawer, s *model.Summary, width int) {
	t := &l.theme
	if width < 3 || s.LastText == "" {
		d.cell(t.Muted, "", width)
		return
	}
	pen := t.Muted
	if s.LastRole == model.RoleCustomer {
		pen = t.Text
	}
	t.Role(s.LastRole).Write(&d.line, t.Glyph(model.KindMessage, s.LastRole))
	d.line.WriteByte(' ')
	d.cell(pen, theme.Drawable(s.LastText), width-2)
}

// chatless parts the id of what is no chat, and so has no status, into what it is and
// its number: "client" and "1217", "user" and "374".
func chatless(s *model.Summary) (what, id string) {
	_, id, _ = strings.Cut(s.Key, ":")
	if what, number, ok := strings.Cut(id, ":"); ok && (what == "client" || what == "user") {
		return what, number
	}
	return "", id
}

// state is how long the customer waits, else the status, else what it is instead of a
// chat.
func (l *conversationList) state(d *rowDrawer, s *model.Summary, now time.Time) {
	t := &l.theme
	if s.Wait.Who == model.RoleCustomer && s.Status != model.StatusClosed {
		d.cell(t.Odd, t.Glyphs.Following+" "+coarse(s.Wait.For(model.RoleCustomer, now)), d.cols.state)
		return
	}
	if what, _ := chatless(s); what != "" && s.Status == model.StatusNone {
		d.cell(t.Faint, what, d.cols.state)
		return
	}
	d.cell(t.Status(s.Status), s.Status.String(), d.cols.state)
}

// problemMark is a mark where there is no room for the count.
func problemMark(t *theme.Theme, problems, width int) string {
	switch {
	case problems == 0:
		return ""
	case width < 4:
		return t.Glyphs.Problem
	case problems > 99:
		return "99+" + t.Glyphs.Problem
	}
	return strconv.Itoa(problems) + " " + t.Glyphs.Problem
}

// shortID keeps both ends of an id that is too long, or its end alone where the
// beginnings of two would look alike.
func shortID(t *theme.Theme, id string, width int) string {
	if n := t.Width(id); n > width && width < 8 {
		return t.Glyphs.Ellipsis + t.Cells.TruncateLeft(id, n-width+1, "")
	}
	return eventlist.Shorten(t, id, width)
}

// since is how long ago something was.
func since(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return coarse(now.Sub(at))
}

// span is a time that something took; none is left out.
func span(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Second:
		return "< 1 s"
	}
	return theme.Duration(d)
}

// coarse is a span of time in its largest unit.
func coarse(d time.Duration) string {
	if d < time.Second {
		return "now"
	}
	words := strings.Fields(theme.Duration(d.Truncate(time.Second)))
	return strings.Join(words[:2], " ")
}

// cursorLine marks a drawn line that begins with a space as selected.
func cursorLine(t *theme.Theme, line string, focused bool) string {
	if !focused {
		return t.SelectedDim.Under(line)
	}
	return t.SelectedBar.Paint(t.Glyphs.Bar) + t.Selected.Under(line[1:])
}
