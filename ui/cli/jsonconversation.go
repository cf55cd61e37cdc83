package cli

import (
	"io"

	"offhook/model"
)

// The lines of conversations --output json. As with events, members are only ever
// added, and what is absent is left out.

type conversationLine struct {
	Type         string         `json:"type"`
	Conversation string         `json:"conversation"`
	Platform     string         `json:"platform"`
	Status       string         `json:"status,omitempty"`
	Opened       stamp          `json:"opened,omitzero"`
	Closed       stamp          `json:"closed,omitzero"`
	Participants []personValue  `json:"participants,omitempty"`
	Entries      []entryValue   `json:"entries"`
	FirstReplyMS float64        `json:"first_reply_ms,omitzero"`
	Problems     []problemValue `json:"problems,omitempty"`
	Links        []string       `json:"links,omitempty"`
	Notes        []string       `json:"notes,omitempty"`
}

type entryValue struct {
	At      stamp             `json:"at,omitzero"`
	Came    stamp             `json:"received,omitzero"` // where it is not the time of at
	Kind    string            `json:"kind"`
	Role    string            `json:"role,omitempty"`
	Name    string            `json:"name,omitempty"`
	ID      string            `json:"id,omitempty"`
	Text    string            `json:"text,omitempty"`
	Buttons []string          `json:"buttons,omitempty"`
	Files   []attachmentValue `json:"files,omitempty"`
	Status  string            `json:"status,omitempty"`
	Call    *callValue        `json:"call,omitempty"`
	Events  []uint64          `json:"events"`
	Copies  int               `json:"copies,omitzero"`
	Source  string            `json:"source"`
	Flags   []string          `json:"flags,omitempty"`
}

func writeConversationJSON(w io.Writer, t *model.Timeline) error {
	line := conversationLine{
		Type: "conversation", Conversation: t.Key, Platform: t.Platform, Status: t.Status.String(), Opened: stamp(t.Opened), Closed: stamp(t.Closed),
		Entries: []entryValue{}, FirstReplyMS: float64(t.FirstReply.Microseconds()) / 1000, Problems: newProblems(t.Problems), Links: t.Links, Notes: t.Notes,
	}
	for _, p := range t.Participants {
		line.Participants = append(line.Participants, newPerson(p))
	}
	for i := range t.Entries {
		line.Entries = append(line.Entries, newEntry(&t.Entries[i]))
	}
	return writeJSON(w, line)
}

func newEntry(e *model.Entry) entryValue {
	m := newMessage(&e.Message, e.Kind)
	v := entryValue{
		At: stamp(e.At), Kind: e.Kind.String(), Role: m.Role, Name: m.Name, ID: m.ID, Text: m.Text, Buttons: m.Buttons, Files: m.Files,
		Status: e.Status.String(), Events: e.Events, Copies: e.Copies, Source: e.Source.String(),
	}
	if cameApart(e) {
		v.Came = stamp(e.Received)
	}
	if e.Call != nil {
		call := callValue(*e.Call)
		v.Call = &call
	}
	for _, f := range e.Flags {
		v.Flags = append(v.Flags, f.String())
	}
	return v
}
