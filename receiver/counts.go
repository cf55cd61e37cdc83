package receiver

import (
	"errors"
	"sync/atomic"

	"offhook/model"
)

// Counts is what a server did since it was made.
type Counts struct {
	Accepted    uint64 // stored, whatever was answered
	Oversized   uint64 // of these, cut at the bound
	CutShort    uint64 // of these, not sent to the end
	WrongMethod uint64 // of these, not a POST

	RefusedRoom        uint64 // 503: bodies in flight were at their bound
	RefusedQueue       uint64 // 503: the Recorder's queue was full
	RefusedStore       uint64 // 503: the Recorder failed otherwise
	RefusedConnections uint64 // closed at once: too many were open
	Panics             uint64 // 500

	InFlight    int64 // bytes of bodies now
	Connections int64 // open now
}

// Refused is the number of requests that were answered 503.
func (c Counts) Refused() uint64 { return c.RefusedRoom + c.RefusedQueue + c.RefusedStore }

type counters struct {
	accepted, oversized, cutShort, wrongMethod                    atomic.Uint64
	refusedRoom, refusedQueue, refusedStore, refusedConns, panics atomic.Uint64
	conns                                                         atomic.Int64
}

// Counts may be called from any goroutine. The numbers are read one after another.
func (s *Server) Counts() Counts {
	c := &s.counters
	return Counts{
		Accepted: c.accepted.Load(), Oversized: c.oversized.Load(), CutShort: c.cutShort.Load(), WrongMethod: c.wrongMethod.Load(),
		RefusedRoom: c.refusedRoom.Load(), RefusedQueue: c.refusedQueue.Load(), RefusedStore: c.refusedStore.Load(),
		RefusedConnections: c.refusedConns.Load(), Panics: c.panics.Load(),
		InFlight: s.budget.used.Load(), Connections: c.conns.Load(),
	}
}

func (s *Server) countStored(req *model.Request) {
	s.counters.accepted.Add(1)
	if req.Method != "POST" {
		s.counters.wrongMethod.Add(1)
	}
	switch req.Cut {
	case model.CutAtBound:
		s.counters.oversized.Add(1)
	case model.CutBySender:
		s.counters.cutShort.Add(1)
	}
}

func (s *Server) countUnstored(err error) {
	if s.o.QueueFull != nil && errors.Is(err, s.o.QueueFull) {
		s.counters.refusedQueue.Add(1)
		s.log.Debug("request refused: the queue is full")
		return
	}
	s.counters.refusedStore.Add(1)
	s.log.Error("request refused: it could not be stored", "error", err)
}
