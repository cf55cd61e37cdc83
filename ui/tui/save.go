package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// savedMsg says where a conversation was saved.
type savedMsg struct {
	path string
	err  error
}

// canSave reports whether the focused pane shows a conversation that can be saved.
func (m *Model) canSave() bool {
	return m.screen == conversationsScreen && m.conversations.focus == middlePane && m.conversations.shown != ""
}

// pressSave takes the letter of a format.
func (m *Model) pressSave(pressed string) tea.Cmd {
	formats := map[string]string{"m": "markdown", "j": "json"}
	format, known := formats[pressed]
	switch {
	case !known:
		return nil
	case m.opts.Export == nil:
		return tell("Saving is not possible here.", true)
	}
	return saveTimeline(m.ctx, m.opts.Export, m.conversations.timeline.Timeline(), format)
}

func saveTimeline(ctx context.Context, export func(context.Context, model.Timeline, string) (string, error), tl model.Timeline, format string) tea.Cmd {
	return func() tea.Msg {
		path, err := export(ctx, tl, format)
		return savedMsg{path, err}
	}
}

// takeSaved tells where the file is; of a long path the ends are shown.
func (m *Model) takeSaved(msg savedMsg) {
	if msg.err != nil {
		reason := strings.TrimPrefix(msg.err.Error(), "save the conversation: ")
		m.notice = notice{text: theme.Drawable("The conversation could not be saved: " + reason), bad: true}
		return
	}
	room := max(m.width-len(" Saved ."), 8)
	m.notice = notice{text: "Saved " + eventlist.Shorten(&m.theme, theme.Drawable(msg.path), room) + "."}
}
