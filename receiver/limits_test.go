package receiver_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/receiver"
)

const megabyte = 1 << 20

func TestOversizedBodyIsCutAndItsSenderIsTold(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("0123456789abcdef", 20*megabyte/16)
	for form, call := range map[string]string{"announced": post("/jivo", body), "chunked": chunked("/jivo", split(body, megabyte)...)} {
		rec := newRecorder()
		s := opened(t, rec, receiver.Options{})
		c := dial(t, s)
		c.send(call) // everything, before a byte of the answer is read
		c.wantStatus(http.StatusRequestEntityTooLarge)
		a := rec.next(t)
		if req := a.Request; string(req.Body) != body[:8*megabyte] || req.Size != 20*megabyte || req.Cut != model.CutAtBound {
			t.Errorf("%s: stored %d of %d bytes, cut %d", form, len(req.Body), req.Size, req.Cut)
		}
		if a.Reply.Status != 413 {
			t.Errorf("%s: stored with the answer %d", form, a.Reply.Status)
		}
		c.send(post("/jivo", "{}"))
		c.wantStatus(200)
		if n := s.Counts(); n.Oversized != 1 || n.Accepted != 2 || n.InFlight != 0 {
			t.Errorf("%s: counts are %+v", form, n)
		}
	}
}

func TestBodyAtTheBoundIsWhole(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{MaxBody: 5000})
	tests := []struct {
		bytes, status int
		cut           model.Cut
	}{{4999, 200, model.Whole}, {5000, 200, model.Whole}, {5001, 413, model.CutAtBound}}
	for _, tt := range tests {
		body := strings.Repeat("x", tt.bytes)
		for form, call := range map[string]string{"announced": post("/", body), "chunked": chunked("/", body)} {
			c := dial(t, s)
			c.send(call)
			c.wantStatus(tt.status)
			if req := rec.next(t).Request; req.Cut != tt.cut || req.Size != int64(tt.bytes) || len(req.Body) != min(tt.bytes, 5000) {
				t.Errorf("%d %s: stored %d of %d, cut %d", tt.bytes, form, len(req.Body), req.Size, req.Cut)
			}
		}
	}
}

func TestDrainingIsBounded(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	c := dial(t, opened(t, rec, receiver.Options{MaxBody: 1000, MaxDrain: 2000}))
	c.send(fmt.Sprintf("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", 1<<40, strings.Repeat("x", 3000)))
	if a := c.wantStatus(413); !a.last {
		t.Error("the connection is to be used again in the middle of a body")
	}
	if req := rec.next(t).Request; req.Size != 1<<40 || len(req.Body) != 1000 {
		t.Errorf("stored %d of %d bytes", len(req.Body), req.Size)
	}
}

func TestBodiesInFlightAreBounded(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("x", 8000)
	calls := map[string]string{"announced": post("/second", body), "chunked": chunked("/second", split(body, 100)...)}
	for form, call := range calls {
		rec := newGatedRecorder()
		s := opened(t, rec, receiver.Options{MaxBody: 8000, MaxInFlight: 15999})
		first := dial(t, s)
		first.send(post("/first", body))
		rec.next(t)
		if n := s.Counts().InFlight; n != 8000 {
			t.Errorf("%d bytes are in flight, want 8000", n)
		}

		second := dial(t, s)
		second.send(call)
		if a := second.wantStatus(503); a.header.Get("Retry-After") != "1" || a.body == "" {
			t.Errorf("%s: refused with %q, retry after %q", form, a.body, a.header.Get("Retry-After"))
		}
		rec.none(t)
		rec.gate <- nil
		first.wantStatus(200)

		second.send(call)
		rec.next(t)
		rec.gate <- nil
		second.wantStatus(200)
		if n := s.Counts(); n.InFlight != 0 || n.RefusedRoom != 1 || n.Refused() != 1 || n.Accepted != 2 {
			t.Errorf("%s: counts are %+v", form, n)
		}
	}
}

func TestRefusedSenderThatAsksFirstSendsNoBody(t *testing.T) {
	t.Parallel()
	c := dial(t, opened(t, newRecorder(), receiver.Options{MaxBody: 1000, MaxInFlight: 10, DrainTimeout: time.Millisecond}))
	c.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n")
	c.wantStatus(503)
	c.wantEnd()
}

func TestWhatCannotBeStoredIsAnswered503(t *testing.T) {
	t.Parallel()
	full := errors.New("queue is full")
	rec := newGatedRecorder()
	s := opened(t, rec, receiver.Options{QueueFull: full})
	c := dial(t, s)
	for _, err := range []error{fmt.Errorf("append: %w", full), errors.New("write /secret/place: no space left")} {
		c.send(post("/jivo", "{}"))
		rec.gate <- err
		a := c.wantStatus(503)
		if a.header.Get("Retry-After") != "1" || !strings.Contains(a.body, "send it again") || strings.Contains(a.body, "secret") {
			t.Errorf("refused with %q, retry after %q", a.body, a.header.Get("Retry-After"))
		}
	}
	if n := s.Counts(); n.RefusedQueue != 1 || n.RefusedStore != 1 || n.Accepted != 0 || n.InFlight != 0 {
		t.Errorf("counts are %+v", n)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	s := opened(t, newRecorder(), receiver.Options{MaxConnections: 1})
	first := dial(t, s)
	first.send(post("/", "{}"))
	first.wantStatus(200)
	dial(t, s).wantEnd()
	first.send(post("/", "{}"))
	first.wantStatus(200)
	if n := s.Counts().RefusedConnections; n != 1 {
		t.Errorf("%d connections are counted as refused, want 1", n)
	}
	hangUp(t, first.conn)
	waitFor(t, "the first connection is given back", func() bool { return s.Counts().Connections == 0 })
	next := dial(t, s)
	next.send(post("/", "{}"))
	next.wantStatus(200)
}

func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	c := dial(t, opened(t, rec, receiver.Options{MaxHeaderBytes: 1000}))
	c.send(post("/", "{}", "X-Long: "+strings.Repeat("x", 8000)))
	c.wantStatus(http.StatusRequestHeaderFieldsTooLarge)
	rec.none(t)
}
