package cli

import (
	"io"
	"time"

	"offhook/model"
)

// The lines of conversations --output json. As with events, members are only ever
// added, and what is absent is left out.

type conversationLine struct {
	Type         string         `json:"type"`
	Conversation string         `json:"conversation"`
	Platform     string         `json:"platform"`
	Channel      string         `json:"channel,omitempty"`
	Status       string         `json:"status,omitempty"`
	StatusWord   string         `json:"platform_status,omitempty"`
	Opened       stamp          `json:"opened,omitzero"`
	Closed       stamp          `json:"closed,omitzero"`
	Active       stamp          `json:"active,omitzero"` // of the latest delivery, by our clock
	OpenMS       float64        `json:"open_ms,omitzero"`
	Participants []personValue  `json:"participants,omitempty"`
	Entries      []entryValue   `json:"entries"`
	FirstReplyMS float64        `json:"first_reply_ms,omitzero"`
	BotReplyMS   float64        `json:"bot_reply_ms,omitzero"`
	LongestMS    float64        `json:"longest_wait_ms,omitzero"` // the present wait is not in it
	Waiting      *waitValue     `json:"waiting,omitempty"`
	Problems     []problemValue `json:"problems,omitempty"`
	Links        []string       `json:"links,omitempty"`
	Notes        []string       `json:"notes,omitempty"`
}

// waitValue says who waits for the other side now, and since when by our clock.
type waitValue struct {
	Role  string `json:"role"`
	Since stamp  `json:"since"`
}

type entryValue struct {
	At       stamp             `json:"at,omitzero"`
	Came     stamp             `json:"received,omitzero"` // where it is not the time of at
	Kind     string            `json:"kind"`
	Role     string            `json:"role,omitempty"`
	Name     string            `json:"name,omitempty"`
	ID       string            `json:"id,omitempty"`
	Type     string            `json:"type,omitempty"`
	Text     string            `json:"text,omitempty"`
	Buttons  []string          `json:"buttons,omitempty"`
	Files    []attachmentValue `json:"files,omitempty"`
	ReplyTo  string            `json:"reply_to,omitempty"`
	Status   string            `json:"status,omitempty"`
	Call     *callValue        `json:"call,omitempty"`
	Events   []uint64          `json:"events"`
	Copies   int               `json:"copies,omitzero"`
	Source   string            `json:"source"`
	Flags    []string          `json:"flags,omitempty"`
	Problems []problemValue    `json:"problems,omitempty"` // the flags with their sentences
}

func writeConversationJSON(w io.Writer, t *model.Timeline) error {
	line := conversationLine{
		Type: "conversation", Conversation: t.Key, Platform: t.Platform, Channel: t.Channel,
		Status: t.Status.String(), StatusWord: t.PlatformStatus, Opened: stamp(t.Opened), Closed: stamp(t.Closed), Active: stamp(t.Active),
		OpenMS: spanMS(t.Lasted), Entries: []entryValue{},
		FirstReplyMS: spanMS(t.FirstReply), BotReplyMS: spanMS(t.BotReply), LongestMS: spanMS(t.LongestWait),
		Problems: newProblems(t.Problems), Links: t.Links, Notes: t.Notes,
	}
	if w := t.Wait; w.Who != model.RoleNone {
		line.Waiting = &waitValue{w.Who.String(), stamp(w.Since)}
	}
	for _, p := range t.Participants {
		line.Participants = append(line.Participants, newPerson(p))
	}
	for i := range t.Entries {
		line.Entries = append(line.Entries, newEntry(&t.Entries[i]))
	}
	return writeJSON(w, line)
}

func spanMS(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func newEntry(e *model.Entry) entryValue {
	m := newMessage(&e.Message, e.Kind)
	v := entryValue{
		At: stamp(e.At), Kind: e.Kind.String(), Role: m.Role, Name: m.Name, ID: m.ID, Type: m.Type, Text: m.Text, Buttons: m.Buttons, Files: m.Files,
		ReplyTo: m.ReplyTo, Status: e.Status.String(), Events: e.Events, Copies: e.Copies, Source: e.Source.String(),
	}
	if cameApart(e) {
		v.Came = stamp(e.Received)
	}
	if e.Call != nil {
		call := callValue(*e.Call)
		v.Call = &call
	}
	for i, f := range e.Flags {
		v.Flags = append(v.Flags, f.String())
		v.Problems = append(v.Problems, problemValue{f.String(), detailOf(e, i)})
	}
	return v
}
