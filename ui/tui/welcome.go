package tui

import (
	"strings"

	"offhook/ui/tui/theme"
)

// welcoming reports whether the screen has nothing to show yet but what to do next.
func (m *Model) welcoming() bool {
	return m.screen == eventsScreen && m.feed.total == 0 && m.opts.URL != "" && !m.events.filter.input.Focused()
}

func (m *Model) welcome(height int) []string {
	t := &m.theme
	lines := []string{"", "", "  " + t.Strong.Paint("The line is open.") + t.Text.Paint("  Point a platform at one of these, or try it right now:"), ""}
	for _, e := range m.opts.Endpoints {
		name := theme.Drawable(e.Platform)
		lines = append(lines, "    "+t.Platform(strings.ToLower(name)).Paint(t.Fit(name, 9))+t.Text.Paint(theme.Drawable(e.URL)))
	}
	lines = append(lines, "")
	if len(m.opts.Endpoints) > 0 {
		// It is copied by a key, so it need not be selectable.
		for _, part := range t.Wrap(theme.Drawable(m.opts.Endpoints[0].Example), max(m.width-6, 20)) {
			lines = append(lines, "    "+t.Muted.Paint(part))
		}
		lines = append(lines, "", "    "+m.hints("c", "copies this line"))
	}
	if m.opts.Demo != nil {
		lines = append(lines, "    "+m.hints("d", "starts lifelike traffic of all four platforms, as offhook --demo does"))
	}
	lines = append(lines, "    "+m.hints("?", "shows the keys"))
	return pad(lines, m.width, height, t)
}
