package receiver

import (
	"errors"
	"net/http"
	"runtime/debug"

	"offhook/model"
)

// ServeHTTP receives one request. It may be called from any number of goroutines,
// also without [Server.Open], behind a server of the caller.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.handlers.enter()
	defer s.handlers.leave()
	if s.own(w, r) {
		return
	}
	in := &intake{server: s}
	defer s.survive(w, r, in)
	if err := in.read(w, r); err != nil {
		s.refuse(w, r, in)
		return
	}
	reply := s.take(r, in)
	if reply == nil {
		// Nobody is left to answer; returning would make net/http send a 200.
		panic(http.ErrAbortHandler)
	}
	s.write(w, reply)
}

// own answers what is no webhook and is not recorded.
func (s *Server) own(w http.ResponseWriter, r *http.Request) bool {
	get := r.Method == http.MethodGet
	switch {
	case r.URL.Path == "/healthz" && (get || r.Method == http.MethodHead):
		s.write(w, textReply(http.StatusOK, "ok"))
	case r.URL.Path == "/favicon.ico" && get:
		s.write(w, textReply(http.StatusNotFound, "offhook has no icon.\n"))
	default:
		return false
	}
	return true
}

// take has a request parsed and stored, and returns the answer that is now due.
func (s *Server) take(r *http.Request, in *intake) *model.Reply {
	req := s.requestOf(r, in)
	events := s.reader.Parse(req)
	reply := s.plan(req, events, in.fault)
	if reply != nil {
		reply.Took = s.o.Now().Sub(req.Received)
	}
	err := s.recorder.Append(s.lifetime, &model.Arrival{Request: req, Events: events, Reply: reply})
	in.release(true)
	if err != nil {
		s.countUnstored(err)
		return retryReply(textNotStored)
	}
	s.countStored(req)
	return reply
}

// refuse answers a request for which there is no room. A sender that waits for
// leave to send its body gets the answer at once instead.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, in *intake) {
	in.release(true)
	s.counters.refusedRoom.Add(1)
	s.limitDrain(w)
	if r.Header.Get("Expect") == "" {
		n, err := s.drain(w, r)
		s.log.Debug("request refused: bodies in flight are at their bound", "drained", n, "error", err)
	}
	s.write(w, retryReply(textNoRoom))
}

// survive keeps a panic from the server: the request is answered 500, which is no
// acknowledgement, and the next one is served.
func (s *Server) survive(w http.ResponseWriter, r *http.Request, in *intake) {
	defer in.release(false)
	cause := recover()
	switch err, _ := cause.(error); {
	case cause == nil:
		return
	case errors.Is(err, http.ErrAbortHandler):
		panic(cause)
	}
	s.counters.panics.Add(1)
	s.log.Error("a request failed", "cause", cause, "method", r.Method, "target", model.Visible(r.RequestURI), "stack", string(debug.Stack()))
	s.write(w, textReply(http.StatusInternalServerError, textPanic))
}
