package model

import "time"

// Timeline is one conversation rebuilt from its events, in order.
type Timeline struct {
	Key            string
	Platform       string
	Channel        string // where the customer writes, as the latest event that says so has it
	Status         Status
	PlatformStatus string
	Opened         time.Time // first opening; zero when unknown
	Closed         time.Time // last closing; zero when it is not closed
	Active         time.Time // our time of the latest event
	Times
	Participants []Person
	Entries      []Entry
	Problems     []Problem // of the conversation as a whole, each once
	Links        []string  // keys of conversations that belong to the same client
	Notes        []string  // what the data cannot decide, in sentences
}

// Entry is one thing that happened, whatever number of deliveries told of it.
type Entry struct {
	At       time.Time // the platform's own time, else our time of receipt; for a transcript's entry without a time that of its neighbour
	Received time.Time // of the first delivery
	OwnTime  bool      // At is the platform's
	Kind     Kind
	Message  Message // Role, Name, Text, … ; for a kind without a message its Text says what happened
	Status   Status  // after this entry, where it changes it
	Call     *Call
	Events   []uint64  // every delivery that told of it, in order of arrival
	Told     []Telling // the same deliveries, with what each one is
	Copies   int       // how many of them only repeat an earlier one; transcripts and subset topics do not count
	Source   Origin
	Flags    []Code   // Duplicate, OutOfOrder, Late, Gap, StatusRegression, …
	Detail   []string // a sentence for each flag
}

// Telling is one delivery as a source of an entry.
type Telling struct {
	Seq        uint64
	Received   time.Time
	Name       string // the event's, as sent
	Again      bool   // it only repeats an earlier delivery
	Transcript bool   // it tells the whole chat
	Call       string // of a call: the step that it told
}

// Origin says which deliveries an entry is known from.
type Origin uint8

const (
	FromLive Origin = iota
	FromTranscript
	FromBoth
)

var originNames = [...]string{"live", "transcript", "both"}

func (o Origin) String() string { return nameOf(originNames[:], o) }
