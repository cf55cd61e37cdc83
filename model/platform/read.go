package platform

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"offhook/model"
	"offhook/model/laxjson"
)

// eventName reads the name of an event with its look-alike letters folded, and the
// problem that tells of them.
func eventName(v laxjson.Value) (string, []model.Problem) {
	name, letters := fold(v.Text())
	if letters == "" {
		return name, nil
	}
	return name, []model.Problem{{Code: model.LookalikeLetters, Detail: letters + " in the event name " + quoted(name)}}
}

func addProblem(e *model.Event, code model.Code, detail string) {
	e.Problems = append(e.Problems, model.Problem{Code: code, Detail: detail})
}

// unknownEvent notes that a platform's documents do not name the event.
func unknownEvent(e *model.Event, platform string) {
	e.Kind = model.KindUnknown
	addProblem(e, model.UnknownEvent, quoted(e.Name)+" is no event of "+platform+"'s documents")
}

// needsConversation notes when an event that belongs to a conversation names none.
func needsConversation(e *model.Event) {
	switch e.Kind {
	case model.KindMessage, model.KindNote, model.KindComment, model.KindStatus, model.KindTranscript, model.KindCall:
		if e.Conversation == "" {
			addProblem(e, model.NoConversation, "the body names no conversation")
		}
	}
}

// stamp reads a Unix time, number or string, by its size: 9 to 11 digits are
// seconds, with a fraction; 12 to 14 are milliseconds, and what follows a point is
// no part of the time there but a tie-break. It is read as text: the 22 digits of
// Ebbot's stamps do not fit a float64.
func stamp(v laxjson.Value) (at time.Time, tie string) {
	whole, fraction, _ := strings.Cut(v.ID(), ".")
	if !isDigits(whole) || fraction != "" && !isDigits(fraction) {
		return time.Time{}, ""
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, ""
	}
	switch len(whole) {
	case 9, 10, 11:
		return time.Unix(n, nanoseconds(fraction)).UTC(), ""
	case 12, 13, 14:
		return time.UnixMilli(n).UTC(), fraction
	}
	return time.Time{}, ""
}

// nanoseconds reads the fraction of a second; digits after the ninth are dropped.
func nanoseconds(fraction string) int64 {
	var n int64
	for i := range 9 {
		n *= 10
		if i < len(fraction) {
			n += int64(fraction[i] - '0')
		}
	}
	return n
}

// clock reads a time that is a Unix time or written with its zone (RFC 3339); the
// zero time for everything else, a date without a zone too.
func clock(v laxjson.Value) time.Time {
	if at, _ := stamp(v); !at.IsZero() {
		return at
	}
	at, err := time.Parse(time.RFC3339, v.Text())
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// firstID is the first id that is there.
func firstID(values ...laxjson.Value) string {
	for _, v := range values {
		if id := v.ID(); id != "" {
			return id
		}
	}
	return ""
}

// textOf is the text of a message: a string, or what else was sent in its place.
func textOf(v laxjson.Value) string {
	switch v.Kind() {
	case laxjson.Number, laxjson.Bool:
		return string(v.Raw())
	}
	return v.Text()
}

// unwrapped is the object or array that a string holds as JSON, else the value itself.
func unwrapped(v laxjson.Value) laxjson.Value {
	if doc, ok := v.Inner(); ok {
		return doc.Root()
	}
	return v
}

// each walks over the elements of an array or the members of an object, whichever
// was sent: documents call lists "object" and the other way round.
func each(v laxjson.Value) iter.Seq[laxjson.Value] {
	if v.Kind() != laxjson.Object {
		return v.Items()
	}
	return func(yield func(laxjson.Value) bool) {
		for _, member := range v.Members() {
			if !yield(member) {
				return
			}
		}
	}
}

// person names somebody by id and name, nobody when both are absent.
func person(role model.Role, id, name laxjson.Value) model.Person {
	p := model.Person{ID: id.ID(), Name: name.Text()}
	if p.ID != "" || p.Name != "" {
		p.Role = role
	}
	return p
}

// titles lists what tags are called. They come as an array of strings, an array of
// objects with a title, JSON in a string, or null; the same one may come twice.
func titles(v laxjson.Value) []string {
	var names []string
	for tag := range each(unwrapped(v)) {
		name := tag.ID()
		if tag.Kind() == laxjson.Object {
			name = firstID(tag.Get("title"), tag.Get("name"))
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		if len(names) == maxListed {
			break
		}
	}
	return names
}

// maxListed bounds what a detail lists, and with it the work on a hostile body.
const maxListed = 30

// maxDetail bounds a detail in bytes: it is a few words for people, and what it
// quotes may be as long as a body.
const maxDetail = 500

// brief cuts a text at a character.
func brief(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}

// quoted is a name from a body for a sentence.
func quoted(s string) string { return strconv.Quote(brief(s, 80)) }

// listed is "tags: vip, late", "" without any.
func listed(word string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return word + ": " + strings.Join(names, ", ")
}

// prefixed is "about cats", "" without cats.
func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// sequence joins what is there with middle dots.
func sequence(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// closed is what a transcript says in a list: "closed · 9 messages".
func closed(messages []model.Message, more ...string) string {
	n := 0
	for i := range messages {
		if messages[i].Kind == model.KindMessage { // neither notes nor ratings
			n++
		}
	}
	count := strconv.Itoa(n) + " messages"
	if n == 1 {
		count = "1 message"
	}
	return sequence(append([]string{"closed", count}, more...)...)
}
