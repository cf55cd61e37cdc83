package receiver

import (
	"errors"
	"io"
	"net/http"
	"time"

	"offhook/model"
)

// firstRead is the room for a body that does not announce its length.
const firstRead = 4 << 10

// errNoRoom says that the bodies in flight are at their bound.
var errNoRoom = errors.New("bodies in flight are at their bound")

// intake is a body on its way in: its bytes, the memory reserved for them, and
// how its reading ended.
type intake struct {
	server   *Server
	buf      *buffer
	bytes    []byte // what was read, the start of buf
	reserved int64

	size  int64 // bytes sent or announced
	cut   model.Cut
	fault error // why the sender's body is not whole, when cut is CutBySender
}

// read takes the body in, up to the bound, and what lies behind it to nowhere. Its
// only error is errNoRoom; a body that breaks off is a fault of the intake.
func (in *intake) read(w http.ResponseWriter, r *http.Request) error {
	announced, bound := r.ContentLength, in.server.o.MaxBody
	if announced == 0 {
		return nil
	}
	room := min(announced, bound)
	if announced < 0 {
		room = min(firstRead, bound)
	}
	for {
		if err := in.grow(room); err != nil {
			return err
		}
		end, err := in.fill(r.Body, room)
		in.size = max(announced, int64(len(in.bytes)))
		switch {
		case err != nil:
			in.cut, in.fault = model.CutBySender, err
			return nil //nolint:nilerr // what came before the fault is kept, and the fault is noted
		case end || room == announced:
			return nil
		case room == bound:
			in.passOver(w, r)
			return nil
		}
		room = min(2*room, bound)
	}
}

// grow makes room for a body of n bytes and keeps what was read.
func (in *intake) grow(n int64) error {
	if !in.server.budget.reserve(n - in.reserved) {
		return errNoRoom
	}
	in.reserved = n
	if in.buf != nil && int64(len(in.buf.bytes)) >= n {
		return nil
	}
	larger := in.server.pool.get(n)
	in.bytes = larger.bytes[:copy(larger.bytes, in.bytes)]
	if in.buf != nil {
		in.server.pool.put(in.buf)
	}
	in.buf = larger
	return nil
}

// fill reads until the body holds room bytes, or ends.
func (in *intake) fill(src io.Reader, room int64) (end bool, err error) {
	for int64(len(in.bytes)) < room {
		n, err := src.Read(in.buf.bytes[len(in.bytes):room])
		in.bytes = in.buf.bytes[:len(in.bytes)+n]
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// passOver reads what lies behind the bound, if anything does.
func (in *intake) passOver(w http.ResponseWriter, r *http.Request) {
	more, err := in.server.drain(w, r)
	in.size = max(in.size, int64(len(in.bytes))+more)
	switch {
	case in.size > int64(len(in.bytes)):
		in.cut = model.CutAtBound
	case err != nil:
		in.cut, in.fault = model.CutBySender, err
	}
}

// release gives the memory back. The buffer is used again only when done says that
// nobody holds it any more; after a panic that is not certain.
func (in *intake) release(done bool) {
	in.server.budget.release(in.reserved)
	if done && in.buf != nil {
		in.server.pool.put(in.buf)
	}
	*in = intake{server: in.server}
}

// drain reads and forgets the rest of a body: a sender that writes everything
// before it reads would otherwise see a reset connection instead of its answer.
func (s *Server) drain(w http.ResponseWriter, r *http.Request) (int64, error) {
	s.limitDrain(w)
	return io.Copy(io.Discard, io.LimitReader(r.Body, s.o.MaxDrain))
}

// limitDrain bounds the time that the rest of a body may take, also where net/http
// reads it behind the answer. Deadlines of sockets are real time, whatever the
// server's clock says.
func (s *Server) limitDrain(w http.ResponseWriter) {
	deadline := time.Now().Add(s.o.DrainTimeout)
	if err := http.NewResponseController(w).SetReadDeadline(deadline); err != nil {
		s.log.Debug("no deadline for draining", "error", err)
	}
}
