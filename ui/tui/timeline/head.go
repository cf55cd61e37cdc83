package timeline

import (
	"strconv"
	"strings"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// Head is the conversation in one line, without colours and no wider than the width:
// "jivo 7607   John Smith ↔ Thomas Anderson   closed   9 messages   first reply 7 s".
// Where there is no room, facts leave from the end.
func (m *Model) Head(width int) string {
	if m.timeline.Key == "" {
		return ""
	}
	facts := m.facts()
	for len(facts) > 1 && m.theme.Width(strings.Join(facts, "   ")) > width {
		facts = facts[:len(facts)-1]
	}
	return m.theme.Cut(strings.Join(facts, "   "), width)
}

func (m *Model) facts() []string {
	tl := &m.timeline
	facts := []string{m.key()}
	if people := m.people(); people != "" {
		facts = append(facts, people)
	}
	if tl.Status != model.StatusNone {
		facts = append(facts, tl.Status.String())
	}
	messages, missing := 0, 0
	for i := range tl.Entries {
		e := &tl.Entries[i]
		if e.Kind == model.KindMessage || e.Kind == model.KindComment {
			messages++
		}
		if hasFlag(e, model.Gap) {
			missing++
		}
	}
	facts = append(facts, counted(messages, "message"))
	if missing > 0 {
		facts = append(facts, strconv.Itoa(missing)+" missing")
	}
	if tl.FirstReply > 0 {
		facts = append(facts, "first reply "+theme.Duration(tl.FirstReply))
	}
	if !tl.Opened.IsZero() && tl.Closed.After(tl.Opened) {
		facts = append(facts, "open "+theme.Duration(tl.Closed.Sub(tl.Opened)))
	}
	return facts
}

// longestID is how many cells the id of a conversation takes at most: Ebbot's has 50
// characters, and who talks is worth more.
const longestID = 20

// key names the conversation; of a long id the ends are shown.
func (m *Model) key() string {
	platform, id, _ := strings.Cut(m.timeline.Key, ":")
	return strings.TrimSpace(theme.Drawable(platform) + " " + eventlist.Shorten(&m.theme, theme.Drawable(id), longestID))
}

// people is who talks with whom.
func (m *Model) people() string {
	var customers, others []string
	for _, p := range m.timeline.Participants {
		label := m.theme.Cut(theme.Drawable(p.Label()), 24)
		switch p.Role {
		case model.RoleCustomer:
			customers = append(customers, label)
		case model.RoleAgent, model.RoleBot:
			others = append(others, label)
		}
	}
	sides := make([]string, 0, 2)
	for _, names := range [][]string{customers, others} {
		if len(names) > 2 {
			names = append(names[:2:2], "+"+strconv.Itoa(len(names)-2))
		}
		if len(names) > 0 {
			sides = append(sides, strings.Join(names, ", "))
		}
	}
	return strings.Join(sides, " "+m.theme.Glyphs.Pair+" ")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
