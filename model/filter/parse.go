package filter

import "time"

type parser struct {
	src      string
	now      func() time.Time
	relative bool
}

func (p *parser) parse() (node, error) { return nil, nil }
