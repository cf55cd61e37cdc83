package tui

import (
	"fmt"
	"strings"
	"time"

	"offhook/model"
	"offhook/ui/tui/theme"
)

// setTold lists the deliveries that told what the event tells.
func (d *detail) setTold(told []model.Telling) {
	before := d.several()
	d.told = told
	if d.several() != before {
		d.setSize(d.width, d.height)
	}
}

// several reports whether there is more than one delivery to list.
func (d *detail) several() bool { return len(d.told) > 1 }

// tellings is the line that lists the deliveries: "told by ▸#3 10:07:56  #9 10:08:01 again".
// Where not all fit, those before the one that is shown leave first.
func (d *detail) tellings() string {
	t := &d.theme
	shown := 0
	for i := range d.told {
		if d.told[i].Seq == d.seq {
			shown = i
		}
	}
	lead := " " + t.Faint.Paint("told by ")
	room := d.width - t.Width(lead)
	from := shown
	for width := t.Width(d.telling(shown, true)); from > 0; from-- {
		width += t.Width(d.telling(from-1, false)) + 1
		if width+2 > room {
			break
		}
	}
	line := lead
	if from > 0 {
		line += t.Faint.Paint(t.Glyphs.Ellipsis) + " "
	}
	for i := from; i < len(d.told); i++ {
		line += d.telling(i, i == shown) + " "
	}
	return t.Cut(line, d.width)
}

// telling is one delivery of that line; the name stands where it differs from the
// first one's.
func (d *detail) telling(i int, shown bool) string {
	t, told := &d.theme, &d.told[i]
	text := fmt.Sprintf("#%d %s", told.Seq, told.Received.In(d.opts.Zone).Format(time.TimeOnly))
	if told.Name != d.told[0].Name {
		text += " " + theme.Drawable(told.Name)
	}
	if told.Call != "" {
		text += " " + theme.Drawable(strings.ReplaceAll(told.Call, "_", " "))
	}
	switch {
	case told.Transcript && told.Again:
		text += " transcript again"
	case told.Transcript:
		text += " transcript"
	case told.Again:
		text += " again"
	}
	if shown {
		return t.Accent.Paint(t.Glyphs.In) + t.Strong.Paint(text)
	}
	return " " + t.Muted.Paint(text)
}
