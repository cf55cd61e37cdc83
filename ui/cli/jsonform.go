package cli

import (
	"bytes"
	"io"

	"offhook/model"
)

// jsonForm is --output json: one object a line.
type jsonForm struct{}

func (jsonForm) ready(w io.Writer, url, capture string) error {
	return writeJSON(w, readyLine{"ready", url, capture})
}

func (jsonForm) event(w io.Writer, d *delivered) error {
	return writeJSON(w, deliveredLine(&d.record.Request, d.event, d.row))
}

// deliveredLine is the line of an event together with its request and answer.
func deliveredLine(req *model.Request, e *model.Event, row model.Row) eventLine {
	line := newEventLine(e)
	line.Seq, line.Received = req.Seq, stamp(req.Received)
	line.Request = &requestValue{req.Method, req.Path(), req.Size}
	if row.Reply != 0 {
		line.Reply = &replyValue{int(row.Reply), milliseconds(row.Took)}
	}
	return line
}

// encodeRecord writes the events of a request as they are printed, one a line.
func encodeRecord(r model.Record) ([]byte, error) {
	var lines bytes.Buffer
	var row model.Row // which says what was answered to all of them
	if r.Reply != nil {
		row.SetReply(r.Reply.Status, r.Reply.Took)
	}
	for i := range r.Events {
		if err := writeJSON(&lines, deliveredLine(&r.Request, &r.Events[i], row)); err != nil {
			return nil, err
		}
	}
	return bytes.TrimSuffix(lines.Bytes(), []byte("\n")), nil
}

func (jsonForm) reply(w io.Writer, u model.Update) error {
	return writeJSON(w, replyLine{"reply", u.Seq, int(u.Reply), milliseconds(u.Took)})
}
