package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Follow is the command that waits for new rows.
func (m *Model) Follow() tea.Cmd { return m.waitForRows() }

// Bindings returns the bindings that are alive in each pane, by its name.
func Bindings() map[string][]key.Binding {
	k := defaultKeys()
	panes := map[string][]key.Binding{}
	for name, at := range map[string]struct {
		screen screen
		pane   pane
	}{
		"events list": {eventsScreen, listPane}, "events detail": {eventsScreen, detailPane},
		"conversations list": {conversationsScreen, listPane}, "timeline": {conversationsScreen, middlePane}, "conversations detail": {conversationsScreen, detailPane},
		"health": {healthScreen, listPane},
	} {
		for _, g := range k.groups(at.screen, at.pane) {
			panes[name] = append(panes[name], g.bindings...)
		}
	}
	return panes
}

// Selected is the key of the selected conversation.
func (m *Model) Selected() string { return m.conversations.list.selected }

// Matched counts the conversations that the filter remembers.
func (m *Model) Matched() int { return len(m.conversations.filter.chosen.matched) }

// Arrived is the message of what the log has new now, without the wait of a frame.
func (m *Model) Arrived() tea.Msg {
	return rowsMsg{batch: m.opts.Source.Since(m.feed.next), filter: m.events.filter.matchID}
}

// Page is the page of conversations that the app waits for.
func (m *Model) Page() tea.Msg {
	v := &m.conversations
	v.pages.begin(atOnce)
	r := pageRequest{id: v.pages.id, order: v.list.order, selected: v.list.selected}
	r.offset, r.limit = v.list.wanted()
	return loadConversations(m.ctx, m.opts.Source, r)()
}

// Ticking reports whether the app waits for the next second.
func (m *Model) Ticking() bool { return m.ticking }

// Tick is the message of the next second.
func (m *Model) Tick() tea.Msg { return tickMsg{m.opts.Now()} }
