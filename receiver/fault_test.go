package receiver_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"offhook/model"
	"offhook/receiver"
)

func TestSenderLeavesInTheMiddle(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		call string
		size int64
	}{
		"announced": {"POST /jivo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{\"event", 100},
		"chunked":   {"POST /jivo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"event\r\n", 7},
	}
	for form, tt := range tests {
		rec := newRecorder()
		s := opened(t, rec, receiver.Options{})
		c := dial(t, s)
		c.send(tt.call)
		// Only the sending side ends, so that an answer would be seen.
		if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		c.wantEnd()
		a := rec.next(t)
		if req := a.Request; string(req.Body) != `{"event` || req.Cut != model.CutBySender || req.Size != tt.size {
			t.Errorf("%s: stored %q, cut %d, size %d", form, req.Body, req.Cut, req.Size)
		}
		if a.Reply != nil {
			t.Errorf("%s: stored with an answer that nobody got: %+v", form, a.Reply)
		}
		if n := s.Counts(); n.CutShort != 1 || n.InFlight != 0 || n.Panics != 0 {
			t.Errorf("%s: counts are %+v", form, n)
		}
	}
}

func TestBrokenChunksAreStoredAndTold(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	c := dial(t, opened(t, rec, receiver.Options{}))
	c.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nnot a length\r\n")
	if a := c.wantStatus(400); !a.last {
		t.Error("the connection is to be used again")
	}
	if req := rec.next(t).Request; string(req.Body) != "{}" || req.Cut != model.CutBySender {
		t.Errorf("stored %q, cut %d", req.Body, req.Cut)
	}
}

func TestPanicIsAnswered500AndLogged(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	read := readerFunc(func(r *model.Request) []model.Event {
		if r.Path() == "/bad" {
			panic("no such field")
		}
		return nil
	})
	var log bytes.Buffer
	s := openedWith(t, rec, read, receiver.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	c := dial(t, s)
	c.send(post("/bad", "{}"))
	c.wantStatus(500)
	c.send(post("/good", "{}"))
	c.wantStatus(200)
	if got := rec.next(t).Request.Target; got != "/good" {
		t.Errorf("%s was recorded", got)
	}
	if n := s.Counts(); n.Panics != 1 || n.Accepted != 1 || n.InFlight != 0 {
		t.Errorf("counts are %+v", n)
	}
	if text := log.String(); !strings.Contains(text, "no such field") || !strings.Contains(text, "/bad") {
		t.Errorf("logged %q", text)
	}
}

// pipes is a listener of connections in memory, whose deadlines follow the clock
// of a synctest bubble.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// inBubble runs a scenario with a server whose clock is the bubble's.
func inBubble(t *testing.T, rec func() *fakeRecorder, o receiver.Options, scenario func(t *testing.T, s *receiver.Server, rec *fakeRecorder, dial func() *client)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := &pipes{make(chan net.Conn), make(chan struct{})}
		o.Listen = func(string, string) (net.Listener, error) { return p, nil }
		recorder := rec()
		s := opened(t, recorder, o)
		scenario(t, s, recorder, func() *client {
			near, far := net.Pipe()
			p.conns <- far
			return newClient(t, near)
		})
	})
}

// after checks how much of the bubble's time has gone since start.
func after(t *testing.T, start time.Time, want time.Duration) {
	t.Helper()
	if got := time.Since(start).Round(time.Second); got != want {
		t.Errorf("that took %v, want %v", got, want)
	}
}

func TestSlowHeaderIsCutOff(t *testing.T) {
	inBubble(t, newRecorder, receiver.Options{ReadHeaderTimeout: 7 * time.Second}, func(t *testing.T, _ *receiver.Server, rec *fakeRecorder, dial func() *client) {
		start := time.Now()
		c := dial()
		c.send("POST / HTTP/1.1\r\nHo")
		if rest, err := io.ReadAll(c.in); err != nil || bytes.Contains(rest, []byte(" 200 ")) {
			t.Errorf("the connection gave %q, %v", rest, err)
		}
		after(t, start, 7*time.Second)
		rec.none(t)
	})
}

func TestSlowBodyIsCutOff(t *testing.T) {
	inBubble(t, newRecorder, receiver.Options{ReadTimeout: 20 * time.Second}, func(t *testing.T, s *receiver.Server, rec *fakeRecorder, dial func() *client) {
		start := time.Now()
		c := dial()
		c.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n")
		for range 3 {
			c.send("{")
			time.Sleep(6 * time.Second)
		}
		c.wantStatus(408)
		after(t, start, 20*time.Second)
		a := rec.next(t)
		if req := a.Request; string(req.Body) != "{{{" || req.Cut != model.CutBySender || req.Size != 100 || a.Reply.Status != 408 {
			t.Errorf("stored %q, cut %d, size %d, answer %d", req.Body, req.Cut, req.Size, a.Reply.Status)
		}
		c.wantEnd()
		if n := s.Counts().InFlight; n != 0 {
			t.Errorf("%d bytes are in flight", n)
		}
	})
}

func TestIdleConnectionIsClosed(t *testing.T) {
	inBubble(t, newRecorder, receiver.Options{IdleTimeout: 40 * time.Second}, func(t *testing.T, _ *receiver.Server, _ *fakeRecorder, dial func() *client) {
		c := dial()
		c.send(post("/", "{}"))
		c.wantStatus(200)
		start := time.Now()
		c.wantEnd()
		after(t, start, 40*time.Second)
	})
}

func TestDrainingIsBoundedInTime(t *testing.T) {
	inBubble(t, newRecorder, receiver.Options{MaxBody: 10, DrainTimeout: 3 * time.Second}, func(t *testing.T, _ *receiver.Server, rec *fakeRecorder, dial func() *client) {
		start := time.Now()
		c := dial()
		c.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n0123456789ab")
		c.wantStatus(413)
		after(t, start, 3*time.Second)
		if req := rec.next(t).Request; string(req.Body) != "0123456789" || req.Size != 50 || req.Cut != model.CutAtBound {
			t.Errorf("stored %q, size %d, cut %d", req.Body, req.Size, req.Cut)
		}
	})
}

func TestSenderThatDoesNotReadIsCutOff(t *testing.T) {
	inBubble(t, newRecorder, receiver.Options{WriteTimeout: 50 * time.Second}, func(t *testing.T, s *receiver.Server, rec *fakeRecorder, dial func() *client) {
		c := dial()
		start := time.Now()
		c.send(post("/", "{}"))
		rec.next(t)
		time.Sleep(51 * time.Second)
		synctest.Wait()
		if n := s.Counts().Connections; n != 0 {
			t.Errorf("%d connections are open after %v", n, time.Since(start))
		}
	})
}

func TestCloseDoesNotWaitForUnusedConnections(t *testing.T) {
	inBubble(t, newRecorder, receiver.Options{}, func(t *testing.T, s *receiver.Server, _ *fakeRecorder, dial func() *client) {
		unused, idle := dial(), dial()
		idle.send(post("/", "{}"))
		idle.wantStatus(200)
		start := time.Now()
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
		after(t, start, 0)
		unused.wantEnd()
		idle.wantEnd()
	})
}

// Whoever stores must still be there for what a forced close cuts short.
func TestCloseWaitsForWhatItCutsShort(t *testing.T) {
	inBubble(t, newGatedRecorder, receiver.Options{}, func(t *testing.T, s *receiver.Server, rec *fakeRecorder, dial func() *client) {
		c := dial()
		c.send("POST /jivo HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n{\"half\":")
		synctest.Wait()
		stored := make(chan model.Arrival, 1)
		go func() {
			a := <-rec.arrivals
			time.Sleep(100 * time.Millisecond) // of the bubble
			rec.gate <- nil
			stored <- a
		}()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Close(ctx); err == nil || !strings.Contains(err.Error(), "not answered") {
			t.Errorf("closing says %v", err)
		}
		if n := s.Counts(); n.Accepted != 1 || n.CutShort != 1 {
			t.Errorf("when closed, %+v", n)
		}
		if a := <-stored; string(a.Request.Body) != `{"half":` || a.Request.Cut != model.CutBySender || a.Reply != nil {
			t.Errorf("stored %+v", a.Request)
		}
	})
}

func TestCloseReturnsAtItsDeadline(t *testing.T) {
	inBubble(t, newGatedRecorder, receiver.Options{}, func(t *testing.T, s *receiver.Server, rec *fakeRecorder, dial func() *client) {
		c := dial()
		c.send(post("/", "{}"))
		rec.next(t)
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		start := time.Now()
		if err := s.Close(ctx); err == nil || !strings.Contains(err.Error(), "not answered") {
			t.Errorf("closing says %v", err)
		}
		after(t, start, 4*time.Second)
		if rest, err := io.ReadAll(c.in); err != nil || bytes.Contains(rest, []byte("200 OK")) {
			t.Errorf("the sender sees %q, %v", rest, err)
		}
	})
}
