package cli

import (
	"time"

	"offhook/model"
)

// The lines of --output json. Other programs rely on their names and order: members
// are only ever added. What is absent is left out.

type readyLine struct {
	Type    string `json:"type"`
	URL     string `json:"url"`
	Capture string `json:"capture,omitempty"`
}

type replyLine struct {
	Type   string  `json:"type"`
	Seq    uint64  `json:"seq"`
	Status int     `json:"status"`
	TookMS float64 `json:"took_ms"`
}

type eventLine struct {
	Type         string         `json:"type"`
	Seq          uint64         `json:"seq"`
	Part         int            `json:"part,omitzero"`
	Received     stamp          `json:"received,omitzero"`
	Occurred     stamp          `json:"occurred,omitzero"`
	Platform     string         `json:"platform"`
	Source       string         `json:"source,omitempty"`
	Event        string         `json:"event,omitempty"`
	KnownAs      string         `json:"known_as,omitempty"`
	Kind         string         `json:"kind"`
	Conversation string         `json:"conversation,omitempty"`
	Channel      string         `json:"channel,omitempty"`
	Actor        personValue    `json:"actor,omitzero"`
	Status       string         `json:"status,omitempty"`
	Message      *messageValue  `json:"message,omitempty"`
	Messages     []messageValue `json:"messages,omitempty"`
	Call         *callValue     `json:"call,omitempty"`
	Detail       string         `json:"detail,omitempty"`
	Problems     []problemValue `json:"problems,omitempty"`
	Request      *requestValue  `json:"request,omitempty"`
	Reply        *replyValue    `json:"reply,omitempty"`
}

type personValue struct {
	Role string `json:"role,omitempty"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

type messageValue struct {
	ID      string            `json:"id,omitempty"`
	Kind    string            `json:"kind,omitempty"` // where it is not that of the event
	Role    string            `json:"role,omitempty"`
	Name    string            `json:"name,omitempty"`
	Type    string            `json:"type,omitempty"`
	Text    string            `json:"text,omitempty"`
	Buttons []string          `json:"buttons,omitempty"`
	Files   []attachmentValue `json:"files,omitempty"`
	At      stamp             `json:"at,omitzero"`
	ReplyTo string            `json:"reply_to,omitempty"`
}

type attachmentValue struct {
	Name string `json:"name,omitempty"`
	Type string `json:"type,omitempty"`
	URL  string `json:"url,omitempty"`
}

type callValue struct {
	Type   string `json:"type,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Status string `json:"status,omitempty"`
	Reason string `json:"reason,omitempty"`
	Record string `json:"record,omitempty"`
}

type problemValue struct {
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

type requestValue struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
}

type replyValue struct {
	Status int     `json:"status"`
	TookMS float64 `json:"took_ms"`
}

// stamp is a time in UTC to the microsecond, the precision of rows.
type stamp time.Time

// MarshalText writes RFC 3339 without the zeros at the end.
func (s stamp) MarshalText() ([]byte, error) {
	return time.Time(s).UTC().Truncate(time.Microsecond).AppendFormat(nil, time.RFC3339Nano), nil
}

// IsZero reports whether no time is known.
func (s stamp) IsZero() bool { return time.Time(s).IsZero() }

// newEventLine is the part of a line that a body decides.
func newEventLine(e *model.Event) eventLine {
	line := eventLine{
		Type: "event", Seq: e.Seq, Part: e.Part, Occurred: stamp(e.Occurred), Platform: e.Platform, Source: e.Source, Event: e.Name, KnownAs: e.KnownAs,
		Kind: e.Kind.String(), Conversation: e.Key(), Channel: e.Channel, Actor: newPerson(e.Actor), Status: e.Status.String(), Detail: e.Detail,
		Problems: newProblems(e.Problems),
	}
	if e.Call != nil {
		call := callValue(*e.Call)
		line.Call = &call
	}
	if e.Kind != model.KindTranscript && len(e.Messages) == 1 {
		m := newMessage(&e.Messages[0], e.Kind)
		if m.Name == e.Actor.Name && m.Role == line.Actor.Role {
			m.Name = "" // the actor wrote it
		}
		line.Message = &m
		return line
	}
	for i := range e.Messages {
		line.Messages = append(line.Messages, newMessage(&e.Messages[i], model.KindMessage))
	}
	return line
}

func newPerson(p model.Person) personValue {
	return personValue{Role: p.Role.String(), ID: p.ID, Name: p.Name}
}

func newMessage(m *model.Message, usual model.Kind) messageValue {
	v := messageValue{
		ID: m.ID, Role: m.Role.String(), Name: m.Name, Type: m.Type, Text: m.Text, Buttons: m.Buttons, At: stamp(m.At), ReplyTo: m.Reply,
	}
	if m.Kind != usual {
		v.Kind = m.Kind.String()
	}
	for _, f := range m.Files {
		v.Files = append(v.Files, attachmentValue(f))
	}
	return v
}

func newProblems(problems []model.Problem) []problemValue {
	var values []problemValue
	for _, p := range problems {
		values = append(values, problemValue{p.Code.String(), p.Detail})
	}
	return values
}

// milliseconds of an answer that took so many microseconds.
func milliseconds(micros uint32) float64 { return float64(micros) / 1000 }
