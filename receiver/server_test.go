package receiver_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"offhook/receiver"
)

func TestOpenSaysWhoMayHaveThePort(t *testing.T) {
	t.Parallel()
	first := opened(t, newRecorder(), receiver.Options{})
	address := first.Addr().String()
	err := receiver.New(newRecorder(), pathReader, platformAnswerer, receiver.Options{Address: address}).Open()
	if !errors.Is(err, receiver.ErrAddressInUse) {
		t.Fatalf("opening says %v", err)
	}
	for _, part := range []string{address, "already in use", "another offhook", "--addr 127.0.0.1:"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
}

func TestOpenExplainsAnAddressThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"4000", "127.0.0.1:http-ish", "127.0.0.1:70000", "192.0.2.1:4000"} {
		err := receiver.New(newRecorder(), pathReader, platformAnswerer, receiver.Options{Address: address}).Open()
		if err == nil || !strings.Contains(err.Error(), address) || !strings.Contains(err.Error(), "--addr") {
			t.Errorf("%s: opening says %v", address, err)
		}
	}
}

func TestURLIsReachable(t *testing.T) {
	t.Parallel()
	closed := receiver.New(newRecorder(), pathReader, platformAnswerer, receiver.Options{})
	if closed.URL() != "" || closed.Addr() != nil {
		t.Errorf("before opening it is at %q, %v", closed.URL(), closed.Addr())
	}
	for _, address := range []string{"127.0.0.1:0", "0.0.0.0:0"} {
		s := opened(t, newRecorder(), receiver.Options{Address: address})
		resp, err := http.Post(s.URL()+"/jivo", "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil || resp.StatusCode != 200 {
			t.Errorf("%s answers %d, %v", s.URL(), resp.StatusCode, err)
		}
		http.DefaultClient.CloseIdleConnections()
	}
}

func TestOpenTwiceAndAfterClose(t *testing.T) {
	t.Parallel()
	s := opened(t, newRecorder(), receiver.Options{})
	if err := s.Open(); err == nil || !strings.Contains(err.Error(), "already listens") {
		t.Errorf("opening twice says %v", err)
	}
	for range 2 {
		if err := s.Close(t.Context()); err != nil {
			t.Errorf("closing says %v", err)
		}
	}
	if err := s.Open(); !errors.Is(err, receiver.ErrClosed) {
		t.Errorf("opening after closing says %v", err)
	}
	if err, open := <-s.Done(); open {
		t.Errorf("a close that was asked for is told as %v", err)
	}
}

func TestCloseAnswersRequestsInFlight(t *testing.T) {
	t.Parallel()
	rec := newGatedRecorder()
	s := opened(t, rec, receiver.Options{})
	c := dial(t, s)
	c.send(post("/jivo", "{}"))
	rec.next(t)
	closed := make(chan error)
	go func() { closed <- s.Close(context.Background()) }()
	waitFor(t, "the listener is closed", func() bool {
		conn, err := net.Dial("tcp", s.Addr().String())
		if err == nil {
			hangUp(t, conn)
		}
		return err != nil
	})
	rec.gate <- nil
	if a := c.wantStatus(200); a.body != `{"result":"ok"}` || !a.last {
		t.Errorf("answered %q, last %v", a.body, a.last)
	}
	c.wantEnd()
	if err := <-closed; err != nil {
		t.Errorf("closing says %v", err)
	}
}

// brokenListener fails at once.
type brokenListener struct{ net.Listener }

func (brokenListener) Accept() (net.Conn, error) { return nil, errors.New("the interface is gone") }

func TestDoneTellsOfAListenerThatFails(t *testing.T) {
	t.Parallel()
	listen := func(network, address string) (net.Listener, error) {
		l, err := net.Listen(network, address)
		return brokenListener{l}, err
	}
	s := opened(t, newRecorder(), receiver.Options{Listen: listen})
	if err := <-s.Done(); err == nil || !strings.Contains(err.Error(), "the interface is gone") {
		t.Errorf("Done gives %v", err)
	}
	if err, open := <-s.Done(); open {
		t.Errorf("Done gives a second error: %v", err)
	}
}

func TestHandlerServesWithoutOpen(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := receiver.New(rec, pathReader, platformAnswerer, receiver.Options{})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("POST", "/jivo", strings.NewReader("{}")))
	if w.Code != 200 || w.Body.String() != `{"result":"ok"}` {
		t.Errorf("answered %d %q", w.Code, w.Body)
	}
	if got := string(rec.next(t).Request.Body); got != "{}" {
		t.Errorf("stored %q", got)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
