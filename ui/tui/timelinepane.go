package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// loadTimeline asks for the timeline that is drawn. It is rebuilt as a whole: the longer
// it is, the more of what comes gathers before.
func (v *conversationsView) loadTimeline(u urgency) tea.Cmd {
	if !v.chats.begin(u) {
		return nil
	}
	var delay time.Duration
	if u == soon {
		delay = min(time.Duration(len(v.timeline.Timeline().Entries))*gatherEach, longestGather)
	}
	ctx, cancel := context.WithCancel(v.ctx)
	v.chats.cancel = cancel
	return loadTimeline(ctx, v.opts.Source, v.shown, v.chats.id, delay)
}

const (
	gatherEach    = 250 * time.Microsecond // several times what it takes to read an entry
	longestGather = time.Second
)

func (v *conversationsView) takeTimeline(msg timelineMsg) tea.Cmd {
	if msg.id != v.chats.id {
		return nil
	}
	next := v.chats.done()
	v.failure = ""
	if msg.err != nil {
		v.failure = "This conversation could not be read: " + msg.err.Error()
		return nil
	}
	v.timeline.SetTimeline(msg.timeline)
	cmds := []tea.Cmd{v.goToWanted()}
	if v.focus == detailPane && !v.goneElsewhere() {
		v.tellOf(v.detail.seq)
	} else {
		cmds = append(cmds, v.followDetail())
	}
	if next != notAsked {
		cmds = append(cmds, v.loadTimeline(next))
	}
	return tea.Batch(cmds...)
}

// goToWanted goes to the entry or the link that the timeline was opened for.
func (v *conversationsView) goToWanted() tea.Cmd {
	seq, link := v.showSeq, v.showLink
	v.showSeq, v.showLink = 0, ""
	if link != "" {
		v.timeline.ShowLink(link)
	}
	if seq != 0 && !v.timeline.Show(seq) {
		return tell("That event has no place of its own in this conversation.", false)
	}
	return nil
}

// goneElsewhere reports whether the event in the detail is of no entry that the
// cursor is on: another conversation is shown.
func (v *conversationsView) goneElsewhere() bool {
	entry, ok := v.timeline.Cursor()
	return !ok || !slices.Contains(entry.Events, v.detail.seq)
}

// open shows a conversation and the entry of one of its events.
func (v *conversationsView) open(key string, seq uint64) tea.Cmd {
	v.trail = nil
	return v.visit(key, seq, "")
}

// visit shows a conversation that need not be in the list.
func (v *conversationsView) visit(key string, seq uint64, link string) tea.Cmd {
	v.list.choose(key)
	v.shown, v.showSeq, v.showLink = key, seq, link
	v.chats.drop()
	v.opened = false
	v.setFocus(middlePane)
	v.revealing = true
	return tea.Batch(v.reload(atOnce), v.loadTimeline(atOnce))
}

// left is a conversation that was left by a link, which leads back to it.
type left struct{ key, link string }

// followLink opens a conversation of the same customer, when there is one: a chat names
// its client also where the capture holds no event of that.
func (v *conversationsView) followLink(key string) tea.Cmd {
	source, from := v.opts.Source, v.shown
	return func() tea.Msg {
		_, ok := source.Conversation(key)
		return linkMsg{from: from, to: key, found: ok}
	}
}

// takeLink goes where a link leads, unless the reader went elsewhere meanwhile; back
// returns.
func (v *conversationsView) takeLink(msg linkMsg) tea.Cmd {
	switch {
	case msg.from != v.shown || v.focus != middlePane:
		return nil
	case !msg.found:
		return tell(theme.Drawable("The capture holds no event of "+msg.to+" itself."), false)
	}
	v.trail = append(v.trail, left{msg.from, msg.to})
	return v.visit(msg.to, 0, "")
}

// returnFromLink goes back to where the last link was.
func (v *conversationsView) returnFromLink() tea.Cmd {
	last := v.trail[len(v.trail)-1]
	v.trail = v.trail[:len(v.trail)-1]
	return v.visit(last.key, 0, last.link)
}

// refresh brings the timeline up to date after another view was shown.
func (v *conversationsView) refresh() tea.Cmd {
	if v.shown == "" {
		return nil
	}
	return v.loadTimeline(atOnce)
}

// showEvent shows the raw event of an entry.
func (v *conversationsView) showEvent(seq uint64) tea.Cmd {
	v.timeline.Show(seq)
	v.opened = true
	v.resize(v.width, v.height)
	v.tellOf(seq)
	return v.detail.show(seq)
}

// followDetail keeps the open detail at the selected entry.
func (v *conversationsView) followDetail() tea.Cmd {
	entry, ok := v.timeline.Cursor()
	if !v.opened || !ok || len(entry.Events) == 0 {
		return nil
	}
	v.tellOf(entry.Events[0])
	return v.detail.show(entry.Events[0])
}

// openDetail shows the raw event of the selected entry, or the conversation that the
// selected link leads to.
func (v *conversationsView) openDetail() tea.Cmd {
	if key, ok := v.timeline.Link(); ok {
		return v.followLink(key)
	}
	if entry, ok := v.timeline.Cursor(); !ok || len(entry.Events) == 0 {
		return nil
	}
	v.opened = true
	v.setFocus(detailPane)
	return v.followDetail()
}

// tellOf lists in the detail by which deliveries the selected entry was told, when
// the one that is shown is among them; in a transcript it looks at the entry's text.
func (v *conversationsView) tellOf(seq uint64) {
	entry, ok := v.timeline.Cursor()
	if !ok || !slices.Contains(entry.Events, seq) {
		entry.Told = nil
	}
	v.detail.setTold(entry.Told)
	var at place
	if slices.ContainsFunc(entry.Told, func(t model.Telling) bool { return t.Seq == seq && t.Transcript }) {
		at.text, at.n = v.timeline.Place(seq)
	}
	v.detail.lookAt(at)
}

// step goes along the entries; in the detail along all deliveries of an entry, and
// then on to those of the next one.
func (v *conversationsView) step(by int) tea.Cmd {
	if v.focus != detailPane {
		v.timeline.Move(by)
		return v.followDetail()
	}
	entry, _ := v.timeline.Cursor()
	at := slices.Index(entry.Events, v.detail.seq)
	if next := at + by; at >= 0 && next >= 0 && next < len(entry.Events) {
		v.tellOf(entry.Events[next])
		return v.detail.show(entry.Events[next])
	}
	if !v.timeline.Step(by) {
		return tell("No other event of this conversation that way.", false)
	}
	v.timeline.Hold(true)
	if entry, _ = v.timeline.Cursor(); by < 0 && len(entry.Events) > 0 {
		last := entry.Events[len(entry.Events)-1]
		v.tellOf(last)
		return v.detail.show(last)
	}
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
		v.timeline.Search(v.search.text)
	case step > 0:
		v.timeline.Next()
	default:
		v.timeline.Prev()
	}
	at, of := v.timeline.Match()
	if of == 0 {
		return tell("Nothing found in this conversation.", false)
	}
	return tea.Batch(tell(fmt.Sprintf("%d of %d", at, of), false), v.followDetail())
}

// headLines is how many lines the timeline's head takes: on a low screen one.
func (v *conversationsView) headLines() int {
	if v.height < highHead {
		return 1
	}
	return 2
}

// middle draws the timeline under its head.
func (v *conversationsView) middle(now time.Time, width, height int) []string {
	t := &v.theme
	if v.shown == "" {
		return pad([]string{"", t.Muted.Paint(" No conversation yet: it begins with the first event that names one.")}, width, height, t)
	}
	var lines []string
	for _, line := range v.timeline.Head(max(width-2, 0), v.headLines(), now) {
		lines = append(lines, " "+line)
	}
	shown := v.timeline.Timeline()
	switch {
	case v.failure != "":
		lines = append(lines, t.Error.Paint(t.Cut(" "+theme.Drawable(v.failure), width)))
	case shown.Key != "" && len(shown.Entries) == 0:
		lines = append(lines, t.Muted.Paint(t.Cut(" The capture holds no event of this conversation itself.", width)))
	default:
		lines = append(lines, strings.Split(v.timeline.View(), "\n")...)
	}
	return pad(lines, width, height, t)
}
