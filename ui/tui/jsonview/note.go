package jsonview

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"offhook/model/laxjson"
	"offhook/ui/tui/theme"
)

// note is what is worth saying beside a value: the date of a Unix time, that a
// string holds JSON, what other values the sender wrote.
func (m *Model) note(l line) string {
	n := &m.nodes[l.node]
	if l.end || n.Kind == laxjson.Object || n.Kind == laxjson.Array {
		return ""
	}
	v := m.value(l.node)
	if n.Start == n.End {
		return "no value"
	}
	if others := v.Alternatives(); len(others) > 0 {
		return theme.Drawable("one of " + strings.Join(others, ", "))
	}
	raw := v.Raw()
	switch n.Kind {
	case laxjson.Number:
		return m.date(string(raw[:min(len(raw), 40)]))
	case laxjson.String:
		if len(raw) <= 40 && namesTime(v.Name()) {
			return m.date(v.Text())
		}
		if holdsJSON(raw) {
			return "holds JSON"
		}
	}
	return ""
}

// holdsJSON reports whether a string looks like an object or array in itself.
func holdsJSON(raw []byte) bool {
	if len(raw) < 4 {
		return false
	}
	inner := bytes.TrimSpace(raw[1 : len(raw)-1])
	quoted := bytes.IndexByte(inner[:min(len(inner), 64)], '"') >= 0
	return quoted && (bytes.HasPrefix(inner, []byte("{")) && bytes.HasSuffix(inner, []byte("}")) ||
		bytes.HasPrefix(inner, []byte("[")) && bytes.HasSuffix(inner, []byte("]")))
}

// namesTime reports whether a name is that of a time. Strings of ten digits are
// phone numbers as often as times, so they need such a name.
func namesTime(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "time") || strings.Contains(name, "date") || strings.Contains(name, "stamp") ||
		strings.HasSuffix(name, "_at") || strings.HasSuffix(name, "_ts") || name == "ts"
}

// Unix seconds that are taken for a time: the years 2000 to 2100.
const earliest, latest = 946_684_800, 4_102_444_800

// date is the date of Unix seconds (10 digits) or milliseconds (13), with or
// without a fraction; "" for any other number.
func (m *Model) date(number string) string {
	whole, _, _ := strings.Cut(number, ".")
	if len(whole) != 10 && len(whole) != 13 || strings.ContainsAny(number, "eE") {
		return ""
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return ""
	}
	layout, at := time.DateTime, time.Unix(n, 0)
	if len(whole) == 13 {
		layout, at = "2006-01-02 15:04:05.000", time.UnixMilli(n)
	}
	if at.Unix() < earliest || at.Unix() >= latest {
		return ""
	}
	return at.In(m.zone).Format(layout)
}
