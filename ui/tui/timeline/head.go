package timeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// fact is something to say in the head. Where there is no room, the facts that leave
// first have the highest number; 0 never leaves.
type fact struct {
	text  string
	pen   theme.Pen
	leave int
}

const (
	between      = "   "
	longestID    = 20 // cells of a conversation's id: Ebbot's has 50 characters, and who talks is worth more
	longestName  = 24
	shortChannel = 16
)

// Head is what is known of the conversation as a whole, in one or two lines that are
// no wider than the width. Where there is no room, facts leave, the least important
// first: the channel, the longest wait, the duration, the bot's reply, the first reply,
// the number of messages, the status, who talks. Waiting times go on with now.
func (m *Model) Head(width, lines int, now time.Time) []string {
	head := make([]string, 0, 2)
	if m.timeline.Key == "" {
		return append(head, make([]string, max(lines, 1))...)
	}
	who, state, times := m.who(), m.state(now), m.course(now)
	if lines < 2 {
		return append(head, m.line(slices.Concat(who, state, times), width))
	}
	return append(head, m.line(who, width), m.line(append(state, times...), width))
}

// line joins the facts that fit.
func (m *Model) line(facts []fact, width int) string {
	facts = m.fitting(facts, width)
	texts := make([]string, 0, len(facts))
	for _, f := range facts {
		texts = append(texts, f.pen.Paint(m.theme.Cut(f.text, width)))
	}
	return m.theme.Cut(strings.Join(texts, between), width)
}

// fitting drops facts until the rest fits.
func (m *Model) fitting(facts []fact, room int) []fact {
	for len(facts) > 1 {
		width, first := -len(between), 0
		for i, f := range facts {
			width += m.theme.Width(f.text) + len(between)
			if f.leave > facts[first].leave {
				first = i
			}
		}
		if width <= room || facts[first].leave == 0 {
			return facts
		}
		facts = slices.Delete(facts, first, first+1)
	}
	return facts
}

// who says who talks where.
func (m *Model) who() []fact {
	t := &m.theme
	title := t.Strong
	if m.focused {
		title = t.TitleFocused
	}
	facts := []fact{{m.key(), title, 0}}
	if people := m.people(); people != "" {
		facts = append(facts, fact{people, title, 3})
	}
	if channel := m.channel(); channel != "" {
		facts = append(facts, fact{channel, t.Muted, 10})
	}
	return facts
}

// state says how the conversation stands, and who waits for whom.
func (m *Model) state(now time.Time) []fact {
	t, tl := &m.theme, &m.timeline
	var facts []fact
	if tl.Status != model.StatusNone {
		facts = append(facts, fact{tl.Status.String(), t.Status(tl.Status), 4})
	}
	if waits := m.waits(now); waits != "" {
		pen := t.Muted
		if tl.Wait.Who == model.RoleCustomer {
			pen = t.Odd
		}
		facts = append(facts, fact{waits, pen, 2})
	}
	return facts
}

// course says how much was said, what is missing, and how long things took.
func (m *Model) course(now time.Time) []fact {
	t, tl := &m.theme, &m.timeline
	facts := []fact{{counted(m.messages, "message"), t.Muted, 5}}
	if m.missed > 0 {
		facts = append(facts, fact{strconv.Itoa(m.missed) + " missing", t.Error, 1})
	}
	if tl.FirstReply > 0 {
		facts = append(facts, fact{"first reply " + theme.Duration(tl.FirstReply), t.Muted, 6})
	}
	switch {
	case tl.BotReply > 0 && tl.FirstReply > 0:
		facts = append(facts, fact{"bot " + theme.Duration(tl.BotReply), t.Muted, 7})
	case tl.BotReply > 0:
		facts = append(facts, fact{"first reply of the bot " + theme.Duration(tl.BotReply), t.Muted, 7})
	}
	if longest := tl.LongestWait; longest > max(tl.FirstReply, tl.BotReply) && longest > tl.Wait.For(model.RoleCustomer, now) { // else these say it
		facts = append(facts, fact{"longest wait " + theme.Duration(longest), t.Muted, 9})
	}
	if open := m.open(now); open > 0 {
		facts = append(facts, fact{"open " + theme.Duration(open), t.Muted, 8})
	}
	return facts
}

// waits says who waits for whom, and since when: "John waits 42 s".
func (m *Model) waits(now time.Time) string {
	wait := m.timeline.Wait
	long := ""
	if d := wait.For(wait.Who, now).Truncate(time.Second); d > 0 {
		long = " " + theme.Duration(d)
	}
	switch wait.Who {
	case model.RoleCustomer:
		return m.customer() + " waits" + long
	case model.RoleAgent:
		return "waiting for " + m.customer() + long
	}
	return ""
}

// open is how long the conversation has been open, until it was closed or until now.
// How an old sample went on that was never closed nobody knows.
func (m *Model) open(now time.Time) time.Duration {
	if m.old && !m.timeline.Began.IsZero() {
		return 0
	}
	return m.timeline.Open(now).Truncate(time.Second)
}

// Ticks reports whether the head changes with time alone.
func (m *Model) Ticks(now time.Time) bool {
	tl := &m.timeline
	return tl.Wait.Who != model.RoleNone || !tl.Began.IsZero() && !m.old && m.open(now) < time.Hour
}

// key names the conversation; of a long id the ends are shown.
func (m *Model) key() string {
	platform, id, _ := strings.Cut(m.timeline.Key, ":")
	return strings.TrimSpace(theme.Drawable(platform) + " " + eventlist.Shorten(&m.theme, theme.Drawable(id), longestID))
}

// channel is where the customer writes; one that is a number only says that it is one.
func (m *Model) channel() string {
	name := eventlist.Shorten(&m.theme, theme.Drawable(m.timeline.Channel), shortChannel)
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return "channel " + name
	}
	return name
}

func (m *Model) customer() string {
	for _, p := range m.timeline.Participants {
		if p.Role == model.RoleCustomer {
			return m.theme.Cut(theme.Drawable(p.Label()), longestName)
		}
	}
	return "the customer"
}

// people is who talks with whom.
func (m *Model) people() string {
	var customers, others []string
	for _, p := range m.timeline.Participants {
		label := m.theme.Cut(theme.Drawable(cmp.Or(p.Label(), "somebody")), longestName)
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
