package receiver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Server receives webhooks over HTTP. Make it with [New].
type Server struct {
	o        Options
	log      *slog.Logger
	recorder Recorder
	reader   Reader
	answer   Answerer

	pool     pool
	budget   budget
	counters counters

	lifetime context.Context // of stored requests; ends when closing is forced
	end      context.CancelFunc

	http     *http.Server
	handlers handlers
	unused   sync.Map      // net.Conn: connections that have not sent anything yet
	closing  atomic.Bool   // connections that have not sent anything are closed
	done     chan error    // given out by Done
	served   chan struct{} // closed when the listener is

	mu       sync.Mutex // guards listener
	listener net.Listener
}

// ErrClosed is the root of what [Server.Open] returns after [Server.Close].
var ErrClosed = errors.New("the receiver is closed")

// New makes a server that does not listen yet.
func New(rec Recorder, read Reader, answer Answerer, o Options) *Server {
	o = o.withDefaults()
	s := &Server{o: o, log: o.Log, recorder: rec, reader: read, answer: answer, done: make(chan error, 1), served: make(chan struct{})}
	s.budget.limit = o.MaxInFlight
	s.lifetime, s.end = context.WithCancel(context.Background())
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: o.ReadHeaderTimeout,
		ReadTimeout:       o.ReadTimeout,
		WriteTimeout:      o.WriteTimeout,
		IdleTimeout:       o.IdleTimeout,
		MaxHeaderBytes:    o.MaxHeaderBytes,
		ConnState:         s.watch,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),

		DisableGeneralOptionsHandler: true, // "OPTIONS *" is recorded like every other call
	}
	return s
}

// Open listens, so that a busy port is an error at once and a sentence for people,
// and serves until [Server.Close].
func (s *Server) Open() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closing.Load():
		return ErrClosed
	case s.listener != nil:
		return fmt.Errorf("the receiver already listens on %s", s.listener.Addr())
	}
	l, err := s.o.Listen("tcp", s.o.Address)
	if err != nil {
		return explain(s.o.Address, err)
	}
	s.listener = l
	go s.serve(l)
	return nil
}

func (s *Server) serve(l net.Listener) {
	defer close(s.served)
	defer close(s.done)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.log.Error("the receiver stopped listening", "error", err)
		s.done <- fmt.Errorf("receive on %s: %w", l.Addr(), err)
	}
}

// Done is closed when an opened server listens no more. Before that it gives one
// error when that was not asked for.
func (s *Server) Done() <-chan error { return s.done }

// Close stops listening, lets requests in flight be stored and answered, and closes
// the connections that have none. When ctx ends before that, the rest is closed by
// force, what had come of it is stored, in 200 ms, and the error says so. It may be called more than once and from any
// goroutine.
func (s *Server) Close(ctx context.Context) error {
	defer s.end()
	s.mu.Lock()
	s.closing.Store(true)
	opened := s.listener != nil
	s.mu.Unlock()
	if !opened {
		return nil
	}
	s.closeUnused()
	err := s.http.Shutdown(ctx)
	<-s.served
	if err == nil {
		return nil
	}
	return errors.Join(fmt.Errorf("close receiver: requests in flight were not answered: %w", err), s.force())
}

// storeTimeout is how long a request that is cut short may take to be stored.
const storeTimeout = 200 * time.Millisecond

// force closes every connection and waits for the handlers, which find out: whoever
// stores for them may go only then.
func (s *Server) force() error {
	err := s.http.Close()
	idle := s.handlers.idle()
	for range 2 {
		select {
		case <-idle:
			return err
		case <-time.After(storeTimeout):
			s.end()
		}
	}
	return err
}
