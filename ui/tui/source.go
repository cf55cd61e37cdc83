package tui

import (
	"context"
	"time"

	"offhook/model"
)

// Source is what the app shows: a capture, being written or only read. Its methods
// are called from commands, so they may take their time.
type Source interface {
	// Since returns the rows after a position; see model.Log.
	Since(model.Position) model.Batch
	// Load reads one request with all that is known of it.
	Load(ctx context.Context, seq uint64) (model.Record, error)
	// Conversations returns a page of the conversations in an order, how many match
	// in all, and a number that changes when any of them does.
	Conversations(order model.Order, offset, limit int, match func(*model.Summary) bool) ([]model.Summary, int, uint64)
	// Conversation returns one of them by its key. It may wait until all that was
	// stored before is read.
	Conversation(key string) (model.Summary, bool)
	// Timeline rebuilds one conversation.
	Timeline(ctx context.Context, key string) (model.Timeline, error)
}

// Status is what the screen says of the program around the list.
type Status struct {
	Capture   string // directory; "" when nothing is kept
	Keep      int    // events kept, 0 without limit
	KeepBytes int64  // 0 without limit
	Bytes     int64  // on disk
	Refused   uint64 // requests answered 503
	Damage    []string
	Err       string  // why requests are refused now, a sentence; "" while all is well
	Indexing  float64 // share of the conversations that are read, 1 when done
}

// Endpoint is where a platform is pointed to.
type Endpoint struct {
	Platform string // "Jivo"
	URL      string
	Example  string // a curl line that can be pasted into a shell
}

// Options are what the app is started with.
type Options struct {
	Source    Source
	URL       string // of the receiver; "" when only a capture is read
	Title     string // what is read, when there is no receiver
	Endpoints []Endpoint
	Filter    string
	NoColor   bool
	ASCII     bool // no glyphs outside ASCII
	Light     bool // assume a light background until the terminal answers
	NoMouse   bool
	Zone      *time.Location
	Now       func() time.Time
	// Status is called from a command, about once a second.
	Status func() Status
	// Demo starts lifelike traffic; nil when it runs already or cannot.
	Demo func() error
	// Encode writes an event as the line of JSON that --output json prints.
	Encode func(model.Record) ([]byte, error)
	// Export saves a conversation as "markdown" or "json" and returns where; it is called
	// from a command. nil where nothing can be saved.
	Export func(ctx context.Context, timeline model.Timeline, format string) (path string, err error)
	// Body undoes the content encoding of a request.
	Body func(*model.Request) ([]byte, error)
}
