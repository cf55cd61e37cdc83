package tui

import (
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/ui/tui/jsonview"
	"offhook/ui/tui/theme"
)

// tab is what the detail pane shows of an event.
type tab uint8

const (
	jsonTab tab = iota
	rawTab
	headersTab
	replyTab
	problemsTab
	tabCount
)

var tabNames = [tabCount]string{"json", "raw", "headers", "reply", "problems"}

// detail shows one event. What it shows is loaded by commands; a result that is not
// of the newest one is stale.
type detail struct {
	ctx   context.Context
	opts  Options
	theme theme.Theme

	told    []model.Telling // the deliveries of the timeline's entry, this event among them
	text    place           // where in the JSON the entry is
	seq     uint64          // what is wanted
	id      int             // of the newest load
	record  model.Record
	body    []byte
	failure string

	tab           tab
	focused       bool
	width, height int // with the lines of the head
	json          jsonview.Model
	raw           jsonview.RawView
	page          page
}

// place is the n-th string, counted from 0, that is a text; nowhere without one.
type place struct {
	text string
	n    int
}

func newDetail(ctx context.Context, opts Options, t theme.Theme) detail {
	d := detail{ctx: ctx, opts: opts, json: jsonview.New(t), raw: jsonview.NewRaw(t)}
	d.json.SetZone(opts.Zone)
	d.setTheme(t)
	return d
}

func (d *detail) setTheme(t theme.Theme) {
	d.theme = t
	d.json.SetTheme(t)
	d.raw.SetTheme(t)
	d.fillPage()
}

func (d *detail) setSize(width, height int) {
	d.width, d.height = width, height
	body := max(height-2, 0)
	if d.several() {
		body = max(body-1, 0)
	}
	d.json.SetSize(width, max(body-1, 0)) // the last line is the path of the cursor
	d.raw.SetSize(width, body)
	d.page.setSize(width, body)
	d.fillPage()
}

func (d *detail) setFocus(focused bool) {
	d.focused = focused
	d.json.SetFocused(focused)
}

// show loads a request, unless it is the one that is shown.
func (d *detail) show(seq uint64) tea.Cmd {
	if seq == d.seq {
		return nil
	}
	d.seq = seq
	d.id++
	return loadRecord(d.ctx, d.opts, seq, d.id)
}

func (d *detail) take(msg recordMsg) {
	if msg.id != d.id || msg.seq != d.seq {
		return
	}
	d.record, d.body, d.failure = msg.record, msg.body, ""
	if msg.err != nil {
		d.failure = "This event could not be read: " + msg.err.Error()
		d.record = model.Record{}
		d.fillPage()
		return
	}
	d.json.SetDoc(msg.doc)
	d.raw.SetContent(msg.body, msg.doc)
	d.goToPlace()
	d.fillPage()
}

// lookAt moves the JSON to an entry of a transcript, now or once it is loaded.
func (d *detail) lookAt(at place) {
	if at != d.text {
		d.text = at
		d.goToPlace()
	}
}

func (d *detail) goToPlace() {
	if d.loaded() && d.text.text != "" && !d.json.Empty() {
		d.json.ShowString(d.text.text, d.text.n)
	}
}

// loaded reports whether what is wanted is there.
func (d *detail) loaded() bool { return d.seq != 0 && d.record.Request.Seq == d.seq }

// effectiveTab is the tab that is drawn: what is no JSON is shown raw.
func (d *detail) effectiveTab() tab {
	if d.tab == jsonTab && d.json.Empty() {
		return rawTab
	}
	return d.tab
}

func (d *detail) press(msg tea.KeyPressMsg, keys keyMap) bool {
	switch {
	case key.Matches(msg, keys.NextTab):
		d.turnTab(1)
		return true
	case key.Matches(msg, keys.PrevTab):
		d.turnTab(int(tabCount) - 1)
		return true
	}
	if d.effectiveTab() == jsonTab && d.pressTree(msg, keys) {
		return true
	}
	return scroll(d.scroller(), msg, keys)
}

func (d *detail) turnTab(by int) {
	d.tab = tab((int(d.tab) + by) % int(tabCount))
	d.page.top = 0
	d.fillPage()
}

func (d *detail) pressTree(msg tea.KeyPressMsg, keys keyMap) bool {
	switch {
	case key.Matches(msg, keys.Fold):
		d.json.Toggle()
	case key.Matches(msg, keys.FoldLeft):
		d.json.Fold()
	case key.Matches(msg, keys.FoldRight):
		d.json.Unfold()
	case key.Matches(msg, keys.FoldAll):
		d.json.FoldAll()
	case key.Matches(msg, keys.UnfoldAll):
		d.json.UnfoldAll()
	case key.Matches(msg, keys.Open):
		d.json.Toggle()
	default:
		return false
	}
	return true
}

// scroller is what the tab's keys move.
func (d *detail) scroller() scroller {
	switch d.effectiveTab() {
	case jsonTab:
		return &d.json
	case rawTab:
		return &d.raw
	}
	return &d.page
}

// find goes to the next match in the tree and says which one it is.
func (d *detail) find(text string, step int) string {
	if d.effectiveTab() != jsonTab {
		return "Search works in the json tab."
	}
	if d.json.Query() != text {
		if d.json.Search(text) == 0 {
			return "Nothing found."
		}
		return d.json.Matches()
	}
	if step > 0 {
		d.json.Next()
	} else {
		d.json.Prev()
	}
	return d.json.Matches()
}

func (d *detail) view() []string {
	lines := make([]string, 0, d.height)
	lines = append(lines, d.title(), d.tabs())
	if d.several() {
		lines = append(lines, d.tellings())
	}
	if !d.loaded() {
		text := " "
		if d.failure != "" {
			text = d.theme.Error.Paint(d.theme.Cut(" "+theme.Drawable(d.failure), d.width))
		}
		lines = append(lines, text)
		return pad(lines, d.width, d.height, &d.theme)
	}
	switch d.effectiveTab() {
	case jsonTab:
		lines = append(lines, strings.Split(d.json.View(), "\n")...)
		lines = append(lines, d.theme.Faint.Paint(d.theme.Cut(" "+theme.Drawable(d.json.Path()), d.width)))
	case rawTab:
		lines = append(lines, strings.Split(d.raw.View(), "\n")...)
	default:
		lines = append(lines, d.page.view()...)
	}
	return pad(lines, d.width, d.height, &d.theme)
}

func (d *detail) title() string {
	pen := d.theme.Title
	if d.focused {
		pen = d.theme.TitleFocused
	}
	if d.seq == 0 {
		return pen.Paint(" no event")
	}
	text := fmt.Sprintf(" #%d", d.seq)
	if d.loaded() && len(d.record.Events) > 0 {
		e := d.record.Events[0]
		text += "  " + theme.Drawable(e.Name) + "  " + theme.Drawable(e.Platform)
		if e.KnownAs != "" {
			text += "  (documented as " + theme.Drawable(e.KnownAs) + ")"
		}
	}
	return pen.Paint(d.theme.Cut(text, d.width))
}

func (d *detail) tabs() string {
	var b strings.Builder
	b.WriteByte(' ')
	for t, name := range tabNames {
		if tab(t) == problemsTab {
			name = fmt.Sprintf("%s %d", name, d.problemCount())
		}
		pen := d.theme.Chrome
		switch {
		case tab(t) == d.effectiveTab():
			pen = d.theme.Strong
		case tab(t) == problemsTab && d.problemCount() > 0:
			pen = d.theme.Odd
		}
		b.WriteString(pen.Paint(name) + "  ")
	}
	return d.theme.Cut(b.String(), d.width)
}

func (d *detail) problemCount() (n int) {
	if d.loaded() {
		for _, e := range d.record.Events {
			n += len(e.Problems)
		}
	}
	return n
}
