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
	cursor    int
	top       position
	following bool // the cursor stays on the last entry when more come

	query   string
	needle  theme.Needle
	matches []int // entries, ascending
	match   int   // index in matches of the one gone to last

	blocks map[int]block // entries that are laid out; len(Entries) is the foot
}

// maxBlocks bounds the entries that are kept laid out.
const maxBlocks = 1024

// New returns a view of no conversation, with times in UTC.
func New(t theme.Theme) Model {
	return Model{theme: t, zone: time.UTC, focused: true, following: true, blocks: map[int]block{}}
}

// SetTimeline shows a conversation. Another one is shown from its end; of the same
// one the cursor stays on its entry, or on the last while following.
func (m *Model) SetTimeline(t model.Timeline) {
	before, had := m.Cursor()
	same := m.timeline.Key == t.Key
	offset := m.cursorRow()
	m.timeline = t
	m.live = slices.ContainsFunc(t.Entries, func(e model.Entry) bool { return e.Kind == model.KindMessage && e.Source != model.FromTranscript })
	clear(m.blocks)
	m.searchAgain(same)
	if !same || m.following || !had {
		m.Bottom()
		return
	}
	m.cursor = m.find(before)
	m.holdRow(offset)
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

// Cursor is the entry under the cursor.
func (m *Model) Cursor() (model.Entry, bool) {
	if m.cursor >= len(m.timeline.Entries) {
		return model.Entry{}, false
	}
	return m.timeline.Entries[m.cursor], true
}

// Following reports whether the cursor stays on the last entry when more come.
func (m *Model) Following() bool { return m.following }

// Show moves to the entry that a delivery told of, and reports whether there is one.
func (m *Model) Show(seq uint64) bool {
	for i := range m.timeline.Entries {
		if slices.Contains(m.timeline.Entries[i].Events, seq) {
			m.goTo(i)
			return true
		}
	}
	return false
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
