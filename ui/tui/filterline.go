package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/filter"
	"offhook/ui/tui/theme"
)

// filterLine is the line above the list: what is typed, whether it is valid, and
// what it shows. It works as one types; enter keeps it, esc takes back the last one.
type filterLine struct {
	of     screen // whose line it is
	ctx    context.Context
	opts   Options
	input  textinput.Model
	err    *filter.SyntaxError
	broken string // an error that is no syntax error

	id       int  // of the newest check or scan; results with another one are stale
	checked  int  // the id of the newest result
	keeping  bool // enter was pressed before the result was there
	expr     *filter.Expr
	match    matcher
	matchID  int    // the id that match was made with
	applied  string // the text that the list shows
	kept     string // the text that esc goes back to
	scanning bool
	cancel   context.CancelFunc
	scanCtx  context.Context
}

func newFilterLine(ctx context.Context, opts Options, t theme.Theme, of screen) filterLine {
	f := filterLine{of: of, ctx: ctx, opts: opts, input: newInput(t)}
	f.scanCtx, f.cancel = context.WithCancel(ctx)
	return f
}

// newInput is a one-line input with the terminal's own cursor: a drawn one that
// blinks would keep an idle program busy.
func newInput(t theme.Theme) textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = 2000
	in.SetVirtualCursor(false)
	setInputTheme(&in, t)
	return in
}

func setInputTheme(in *textinput.Model, t theme.Theme) {
	styles := in.Styles()
	styles.Focused.Text, styles.Blurred.Text = t.Input.Style(), t.Input.Style()
	styles.Focused.Placeholder, styles.Blurred.Placeholder = t.Faint.Style(), t.Faint.Style()
	in.SetStyles(styles)
}

// set replaces the text and checks it.
func (f *filterLine) set(text string) tea.Cmd {
	f.input.SetValue(theme.Drawable(text))
	f.input.CursorEnd()
	return f.check()
}

// check cancels what is running and looks at the text anew.
func (f *filterLine) check() tea.Cmd {
	f.cancel()
	f.scanCtx, f.cancel = context.WithCancel(f.ctx)
	f.id++
	f.scanning = false
	return checkFilter(f.input.Value(), f.opts.Now, f.of, f.id)
}

// take applies a checked filter; a broken one leaves the list as it is. It reports
// whether the list changes.
func (f *filterLine) take(msg filterCheckedMsg) bool {
	f.err, f.broken, f.checked = nil, "", msg.id
	keeping := f.keeping
	f.keeping = false
	if msg.err != nil {
		if !errors.As(msg.err, &f.err) {
			f.broken = msg.err.Error()
		}
		return false
	}
	if keeping {
		f.input.Blur()
	}
	f.applied = strings.TrimSpace(f.input.Value())
	f.expr, f.match, f.matchID = msg.expr, nil, msg.id
	if f.applied != "" {
		f.match = match(f.opts, msg.expr)
	}
	return true
}

// keep ends typing, unless the text is broken. A fast typist presses enter before
// the text was checked: then it waits for the result.
func (f *filterLine) keep() {
	switch {
	case f.checked != f.id:
		f.keeping = true
	case !f.invalid():
		f.input.Blur()
	}
}

func (f *filterLine) invalid() bool { return f.err != nil || f.broken != "" }

// press passes a key to the input and checks the text when it changed.
func (f *filterLine) press(msg tea.Msg) tea.Cmd {
	before := f.input.Value()
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	if f.input.Value() == before {
		return cmd
	}
	return tea.Batch(cmd, f.check())
}

// beginScan looks through the rows that are there.
func (f *filterLine) beginScan(rows *model.Rows) tea.Cmd {
	f.scanning = true
	return scanFilter(f.scanCtx, newScan(f.id, rows), f.match, f.opts.Now)
}

// view draws the line: the text at the left, and what it shows at the right.
func (f *filterLine) view(t *theme.Theme, width int, right string) string {
	left := f.input.View()
	if !f.input.Focused() {
		left = t.Text.Paint(theme.Drawable(f.input.Value()))
	}
	if f.input.Value() == "" && !f.input.Focused() {
		left = t.Faint.Paint("f filter")
	}
	if right != "" {
		right = " " + right
	}
	space := width - t.Width(right) - 2
	return " " + t.Fit(left, max(space, 0)) + right + " "
}

// place is where the error is.
func (f *filterLine) place() string {
	if f.err != nil {
		return fmt.Sprintf("column %d", f.err.Column)
	}
	return "not understood"
}

// message is the error as a sentence.
func (f *filterLine) message() string {
	if f.err != nil {
		return theme.Drawable(f.err.Error())
	}
	return theme.Drawable(f.broken)
}
