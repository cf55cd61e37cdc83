package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"offhook/model"
	"offhook/model/platform"
	"offhook/ui/tui"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// memory is a source that keeps everything in memory, as the capture does on disk.
type memory struct {
	log      *model.Log
	registry *platform.Registry

	mu      sync.Mutex
	records []model.Record
	index   *model.Conversations
	last    uint64 // seq of the newest event without a record
}

func newMemory() *memory {
	return &memory{log: model.NewLog(), registry: platform.Default(), index: model.NewConversations()}
}

// post stores a request as the receiver and the capture would.
func (s *memory) post(target, body string) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	seq := uint64(len(s.records) + 1)
	req := model.Request{
		Seq: seq, Received: noon.Add(time.Duration(seq) * time.Second), Method: "POST", Target: target, Proto: "HTTP/1.1", Host: "127.0.0.1:4000",
		Remote: "127.0.0.1:50000", Header: []model.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(body), Size: int64(len(body)),
	}
	events := s.registry.Parse(&req)
	for i := range events {
		events[i].Seq = seq
	}
	s.index.Extend(events, model.Delivered{Body: req.Body, Status: 200})
	reply := s.registry.Answer(events)
	reply.Took = 900 * time.Microsecond
	s.records = append(s.records, model.Record{Request: req, Events: events, Reply: &reply})
	s.log.Append(len(events), func(i int, add func(string) model.Text) model.Row { return model.NewRow(&req, &events[i], &reply, add) })
	return seq
}

func (s *memory) Since(p model.Position) model.Batch { return s.log.Since(p) }

func (s *memory) Load(_ context.Context, seq uint64) (model.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seq == 0 || seq > uint64(len(s.records)) {
		return model.Record{}, errors.New("no such event")
	}
	return s.records[seq-1], nil
}

func (s *memory) Conversations(order model.Order, offset, limit int, match func(*model.Summary) bool) ([]model.Summary, int, uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page, total := s.index.Page(order, offset, limit, match)
	return page, total, s.index.Version()
}

func (s *memory) Conversation(key string) (model.Summary, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.index.Summary(key)
}

func (s *memory) Timeline(_ context.Context, key string) (model.Timeline, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var events []model.Event
	for _, seq := range s.index.Events(key) {
		for _, e := range s.records[seq-1].Events {
			if e.Key() == key {
				events = append(events, e)
			}
		}
	}
	return model.Rebuild(key, events, s.index.Evidence(key)), nil
}

// app drives the model without a terminal: every command runs at once, except those
// that wait for the log or the clock, which the test wakes.
type app struct {
	t      *testing.T
	model  *tui.Model
	source *memory
	copied string
	quit   bool
}

func newApp(t *testing.T, width, height int, change ...func(*tui.Options)) *app {
	t.Helper()
	source := newMemory()
	options := tui.Options{
		Source: source, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon.Add(time.Hour) },
		Endpoints: []tui.Endpoint{{Platform: "Jivo", URL: "http://127.0.0.1:4000/jivo", Example: "curl -d '{}' http://127.0.0.1:4000/jivo"}},
		Body:      platform.Body,
	}
	for _, c := range change {
		c(&options)
	}
	a := &app{t: t, source: source, model: tui.New(t.Context(), options)}
	a.send(tea.WindowSizeMsg{Width: width, Height: height})
	return a
}

// send delivers a message and everything that follows from it.
func (a *app) send(msg tea.Msg) {
	a.t.Helper()
	_, cmd := a.model.Update(msg)
	a.run(cmd)
}

// run runs a command and delivers its result. Commands that wait are recognised by
// not answering; they end with the test's context.
func (a *app) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	answer := make(chan tea.Msg, 1)
	go func() { answer <- cmd() }()
	select {
	case msg := <-answer:
		a.deliver(msg)
	case <-time.After(300 * time.Millisecond):
	}
}

func (a *app) deliver(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			a.run(cmd)
		}
	case tea.QuitMsg:
		a.quit = true
	default:
		if text := fmt.Sprintf("%T", msg); text == "tea.setClipboardMsg" {
			a.copied = fmt.Sprint(msg)
			return
		}
		a.send(msg)
	}
}

// follow lets the app see what was posted.
func (a *app) follow() { a.run(a.model.Follow()) }

// tick delivers the second that the app waits for.
func (a *app) tick() {
	a.t.Helper()
	if !a.model.Ticking() {
		a.t.Error("the app does not wait for the next second")
	}
	a.send(a.model.Tick())
}

func (a *app) press(keys ...string) {
	a.t.Helper()
	for _, k := range keys {
		a.send(keyPress(k))
	}
}

func (a *app) typeText(text string) {
	a.t.Helper()
	for _, r := range text {
		a.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func keyPress(name string) tea.KeyPressMsg {
	special := map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"space": {Code: tea.KeySpace, Text: " "}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
		"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+l": {Code: 'l', Mod: tea.ModCtrl},
		"ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	}
	if msg, ok := special[name]; ok {
		return msg
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

func (a *app) screen() string { return ansi.Strip(a.model.View().Content) }

func (a *app) wantOnScreen(texts ...string) {
	a.t.Helper()
	screen := a.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			a.t.Errorf("%q is not on the screen:\n%s", text, screen)
		}
	}
}

func (a *app) wantNotOnScreen(texts ...string) {
	a.t.Helper()
	screen := a.screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			a.t.Errorf("%q is on the screen:\n%s", text, screen)
		}
	}
}
