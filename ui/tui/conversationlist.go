package tui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// conversationList draws a window of the conversations by activity. It holds only
// the page around the window; the selection is a key, so that a conversation that
// moves up does not take the reader along.
type conversationList struct {
	theme         theme.Theme
	width, height int // of the rows

	page     []model.Summary
	offset   int // of the page's first row among all
	total    int
	top      int // first row on the screen, among all
	cursor   int // among all
	selected string
}

func (l *conversationList) setSize(width, height int) { l.width, l.height = width, max(height-1, 0) }

// wanted is the page to ask for: the screen and one screen around it.
func (l *conversationList) wanted() (offset, limit int) {
	h := max(l.height, 10)
	return max(l.top-h, 0), 3 * h
}

// covered reports whether the page holds what is on the screen.
func (l *conversationList) covered() bool {
	return l.top >= l.offset && min(l.top+l.height, l.total) <= l.offset+len(l.page)
}

func (l *conversationList) take(msg conversationsMsg) {
	l.page, l.offset, l.total = msg.page, msg.offset, msg.total
	for i, s := range l.page {
		if s.Key == l.selected {
			l.cursor = l.offset + i
			l.reveal()
			return
		}
	}
	l.cursor = min(l.cursor, max(l.total-1, 0))
	if l.selected == "" {
		l.selectCursor()
	}
	l.reveal()
}

func (l *conversationList) selectCursor() {
	if i := l.cursor - l.offset; i >= 0 && i < len(l.page) {
		l.selected = l.page[i].Key
	}
}

func (l *conversationList) move(to int) {
	l.cursor = min(max(to, 0), max(l.total-1, 0))
	// Only what the page holds can be selected; the rest comes with the next page.
	l.cursor = min(max(l.cursor, l.offset), l.offset+max(len(l.page)-1, 0))
	l.reveal()
	l.selectCursor()
}

func (l *conversationList) reveal() {
	l.top = min(l.top, l.cursor)
	l.top = max(l.top, l.cursor-l.height+1, 0)
}

// Move, Page, Top and Bottom move the cursor.
func (l *conversationList) Move(by int)       { l.move(l.cursor + by) }
func (l *conversationList) Page(part float64) { l.Move(int(part * float64(l.height))) }
func (l *conversationList) Top()              { l.move(0) }
func (l *conversationList) Bottom()           { l.move(l.total - 1) }

func (l *conversationList) anyWaiting() bool {
	for _, s := range l.page {
		if s.Wait.Who == model.RoleCustomer {
			return true
		}
	}
	return false
}

func (l *conversationList) view(now time.Time, focused bool) []string {
	t := &l.theme
	pen := t.Title
	if focused {
		pen = t.TitleFocused
	}
	count := fmt.Sprintf("%s ", thousands(uint64(l.total)))
	head := pen.Paint(t.Fit(" CONVERSATIONS  by activity", max(l.width-len(count), 0))) + t.Chrome.Paint(count)
	lines := []string{t.Fit(head, l.width)}
	for i := l.top; i < min(l.top+l.height, l.total); i++ {
		at := i - l.offset
		if at < 0 || at >= len(l.page) {
			lines = append(lines, "")
			continue
		}
		line := l.line(l.page[at], now)
		if l.page[at].Key == l.selected {
			line = cursorLine(t, line, focused)
		}
		lines = append(lines, line)
	}
	return pad(lines, l.width, l.height+1, t)
}

// cursorLine marks a drawn line that begins with a space as selected.
func cursorLine(t *theme.Theme, line string, focused bool) string {
	if !focused {
		return t.SelectedDim.Under(line)
	}
	return t.SelectedBar.Paint(t.Glyphs.Bar) + t.Selected.Under(line[1:])
}

// widths of the cells of a row; the last message has what is left, where that is
// enough to read something.
const (
	platformWidth = 8
	stateWidth    = 9
	leastText     = 16
)

func (l *conversationList) cells() (id, name, text int) {
	id = min(max(l.width/6, 5), 14)
	rest := l.width - 1 - platformWidth - 1 - id - 1 - 1 - stateWidth - 2
	if rest < 14+1+leastText {
		return id, max(rest, 0), 0
	}
	name = min(max(rest/3, 14), 24)
	return id, name, rest - name - 2
}

func (l *conversationList) line(s model.Summary, now time.Time) string {
	t := &l.theme
	idWidth, nameWidth, textWidth := l.cells()
	_, id, _ := strings.Cut(s.Key, ":")
	name := cmp.Or(s.Customer.Name, s.Customer.ID)
	if name == "" && textWidth == 0 {
		name = s.LastText
	}
	mark := " "
	if s.Problems > 0 {
		mark = t.Error.Paint(t.Glyphs.Problem)
	}
	line := " " + t.Platform(s.Platform).Paint(t.Fit(theme.Drawable(s.Platform), platformWidth)) + " " +
		t.Muted.Paint(t.Fit(eventlist.Shorten(t, theme.Drawable(id), idWidth), idWidth)) + " " +
		t.Text.Paint(t.Fit(theme.Drawable(name), nameWidth)) + " "
	if textWidth > 0 {
		line += " " + t.Muted.Paint(t.Fit(theme.Drawable(s.LastText), textWidth)) + " "
	}
	return t.Fit(line+l.state(s, now)+mark, l.width)
}

// state is how long the customer waits, else the status.
func (l *conversationList) state(s model.Summary, now time.Time) string {
	t := &l.theme
	if s.Wait.Who == model.RoleCustomer && s.Status != model.StatusClosed {
		return t.Odd.Paint(t.Fit(t.Glyphs.Following+" "+coarse(s.Wait.For(model.RoleCustomer, now)), stateWidth))
	}
	return t.Status(s.Status).Paint(t.Fit(s.Status.String(), stateWidth))
}

// coarse is a span of time in its largest unit.
func coarse(d time.Duration) string {
	if d < time.Second {
		return "now"
	}
	words := strings.Fields(theme.Duration(d.Truncate(time.Second)))
	return strings.Join(words[:2], " ")
}
