package filter

import (
	"offhook/model"
	"offhook/model/laxjson"
)

// Content is what a record holds beyond its rows, each part made when it is first
// asked for. It belongs to one goroutine. A nil Content has nothing in it.
type Content struct {
	record *model.Record
	decode func(*model.Request) []byte

	body    []byte
	json    laxjson.Value
	decoded bool
	parsed  bool

	lookup  Lookup
	key     string // of the conversation that was looked up last
	summary *model.Summary
}

// NewContent returns the content of a record, which it borrows. decode undoes the
// content encoding of a body; it is called at most once, and nil takes the body as
// it was sent.
func NewContent(record *model.Record, decode func(*model.Request) []byte) *Content {
	return &Content{record: record, decode: decode}
}

// WithConversations lets terms about the conversation look it up; it returns c, or a
// Content with nothing else in it when c is nil. Each conversation is looked up once
// in a row.
func (c *Content) WithConversations(lookup Lookup) *Content {
	if c == nil {
		c = &Content{}
	}
	c.lookup, c.key, c.summary = lookup, "", nil
	return c
}

// conversation returns the conversation of a line, nil when it has none or it is not
// known.
func (c *Content) conversation(l *model.Line) *model.Summary {
	if c == nil || c.lookup == nil || l.Key == 0 {
		return nil
	}
	key := l.KeyText()
	if c.key != string(key) {
		c.key, c.summary = string(key), nil
		if s, ok := c.lookup(c.key); ok {
			c.summary = &s
		}
	}
	return c.summary
}

// Request returns the request, nil without one.
func (c *Content) Request() *model.Request {
	if c == nil || c.record == nil {
		return nil
	}
	return &c.record.Request
}

// Events returns the events of the request.
func (c *Content) Events() []model.Event {
	if c == nil || c.record == nil {
		return nil
	}
	return c.record.Events
}

// Deliveries returns the attempts to send the request on.
func (c *Content) Deliveries() []model.Delivery {
	if c == nil || c.record == nil {
		return nil
	}
	return c.record.Deliveries
}

// Body returns the decoded body.
func (c *Content) Body() []byte {
	request := c.Request()
	if request == nil {
		return nil
	}
	if !c.decoded {
		c.decoded = true
		c.body = request.Body
		if c.decode != nil {
			c.body = c.decode(request)
		}
	}
	return c.body
}

// JSON returns the root of the decoded body, absent when it is no JSON.
func (c *Content) JSON() laxjson.Value {
	if c.Request() == nil {
		return laxjson.Value{}
	}
	if !c.parsed {
		c.parsed = true
		c.json = laxjson.Parse(c.Body()).Root()
	}
	return c.json
}

// event returns the event that a line is the row of, nil without one.
func (c *Content) event(l *model.Line) *model.Event {
	events := c.Events()
	for i := range events {
		if min(events[i].Part, 255) == int(l.Part) {
			return &events[i]
		}
	}
	return nil
}
