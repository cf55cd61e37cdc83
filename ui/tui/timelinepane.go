package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"offhook/ui/tui/theme"
)

func (v *conversationsView) loadTimeline(key string) tea.Cmd {
	if v.chatAsked {
		v.chatStale = true
		return nil
	}
	v.chatAsked, v.chatStale = true, false
	v.chatID++
	return loadTimeline(v.ctx, v.opts.Source, key, v.chatID)
}

func (v *conversationsView) takeTimeline(msg timelineMsg) tea.Cmd {
	if msg.id != v.chatID {
		return nil
	}
	v.chatAsked, v.failure = false, ""
	if msg.err != nil {
		v.failure = "This conversation could not be read: " + msg.err.Error()
		return nil
	}
	v.timeline.SetTimeline(msg.timeline)
	if v.showSeq != 0 {
		v.timeline.Show(v.showSeq)
		v.showSeq = 0
	}
	if v.chatStale {
		return v.loadTimeline(v.shown)
	}
	return nil
}

// open shows a conversation and the entry of one of its events.
func (v *conversationsView) open(key string, seq uint64) tea.Cmd {
	v.list.selected = key
	v.shown, v.showSeq, v.chatAsked = key, seq, false
	v.setFocus(middlePane)
	return tea.Batch(v.reload(), v.loadTimeline(key))
}

// showEvent shows the raw event of an entry.
func (v *conversationsView) showEvent(seq uint64) tea.Cmd {
	v.timeline.Show(seq)
	v.opened = true
	v.resize(v.width, v.height)
	return v.detail.show(seq)
}

// followDetail keeps the open detail at the selected entry.
func (v *conversationsView) followDetail() tea.Cmd {
	entry, ok := v.timeline.Cursor()
	if !v.opened || !ok || len(entry.Events) == 0 {
		return nil
	}
	return v.detail.show(entry.Events[0])
}

// step goes along the events of the conversation, which is along its entries.
func (v *conversationsView) step(by int) tea.Cmd {
	v.timeline.Move(by)
	return v.followDetail()
}

func (v *conversationsView) pressTimeline(msg tea.KeyPressMsg, keys keyMap) bool {
	if key.Matches(msg, keys.Follow) {
		v.timeline.Bottom()
		return true
	}
	return scroll(&v.timeline, msg, keys)
}

func (v *conversationsView) find(step int) tea.Cmd {
	switch {
	case v.search.text == "":
		return tell("Search for something first: / begins.", false)
	case v.focus == detailPane:
		return tell(v.detail.find(v.search.text, step), false)
	case v.timeline.Query() != v.search.text:
		if v.timeline.Search(v.search.text) == 0 {
			return tell("Nothing found.", false)
		}
	case step > 0:
		v.timeline.Next()
	default:
		v.timeline.Prev()
	}
	return tea.Batch(tell(v.timeline.Matches(), false), v.followDetail())
}

func (v *conversationsView) middle(width, height int) []string {
	t := &v.theme
	pen := t.Text
	if v.focus == middlePane {
		pen = t.TitleFocused
	}
	head := pen.Paint(t.Cut(" "+v.timeline.Head(max(width-2, 0)), width))
	lines := []string{head}
	switch {
	case v.failure != "":
		lines = append(lines, t.Error.Paint(t.Cut(" "+theme.Drawable(v.failure), width)))
	case v.shown == "":
		lines = []string{"", t.Muted.Paint(" No conversation yet: it begins with the first event that names one.")}
	default:
		lines = append(lines, strings.Split(v.timeline.View(), "\n")...)
	}
	return pad(lines, width, height, t)
}
