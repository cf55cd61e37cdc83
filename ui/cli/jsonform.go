package cli

import (
	"io"

	"offhook/model"
)

// jsonForm is --output json: one object a line.
type jsonForm struct{}

func (jsonForm) ready(w io.Writer, url, capture string) error {
	return writeJSON(w, readyLine{"ready", url, capture})
}

func (jsonForm) event(w io.Writer, d *delivered) error {
	req := &d.record.Request
	line := newEventLine(d.event)
	line.Seq, line.Received = d.row.Seq, stamp(d.row.ReceivedAt())
	line.Request = &requestValue{req.Method, req.Path(), req.Size}
	if d.row.Reply != 0 {
		line.Reply = &replyValue{int(d.row.Reply), milliseconds(d.row.Took)}
	}
	return writeJSON(w, line)
}

func (jsonForm) reply(w io.Writer, u model.Update) error {
	return writeJSON(w, replyLine{"reply", u.Seq, int(u.Reply), milliseconds(u.Took)})
}
