package receiver_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"offhook/model"
	"offhook/receiver"
)

const (
	benchClients = 64
	benchRounds  = 10 // the two servers take turns, so that both see the same weather
)

// factory opens a server for a benchmark, which closes it itself, and says where it
// listens.
type factory func(b *testing.B) (address string)

// BenchmarkBare is the limit: net/http, a body read, a 200.
func BenchmarkBare(b *testing.B) {
	senders := connect(b, bare(b))
	b.ResetTimer()
	b.ReportMetric(float64(b.N)/senders.deliver(b, b.N).Seconds(), "req/s")
}

// BenchmarkHandler reports the receiver's requests a second and their ratio to
// those of the bare handler in the same run.
func BenchmarkHandler(b *testing.B) {
	b.Run("announced", func(b *testing.B) { besideBare(b, receiving, benchCall()) })
	b.Run("chunked", func(b *testing.B) { besideBare(b, receiving, chunked("/jivo", benchBody())) })
}

// BenchmarkServeHTTP is the handler alone, without sockets: what it allocates.
func BenchmarkServeHTTP(b *testing.B) {
	s := receiver.New(nullRecorder{}, nullReader, platformAnswerer, receiver.Options{})
	body := strings.NewReader(benchBody())
	req := httptest.NewRequest("POST", "/jivo", body)
	req.Body = io.NopCloser(body)
	b.ReportAllocs()
	for b.Loop() {
		body.Reset(benchBody())
		s.ServeHTTP(nullWriter{}, req)
	}
}

// besideBare loads a server and the bare handler in turns.
func besideBare(b *testing.B, open factory, call string) {
	measured, limit := connect(b, open(b)), connect(b, bare(b))
	measured.call, limit.call = []byte(call), []byte(call)
	var took, bareTook time.Duration
	b.ResetTimer()
	for round := range benchRounds {
		n := b.N*(round+1)/benchRounds - b.N*round/benchRounds
		took += measured.deliver(b, n)
		b.StopTimer()
		bareTook += limit.deliver(b, n)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N)/took.Seconds(), "req/s")
	b.ReportMetric(float64(b.N)/bareTook.Seconds(), "bare-req/s")
	b.ReportMetric(bareTook.Seconds()/took.Seconds(), "ratio")
}

type nullRecorder struct{}

func (nullRecorder) Append(_ context.Context, a *model.Arrival) error {
	a.Request.Seq = 1
	return nil
}

var nullReader = readerFunc(func(*model.Request) []model.Event { return nil })

func receiving(b *testing.B) string {
	return openedWith(b, nullRecorder{}, nullReader, receiver.Options{}).Addr().String()
}

func bare(b *testing.B) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	b.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

func benchBody() string { return `{"event_name":"` + strings.Repeat("x", 1022-16) + `"}` }

func benchCall() string {
	return post("/jivo", benchBody(), "Content-Type: application/json", "User-Agent: bench", "Accept: */*")
}

// senders are keep-alive connections that cost the machine as little as they can:
// all answers of a server are equally long, so only the first is parsed.
type senders struct {
	conns  []net.Conn
	call   []byte
	answer int // bytes
}

func connect(b *testing.B, address string) *senders {
	s := &senders{call: []byte(benchCall())}
	for range benchClients {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { hangUp(b, conn) })
		s.conns = append(s.conns, conn)
	}
	s.measureAnswer(b)
	return s
}

func (s *senders) measureAnswer(b *testing.B) {
	if _, err := s.conns[0].Write(s.call); err != nil {
		b.Fatal(err)
	}
	var seen bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(s.conns[0], &seen)), nil)
	if err != nil {
		b.Fatal(err)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if closeErr := resp.Body.Close(); err != nil || closeErr != nil {
		b.Fatal(err, closeErr)
	}
	s.answer = seen.Len()
}

// deliver sends the call n times over all connections and returns the time it took.
func (s *senders) deliver(b *testing.B, n int) time.Duration {
	start := time.Now()
	var all sync.WaitGroup
	for i, conn := range s.conns {
		share := n*(i+1)/len(s.conns) - n*i/len(s.conns)
		all.Go(func() {
			if err := s.exchange(conn, share); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

func (s *senders) exchange(conn net.Conn, n int) error {
	answer := make([]byte, s.answer)
	for range n {
		if _, err := conn.Write(s.call); err != nil {
			return err
		}
		if _, err := io.ReadFull(conn, answer); err != nil {
			return err
		}
		if !bytes.HasPrefix(answer, []byte("HTTP/1.1 200 ")) {
			return fmt.Errorf("answered %.40q", answer)
		}
	}
	return nil
}

// nullWriter throws an answer away.
type nullWriter struct{}

func (nullWriter) Header() http.Header         { return http.Header{} }
func (nullWriter) Write(p []byte) (int, error) { return len(p), nil }
func (nullWriter) WriteHeader(int)             {}
