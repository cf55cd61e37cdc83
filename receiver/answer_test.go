package receiver_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/receiver"
)

func TestAnswerIsThePlatforms(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{})
	tests := []struct{ target, body, contentType, want string }{
		{"/blinger", `{"webhook":"on_user_new"}`, "", ""},
		{"/acquire", `{"data":{}}`, "", ""},
		{"/ebbot", `{}`, "", ""},
		{"/jivo", `{"event_name":"call_event"}`, "application/json", `{"result":"ok"}`},
		{"/somebody", `{}`, "", ""},
		{"/", "not JSON", "", ""},
		{"/", "", "", ""},
		{"/", "\xff", "", ""},
	}
	for _, tt := range tests {
		c := dial(t, s)
		c.send(post(tt.target, tt.body))
		a := c.wantStatus(200)
		if a.body != tt.want || a.header.Get("Content-Type") != tt.contentType {
			t.Errorf("%s %q is answered %q of type %q", tt.target, tt.body, a.body, a.header.Get("Content-Type"))
		}
		a.header.Del("Content-Type")
		if names := headerNames(a.header); !slices.Equal(names, []string{"Content-Length", "Date"}) {
			t.Errorf("%s is answered with %v", tt.target, names)
		}
		if stored := rec.next(t).Reply; stored == nil || stored.Status != 200 || string(stored.Body) != tt.want {
			t.Errorf("%s is stored with the answer %+v", tt.target, stored)
		}
	}
}

func headerNames(h http.Header) []string {
	var names []string
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestAnswerIsSentAsItIsStored(t *testing.T) {
	t.Parallel()
	replies := []model.Reply{
		{Status: 204},
		{Status: 500, Body: []byte("<html>no type was given")},
		{Status: 418, Header: []model.Field{{Name: "Set-Cookie", Value: "a=1"}, {Name: "Set-Cookie", Value: "b=2"}}, Body: []byte(strings.Repeat("long", 5000))},
	}
	for _, reply := range replies {
		rec := newRecorder()
		answer := answererFunc(func([]model.Event) model.Reply { return reply })
		s := receiver.New(rec, pathReader, answer, receiver.Options{Address: "127.0.0.1:0"})
		if err := s.Open(); err != nil {
			t.Fatal(err)
		}
		c := dial(t, s)
		c.send(post("/", "{}"))
		a := c.wantStatus(reply.Status)
		if a.body != string(reply.Body) || a.header.Get("Content-Type") != "" {
			t.Errorf("%d has %d bytes of type %q", a.status, len(a.body), a.header.Get("Content-Type"))
		}
		if cookies := a.header.Values("Set-Cookie"); len(reply.Header) > 0 && !slices.Equal(cookies, []string{"a=1", "b=2"}) {
			t.Errorf("cookies are %v", cookies)
		}
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestTookIsCountedFromTheLastByte(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	var calls int
	clock := func() time.Time { calls++; return time.Unix(1000+int64(calls), 0) }
	c := dial(t, opened(t, rec, receiver.Options{Now: clock}))
	c.send(post("/", "{}"))
	c.wantStatus(200)
	if a := rec.next(t); a.Request.Received.Unix() != 1001 || a.Reply.Took != time.Second {
		t.Errorf("received at %v, took %v", a.Request.Received, a.Reply.Took)
	}
}

func TestOtherMethodsAreStoredAndTold(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{})
	calls := map[string]string{
		"GET":     "/jivo",
		"HEAD":    "/",
		"PUT":     "/blinger?x=1",
		"DELETE":  "/favicon.ico",
		"OPTIONS": "*",
		"BREW":    "/healthz",
	}
	for method, target := range calls {
		c := dial(t, s)
		c.send(method + " " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")
		a := c.receive(method)
		if a.status != 405 || a.header.Get("Allow") != "POST" {
			t.Errorf("%s is answered %d, allow %q", method, a.status, a.header.Get("Allow"))
		}
		if oneLine := strings.Count(a.body, "\n") == 1; method != "HEAD" && (!oneLine || !strings.Contains(a.body, "offhook")) {
			t.Errorf("%s is told %q", method, a.body)
		}
		stored := rec.next(t)
		if req := stored.Request; req.Method != method || req.Target != target || string(req.Body) != "{}" || stored.Reply.Status != 405 {
			t.Errorf("%s is stored as %+v", method, req)
		}
	}
	if n := s.Counts().WrongMethod; n != uint64(len(calls)) {
		t.Errorf("%d are counted as wrong methods, want %d", n, len(calls))
	}
}

func TestOwnPathsAreNotRecorded(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{})
	tests := []struct {
		method, target string
		status         int
		body           string
	}{
		{"GET", "/healthz", 200, "ok"},
		{"HEAD", "/healthz", 200, ""},
		{"GET", "/healthz?probe=1", 200, "ok"},
		{"GET", "/favicon.ico", 404, "offhook has no icon.\n"},
	}
	for _, tt := range tests {
		c := dial(t, s)
		c.send(tt.method + " " + tt.target + " HTTP/1.1\r\nHost: h\r\n\r\n")
		if a := c.receive(tt.method); a.status != tt.status || a.body != tt.body {
			t.Errorf("%s %s is answered %d %q", tt.method, tt.target, a.status, a.body)
		}
	}
	rec.none(t)
	if n := s.Counts().Accepted; n != 0 {
		t.Errorf("%d are counted", n)
	}
	c := dial(t, s)
	c.send(post("/healthz", "{}"))
	c.wantStatus(200)
	rec.next(t)
}
