package model

// Conversations is the index of all conversations: it is extended event by event,
// in the order of storing, and finds what an event reveals about earlier ones. The
// cost of one event depends neither on the number of events nor of conversations.
// A plain value: whoever owns it sees to locking.
type Conversations struct{}

// NewConversations returns an empty index.
func NewConversations() *Conversations { return &Conversations{} }

// Delivered is what the index needs to know of a request beside its events.
type Delivered struct {
	Body   []byte // as sent; only its hash is kept
	Status int    // what was answered; 0 when it is not known yet
}

// Extend takes in the events of one request, which must carry its Seq, and appends
// to each the problems that it reveals: a problem goes on the event that reveals
// it, never on an older one.
func (c *Conversations) Extend(events []Event, d Delivered) {}

// Answered notes an answer that became known after Extend.
func (c *Conversations) Answered(seq uint64, key string, status int) {}

// Forget drops everything before seq, as retention has; no gap is claimed across
// that line.
func (c *Conversations) Forget(seq uint64) {}

// Len counts the conversations.
func (c *Conversations) Len() int { return 0 }

// Version changes with every change.
func (c *Conversations) Version() uint64 { return 0 }

// Summary returns the line of one conversation.
func (c *Conversations) Summary(key string) (Summary, bool) { return Summary{}, false }

// Recent visits the conversations by activity, the latest first.
func (c *Conversations) Recent(yield func(Summary) bool) {}

// Events returns the requests of a conversation in the order of storing.
func (c *Conversations) Events(key string) []uint64 { return nil }

// Evidence returns what rebuilding a timeline must know of the rest of the capture.
func (c *Conversations) Evidence(key string) Evidence { return Evidence{} }

// Evidence is what the rest of the capture says: which senders and types a platform
// delivered live, how far its clock is off.
type Evidence struct{}

// Rebuild makes the timeline of one conversation from its events, which must be in
// the order of storing and carry the problems that Extend gave them.
func Rebuild(key string, events []Event, evidence Evidence) Timeline { return Timeline{Key: key} }
