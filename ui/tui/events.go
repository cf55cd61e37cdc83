package tui

import (
	"context"
	"fmt"
	"strconv"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/eventlist"
	"offhook/ui/tui/theme"
)

// pane is where the keys go within a view.
type pane uint8

const (
	listPane pane = iota
	middlePane
	detailPane
)

// eventsView is the list of events with the filter above it and the detail beside.
type eventsView struct {
	ctx    context.Context
	opts   Options
	theme  theme.Theme
	list   eventlist.Model
	view   model.View
	filter filterLine
	detail detail
	search search
	focus  pane
	wide   bool // both panes are on the screen
	alone  bool // the focused pane has the screen for itself

	width, height int
}

func newEventsView(ctx context.Context, opts Options, t theme.Theme) eventsView {
	return eventsView{ctx: ctx, opts: opts, theme: t, list: eventlist.New(t, opts.Zone), filter: newFilterLine(ctx, opts, t, eventsScreen), detail: newDetail(ctx, opts, t), search: newSearch(t)}
}

func (v *eventsView) setTheme(t theme.Theme) {
	v.theme = t
	v.list.SetTheme(t)
	v.detail.setTheme(t)
	setInputTheme(&v.filter.input, t)
	setInputTheme(&v.search.input, t)
}

func (v *eventsView) window(rows *model.Rows) eventlist.Window {
	return eventlist.Window{Rows: rows, View: &v.view}
}

// current is the row under the cursor.
func (v *eventsView) current(rows *model.Rows) (model.Line, bool) {
	at := v.view.Find(rows, v.list.Cursor())
	if at >= v.view.Len(rows) {
		return model.Line{}, false
	}
	line := v.view.At(rows, at)
	return line, line.ID() == v.list.Cursor()
}

// extend follows new rows.
func (v *eventsView) extend(msg rowsMsg, rows *model.Rows) tea.Cmd {
	v.view.Trim(rows)
	if v.filter.match == nil {
		v.list.Sync(v.window(rows), msg.batch.New)
		return v.showCurrent(rows)
	}
	if msg.filter != v.filter.matchID {
		return v.rescan(rows) // these rows were tested with another filter
	}
	v.view.Extend(msg.matched)
	v.list.Sync(v.window(rows), len(msg.matched))
	return v.showCurrent(rows)
}

// setFilter filters from outside the line, such as the command line.
func (v *eventsView) setFilter(text string) tea.Cmd {
	v.filter.kept = text
	return v.filter.set(text)
}

func (v *eventsView) takeChecked(msg filterCheckedMsg, rows *model.Rows) tea.Cmd {
	if msg.id != v.filter.id || !v.filter.take(msg) {
		return nil
	}
	if v.filter.match == nil {
		v.view.ShowAll()
		v.list.Sync(v.window(rows), 0)
		return v.showCurrent(rows)
	}
	return v.rescan(rows)
}

func (v *eventsView) rescan(rows *model.Rows) tea.Cmd {
	v.view.ShowOnly(nil)
	return v.filter.beginScan(rows)
}

func (v *eventsView) takeFound(msg filterFoundMsg, rows *model.Rows) tea.Cmd {
	if msg.id != v.filter.id || !v.filter.scanning {
		return nil
	}
	v.view.Prepend(msg.ids)
	v.list.Sync(v.window(rows), 0)
	v.filter.scanning = msg.scan != nil
	show := v.showCurrent(rows)
	if msg.scan == nil {
		return show
	}
	return tea.Batch(show, scanFilter(v.filter.scanCtx, msg.scan, v.filter.match, v.opts.Now))
}

// showCurrent loads the selected event, also while its detail is not on the screen:
// the keys that copy work in the list too.
func (v *eventsView) showCurrent(rows *model.Rows) tea.Cmd {
	line, ok := v.current(rows)
	if !ok {
		return nil
	}
	return v.detail.show(line.Seq)
}

// showSeq moves to a request and shows it, also when the filter hides it.
func (v *eventsView) showSeq(seq uint64, rows *model.Rows, n *notice) tea.Cmd {
	at := rows.Find(model.RowID(seq << 8))
	if at < rows.Len() {
		line := rows.At(at)
		if line.Seq == seq && v.list.Select(v.window(rows), line.ID()) {
			return v.detail.show(seq)
		}
	}
	*n = notice{text: fmt.Sprintf("Event #%d is hidden by the filter; ctrl-l clears it.", seq)}
	return v.detail.show(seq)
}

func (v *eventsView) press(msg tea.KeyPressMsg, keys keyMap, rows *model.Rows) (tea.Cmd, bool) {
	if v.focus == detailPane {
		if v.detail.press(msg, keys) {
			return nil, true
		}
	} else if cmd, ok := v.pressList(msg, keys, rows); ok {
		return cmd, true
	}
	return v.pressEither(msg, keys, rows)
}

// pressEither handles the keys that both panes have.
func (v *eventsView) pressEither(msg tea.KeyPressMsg, keys keyMap, rows *model.Rows) (tea.Cmd, bool) {
	switch {
	case key.Matches(msg, keys.NextPane), key.Matches(msg, keys.PrevPane):
		v.setFocus(detailPane - v.focus)
		return v.showCurrent(rows), true
	case key.Matches(msg, keys.Back) && v.focus == detailPane:
		v.setFocus(listPane)
	case key.Matches(msg, keys.Search):
		return v.search.open(), true
	case key.Matches(msg, keys.NextMatch):
		return v.find(1, rows), true
	case key.Matches(msg, keys.PrevMatch):
		return v.find(-1, rows), true
	case key.Matches(msg, keys.NextOfChat):
		return v.jump(1, rows), true
	case key.Matches(msg, keys.PrevOfChat):
		return v.jump(-1, rows), true
	case key.Matches(msg, keys.Filter):
		v.setFocus(listPane)
		v.filter.kept = v.filter.input.Value()
		return v.filter.input.Focus(), true
	case key.Matches(msg, keys.ClearFilter):
		return v.setFilter(""), true
	case key.Matches(msg, keys.Maximise):
		v.alone = !v.alone
		v.resize(v.width, v.height)
	default:
		return nil, false
	}
	return nil, true
}

func (v *eventsView) pressList(msg tea.KeyPressMsg, keys keyMap, rows *model.Rows) (tea.Cmd, bool) {
	w := v.window(rows)
	switch {
	case key.Matches(msg, keys.Up):
		v.list.Move(w, -1)
	case key.Matches(msg, keys.Down):
		v.list.Move(w, 1)
	case key.Matches(msg, keys.Top):
		v.list.Top(w)
	case key.Matches(msg, keys.Bottom):
		v.list.Bottom(w)
	case key.Matches(msg, keys.HalfUp):
		v.list.Page(w, -0.5)
	case key.Matches(msg, keys.HalfDown):
		v.list.Page(w, 0.5)
	case key.Matches(msg, keys.PageUp):
		v.list.Page(w, -1)
	case key.Matches(msg, keys.PageDown), key.Matches(msg, keys.Fold):
		v.list.Page(w, 1)
	case key.Matches(msg, keys.Follow):
		v.list.SetFollow(w, !v.list.Following())
	case key.Matches(msg, keys.TimeFormat):
		v.list.SetClock(v.list.Clock().Next())
	case key.Matches(msg, keys.Open):
		if _, ok := v.current(rows); ok {
			v.setFocus(detailPane)
		}
	default:
		return nil, false
	}
	return v.showCurrent(rows), true
}

func (v *eventsView) setFocus(p pane) {
	v.focus = p
	v.detail.setFocus(p == detailPane)
}

// jump goes along the events of the selected conversation.
func (v *eventsView) jump(step int, rows *model.Rows) tea.Cmd {
	line, ok := v.current(rows)
	if !ok || len(line.KeyText()) == 0 {
		return tell("This event belongs to no conversation.", false)
	}
	return jump(v.ctx, v.opts.Source, string(line.KeyText()), line.Seq, step)
}

// find goes to the next match of the search in the focused pane.
func (v *eventsView) find(step int, rows *model.Rows) tea.Cmd {
	if v.search.text == "" {
		return tell("Search for something first: / begins.", false)
	}
	if v.focus == detailPane {
		return tell(v.detail.find(v.search.text, step), false)
	}
	v.search.id++
	shown := snapshot{rows: rows.Clone(), view: v.view.Clone()}
	return findRow(v.ctx, v.opts, v.search.text, v.search.id, v.list.Cursor(), step, shown)
}

func (v *eventsView) takeSearch(msg searchMsg, rows *model.Rows, n *notice) tea.Cmd {
	if msg.id != v.search.id {
		return nil
	}
	if !msg.found {
		*n = notice{text: "Nothing found for " + strconv.Quote(theme.Drawable(v.search.text)) + "."}
		return nil
	}
	if msg.wrapped {
		*n = notice{text: "The search went round the end."}
	}
	v.list.Select(v.window(rows), msg.row)
	return v.showCurrent(rows)
}

// search is what "/" looks for in a pane.
type search struct {
	input textinput.Model
	text  string
	id    int
}

func newSearch(t theme.Theme) search { return search{input: newInput(t)} }

func (s *search) open() tea.Cmd {
	s.input.SetValue("")
	return s.input.Focus()
}
