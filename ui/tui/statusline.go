package tui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"offhook/ui/tui/theme"
)

// statusLine answers three questions: is the line up, is anything wrong, where am I.
// Its parts leave from the right of this list as the screen narrows: rate, events,
// address; problems and following stay.
func (m *Model) statusLine() string {
	t := &m.theme
	left := " " + t.Accent.Paint("offhook") + "  "
	right := m.problemsPart() + "  " + m.followPart() + " "
	if m.status.Err != "" {
		right = t.Error.Paint(t.Cut(theme.Drawable(m.status.Err), max(m.width-60, 20))) + "  " + right
	}
	parts := []string{m.addressPart(), m.eventsPart(), m.ratePart(), m.capturePart()}
	room := m.width - t.Width(left) - t.Width(right)
	middle := ""
	for _, part := range parts {
		if part == "" {
			continue
		}
		if t.Width(middle)+t.Width(part)+3 > room {
			continue
		}
		middle += part + "   "
	}
	return t.Fit(left+t.Fit(middle, max(room, 0))+right, m.width)
}

func (m *Model) addressPart() string {
	t := &m.theme
	if m.opts.URL == "" {
		return t.Muted.Paint("reading " + theme.Drawable(m.opts.Title))
	}
	return t.Text.Paint(m.opts.URL) + " " + t.Chrome.Paint(t.Glyphs.Up+" local")
}

func (m *Model) eventsPart() string {
	return m.theme.Chrome.Paint(count(m.feed.rows.Len(), "event", "events"))
}

func (m *Model) ratePart() string {
	t := &m.theme
	if m.feed.rate.quiet() {
		return ""
	}
	return t.Text.Paint(fmt.Sprintf("%s/s", compact(m.feed.rate.perSecond()))) + " " + t.Chrome.Paint(sparks(m.feed.rate.history(), t.Glyphs.Sparks))
}

// capturePart says where things are kept and how much is: retention must not come
// as a surprise.
func (m *Model) capturePart() string {
	t, s := &m.theme, m.status
	if s.Capture == "" {
		return ""
	}
	text := size(s.Bytes)
	switch {
	case s.Keep > 0:
		text += " " + t.Glyphs.Dot + " keeps " + thousands(uint64(s.Keep))
	case s.KeepBytes > 0:
		text += " " + t.Glyphs.Dot + " keeps " + size(s.KeepBytes)
	}
	if s.Indexing > 0 && s.Indexing < 1 {
		text += fmt.Sprintf(" %s reading chats %d%%", t.Glyphs.Dot, int(s.Indexing*100))
	}
	return t.Chrome.Paint(text)
}

func (m *Model) problemsPart() string {
	t := &m.theme
	wrong := m.feed.faulty + len(m.status.Damage)
	text := count(wrong, "problem", "problems")
	if m.status.Refused > 0 {
		text += ", " + thousands(m.status.Refused) + " refused"
	}
	if wrong == 0 && m.status.Refused == 0 {
		return t.Chrome.Paint(text)
	}
	return t.Error.Paint(text)
}

func (m *Model) followPart() string {
	t := &m.theme
	following, fresh := m.events.list.Following(), m.events.list.Fresh()
	if m.screen == conversationsScreen && m.conversations.shown != "" {
		following, fresh = m.conversations.timeline.Following(), m.conversations.timeline.New()
	}
	switch {
	case m.feed.closed:
		return t.Odd.Paint("ended")
	case following:
		return t.Text.Paint(t.Glyphs.Following + " following")
	case fresh > 0:
		return t.Odd.Paint(t.Glyphs.Paused + " " + thousands(uint64(fresh)) + " new")
	}
	return t.Odd.Paint(t.Glyphs.Paused + " paused")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(uint64(n)) + " " + many
}

// thousands writes a number with commas.
func thousands(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func compact(f float64) string {
	if f < 9.95 && f != math.Trunc(f) {
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	return thousands(uint64(math.Round(f)))
}

func size(bytes int64) string {
	const units = "KMGT"
	if bytes < 1024 {
		return strconv.FormatInt(bytes, 10) + " B"
	}
	f, unit := float64(bytes)/1024, 0
	for f >= 1000 && unit < len(units)-1 {
		f, unit = f/1024, unit+1
	}
	return fmt.Sprintf("%.3g %cB", f, units[unit])
}

// sparks draws a small graph; an empty second has the lowest sign.
func sparks(counts []int, signs []string) string {
	highest := 1
	for _, n := range counts {
		highest = max(highest, n)
	}
	var b strings.Builder
	for _, n := range counts {
		b.WriteString(signs[n*(len(signs)-1)/highest])
	}
	return b.String()
}
