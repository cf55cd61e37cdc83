package timeline

import (
	"sort"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// Search looks for a text in names, texts, buttons, files and what is said of
// entries, goes to the first match from the cursor on and returns how many entries
// match. An empty query ends the search.
func (m *Model) Search(query string) int {
	m.query, m.needle = query, theme.NewNeedle(query)
	clear(m.blocks)
	m.collectMatches()
	if len(m.matches) > 0 {
		m.goToMatch(sort.SearchInts(m.matches, m.cursor))
	}
	return len(m.matches)
}

// searchAgain keeps the search when the same conversation goes on.
func (m *Model) searchAgain(same bool) {
	if !same {
		m.query, m.needle = "", theme.Needle{}
	}
	m.collectMatches()
	m.match = min(m.match, max(len(m.matches)-1, 0))
}

func (m *Model) collectMatches() {
	m.matches = m.matches[:0]
	if m.query == "" {
		return
	}
	for i := range m.timeline.Entries {
		if m.isMatch(&m.timeline.Entries[i]) {
			m.matches = append(m.matches, i)
		}
	}
}

func (m *Model) isMatch(e *model.Entry) bool {
	in := func(texts ...string) bool {
		for _, text := range texts {
			if m.needle.In([]byte(text)) {
				return true
			}
		}
		return false
	}
	if in(e.Message.Text, e.Message.Name) || in(e.Message.Buttons...) || in(e.Detail...) {
		return true
	}
	for _, f := range e.Message.Files {
		if in(f.Name, f.Type, f.URL) {
			return true
		}
	}
	return e.Call != nil && in(e.Call.Phone, e.Call.Reason, e.Call.Record)
}

// Next goes to the next match, and from the last to the first.
func (m *Model) Next() { m.goToMatch(m.match + 1) }

// Prev goes to the match before, and from the first to the last.
func (m *Model) Prev() { m.goToMatch(m.match - 1) }

func (m *Model) goToMatch(match int) {
	if len(m.matches) == 0 {
		return
	}
	m.match = (match + len(m.matches)) % len(m.matches)
	m.goTo(m.matches[m.match])
}

// Query is what was searched for last in this conversation.
func (m *Model) Query() string { return m.query }

// Match says which match of how many the search is at, counted from 1.
func (m *Model) Match() (at, of int) {
	if len(m.matches) == 0 {
		return 0, 0
	}
	return m.match + 1, len(m.matches)
}
