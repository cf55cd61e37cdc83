package timeline

import (
	"slices"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// Model is a conversation with a cursor on one of its entries. Make it with [New].
type Model struct {
	theme         theme.Theme
	zone          *time.Location
	width, height int
	focused       bool

	timeline  model.Timeline
	live      bool // some messages came live, so that others stand out
	old       bool // all that has own times came long after it happened; that is said once
	messages  int
	missed    int // entries that were never delivered
	cursor    int // the block that it is on: an entry or, after those, a link
	top       position
	following bool // the cursor stays on the last entry when more come
	fresh     int  // entries that came while it did not

	query   string
	needle  theme.Needle
	matches []int // entries, ascending
	match   int   // index in matches of the one gone to last

	blocks map[int]block // what is laid out: entries, links, the foot
}

// maxBlocks bounds the entries that are kept laid out.
const maxBlocks = 1024

// New returns a view of no conversation, with times in UTC.
func New(t theme.Theme) Model {
	return Model{theme: t, zone: time.UTC, focused: true, following: true, blocks: map[int]block{}}
}

// SetTimeline shows a conversation. Another one is shown from its end; of the same
// one the cursor stays on its entry, and the entry on its row, or on the last while
// following.
func (m *Model) SetTimeline(t model.Timeline) {
	before, had := m.Cursor()
	link, linked := m.Link()
	same := m.timeline.Key == t.Key
	line, came := m.cursorLine(), max(len(t.Entries)-len(m.timeline.Entries), 0)
	m.timeline = t
	clear(m.blocks)
	m.tally()
	m.searchAgain(same)
	switch {
	case !same || m.following || !had && !linked:
		m.Bottom()
		return
	case linked:
		m.cursor = m.findLink(link)
	default:
		m.cursor = m.find(before)
	}
	m.fresh += came
	m.holdLine(line)
}

// tally counts what the head says.
func (m *Model) tally() {
	m.live, m.messages, m.missed = false, 0, 0
	late, early := 0, 0
	for i := range m.timeline.Entries {
		e := &m.timeline.Entries[i]
		if e.Kind == model.KindMessage || e.Kind == model.KindComment {
			m.messages++
		}
		m.live = m.live || e.Kind == model.KindMessage && e.Source != model.FromTranscript
		if isGap(e) {
			m.missed++
		}
		switch {
		case !e.OwnTime || e.Source == model.FromTranscript:
		case e.Received.Sub(e.At) > longAgo:
			late++
		default:
			early++
		}
	}
	m.old = late > 0 && early == 0
}

// SetSize sets the size of the view in cells.
func (m *Model) SetSize(width, height int) {
	if width != m.width {
		clear(m.blocks)
	}
	m.width, m.height = max(width, 0), max(height, 0)
	m.settle()
}

// SetTheme changes the colours.
func (m *Model) SetTheme(t theme.Theme) {
	m.theme = t
	clear(m.blocks)
	m.settle()
}

// SetZone sets the time zone of what is drawn.
func (m *Model) SetZone(zone *time.Location) {
	if zone == nil {
		zone = time.UTC
	}
	m.zone = zone
	clear(m.blocks)
}

// SetFocused says whether the timeline has the keys; it has until told otherwise.
func (m *Model) SetFocused(focused bool) { m.focused = focused }

// Timeline is the conversation that is shown.
func (m *Model) Timeline() model.Timeline { return m.timeline }

// Cursor is the entry under the cursor.
func (m *Model) Cursor() (model.Entry, bool) {
	if m.cursor >= len(m.timeline.Entries) {
		return model.Entry{}, false
	}
	return m.timeline.Entries[m.cursor], true
}

// Link is the key of the conversation that the cursor is on, where it is on one of
// those at the end.
func (m *Model) Link() (key string, ok bool) {
	i := m.cursor - len(m.timeline.Entries)
	if i < 0 || i >= len(m.timeline.Links) {
		return "", false
	}
	return m.timeline.Links[i], true
}

// ShowLink moves to the link to a conversation, and reports whether there is one.
func (m *Model) ShowLink(key string) bool {
	if !slices.Contains(m.timeline.Links, key) {
		return false
	}
	m.goTo(m.findLink(key))
	return true
}

// findLink is the place of a link, or of the last entry when it is gone.
func (m *Model) findLink(key string) int {
	return max(len(m.timeline.Entries)+slices.Index(m.timeline.Links, key), 0)
}

// New is how many entries came while the reader looked at something earlier.
func (m *Model) New() int { return m.fresh }

// Following reports whether the cursor stays on the last entry when more come.
func (m *Model) Following() bool { return m.following }

// Show moves to the entry that a delivery told of, and reports whether there is one.
// A transcript tells of many: it leads to the entry of its own, the closing; every
// other delivery to the entry that it was the first to tell of, where there is one.
func (m *Model) Show(seq uint64) bool {
	best, bestScore := 0, 0
	for i := range m.timeline.Entries {
		if score := belongs(&m.timeline.Entries[i], seq); score > bestScore {
			best, bestScore = i, score
		}
	}
	if bestScore > 0 {
		m.goTo(best)
	}
	return bestScore > 0
}

// belongs says how much an entry is the place of a delivery, 0 when it is not.
func belongs(e *model.Entry, seq uint64) int {
	at := slices.Index(e.Events, seq)
	if at < 0 {
		return 0
	}
	score := 1
	if at == 0 {
		score++
	}
	listed := slices.ContainsFunc(e.Told, func(t model.Telling) bool { return t.Seq == seq && t.Transcript })
	if listed && e.Source == model.FromLive {
		score += 2
	}
	return score
}

// find is the place of an entry that was there before: the one with the same first
// delivery, and of several in one transcript the one with the same text.
func (m *Model) find(e model.Entry) int {
	best, bestScore := min(m.cursor, max(len(m.timeline.Entries)-1, 0)), 0
	for i := range m.timeline.Entries {
		other := &m.timeline.Entries[i]
		if score := likeness(&e, other); score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

func likeness(a, b *model.Entry) int {
	if len(a.Events) == 0 || len(b.Events) == 0 || !slices.Contains(b.Events, a.Events[0]) {
		return 0
	}
	score := 1
	if a.At.Equal(b.At) {
		score++
	}
	if a.Message.Text == b.Message.Text && a.Message.Role == b.Message.Role {
		score += 2
	}
	return score
}

// Place says which of the equal texts that a delivery tells the entry under the cursor
// is, counted from 0.
func (m *Model) Place(seq uint64) (text string, n int) {
	entry, ok := m.Cursor()
	if !ok {
		return "", 0
	}
	for i := range m.timeline.Entries[:m.cursor] {
		e := &m.timeline.Entries[i]
		if e.Message.Text == entry.Message.Text && slices.Contains(e.Events, seq) {
			n++
		}
	}
	return entry.Message.Text, n
}
