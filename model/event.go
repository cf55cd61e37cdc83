package model

import "time"

// Event is one parsed request, or one of several inside it. Texts are as the
// platform sent them: pass them through [Visible] before a terminal sees them.
type Event struct {
	Seq      uint64
	Part     int       // 1, 2, … when one request holds several events, else 0
	Received time.Time // UTC, our clock
	Occurred time.Time // UTC, the platform's own time of the event itself; zero where it gives none

	Platform string // "jivo", …, "unknown"
	Source   string // the account, from the path "/jivo/@shop"; "" for the only one
	Name     string // the platform's own event name as sent, look-alike letters folded
	KnownAs  string // the documented name, where it differs
	Kind     Kind
	Step     Step

	Conversation string   // the platform's id ("7607"), "client:1217", "user:481"; "" without one
	Links        []string // other ids of the same platform that this event belongs with, such as "client:1217" of a chat
	Channel      string
	RequestID    string // supports sameness, never suffices

	Actor    Person // who did it
	Customer Person // who the conversation is with, where the event says so
	Agent    Person // who has the conversation, where the event says so

	Status         Status
	PlatformStatus string    // the platform's own word
	Began          time.Time // when the conversation began, where the event says so

	Messages []Message // one for a message, note or comment; several for a transcript
	Call     *Call
	Detail   string // what happened, in a few words, for events without a message

	// Identified is set when the body holds an id or a time of its own, so that
	// equal bytes can only be the same event again.
	Identified bool
	Problems   []Problem
}

// Key names the event's conversation in every list: "jivo:7607", "jivo@shop:7607";
// "" for an event without a conversation.
func (e *Event) Key() string {
	if e.Conversation == "" {
		return ""
	}
	return ConversationKey(e.Platform, e.Source, e.Conversation)
}

// Message is the live message of an event or one entry of a transcript.
type Message struct {
	ID      string // "" where the platform gives none, or where it is no message id
	Kind    Kind   // KindMessage, KindNote, KindComment; KindActivity for a rating, a scenario, an invitation
	Role    Role
	Sender  string // the sender's id
	Name    string
	Type    string // the platform's own word: text, url, rating, …
	Text    string
	Buttons []string
	Files   []Attachment
	At      time.Time // UTC; zero where the platform gives none
	Tie     string    // orders messages of one time (Ebbot's fraction); digits
	Reply   string    // the message that this one answers
}

// Attachment is a file that a message names. It is never fetched.
type Attachment struct{ Name, Type, URL string }

// Person takes part in a conversation.
type Person struct {
	Role Role
	ID   string
	Name string
}

// IsZero reports whether nobody is named.
func (p Person) IsZero() bool { return p.ID == "" && p.Name == "" && p.Role == RoleNone }

// Label is the name, else the id, else the role.
func (p Person) Label() string {
	switch {
	case p.Name != "":
		return p.Name
	case p.ID != "":
		return p.ID
	}
	return p.Role.String()
}

// Call is the course of a phone call as one event tells it.
type Call struct {
	Type   string // callback, incoming, outgoing
	Phone  string
	Status string // start, agent_connected, client_connected, end, error
	Reason string
	Record string // URL of the recording
}

// Kind says what sort of thing an event or a timeline entry is.
type Kind uint8

const (
	KindUnknown Kind = iota
	KindMessage
	KindNote
	KindComment
	KindStatus
	KindTranscript
	KindContact
	KindPresence
	KindCall
	KindActivity
	KindCRM
	KindHandshake
)

var kindNames = [...]string{"unknown", "message", "note", "comment", "status", "transcript", "contact", "presence", "call", "activity", "crm", "handshake"}

func (k Kind) String() string { return nameOf(kindNames[:], k) }

// Kinds lists the names of all kinds, for completion and error messages.
func Kinds() []string { return kindNames[:] }

// Role says on which side somebody is.
type Role uint8

const (
	RoleNone Role = iota
	RoleCustomer
	RoleAgent
	RoleBot
	RoleSystem
)

var roleNames = [...]string{"", "customer", "agent", "bot", "system"}

func (r Role) String() string { return nameOf(roleNames[:], r) }

// Roles lists the names of all roles.
func Roles() []string { return roleNames[1:] }

// Status is the state of a conversation, the same words for every platform.
type Status uint8

const (
	StatusNone Status = iota
	StatusOpen
	StatusPending
	StatusQueued
	StatusAssigned
	StatusSnoozed
	StatusClosed
)

var statusNames = [...]string{"", "open", "pending", "queued", "assigned", "snoozed", "closed"}

func (s Status) String() string { return nameOf(statusNames[:], s) }

// Statuses lists the names of all statuses.
func Statuses() []string { return statusNames[1:] }

// Step is what an event does to the life of its conversation.
type Step uint8

const (
	StepNone    Step = iota
	StepOpens        // announces a conversation: Ebbot chat.create, Acquire "Case new"
	StepAccepts      // somebody took it: Jivo chat_accepted, Blinger on_conversation_assigned
	StepMoves        // changes the status otherwise: Blinger on_conversation_unassigned
	StepCloses       // ends it
	StepRepeats      // states a status without saying that it changed: Ebbot chat.update
)

func nameOf[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return "?"
}
