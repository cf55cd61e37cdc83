package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
)

// urgency says how soon a page is wanted.
type urgency uint8

const (
	notAsked urgency = iota
	soon             // something happened: a burst of events may gather
	atOnce           // the reader waits
)

// pageEvery is how long a burst gathers before a page that costs a look at every
// conversation.
const pageEvery = 250 * time.Millisecond

// pager sees to it that pages, or timelines, are asked for one at a time: what changes
// meanwhile is the next one's.
type pager struct {
	id     int // of the newest one asked for
	asked  urgency
	next   urgency // of the one to ask for when this one is there
	cancel context.CancelFunc
}

// begin reports whether one should be asked for now, and numbers it. One that
// lets a burst gather gives way to the reader.
func (p *pager) begin(u urgency) bool {
	if p.asked >= u {
		p.next = max(p.next, u)
		return false
	}
	if p.cancel != nil {
		p.cancel()
	}
	p.id++
	p.asked, p.next = u, notAsked
	return true
}

// done takes the answer; next is what to ask for now.
func (p *pager) done() (next urgency) {
	next = p.next
	if p.cancel != nil {
		p.cancel()
	}
	p.asked, p.next = notAsked, notAsked
	return next
}

// drop gives up the one that is under way.
func (p *pager) drop() {
	if p.asked != notAsked {
		p.cancel()
		p.id++
	}
	p.asked, p.next = notAsked, notAsked
}

// pageRequest is what a page is asked for with.
type pageRequest struct {
	id            int
	order         model.Order
	offset, limit int
	match         func(*model.Summary) bool // nil takes all
	delay         time.Duration
	selected      string // asked for too: it may be gone
	reveal        bool   // the page shall be the one with the selected conversation
}

// reload asks for the page on the screen.
func (v *conversationsView) reload(u urgency) tea.Cmd {
	if !v.pages.begin(u) {
		return nil
	}
	r := pageRequest{id: v.pages.id, order: v.list.order, match: v.filter.matching(), selected: v.list.selected, reveal: v.revealing}
	r.offset, r.limit = v.list.wanted()
	if u == soon && (r.order != model.ByActivity || r.match != nil) {
		r.delay = pageEvery
	}
	ctx, cancel := context.WithCancel(v.ctx)
	v.pages.cancel = cancel
	return loadConversations(ctx, v.opts.Source, r)
}

func loadConversations(ctx context.Context, source Source, r pageRequest) tea.Cmd {
	return func() tea.Msg {
		if r.delay > 0 && !pause(ctx, r.delay) {
			return nil
		}
		msg := conversationsMsg{id: r.id, sought: r.reveal}
		if r.reveal {
			r.offset, msg.reveal = around(source, r)
		}
		msg.offset = r.offset
		msg.page, msg.total, _ = source.Conversations(r.order, r.offset, r.limit, r.match)
		if r.match != nil {
			_, msg.all, _ = source.Conversations(model.ByActivity, 0, 0, nil)
		}
		if _, ok := source.Conversation(r.selected); !ok {
			msg.gone = r.selected
		}
		return msg
	}
}

// around finds the page with the selected conversation in its middle; ok is false
// when it is not in the list.
func around(source Source, r pageRequest) (offset int, ok bool) {
	place := 0
	source.Conversations(r.order, 0, 0, func(s *model.Summary) bool {
		if ok || r.match != nil && !r.match(s) {
			return false
		}
		if ok = s.Key == r.selected; !ok {
			place++
		}
		return true
	})
	if !ok || place >= r.offset && place < r.offset+r.limit {
		return r.offset, ok
	}
	return max(place-r.limit/2, 0), true
}

func (v *conversationsView) takePage(msg conversationsMsg) tea.Cmd {
	if msg.id != v.pages.id {
		return nil
	}
	next := v.pages.done()
	v.revealing = v.revealing && !msg.sought
	v.filter.all = msg.all
	v.list.take(msg)
	cmds := []tea.Cmd{v.settle()}
	if msg.sought && !msg.reveal && msg.gone == "" && v.filter.chosen != nil {
		cmds = append(cmds, tell("The filter hides this conversation in the list; ctrl-l clears it.", false))
	}
	switch {
	case next != notAsked:
		cmds = append(cmds, v.reload(next))
	case !v.list.covered(0):
		cmds = append(cmds, v.reload(atOnce))
	}
	return tea.Batch(cmds...)
}

// settle shows the selection; while the reader types a filter it need not be among
// what that finds.
func (v *conversationsView) settle() tea.Cmd {
	if !v.filter.input.Focused() {
		v.list.settle()
	}
	return v.showSelected()
}
