package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
)

// scanSlice is how long one part of a scan may work before it shows what it found.
const scanSlice = 40 * time.Millisecond

// scan looks through rows that were there when a filter or a search began, newest
// first, in parts: the first screenful is there at once, and the next key cancels.
type scan struct {
	id   int
	rows model.Rows
	left int // rows that are not looked at yet, the oldest ones
}

// newScan takes a copy of the rows with what is known of them by now.
func newScan(id int, rows *model.Rows) *scan {
	return &scan{id: id, rows: rows.Clone(), left: rows.Len()}
}

// next visits rows, newest first, until visit returns false; it reports whether
// there are more. The receiver is not changed: a command must not share state.
func (s *scan) next(visit func(model.Line) bool) *scan {
	rest := *s
	for rest.left > 0 {
		rest.left--
		if !visit(rest.rows.At(rest.left)) {
			return &rest
		}
	}
	return nil
}

// scanFilter runs one part of the scan that a new filter starts.
func scanFilter(ctx context.Context, s *scan, match matcher, now func() time.Time) tea.Cmd {
	return func() tea.Msg {
		msg := filterFoundMsg{id: s.id}
		until, seen := now().Add(scanSlice), 0
		msg.scan = s.next(func(line model.Line) bool {
			if match(ctx, line) {
				msg.ids = append(msg.ids, line.ID())
			}
			seen++
			return seen%256 != 0 || now().Before(until) && ctx.Err() == nil
		})
		slices.Reverse(msg.ids)
		return msg
	}
}
