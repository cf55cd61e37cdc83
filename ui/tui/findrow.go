package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/filter"
)

// findRow looks for the next (+1) or previous (-1) shown row that holds the search
// text, and goes round the end once. It works on snapshots: the ids that are shown
// and the runs of rows.
func findRow(ctx context.Context, opts Options, text string, id int, from model.RowID, step int, shown snapshot) tea.Cmd {
	return func() tea.Msg {
		expr, err := filter.Parse(quoted(text), opts.Now)
		if err != nil {
			return searchMsg{id: id}
		}
		holds := match(opts, expr)
		n := shown.len()
		at := shown.find(from)
		for i := 1; i <= n && ctx.Err() == nil; i++ {
			place := at + i*step
			line := shown.at(((place % n) + n) % n)
			if holds(ctx, line) {
				return searchMsg{id: id, row: line.ID(), found: true, wrapped: place < 0 || place >= n}
			}
		}
		return searchMsg{id: id}
	}
}

// snapshot is a list as it was when a command began; it may be used from another
// goroutine.
type snapshot struct {
	rows model.Rows
	view model.View
}

func (s *snapshot) len() int                { return s.view.Len(&s.rows) }
func (s *snapshot) at(i int) model.Line     { return s.view.At(&s.rows, i) }
func (s *snapshot) find(id model.RowID) int { return s.view.Find(&s.rows, id) }

// quoted makes a text of the filter language.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
