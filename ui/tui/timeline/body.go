package timeline

import (
	"cmp"
	"slices"
	"strings"

	"offhook/model"
	"offhook/ui/tui/theme"
)

const (
	longestText = 64 << 10 // bytes of a message that are drawn
	mostRows    = 200      // of a message that are drawn
)

// body is what the message of an entry says: text, files, buttons.
func (m *Model) body(i int, pen theme.Pen, width int) []row {
	msg := &m.timeline.Entries[i].Message
	rows := m.text(msg.Text, pen, width)
	for _, f := range msg.Files {
		rows = append(rows, m.file(f, pen, width)...)
	}
	if len(msg.Buttons) > 0 {
		rows = append(rows, m.buttons(msg.Buttons, m.chosen(i), width)...)
	}
	if len(rows) == 0 {
		rows = m.wrapped(m.theme.Faint, "("+cmp.Or(msg.Type, "no text")+")", width)
	}
	return rows
}

// text wraps a message's text; what is too long for a screen ends with a hint. Code
// between fences keeps its spaces and is broken only where the row ends.
func (m *Model) text(text string, pen theme.Pen, width int) []row {
	if text == "" {
		return nil
	}
	cut := len(text) > longestText
	if cut {
		text = strings.ToValidUTF8(text[:longestText], "")
	}
	var rows []row
	code := false
	for _, line := range theme.DrawableLines(strings.TrimRight(text, "\r\n")) {
		linePen, wrap := pen, m.theme.Wrap
		switch fence := strings.HasPrefix(strings.TrimLeft(line, " "), "```"); {
		case fence:
			code, linePen = !code, m.theme.Faint
		case code:
			wrap = m.theme.Break
		}
		for _, part := range wrap(line, width) {
			rows = append(rows, m.row(linePen, part))
		}
		if len(rows) > mostRows {
			rows, cut = rows[:mostRows], true
			break
		}
	}
	if cut {
		rows = append(rows, m.wrapped(m.theme.Faint, "the rest is in the raw event", width)...)
	}
	return rows
}

func (m *Model) wrapped(pen theme.Pen, text string, width int) []row {
	var rows []row
	for _, part := range m.theme.Wrap(theme.Drawable(text), width) {
		rows = append(rows, m.row(pen, part))
	}
	return rows
}

// file names an attachment; its address stands below, whole, so that it can be copied.
func (m *Model) file(f model.Attachment, pen theme.Pen, width int) []row {
	t := &m.theme
	name, kind := f.Name, f.Type
	if name == "" {
		name, kind = cmp.Or(f.Type, "file"), ""
	}
	label := m.wrapped(pen, t.Glyphs.File+" "+name, width)
	if kind != "" && kind != name {
		last := &label[len(label)-1]
		word := m.row(t.Muted, " "+t.Glyphs.Dot+" "+t.Cut(theme.Drawable(kind), max(width/2, 1)))
		if last.width+word.width <= width {
			*last = row{last.text + word.text, last.width + word.width}
		} else {
			label = append(label, m.wrapped(t.Muted, "  "+kind, width)...)
		}
	}
	if f.URL == "" {
		return label
	}
	indent := min(2, max(width-1, 0))
	for _, part := range m.wrapped(t.Muted, f.URL, max(width-indent, 1)) {
		label = append(label, row{theme.Spaces(indent) + part.text, indent + part.width})
	}
	return label
}

// buttons draws them as such, as many in a row as fit; the one that was pressed is
// marked.
func (m *Model) buttons(labels []string, chosen, width int) []row {
	t := &m.theme
	var rows []row
	for i, label := range labels {
		text, pen := theme.Drawable(label), t.Accent
		if i == chosen {
			text, pen = t.Glyphs.Chosen+" "+text, t.Strong
		}
		button := m.row(pen, "[ "+t.Cut(text, max(width-4, 1))+" ]")
		if width < 5 {
			button = m.row(pen, t.Cut(text, width))
		}
		last := len(rows) - 1
		if last >= 0 && rows[last].width+1+button.width <= width {
			rows[last] = row{rows[last].text + " " + button.text, rows[last].width + 1 + button.width}
			continue
		}
		rows = append(rows, button)
	}
	return rows
}

// answersWithin is how many entries after a message with buttons may lie before the
// one that says which was pressed.
const answersWithin = 50

// chosen is the button that the customer pressed, as far as the next message of the
// customer says so; -1 when it does not.
func (m *Model) chosen(i int) int {
	entries := m.timeline.Entries
	buttons := entries[i].Message.Buttons
	for j := i + 1; j < min(len(entries), i+1+answersWithin); j++ {
		if e := &entries[j]; e.Kind == model.KindMessage && e.Message.Role == model.RoleCustomer {
			said := strings.TrimSpace(e.Message.Text)
			return slices.IndexFunc(buttons, func(label string) bool { return said != "" && strings.EqualFold(strings.TrimSpace(label), said) })
		}
	}
	return -1
}
