package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/filter"
	"offhook/model/laxjson"
)

// statusEvery is how often the state of the capture is looked at.
const statusEvery = time.Second

// watchStatus waits until the status differs from what is shown: an unchanged one
// would redraw an idle screen every second.
func watchStatus(ctx context.Context, status func() Status, shown Status) tea.Cmd {
	if status == nil {
		return nil
	}
	return func() tea.Msg {
		for {
			if s := status(); !sameStatus(s, shown) {
				return statusMsg{s}
			}
			if !pause(ctx, statusEvery) {
				return nil
			}
		}
	}
}

// sameStatus compares what would be drawn.
func sameStatus(a, b Status) bool {
	return a.Err == b.Err && a.Refused == b.Refused && len(a.Damage) == len(b.Damage) && a.Indexing == b.Indexing &&
		a.Capture == b.Capture && size(a.Bytes) == size(b.Bytes)
}

func everySecond(now func() time.Time) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return tickMsg{now()} })
}

// loadRecord reads a request and makes its JSON tree.
func loadRecord(ctx context.Context, opts Options, seq uint64, id int) tea.Cmd {
	return func() tea.Msg {
		record, err := opts.Source.Load(ctx, seq)
		msg := recordMsg{id: id, seq: seq, record: record, err: err}
		if err != nil {
			return msg
		}
		msg.body = record.Request.Body
		if opts.Body != nil {
			if body, err := opts.Body(&record.Request); err == nil {
				msg.body = body
			}
		}
		msg.doc = laxjson.Parse(msg.body)
		return msg
	}
}

func loadTimeline(ctx context.Context, source Source, key string, id int, delay time.Duration) tea.Cmd {
	return func() tea.Msg {
		if delay > 0 && !pause(ctx, delay) {
			return nil
		}
		timeline, err := source.Timeline(ctx, key)
		return timelineMsg{id: id, timeline: timeline, err: err}
	}
}

// checkFilter parses what was typed.
func checkFilter(text string, now func() time.Time, of screen, id int) tea.Cmd {
	return func() tea.Msg {
		expr, err := filter.Parse(text, now)
		return filterCheckedMsg{of: of, id: id, expr: expr, err: err}
	}
}

// match makes a matcher that looks conversations up, and reads the capture where
// these and a row cannot decide.
func match(opts Options, expr *filter.Expr) matcher {
	return func(ctx context.Context, line model.Line) bool {
		switch expr.LineIn(line, opts.Source.Conversation) {
		case filter.Yes:
			return true
		case filter.No:
			return false
		}
		content, err := loadContent(ctx, opts, line.Seq)
		return err == nil && expr.Record(line, content.WithConversations(opts.Source.Conversation))
	}
}

// loadContent reads what a filter may ask of a request beside its row.
func loadContent(ctx context.Context, opts Options, seq uint64) (*filter.Content, error) {
	record, err := opts.Source.Load(ctx, seq)
	if err != nil {
		return nil, err
	}
	return filter.NewContent(&record, func(r *model.Request) []byte {
		if opts.Body == nil {
			return r.Body
		}
		body, err := opts.Body(r)
		if err != nil {
			return r.Body
		}
		return body
	}), nil
}

// jump finds the next (+1) or previous (-1) request of a conversation.
func jump(ctx context.Context, source Source, key string, from uint64, step int) tea.Cmd {
	return func() tea.Msg {
		timeline, err := source.Timeline(ctx, key)
		if err != nil {
			return jumpMsg{notice: "The conversation could not be read: " + err.Error()}
		}
		var best uint64
		for _, entry := range timeline.Entries {
			for _, seq := range entry.Events {
				after := step > 0 && seq > from && (best == 0 || seq < best)
				before := step < 0 && seq < from && seq > best
				if after || before {
					best = seq
				}
			}
		}
		if best == 0 {
			return jumpMsg{notice: "No other event of this conversation that way."}
		}
		return jumpMsg{seq: best}
	}
}

// copyText puts text on the clipboard of the terminal (OSC 52, so that it works
// over SSH too) and says so.
func copyText(text, what string) tea.Cmd {
	if len(text) > maxCopy {
		return tell(fmt.Sprintf("%s is too large for the terminal's clipboard (%d KB; terminals take about %d KB).", what, len(text)>>10, maxCopy>>10), true)
	}
	return tea.Batch(tea.SetClipboard(text), tell("Copied "+what+".", false))
}

// maxCopy is what terminals accept in one OSC 52: 100,000 bytes of base64 is the
// most that all common ones take.
const maxCopy = 74_000

func tell(text string, bad bool) tea.Cmd {
	return func() tea.Msg { return noticeMsg{text: text, bad: bad} }
}

func startDemo(start func() error) tea.Cmd {
	return func() tea.Msg { return demoMsg{start()} }
}
