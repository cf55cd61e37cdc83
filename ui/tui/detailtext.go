package tui

import (
	"fmt"
	"net/http"
	"strings"

	"offhook/model"
	"offhook/ui/tui/eventlist"
)

// fillPage writes the tab that is plain text.
func (d *detail) fillPage() {
	if !d.loaded() {
		d.page.clear()
		return
	}
	d.page.clear()
	d.page.theme = d.theme
	switch d.tab {
	case headersTab:
		d.writeRequest()
	case replyTab:
		d.writeReply()
	case problemsTab:
		d.writeProblems()
	}
}

func (d *detail) writeRequest() {
	r := &d.record.Request
	p := &d.page
	p.line(d.theme.Strong, r.Method+" "+r.Target+" "+r.Proto)
	p.field("Host", r.Host)
	for _, f := range r.Header {
		p.field(f.Name, f.Value)
	}
	p.line(d.theme.Text, "")
	p.field("received", r.Received.In(d.opts.Zone).Format("2006-01-02 15:04:05.000000 -07:00"))
	p.field("from", r.Remote)
	p.field("body", fmt.Sprintf("%d bytes", r.Size))
	if r.Cut != model.Whole {
		p.field("stored", fmt.Sprintf("%d bytes", len(r.Body)))
	}
	if len(d.body) != len(r.Body) {
		p.field("decoded", fmt.Sprintf("%d bytes", len(d.body)))
	}
	for i := range d.record.Events {
		d.writeEvent(&d.record.Events[i])
	}
}

// writeEvent says what was read from the request.
func (d *detail) writeEvent(e *model.Event) {
	p := &d.page
	p.line(d.theme.Text, "")
	p.line(d.theme.Strong, "read as")
	p.field("event", e.Name)
	p.field("kind", e.Kind.String())
	p.field("conversation", e.Key())
	p.field("channel", e.Channel)
	p.field("actor", person(e.Actor))
	p.field("customer", person(e.Customer))
	p.field("agent", person(e.Agent))
	status := e.Status.String()
	if e.PlatformStatus != "" {
		status += "  (" + e.PlatformStatus + ")"
	}
	p.field("status", strings.TrimSpace(status))
	if !e.Occurred.IsZero() {
		p.field("occurred", e.Occurred.In(d.opts.Zone).Format("2006-01-02 15:04:05.000 -07:00"))
	}
}

func person(who model.Person) string {
	if who.IsZero() {
		return ""
	}
	text := strings.TrimSpace(who.Role.String() + "  " + who.Name)
	if who.ID != "" {
		text += "  id " + who.ID
	}
	return text
}

func (d *detail) writeReply() {
	p, r := &d.page, d.record.Reply
	if r == nil {
		p.line(d.theme.Muted, "No answer is known yet.")
	} else {
		p.line(d.theme.Strong, fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status)))
		for _, f := range r.Header {
			p.field(f.Name, f.Value)
		}
		p.field("took", eventlist.Took(r.Took))
		if len(r.Body) > 0 {
			p.line(d.theme.Text, "")
			p.text(d.theme.Text, string(r.Body))
		}
	}
	for _, delivery := range d.record.Deliveries {
		p.line(d.theme.Text, "")
		p.line(d.theme.Strong, "sent on to "+delivery.Target)
		p.field("answer", strings.TrimSpace(fmt.Sprintf("%d %s", delivery.Status, delivery.Error)))
		p.field("took", eventlist.Took(delivery.Took))
	}
}

func (d *detail) writeProblems() {
	if d.problemCount() == 0 {
		d.page.line(d.theme.Muted, "Nothing is wrong with this event.")
	}
	for _, e := range d.record.Events {
		for _, problem := range e.Problems {
			d.page.line(d.theme.Problem(problem.Code), problem.Code.String())
			d.page.text(d.theme.Text, problem.Detail)
			d.page.line(d.theme.Text, "")
		}
	}
}
