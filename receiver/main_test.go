package receiver_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"offhook/model"
	"offhook/receiver"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds every wait for something that must happen; no test needs it to pass.
const patience = 20 * time.Second

// fakeRecorder shows every arrival, as a copy, and stores it when its gate lets it.
type fakeRecorder struct {
	arrivals chan model.Arrival
	gate     chan error // one result an arrival; nil stores everything at once
}

func newRecorder() *fakeRecorder { return &fakeRecorder{arrivals: make(chan model.Arrival, 1024)} }

func newGatedRecorder() *fakeRecorder {
	rec := newRecorder()
	rec.gate = make(chan error)
	return rec
}

func (f *fakeRecorder) Append(ctx context.Context, a *model.Arrival) error {
	seen, req := *a, *a.Request
	req.Body = bytes.Clone(req.Body)
	seen.Request = &req
	f.arrivals <- seen
	if f.gate == nil {
		return nil
	}
	select {
	case err := <-f.gate:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// next waits for an arrival.
func (f *fakeRecorder) next(t testing.TB) model.Arrival {
	t.Helper()
	select {
	case a := <-f.arrivals:
		return a
	case <-time.After(patience):
		t.Fatal("no request was recorded")
		panic("unreachable")
	}
}

// none fails when something was recorded that was not taken by next.
func (f *fakeRecorder) none(t testing.TB) {
	t.Helper()
	select {
	case a := <-f.arrivals:
		t.Errorf("%s %s was recorded", a.Request.Method, a.Request.Target)
	default:
	}
}

type readerFunc func(r *model.Request) []model.Event

func (f readerFunc) Parse(r *model.Request) []model.Event { return f(r) }

type answererFunc func(events []model.Event) model.Reply

func (f answererFunc) Answer(events []model.Event) model.Reply { return f(events) }

// pathReader names the platform by the path, as a registry would at least.
var pathReader = readerFunc(func(r *model.Request) []model.Event {
	return []model.Event{{Platform: strings.TrimPrefix(r.Path(), "/")}}
})

// platformAnswerer answers as the platforms want it.
var platformAnswerer = answererFunc(func(events []model.Event) model.Reply {
	if len(events) > 0 && events[0].Platform == "jivo" {
		return model.Reply{Status: 200, Header: []model.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(`{"result":"ok"}`)}
	}
	return model.Reply{}
})

// opened is a server on a free port of loopback; it is closed with the test.
func opened(t testing.TB, rec receiver.Recorder, o receiver.Options) *receiver.Server {
	t.Helper()
	return openedWith(t, rec, pathReader, o)
}

func openedWith(t testing.TB, rec receiver.Recorder, read receiver.Reader, o receiver.Options) *receiver.Server {
	t.Helper()
	if o.Address == "" {
		o.Address = "127.0.0.1:0"
	}
	s := receiver.New(rec, read, platformAnswerer, o)
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// client is a sender that decides about every byte.
type client struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

func dial(t testing.TB, s *receiver.Server) *client {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return newClient(t, conn)
}

func newClient(t testing.TB, conn net.Conn) *client {
	t.Cleanup(func() { hangUp(t, conn) })
	return &client{t: t, conn: conn, in: bufio.NewReader(conn)}
}

func hangUp(t testing.TB, conn net.Conn) {
	if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}

func (c *client) send(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.conn, text); err != nil {
		c.t.Fatalf("send: %v", err)
	}
}

// answer is a reply as it was read from the wire.
type answer struct {
	status int
	header http.Header
	body   string
	last   bool // the connection ends behind it
}

func (c *client) receive(method string) answer {
	c.t.Helper()
	resp, err := http.ReadResponse(c.in, &http.Request{Method: method})
	if err != nil {
		c.t.Fatalf("receive: %v", err)
	}
	body, err := io.ReadAll(resp.Body)
	if closeErr := resp.Body.Close(); err != nil || closeErr != nil {
		c.t.Fatalf("receive the body: %v, %v", err, closeErr)
	}
	return answer{resp.StatusCode, resp.Header, string(body), resp.Close}
}

// wantStatus receives an answer and checks its status.
func (c *client) wantStatus(status int) answer {
	c.t.Helper()
	a := c.receive(http.MethodPost)
	if a.status != status {
		c.t.Errorf("answered %d %q, want %d", a.status, a.body, status)
	}
	return a
}

// wantEnd checks that the server closes the connection without another byte.
func (c *client) wantEnd() {
	c.t.Helper()
	if rest, err := io.ReadAll(c.in); err != nil || len(rest) > 0 {
		c.t.Errorf("the connection gave %q, %v; want its end", rest, err)
	}
}

// waitFor waits until a condition holds that no channel tells of.
func waitFor(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
