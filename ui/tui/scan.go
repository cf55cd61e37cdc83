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
	runs []model.Run // what is left, oldest first; the last one is looked at next
	row  int         // rows of the last run that are left
}

func newScan(id int, rows *model.Rows) *scan {
	s := &scan{id: id, runs: rows.Runs()}
	if len(s.runs) > 0 {
		s.row = len(s.runs[len(s.runs)-1].Rows)
	}
	return s
}

// next visits rows, newest first, until visit returns false; it reports whether
// there are more. The receiver is not changed: a command must not share state.
func (s *scan) next(visit func(model.Line) bool) *scan {
	rest := *s
	for len(rest.runs) > 0 {
		run := rest.runs[len(rest.runs)-1]
		for rest.row > 0 {
			rest.row--
			if !visit(run.Line(rest.row)) {
				return &rest
			}
		}
		rest.runs = rest.runs[:len(rest.runs)-1]
		if n := len(rest.runs); n > 0 {
			rest.row = len(rest.runs[n-1].Rows)
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
