package simulate

import (
	"bytes"
	"encoding/json"
)

// rewritten is a body with the members of its objects in the opposite order and the
// elements of its arrays as they were: the same meaning in other bytes. What is not
// JSON gets another line end instead.
func rewritten(body []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	v, err := reversed(d)
	if err != nil || d.More() {
		return append(bytes.Clone(body), '\n')
	}
	out := encode(v)
	if bytes.Equal(out, body) { // there is nothing to turn around
		out = append(out, '\n')
	}
	return out
}

// reversed reads a value, the members of its objects turned around.
func reversed(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return reversedObject(d)
	case json.Delim('['):
		return reversedList(d)
	}
	return token, nil
}

func reversedObject(d *json.Decoder) (any, error) {
	var members []object
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := reversed(d)
		if err != nil {
			return nil, err
		}
		members = append(members, object{name, value})
	}
	o := object{}
	for i := len(members) - 1; i >= 0; i-- {
		o = append(o, members[i]...)
	}
	_, err := d.Token()
	return o, err
}

func reversedList(d *json.Decoder) (any, error) {
	l := list{}
	for d.More() {
		value, err := reversed(d)
		if err != nil {
			return nil, err
		}
		l = append(l, value)
	}
	_, err := d.Token()
	return l, err
}
