package tui

import (
	"bytes"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
)

// focusedDetail is the event that copying and unfolding are about; nil without one.
func (m *Model) focusedDetail() *detail {
	switch {
	case m.screen == eventsScreen:
		return &m.events.detail
	case m.screen == conversationsScreen && m.conversations.opened:
		return &m.conversations.detail
	}
	return nil
}

// pressSecond takes the second of two keys.
func (m *Model) pressSecond(msg tea.KeyPressMsg) tea.Cmd {
	first := m.prefix
	m.prefix = noPrefix
	if first == exportPrefix {
		return m.pressSave(msg.String())
	}
	d := m.focusedDetail()
	if d == nil || !d.loaded() {
		return tell("Open an event first: nothing is selected.", false)
	}
	pressed := msg.String()
	if first == depthPrefix {
		if len(pressed) == 1 && pressed[0] >= '1' && pressed[0] <= '9' {
			d.json.UnfoldTo(int(pressed[0] - '0'))
		}
		return nil
	}
	return d.copy(pressed, m.opts)
}

// copy puts a part of the event on the clipboard. What is copied is as it was sent:
// only the screen draws symbols instead of control characters.
func (d *detail) copy(what string, opts Options) tea.Cmd {
	switch what {
	case "b":
		return copyText(string(d.body), "the body")
	case "v":
		return copyText(d.json.Value(), "the value")
	case "p":
		return copyText(d.json.Path(), "the path")
	case "c":
		return copyCurl(&d.record.Request, opts.URL)
	case "e":
		if opts.Encode == nil {
			return nil
		}
		text, err := opts.Encode(d.record)
		if err != nil {
			return tell("The event could not be written as JSON: "+err.Error(), true)
		}
		return copyText(string(text), "the event")
	}
	return nil
}

// copyCurl copies a command that sends the same bytes again.
func copyCurl(r *model.Request, url string) tea.Cmd {
	if bytes.IndexByte(r.Body, 0) >= 0 {
		return tell("The body holds a zero byte: no shell can pass it to curl.", true)
	}
	if url == "" {
		url = "http://" + r.Host
	}
	return copyText(curl(r, url), "the curl line")
}

func curl(r *model.Request, url string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "curl -X %s", shellQuote(r.Method))
	for _, f := range r.Header {
		if !writtenByCurl(f.Name) {
			fmt.Fprintf(&b, " -H %s", shellQuote(f.Name+": "+f.Value))
		}
	}
	if len(r.Body) > 0 {
		fmt.Fprintf(&b, " --data-raw %s", shellQuote(string(r.Body)))
	}
	fmt.Fprintf(&b, " %s", shellQuote(url+r.Target))
	return b.String()
}

// writtenByCurl are the headers that curl makes itself, from what it really sends.
func writtenByCurl(name string) bool {
	switch strings.ToLower(name) {
	case "content-length", "host", "transfer-encoding", "connection", "accept-encoding":
		return true
	}
	return false
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
