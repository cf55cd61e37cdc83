package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
	"offhook/model/filter"
)

// shelf is a capture in memory.
type shelf struct {
	*model.Log
	records       map[uint64]model.Record
	conversations map[string]model.Summary
}

func newShelf(records ...model.Record) *shelf {
	s := &shelf{model.NewLog(), map[uint64]model.Record{}, map[string]model.Summary{}}
	s.add(records...)
	return s
}

func (s *shelf) add(records ...model.Record) {
	for _, r := range records {
		s.records[r.Request.Seq] = r
		s.Append(len(r.Events), func(i int, add func(string) model.Text) model.Row {
			return model.NewRow(&r.Request, &r.Events[i], r.Reply, add)
		})
	}
}

func (s *shelf) Load(_ context.Context, seq uint64) (model.Record, error) {
	r, ok := s.records[seq]
	if !ok {
		return r, errors.New("retention took it")
	}
	return r, nil
}

func (s *shelf) Conversation(key string) (model.Summary, bool) {
	summary, ok := s.conversations[key]
	return summary, ok
}

var received = time.Date(2026, 11, 21, 18, 52, 3, 123456789, time.UTC)

func record(seq uint64, path string, bytes int64, reply *model.Reply, events ...model.Event) model.Record {
	r := model.Record{Request: model.Request{Seq: seq, Received: received.Add(time.Duration(seq) * time.Second), Method: "POST", Target: path, Size: bytes}, Reply: reply}
	for i, e := range events {
		e.Seq, e.Received = seq, r.Request.Received
		if len(events) > 1 {
			e.Part = i + 1
		}
		r.Events = append(r.Events, e)
	}
	return r
}

func answered(status int, took time.Duration) *model.Reply {
	return &model.Reply{Status: status, Took: took}
}

// library is an event of every sort.
func library() []model.Record {
	wrote := time.Date(2026, 11, 21, 18, 52, 2, 0, time.UTC)
	customer := model.Person{Role: model.RoleCustomer, ID: "2101", Name: "Grace Ferreira"}
	said := func(text string) []model.Message {
		return []model.Message{{ID: "546", Kind: model.KindMessage, Role: model.RoleCustomer, Name: customer.Name, Type: "text", Text: text, At: wrote}}
	}
	return []model.Record{
		record(1, "/blinger?token=x", 1204, answered(200, 900*time.Microsecond), model.Event{
			Platform: "blinger", Name: "on_message_incoming", Kind: model.KindMessage, Conversation: "173", Channel: "vk", Occurred: wrote, Actor: customer, Messages: said("Where is my order?"),
		}),
		record(2, "/jivo", 2048, answered(200, 1100*time.Microsecond), model.Event{
			Platform: "jivo", Name: "chat_finished", Kind: model.KindTranscript, Conversation: "7607", Channel: "4410", Actor: model.Person{Role: model.RoleSystem}, Status: model.StatusClosed,
			Messages: []model.Message{
				{Kind: model.KindMessage, Role: model.RoleCustomer, Name: "Grace Ferreira", Text: "Hello", At: wrote},
				{Kind: model.KindActivity, Role: model.RoleCustomer, Type: "rating", Text: "positive"},
			},
			Problems: []model.Problem{{Code: model.MalformedJSON, Detail: "line 17, column 5: missing comma"}},
		}),
		record(3, "/ebbot/@shop", 700, nil, model.Event{
			Platform: "ebbot", Source: "shop", Name: "chat.bot.message", Kind: model.KindMessage, Conversation: "c-1", Actor: model.Person{Role: model.RoleBot},
			Messages: []model.Message{{Kind: model.KindMessage, Role: model.RoleBot, Type: "url", Text: "Shall I?", Buttons: []string{"Yes", "No"}, Reply: "m-1",
				Files: []model.Attachment{{Name: "a.png", Type: "image/png", URL: "https://files.example/a.png"}}}},
		}),
		record(4, "/jivo", 300, answered(200, time.Millisecond), model.Event{
			Platform: "jivo", Name: "call_event", Kind: model.KindCall, Conversation: "9", Actor: model.Person{Role: model.RoleAgent, Name: "Mira"}, Status: model.StatusAssigned,
			Call: &model.Call{Type: "callback", Phone: "+12025550143", Status: "agent_connected"},
		}),
		record(5, "/hook", 31, answered(200, time.Millisecond),
			model.Event{Platform: "unknown", Kind: model.KindUnknown, Problems: []model.Problem{{Code: model.NotJSON, Detail: "line 1, column 1: no JSON"}}},
			model.Event{Platform: "unknown", Name: "ping", KnownAs: "pong", Kind: model.KindHandshake, Detail: "a ping"}),
		record(6, "/blinger", 90, answered(200, time.Millisecond), model.Event{
			Platform: "blinger", Name: "on_message_incoming", Kind: model.KindMessage, Conversation: "1\x1b[2J", Actor: customer, Messages: said("\x1b[31mred\u202e \u009b5m\U000e0041 \u200b bell\a\nnext \xff"),
		}),
	}
}

func newTestPrinter(f form) (*printer, *bytes.Buffer, *bytes.Buffer) {
	var out, chatter bytes.Buffer
	return &printer{out: bufio.NewWriter(&out), say: func(format string, args ...any) { fmt.Fprintf(&chatter, format+"\n", args...) }, form: f, decode: func(r *model.Request) []byte { return r.Body }}, &out, &chatter
}

func printAll(t *testing.T, p *printer, s *shelf) {
	t.Helper()
	s.Close()
	if err := p.follow(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
}

func TestJSONLines(t *testing.T) {
	t.Parallel()
	p, out, _ := newTestPrinter(jsonForm{})
	if err := p.form.ready(p.out, "http://127.0.0.1:4000", "/tmp/capture"); err != nil {
		t.Fatal(err)
	}
	s := newShelf(library()...)
	s.Update(model.Update{Seq: 3, Reply: 504, Took: 10_003_000})
	printAll(t, p, s)
	golden.RequireEqual(t, out.Bytes())
}

// What the app copies is what a script would have been given.
func TestTheCopiedEventIsThePrintedOne(t *testing.T) {
	t.Parallel()
	for _, r := range library() {
		p, out, _ := newTestPrinter(jsonForm{})
		printAll(t, p, newShelf(r))
		copied, err := encodeRecord(r)
		if err != nil || string(copied)+"\n" != out.String() {
			t.Errorf("copied (%v)\n%s\nprinted\n%s", err, copied, out)
		}
	}
}

func TestTextLines(t *testing.T) {
	t.Parallel()
	p, out, _ := newTestPrinter(newTextForm(time.UTC))
	s := newShelf(library()...)
	s.Update(model.Update{Seq: 3, Reply: 504, Took: 10_003_000})
	printAll(t, p, s)
	golden.RequireEqual(t, out.Bytes())
}

func TestProblemsOfTheRowAloneArePrinted(t *testing.T) {
	t.Parallel()
	r := record(1, "/", 1, nil, model.Event{Platform: "jivo", Name: "chat_accepted"})
	s := newShelf()
	s.records[1] = r
	known := r.Events[0]
	known.Problems = []model.Problem{{Code: model.Duplicate, Detail: "seen before"}}
	s.Append(1, func(_ int, add func(string) model.Text) model.Row { return model.NewRow(&r.Request, &known, nil, add) })
	p, out, _ := newTestPrinter(jsonForm{})
	printAll(t, p, s)
	if !strings.Contains(out.String(), `"problems":[{"code":"duplicate"}]`) {
		t.Error(out.String())
	}
}

func TestOnlyWhatTheFilterPassesIsPrinted(t *testing.T) {
	t.Parallel()
	expr, err := filter.Parse("platform:jivo", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, out, _ := newTestPrinter(jsonForm{})
	p.filter = expr
	s := newShelf(library()...)
	s.Update(model.Update{Seq: 3, Reply: 200}) // not Jivo's
	printAll(t, p, s)
	if n := strings.Count(out.String(), "\n"); n != 2 || strings.Count(out.String(), `"platform":"jivo"`) != 2 {
		t.Errorf("%d lines:\n%s", n, out)
	}
}

func TestTheFilterLooksConversationsUp(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]int{"conv.status:closed": 1, "conv.status:closed text:order": 1, "conv.status:closed text:nowhere": 0, "-conv.status:closed": 6} {
		expr, err := filter.Parse(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, out, _ := newTestPrinter(jsonForm{})
		p.filter = expr
		s := newShelf(library()...)
		s.conversations["blinger:173"] = model.Summary{Key: "blinger:173", Status: model.StatusClosed}
		printAll(t, p, s)
		if n := strings.Count(out.String(), "\n"); n != want {
			t.Errorf("%s: %d lines, want %d:\n%s", src, n, want, out)
		}
	}
}

func TestTheFilterSeesWhatBecameKnownOfARow(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{"problem:late": `"seq":1,`, "-problem:late": `"seq":2,`} {
		expr, err := filter.Parse(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, out, _ := newTestPrinter(jsonForm{})
		p.filter = expr
		s := newShelf(record(1, "/", 1, answered(200, 0), model.Event{}), record(2, "/", 1, answered(200, 0), model.Event{}))
		s.Update(model.Update{Seq: 1, Problems: 1 << model.Late})
		printAll(t, p, s)
		if strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), want) || strings.Contains(out.String(), `"late"`) != (src == "problem:late") {
			t.Errorf("%s: %s", src, out)
		}
	}
}

func TestAPrinterThatIsStoppedDoesNotBlameTheEvents(t *testing.T) {
	t.Parallel()
	p, out, chatter := newTestPrinter(jsonForm{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := newShelf(record(1, "/", 1, nil, model.Event{}))
	s.Close()
	if err := p.follow(ctx, stoppable{s}, nil); !errors.Is(err, context.Canceled) || out.Len()+chatter.Len() > 0 {
		t.Errorf("%v, %q, %q", err, out, chatter)
	}
}

// stoppable is a shelf whose loads end with their context, as those of a capture do.
type stoppable struct{ *shelf }

func (s stoppable) Load(ctx context.Context, seq uint64) (model.Record, error) {
	if ctx.Err() != nil {
		return model.Record{}, ctx.Err()
	}
	return s.shelf.Load(ctx, seq)
}

func TestAnAnswerIsToldOnceAndOnlyWhenItWasMissing(t *testing.T) {
	t.Parallel()
	p, out, _ := newTestPrinter(jsonForm{})
	s := newShelf(record(1, "/", 1, answered(200, 0), model.Event{}), record(2, "/", 1, nil, model.Event{}))
	s.Update(model.Update{Seq: 1, Reply: 200}, model.Update{Seq: 2, Problems: 1}, model.Update{Seq: 2, Reply: 500}, model.Update{Seq: 2, Reply: 500})
	printAll(t, p, s)
	if n := strings.Count(out.String(), `{"type":"reply","seq":2,"status":500,"took_ms":0}`); n != 1 || strings.Count(out.String(), `"type":"reply"`) != 1 {
		t.Error(out.String())
	}
}

func TestEventsThatCannotBeReadAreTold(t *testing.T) {
	t.Parallel()
	p, out, chatter := newTestPrinter(jsonForm{})
	s := newShelf(record(1, "/", 1, nil, model.Event{}), record(2, "/", 1, nil, model.Event{}))
	delete(s.records, 1)
	printAll(t, p, s)
	if !strings.Contains(chatter.String(), "event 1 cannot be read: retention took it") || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%q, %q", chatter, out)
	}
}

func TestASlowPrinterIsToldWhatItMissed(t *testing.T) {
	t.Parallel()
	s := newShelf()
	p, _, chatter := newTestPrinter(jsonForm{})
	p.next = s.Since(p.next).Next
	for i := range uint64(9000) {
		s.add(record(i+1, "/", 1, nil, model.Event{}))
	}
	s.Retain(8500)
	printAll(t, p, s)
	if want := "skipped 8192 events"; !strings.Contains(chatter.String(), want) {
		t.Errorf("%q lacks %q", chatter, want)
	}
}

// Whatever was in the Log before quit must be printed, however far behind the
// printer was; and a printer that waits must wake.
func TestQuittingPrintsWhatCameBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, out, _ := newTestPrinter(jsonForm{})
		s, quit, done := newShelf(), make(chan struct{}), make(chan error)
		go func() { done <- p.follow(t.Context(), s, quit) }()
		synctest.Wait()
		for i := range uint64(10) {
			s.add(record(i+1, "/", 1, nil, model.Event{}))
		}
		close(quit)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "\n"); n != 10 {
			t.Errorf("%d events were printed", n)
		}
	})
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestABrokenOutputEndsTheFollowing(t *testing.T) {
	t.Parallel()
	p, _, _ := newTestPrinter(jsonForm{})
	gone := errors.New("gone")
	p.out = bufio.NewWriter(brokenWriter{gone})
	if err := p.follow(t.Context(), newShelf(record(1, "/", 1, nil, model.Event{})), nil); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}

func TestTextHasOneLineAnEvent(t *testing.T) {
	t.Parallel()
	p, out, _ := newTestPrinter(newTextForm(time.UTC))
	printAll(t, p, newShelf(library()...))
	if n := strings.Count(out.String(), "\n"); n != 7 {
		t.Errorf("%d lines for 7 events:\n%s", n, out)
	}
	for _, r := range out.String() {
		if r != '\n' && model.Unsafe(r) {
			t.Errorf("%s reaches the terminal", fmt.Sprintf("%U", r))
		}
	}
}
