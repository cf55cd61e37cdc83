package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/theme"
	"offhook/ui/tui/timeline"
)

// conversationsView is the list of conversations, the timeline of the selected one,
// and the raw event of an entry.
type conversationsView struct {
	ctx   context.Context
	opts  Options
	theme theme.Theme

	list     conversationList
	filter   conversationFilter
	pages    pager
	timeline timeline.Model
	detail   detail
	search   search

	focus  pane
	wide   bool
	alone  bool
	opened bool // the detail is open

	revealing bool // the next page shall be the one with the selection

	width, height int

	chats    pager  // of timelines
	shown    string // key of the timeline that is drawn
	showSeq  uint64 // entry to go to once the timeline is there
	showLink string // link to go to, likewise
	trail    []left // conversations that links led away from
	failure  string
}

func newConversationsView(ctx context.Context, opts Options, t theme.Theme) conversationsView {
	v := conversationsView{ctx: ctx, opts: opts, timeline: timeline.New(t), filter: newConversationFilter(ctx, opts, t), detail: newDetail(ctx, opts, t), search: newSearch(t)}
	v.timeline.SetZone(opts.Zone)
	v.timeline.SetFocused(false)
	v.setTheme(t)
	return v
}

func (v *conversationsView) setTheme(t theme.Theme) {
	v.theme = t
	v.list.theme = t
	v.timeline.SetTheme(t)
	v.detail.setTheme(t)
	setInputTheme(&v.filter.input, t)
	setInputTheme(&v.search.input, t)
}

// moving reports whether time alone changes what the list shows.
func (v *conversationsView) moving() bool { return v.list.moving() || v.filter.timed() }

// extend follows new events: they are tested for the filter at once, but nothing is
// loaded while another view is shown.
func (v *conversationsView) extend(b model.Batch, rows *model.Rows, visible bool) tea.Cmd {
	var cmds []tea.Cmd
	if v.filter.chosen != nil {
		cmds = append(cmds, testNew(v.ctx, v.filter.chosen, b, changed(b, rows), v.filter.id))
	}
	if !visible {
		return tea.Batch(cmds...)
	}
	for line := range b.Lines {
		if v.shown != "" && string(line.KeyText()) == v.shown {
			cmds = append(cmds, v.loadTimeline(soon))
			break
		}
	}
	if v.filter.chosen == nil {
		cmds = append(cmds, v.reload(soon))
	}
	return tea.Batch(cmds...)
}

// tick chooses anew where time alone decides what the filter shows.
func (v *conversationsView) tick() tea.Cmd {
	if !v.filter.timed() {
		return nil
	}
	return v.reload(soon)
}

// showSelected loads the timeline of the selected conversation.
func (v *conversationsView) showSelected() tea.Cmd {
	if v.list.selected == "" || v.list.selected == v.shown {
		return nil
	}
	v.shown, v.trail = v.list.selected, nil
	v.chats.drop()
	return v.loadTimeline(atOnce)
}

func (v *conversationsView) setFocus(p pane) {
	v.focus = p
	v.resize(v.width, v.height)
	v.timeline.SetFocused(p == middlePane)
	v.timeline.Hold(p == detailPane)
	v.detail.setFocus(p == detailPane)
}

func (v *conversationsView) press(msg tea.KeyPressMsg, keys keyMap) (tea.Cmd, bool) {
	switch v.focus {
	case listPane:
		if cmd, ok := v.pressList(msg, keys); ok {
			return cmd, true
		}
	case middlePane:
		if v.pressTimeline(msg, keys) {
			return v.followDetail(), true
		}
	case detailPane:
		if v.detail.press(msg, keys) {
			return nil, true
		}
	}
	return v.pressAny(msg, keys)
}

func (v *conversationsView) pressList(msg tea.KeyPressMsg, keys keyMap) (tea.Cmd, bool) {
	if key.Matches(msg, keys.Sort) {
		return v.sortBy(v.list.order.Next()), true
	}
	if scroll(&v.list, msg, keys) {
		return tea.Batch(v.showSelected(), v.turnPage()), true
	}
	return nil, false
}

// turnPage asks for rows when the cursor comes near the end of those that are there.
func (v *conversationsView) turnPage() tea.Cmd {
	if v.list.covered(v.list.height / 2) {
		return nil
	}
	return v.reload(atOnce)
}

func (v *conversationsView) pressAny(msg tea.KeyPressMsg, keys keyMap) (tea.Cmd, bool) {
	switch {
	case key.Matches(msg, keys.NextPane):
		v.turnFocus(1)
	case key.Matches(msg, keys.PrevPane):
		v.turnFocus(-1)
	case key.Matches(msg, keys.Back):
		return v.back()
	case key.Matches(msg, keys.Open):
		return v.enter(), true
	case key.Matches(msg, keys.NextOfChat):
		return v.step(1), true
	case key.Matches(msg, keys.PrevOfChat):
		return v.step(-1), true
	case key.Matches(msg, keys.Search):
		return v.search.open(), true
	case key.Matches(msg, keys.NextMatch):
		return v.find(1), true
	case key.Matches(msg, keys.PrevMatch):
		return v.find(-1), true
	case key.Matches(msg, keys.Maximise):
		v.alone = !v.alone
		v.resize(v.width, v.height)
	default:
		return v.pressFilter(msg, keys)
	}
	return nil, true
}

func (v *conversationsView) turnFocus(by int) {
	panes := 2
	if v.opened {
		panes = 3
	}
	v.setFocus(pane((int(v.focus) + by + panes) % panes))
}

// back closes the innermost pane, or returns from a link; at the list there is
// nothing left to close.
func (v *conversationsView) back() (tea.Cmd, bool) {
	switch {
	case v.focus == detailPane:
		v.opened = false
		v.setFocus(middlePane)
	case v.focus == middlePane && len(v.trail) > 0:
		return v.returnFromLink(), true
	case v.focus == middlePane:
		v.opened = false
		v.setFocus(listPane)
	default:
		return nil, false
	}
	return nil, true
}

// enter goes one pane further in.
func (v *conversationsView) enter() tea.Cmd {
	switch v.focus {
	case listPane:
		if v.list.total == 0 {
			return nil // what the timeline shows is not in the list
		}
		v.setFocus(middlePane)
		return v.showSelected()
	case middlePane:
		return v.openDetail()
	}
	return nil
}
