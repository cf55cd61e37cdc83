package simulate

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object whose members keep the order in which they were written,
// as the platforms' own do: names and values by turns.
type object []any

// MarshalJSON implements [json.Marshaler].
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i := 0; i+1 < len(o); i += 2 {
		b.WriteByte("{,"[min(i, 1)])
		b.Write(encode(o[i]))
		b.WriteByte(':')
		b.Write(encode(o[i+1]))
	}
	if len(o) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// list is a JSON array that is never null.
type list = []any

// encode writes a value as the platforms do, without the escapes for HTML. The
// values are this package's own, so one that cannot be written is a mistake in it.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("simulate: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
