package platform

import (
	"offhook/model"
	"offhook/model/laxjson"
)

// Platform knows the webhooks of one platform. A platform holds no state that
// changes: its methods may be called from many goroutines at once.
type Platform interface {
	// Name is the platform's name in paths, filters and keys: "jivo".
	Name() string
	// Recognise says, by its shape alone, whether a document is one of the platform's.
	Recognise(doc laxjson.Value) Confidence
	// Read makes the events of one document, none when it finds no event name.
	// Platform, Source, Seq, Received, Part and the problems of the JSON itself are
	// filled in by the registry.
	Read(r *model.Request, doc laxjson.Value) []model.Event
	// Answer is what the platform wants to be answered when all is well.
	Answer() model.Reply
	// Events lists what the platform's documents name.
	Events() []EventType
}

// Confidence says how sure a platform is that a document is its own.
type Confidence uint8

const (
	None    Confidence = iota
	Likely             // it may be; anyone who is certain comes first
	Certain            // no other platform sends this
)

// EventType is one event of a platform's documents.
type EventType struct {
	Name  string // as documented
	Kind  model.Kind
	About string // what happened, in a line
}

// Unknown is the name of the platform of requests that nobody recognises.
const Unknown = "unknown"

// kindOf finds the kind of a documented event.
func kindOf(events []EventType, name string) (model.Kind, bool) {
	for i := range events {
		if events[i].Name == name {
			return events[i].Kind, true
		}
	}
	return model.KindUnknown, false
}
