package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"offhook/model/capture"
	"offhook/model/platform"
	"offhook/model/simulate"
	"offhook/receiver"
	"offhook/ui/cli"
	"offhook/ui/tui"
)

// What a round of the benchmark sends to each side.
const (
	connections = 64
	perRound    = 100 * connections
)

// BenchmarkReceiver runs the whole program (receiver, platforms, capture with
// fdatasync, and the terminal app at 200x50 or the printer of JSON lines) against a
// handler that reads the body and answers, in turns, over the same kept connections.
// It reports requests a second of both, the median of all rounds, and their ratio.
func BenchmarkReceiver(b *testing.B) {
	b.Run("screen", func(b *testing.B) { race(b, runOnScreen(b)) })
	b.Run("json", func(b *testing.B) { race(b, runProgram(b)) })
}

func race(b *testing.B, address string) {
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusOK)
	}))
	defer bare.Close()
	sides := []*side{newSide(b, address), newSide(b, bare.Listener.Addr().String())}
	for b.Loop() {
		for _, s := range sides {
			s.round(b)
		}
		slices.Reverse(sides)
	}
	if sides[0].address != address {
		slices.Reverse(sides)
	}
	offhook, other := sides[0].median(), sides[1].median()
	b.ReportMetric(offhook, "req/s")
	b.ReportMetric(other, "bare-req/s")
	b.ReportMetric(offhook/other, "ratio")
	b.ReportMetric(0, "ns/op") // a round is no unit that means anything
}

// runProgram runs offhook listen for as long as the benchmark takes.
func runProgram(b *testing.B) (address string) {
	ctx, cancel := context.WithCancel(b.Context())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, []string{"listen", "--output", "json", "--addr", "127.0.0.1:0", "--capture", b.TempDir()}, strings.NewReader(""), in, io.Discard)
	}()
	lines := bufio.NewReader(out)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		b.Fatal(err)
	}
	var ready struct{ URL string }
	if err := json.Unmarshal(line, &ready); err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	b.Cleanup(func() {
		cancel()
		if code := <-ended; code != 0 {
			b.Errorf("the program ended with %d", code)
		}
		_ = in.Close()
	})
	return strings.TrimPrefix(ready.URL, "http://")
}

// runOnScreen joins receiver, capture and terminal app as listen does; the terminal
// takes everything that is drawn.
func runOnScreen(b *testing.B) (address string) {
	registry := platform.Default()
	file, err := capture.Open(b.TempDir(), capture.Options{Parse: registry.Parse})
	if err != nil {
		b.Fatal(err)
	}
	server := receiver.New(file, registry, registry, receiver.Options{Address: "127.0.0.1:0", QueueFull: capture.ErrFull})
	if err := server.Open(); err != nil {
		b.Fatal(err)
	}
	app := tea.NewProgram(
		tui.New(b.Context(), tui.Options{Source: file, URL: server.URL(), Body: platform.Body}),
		tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithWindowSize(200, 50), tea.WithColorProfile(colorprofile.TrueColor), tea.WithoutSignals(),
	)
	ended := make(chan error, 1)
	go func() { _, err := app.Run(); ended <- err }()
	b.Cleanup(func() {
		app.Quit()
		if err := errors.Join(<-ended, server.Close(context.Background()), file.Close()); err != nil {
			b.Error(err)
		}
	})
	return server.Addr().String()
}

// bodies are messages of about 1 KB, of many chats.
func bodies() [][]byte {
	var list [][]byte
	for seed := uint64(1); len(list) < 4096; seed++ {
		for _, platform := range []string{"blinger", "ebbot"} {
			for _, step := range simulate.Chat(platform, rand.New(rand.NewPCG(seed, 0)), time.Unix(1_795_000_000, 0).Add(time.Duration(seed)*time.Second)) {
				if n := len(step.Body); n > 800 && n < 1300 {
					list = append(list, step.Body)
				}
			}
		}
	}
	return list
}

// side is one of the two servers with its connections.
type side struct {
	address  string
	conns    []net.Conn
	requests [][]byte
	sent     int
	rates    []float64
}

func newSide(b *testing.B, address string) *side {
	s := &side{address: address}
	for _, body := range bodies() {
		s.requests = append(s.requests, fmt.Appendf(nil, "POST /hook HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, len(body), body))
	}
	for range connections {
		c, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = c.Close() })
		s.conns = append(s.conns, c)
	}
	return s
}

func (s *side) round(b *testing.B) {
	var senders sync.WaitGroup
	begun := time.Now()
	for i, c := range s.conns {
		senders.Go(func() { sendAll(b, c, s.requests[(s.sent+i*61)%len(s.requests):]) })
	}
	senders.Wait()
	s.rates = append(s.rates, perRound/time.Since(begun).Seconds())
	s.sent = (s.sent + 997) % (len(s.requests) / 2)
}

// sendAll sends one connection's part of a round.
func sendAll(b *testing.B, c net.Conn, requests [][]byte) {
	in := bufio.NewReader(c)
	for i := range perRound / connections {
		if _, err := c.Write(requests[i%len(requests)]); err != nil {
			b.Error(err)
			return
		}
		if err := readAnswer(in); err != nil {
			b.Error(err)
			return
		}
	}
}

// readAnswer reads a 200 with as little work as possible, as both sides share the
// machine with their clients.
func readAnswer(in *bufio.Reader) error {
	status, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("answered %q", status)
	}
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			_, err = in.Discard(length)
			return err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if _, err := fmt.Sscan(string(value), &length); err != nil {
				return err
			}
		}
	}
}

func (s *side) median() float64 {
	slices.Sort(s.rates)
	return s.rates[len(s.rates)/2]
}
