package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// request is a message of Blinger's, 1 KB with its headers, with places for numbers:
// no two that are sent are the same, as the same again would be a duplicate and so
// more work than the messages of a platform are.
const request = "POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"

const body = `{"webhook":"on_message_incoming","from_user_id":2113,"to_user_id":540,"message_id":1########,"message_blinger_id":899903,"conversation_id":2@@@@@@@@,` +
	`"conversation_token":"d814849c-526c-48ab-a420-9c35499f37d920422d2c-cc07-4946","operator":{"id":14,"name":"Kenji Mori","email":"kenji@tidewater.example"},` +
	`"from_user":{"user_id":2113,"role":"default","title":"Annika Gross","avatar":null,"page_title":"Tidewater, gear for the sea","page_url":"https://tidewater.example/",` +
	`"status":"enabled","application":"livechat","service_user_id":"u6625550154","date_created":1795297141},` +
	`"to_user":{"user_id":540,"role":"customer","title":null,"avatar":null,"status":"enabled","application":"livechat","service_user_id":null,"date_created":1795297141},` +
	`"message":{"id":1########,"from_user_id":2113,"to_user_id":540,"type":"text","application":"livechat","date_created":1795297154,"message":"Where is my parcel? The number is 1########.","tags":["stock"]}}`

// perChat is how many messages a chat has.
const perChat = 20

// message is a request whose numbers are written in place.
type message struct {
	bytes []byte
	ids   []int // where the message's number stands
	chat  int   // where the conversation's number stands
}

func newMessage() message {
	m := message{bytes: fmt.Appendf(nil, request+body, len(body))}
	for at := 0; ; {
		i := bytes.Index(m.bytes[at:], []byte("########"))
		if i < 0 {
			break
		}
		m.ids = append(m.ids, at+i)
		at += i + 8
	}
	m.chat = bytes.Index(m.bytes, []byte("@@@@@@@@"))
	return m
}

func (m message) number(n int) []byte {
	for _, at := range m.ids {
		m.write(at, n)
	}
	m.write(m.chat, n/perChat)
	return m.bytes
}

func (m message) write(at, n int) {
	for i := at + 7; i >= at; i-- {
		m.bytes[i] = '0' + byte(n%10)
		n /= 10
	}
}

// side is one of the two servers with its connections.
type side struct {
	address string
	conns   []net.Conn
	sent    int
	rates   []float64
}

func newSide(b *testing.B, address string) *side {
	s := &side{address: address}
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
	const each = perRound / connections
	begun := time.Now()
	for i, c := range s.conns {
		first := s.sent + i*each
		senders.Go(func() { sendAll(b, c, first, each) })
	}
	senders.Wait()
	s.rates = append(s.rates, perRound/time.Since(begun).Seconds())
	s.sent += perRound
}

// sendAll sends one connection's part of a round.
func sendAll(b *testing.B, c net.Conn, first, count int) {
	in, m := bufio.NewReader(c), newMessage()
	for i := range count {
		if _, err := c.Write(m.number(first + i)); err != nil {
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
