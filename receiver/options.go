package receiver

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"time"

	"offhook/model"
)

// Recorder stores arrivals. Append blocks until the arrival is stored, fills in
// a.Request.Seq, and must not keep a, its request or the body after it returned;
// a.Reply.Took, which counts up to the call, may be set to the time until it was
// stored. An error means that nothing was stored. It is called from many
// goroutines; its context ends only when the server is closed, by force or after
// the last answer, not when a sender leaves.
type Recorder interface {
	Append(ctx context.Context, a *model.Arrival) error
}

// Reader reads the events of a request, also of one that it cannot make sense of,
// of one with the wrong method and of one that was cut. What it returns must not
// refer to the body's memory. It is called from many goroutines.
type Reader interface {
	Parse(r *model.Request) []model.Event
}

// Answerer decides the reply to a request that was received whole. A status of 0
// means 200; others are final statuses, 200 to 999. It is called from many
// goroutines.
type Answerer interface {
	Answer(events []model.Event) model.Reply
}

// What applies where [Options] leaves a value zero.
const (
	DefaultAddress           = "127.0.0.1:4000"
	DefaultMaxBody           = 8 << 20
	DefaultMaxInFlight       = 256 << 20
	DefaultMaxDrain          = 1 << 30
	DefaultMaxHeaderBytes    = 64 << 10
	DefaultMaxConnections    = 4096
	DefaultReadHeaderTimeout = 10 * time.Second
	DefaultReadTimeout       = 30 * time.Second
	DefaultDrainTimeout      = 30 * time.Second
	DefaultWriteTimeout      = 2 * time.Minute
	DefaultIdleTimeout       = 2 * time.Minute
)

// Options are the limits of a [Server] and what it needs of its surroundings.
// The zero value is usable: each field then has the default of its name.
type Options struct {
	Address string // host:port to listen on; port 0 takes any free one

	MaxBody        int64 // bytes of one body that are stored
	MaxInFlight    int64 // bytes of all bodies between their first byte and their storing; at least MaxBody, or no large body ever fits
	MaxDrain       int64 // bytes read and thrown away behind a body that is too large or refused, so that its sender sees the answer
	MaxHeaderBytes int
	MaxConnections int

	ReadHeaderTimeout time.Duration
	ReadTimeout       time.Duration // for header and body together
	DrainTimeout      time.Duration // for what MaxDrain bounds
	WriteTimeout      time.Duration // from the end of the header to the end of the answer: more than ReadTimeout and the slowest Append
	IdleTimeout       time.Duration // between two requests of a connection

	QueueFull error // what an error of Append is (errors.Is) when its queue was full; only counted apart

	Now    func() time.Time                                    // time.Now
	Listen func(network, address string) (net.Listener, error) // net.Listen
	Log    *slog.Logger                                        // nil logs nothing
}

func (o Options) withDefaults() Options {
	o.Address = cmp.Or(o.Address, DefaultAddress)
	o.MaxBody = cmp.Or(o.MaxBody, DefaultMaxBody)
	o.MaxInFlight = cmp.Or(o.MaxInFlight, DefaultMaxInFlight)
	o.MaxDrain = cmp.Or(o.MaxDrain, DefaultMaxDrain)
	o.MaxHeaderBytes = cmp.Or(o.MaxHeaderBytes, DefaultMaxHeaderBytes)
	o.MaxConnections = cmp.Or(o.MaxConnections, DefaultMaxConnections)
	o.ReadHeaderTimeout = cmp.Or(o.ReadHeaderTimeout, DefaultReadHeaderTimeout)
	o.ReadTimeout = cmp.Or(o.ReadTimeout, DefaultReadTimeout)
	o.DrainTimeout = cmp.Or(o.DrainTimeout, DefaultDrainTimeout)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, DefaultWriteTimeout)
	o.IdleTimeout = cmp.Or(o.IdleTimeout, DefaultIdleTimeout)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Listen == nil {
		o.Listen = net.Listen
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
