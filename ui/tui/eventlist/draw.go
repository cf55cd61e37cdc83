package eventlist

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// View draws the heading and the rows in sight, each line exactly as wide as the
// list. A list without the focus marks its row less.
func (m *Model) View(w Window, now time.Time, focused bool) []string {
	cols := layout(m.width, m.timeWidth())
	lines := make([]string, 0, m.height+1)
	lines = append(lines, m.heading(cols))
	for i := m.topIndex(w); i < w.len() && len(lines) <= m.height; i++ {
		l := w.at(i)
		text := m.line(l, cols, now)
		if l.ID() == m.cursor {
			text = m.selected(text, focused)
		}
		lines = append(lines, text)
	}
	m.prune()
	blank := strings.Repeat(" ", m.width)
	for len(lines) <= m.height {
		lines = append(lines, blank)
	}
	return lines
}

func (m *Model) topIndex(w Window) int {
	switch {
	case w.len() == 0:
		return 0
	case m.follow:
		return max(w.len()-m.height, 0)
	}
	return w.find(m.top)
}

func (m *Model) timeWidth() int {
	if m.clock == Relative || m.width < widthForPlatform {
		return 8
	}
	return 12
}

func (m *Model) heading(c columns) string {
	var b strings.Builder
	b.WriteString(" ")
	cell := func(name string, width int) {
		if width > 0 {
			b.WriteString(m.theme.Fit(name, width))
			b.WriteString("  ")
		}
	}
	cell("TIME", c.time)
	cell("PLATFORM", c.platform)
	cell("EVENT", glyphWidth+c.event)
	cell("CONVERSATION", c.conversation)
	cell("WHO", c.who)
	cell("WHAT", c.what)
	cell("ANS", c.reply)
	cell("TOOK", c.took)
	return m.theme.Chrome.Paint(m.theme.Fit(strings.TrimSuffix(b.String(), "  "), m.width))
}

// selected lays the cursor under a drawn row.
func (m *Model) selected(line string, focused bool) string {
	line = line[1:] // the space that every row begins with
	if !focused {
		return m.theme.SelectedDim.Under(" " + line)
	}
	return m.theme.SelectedBar.Paint(m.theme.Glyphs.Bar) + m.theme.Selected.Under(line)
}

// line draws a row, or takes it from what was drawn before.
func (m *Model) line(l model.Line, c columns, now time.Time) string {
	id := l.ID()
	if old, ok := m.lines[id]; ok && old.problems == l.Problems && old.reply == l.Reply {
		return old.text
	}
	text := m.draw(l, c, now)
	if m.clock != Relative {
		m.lines[id] = drawn{problems: l.Problems, reply: l.Reply, text: text}
	}
	return text
}

// prune keeps the cache to what may be on the screen again soon.
func (m *Model) prune() {
	if len(m.lines) > 8*max(m.height, 32) {
		m.forget()
	}
}

func (m *Model) draw(l model.Line, c columns, now time.Time) string {
	platform := theme.Drawable(string(l.PlatformText()))
	pen := m.theme.Platform(platform)
	var b strings.Builder
	b.Grow(6 * m.width)
	put := func(pen theme.Pen, text string, width int) {
		if width > 0 {
			pen.Write(&b, m.theme.Fit(text, width))
			b.WriteString("  ")
		}
	}
	b.WriteByte(' ')
	put(m.theme.Muted, m.timeText(l.ReceivedAt(), now), c.time)
	put(pen, platform, c.platform)
	m.glyph(l, pen, &b)
	put(m.theme.Text, theme.Drawable(string(l.NameText())), c.event)
	put(m.theme.Muted, m.conversation(l, c.conversation), c.conversation)
	put(m.theme.Role(l.Role), m.who(l), c.who)
	put(m.whatPen(l), theme.Drawable(string(l.SnippetText())), c.what)
	put(m.replyPen(l), replyText(l), c.reply)
	put(m.theme.Muted, tookText(l), c.took)
	return m.theme.Fit(strings.TrimSuffix(b.String(), "  "), m.width)
}

func (m *Model) glyph(l model.Line, platform theme.Pen, b *strings.Builder) {
	switch {
	case l.Problems.Faulty():
		m.theme.Error.Write(b, m.theme.Glyphs.Problem)
	case l.Problems.Has(model.Duplicate):
		m.theme.Odd.Write(b, m.theme.Glyphs.Duplicate)
	case l.Problems != 0:
		m.theme.Odd.Write(b, m.theme.Glyph(l.Kind, l.Role))
	default:
		platform.Write(b, m.theme.Glyph(l.Kind, l.Role))
	}
	b.WriteByte(' ')
}

func (m *Model) whatPen(l model.Line) theme.Pen {
	switch {
	case l.Kind == model.KindMessage || l.Kind == model.KindComment:
		return m.theme.Text
	case l.Problems.Faulty():
		return m.theme.Error
	}
	return m.theme.Muted
}

func (m *Model) replyPen(l model.Line) theme.Pen {
	if l.Reply >= 300 {
		return m.theme.Error
	}
	return m.theme.Muted
}

func (m *Model) timeText(at, now time.Time) string {
	if m.clock == Relative {
		return fmt.Sprintf("%8s", theme.Duration(max(now.Sub(at), 0).Truncate(time.Second)))
	}
	if m.clock == Local {
		at = at.In(m.zone)
	}
	return at.Format("15:04:05.000")[:m.timeWidth()]
}

// conversation shows both ends of an id that is too long: the beginnings are alike.
func (m *Model) conversation(l model.Line, width int) string {
	key := l.KeyText()
	if len(key) == 0 {
		return m.theme.Glyphs.None
	}
	if i := bytes.IndexByte(key, ':'); i >= 0 {
		key = key[i+1:]
	}
	return Shorten(&m.theme, theme.Drawable(string(key)), width)
}

func (m *Model) who(l model.Line) string {
	who := l.Actor()
	if who.Role == model.RoleNone {
		return m.theme.Glyphs.None
	}
	return theme.Drawable(who.Label())
}

// Shorten cuts the middle out of an id that is wider than width.
func Shorten(t *theme.Theme, id string, width int) string {
	n, keep := t.Width(id), width-1
	if n <= width || keep < 2 {
		return id
	}
	head := (keep + 1) / 2
	// Not Cells.Cut: in ansi v0.11.9 its left end is wrong when wide cells count.
	return t.Cells.Truncate(id, head, "") + t.Glyphs.Ellipsis + t.Cells.TruncateLeft(id, n-(keep-head), "")
}

func replyText(l model.Line) string {
	if l.Reply == 0 {
		return ""
	}
	return fmt.Sprintf("%3d", l.Reply)
}

func tookText(l model.Line) string {
	if l.Reply == 0 {
		return ""
	}
	return fmt.Sprintf("%7s", Took(time.Duration(l.Took)*time.Microsecond))
}

// Took writes the time of an answer: tenths of milliseconds matter while it is
// short, seconds when it is long.
func Took(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return theme.Duration(d)
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
