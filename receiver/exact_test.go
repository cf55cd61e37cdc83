package receiver_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"offhook/model"
	"offhook/receiver"
)

func post(target, body string, header ...string) string {
	lines := append([]string{"POST " + target + " HTTP/1.1", "Host: hooks.example", fmt.Sprintf("Content-Length: %d", len(body))}, header...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + body
}

func chunked(target string, chunks ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: hooks.example\r\nTransfer-Encoding: chunked\r\n\r\n", target)
	for _, c := range chunks {
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(c), c)
	}
	b.WriteString("0\r\n\r\n")
	return b.String()
}

func TestBodyIsKeptByteForByte(t *testing.T) {
	t.Parallel()
	everyByte := make([]byte, 256)
	for i := range everyByte {
		everyByte[i] = byte(i)
	}
	bodies := map[string]string{
		"json":             `{"event_name":"chat_accepted","chat_id":7}`,
		"NUL":              "a\x00b\x00",
		"invalid UTF-8":    "\xff\xfe\xc3\x28",
		"every byte":       string(everyByte),
		"not JSON":         "payload=%7B%7D",
		"empty":            "",
		"line ends":        "\r\n\n\r{ }\r\n",
		"a whole class":    strings.Repeat("x", 1024),
		"one over a class": strings.Repeat("y", 1025),
		"one megabyte":     strings.Repeat("0123456789abcdef", 1<<16),
	}
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{})
	for name, body := range bodies {
		for form, call := range map[string]string{"announced": post("/", body), "chunked": chunked("/", split(body, 700)...)} {
			c := dial(t, s)
			c.send(call)
			c.wantStatus(200)
			req := rec.next(t).Request
			if string(req.Body) != body {
				t.Errorf("%s, %s: stored %d bytes that differ from the %d sent", name, form, len(req.Body), len(body))
			}
			if req.Size != int64(len(body)) || req.Cut != model.Whole {
				t.Errorf("%s, %s: size %d, cut %d; want %d whole", name, form, req.Size, req.Cut, len(body))
			}
		}
	}
}

func split(s string, n int) []string {
	var parts []string
	for part := range slices.Chunk([]byte(s), n) {
		parts = append(parts, string(part))
	}
	return parts
}

func TestContentEncodingIsStoredAsSent(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	zip := gzip.NewWriter(&zipped)
	if _, err := zip.Write([]byte(`{"webhook":"on_user_new"}`)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	rec := newRecorder()
	c := dial(t, opened(t, rec, receiver.Options{}))
	c.send(post("/blinger", zipped.String(), "Content-Encoding: gzip"))
	c.wantStatus(200)
	req := rec.next(t).Request
	if !bytes.Equal(req.Body, zipped.Bytes()) || req.Get("Content-Encoding") != "gzip" {
		t.Errorf("stored %q with encoding %q", req.Body, req.Get("Content-Encoding"))
	}
}

func TestRequestDescribesTheCall(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	now := time.Date(2026, 3, 4, 5, 6, 7, 8000, time.FixedZone("", 3600))
	c := dial(t, opened(t, rec, receiver.Options{Now: func() time.Time { return now }}))
	c.send(post("/jivo/@shop/a%2Fb//c?x=1&x=%20", "{}"))
	c.wantStatus(200)
	a := rec.next(t)
	got := *a.Request
	got.Header = nil
	want := model.Request{
		Received: now.UTC(), Method: "POST", Target: "/jivo/@shop/a%2Fb//c?x=1&x=%20", Proto: "HTTP/1.1",
		Host: "hooks.example", Remote: c.conn.LocalAddr().String(), Body: []byte("{}"), Size: 2,
	}
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("stored %#v\nwant   %#v", got, want)
	}
}

func TestHeaderValuesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	c := dial(t, opened(t, rec, receiver.Options{}))
	c.send("POST / HTTP/1.1\r\nX-Sign: b\r\nHost: h\r\nx-sign: a\r\nAccept: */*\r\nX-SIGN: b, c\r\nX-Empty:\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" +
		"2\r\n{}\r\n0\r\nX-Sum: 99\r\n\r\n")
	c.wantStatus(200)
	want := []model.Field{
		{Name: "Accept", Value: "*/*"}, {Name: "Trailer", Value: "X-Sum"}, {Name: "Transfer-Encoding", Value: "chunked"}, {Name: "X-Empty", Value: ""},
		{Name: "X-Sign", Value: "b"}, {Name: "X-Sign", Value: "a"}, {Name: "X-Sign", Value: "b, c"}, {Name: "X-Sum", Value: "99"},
	}
	if got := rec.next(t).Request; !slices.Equal(got.Header, want) || got.Host != "h" {
		t.Errorf("host %q, header\n%v, want\n%v", got.Host, got.Header, want)
	}
}

func TestManySendersDoNotMixTheirBodies(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{})
	var senders sync.WaitGroup
	for i := range 16 {
		senders.Go(func() {
			c := dial(t, s)
			for j := range 32 {
				c.send(post(fmt.Sprintf("/%d", i), strings.Repeat(fmt.Sprintf("/%d;", i), 1+j*j)))
				c.wantStatus(200)
			}
		})
	}
	senders.Wait()
	for range 16 * 32 {
		req := rec.next(t).Request
		if strings.ReplaceAll(string(req.Body), req.Target+";", "") != "" {
			t.Fatalf("%s holds %.40q", req.Target, req.Body)
		}
	}
}

// holdingRecorder looks at a body only when it is let, long after its sender left.
type holdingRecorder struct {
	holds  chan struct{}
	let    chan struct{}
	result chan string
}

func (h *holdingRecorder) Append(ctx context.Context, a *model.Arrival) error {
	if a.Request.Target != "/held" {
		return nil
	}
	h.holds <- struct{}{}
	<-h.let
	h.result <- string(a.Request.Body)
	return ctx.Err()
}

func TestBufferIsTheRecordersAfterTheSenderLeft(t *testing.T) {
	t.Parallel()
	rec := &holdingRecorder{make(chan struct{}), make(chan struct{}), make(chan string, 1)}
	s := opened(t, rec, receiver.Options{})
	held := strings.Repeat("held", 500)
	gone := dial(t, s)
	gone.send(post("/held", held))
	<-rec.holds
	hangUp(t, gone.conn)
	other := dial(t, s)
	for range 100 {
		other.send(post("/other", strings.Repeat("othr", 500)))
		other.wantStatus(200)
	}
	rec.let <- struct{}{}
	if got := <-rec.result; got != held {
		t.Errorf("the body became %.40q", got)
	}
	waitFor(t, "the request is counted as stored", func() bool { return s.Counts().Accepted == 101 })
}

func TestConnectionIsKeptForPipelinedRequests(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	s := opened(t, rec, receiver.Options{})
	c := dial(t, s)
	c.send(post("/jivo", "1") + chunked("/ebbot", "2") + post("/acquire", "") + post("/jivo", "4"))
	for i, body := range []string{`{"result":"ok"}`, "", "", `{"result":"ok"}`} {
		if a := c.wantStatus(200); a.body != body {
			t.Errorf("answer %d is %q, want %q", i+1, a.body, body)
		}
	}
	for _, body := range []string{"1", "2", "", "4"} {
		if got := string(rec.next(t).Request.Body); got != body {
			t.Errorf("stored %q, want %q", got, body)
		}
	}
	if n := s.Counts().Connections; n != 1 {
		t.Errorf("%d connections are open, want 1", n)
	}
}

func TestExpectContinueIsHonoured(t *testing.T) {
	t.Parallel()
	rec := newRecorder()
	c := dial(t, opened(t, rec, receiver.Options{}))
	c.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
	c.wantStatus(http.StatusContinue)
	c.send("{}")
	c.wantStatus(200)
	if got := string(rec.next(t).Request.Body); got != "{}" {
		t.Errorf("stored %q", got)
	}
}
