package capture_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/capture"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if role := os.Getenv("OFFHOOK_TEST_CHILD"); role != "" {
		os.Exit(child(role))
	}
	goleak.VerifyTestMain(m)
}

// epoch is when tests begin; their clock does not move by itself.
var epoch = time.Date(2026, 11, 21, 18, 52, 3, 123456789, time.UTC)

// options are the ones of most tests: a fixed clock and a parser that needs no
// platform.
func options() capture.Options {
	return capture.Options{Parse: parse, Now: func() time.Time { return epoch.Add(time.Second) }, SegmentBytes: 4 << 10}.Hasty()
}

// parse reads bodies of the form "conversation text": one event of a message. A body
// of several lines is several events.
func parse(r *model.Request) []model.Event {
	var list []model.Event
	lines := strings.Split(string(r.Body), "\n")
	for i, line := range lines {
		chat, text, _ := strings.Cut(line, " ")
		e := model.Event{
			Seq: r.Seq, Received: r.Received, Platform: "blinger", Name: "on_message", Kind: model.KindMessage, Conversation: chat, Channel: "vk",
			Customer: model.Person{Role: model.RoleCustomer, ID: "7", Name: "Irma"}, Actor: model.Person{Role: model.RoleCustomer, ID: "7", Name: "Irma"},
			Messages: []model.Message{{Kind: model.KindMessage, Role: model.RoleCustomer, Text: text}},
		}
		if len(lines) > 1 {
			e.Part = i + 1
		}
		if strings.Contains(text, "broken") {
			e.Problems = []model.Problem{{Code: model.MalformedJSON, Detail: "line 1, column 3"}}
		}
		list = append(list, e)
	}
	return list
}

// request makes the n-th request of a test.
func request(n int) *model.Request {
	body := fmt.Sprintf("c%d message %d", n%3, n)
	return &model.Request{
		Received: epoch.Add(time.Duration(n) * time.Millisecond), Method: "POST", Target: "/blinger?x=1", Proto: "HTTP/1.1", Host: "localhost:4000", Remote: "127.0.0.1:51234",
		Header: []model.Field{{Name: "Content-Type", Value: "text/plain"}, {Name: "X-Number", Value: fmt.Sprint(n)}}, Body: []byte(body), Size: int64(len(body)),
	}
}

// arrival makes the n-th arrival, answered with 200.
func arrival(n int) *model.Arrival {
	r := request(n)
	return &model.Arrival{Request: r, Events: parse(r), Reply: &model.Reply{Status: 200, Body: []byte("ok")}}
}

// open opens a capture for writing and closes it at the end of the test.
func open(t testing.TB, dir string, o capture.Options) *capture.File {
	t.Helper()
	f, err := capture.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func follow(t testing.TB, dir string, o capture.Options) *capture.File {
	t.Helper()
	f, err := capture.Follow(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// store appends requests one after another.
func store(t testing.TB, f *capture.File, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		a := arrival(n)
		if err := f.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if a.Request.Seq != uint64(n) || a.Events[0].Seq != uint64(n) {
			t.Fatalf("request %d got the numbers %d and %d", n, a.Request.Seq, a.Events[0].Seq)
		}
	}
}

// waitRows follows the log until the rows satisfy a condition.
func waitRows(t testing.TB, f *capture.File, what string, done func(*model.Rows) bool) *model.Rows {
	t.Helper()
	var rows model.Rows
	var at model.Position
	limit := time.After(20 * time.Second)
	for {
		b := f.Since(at)
		rows.Extend(b)
		at = b.Next
		if done(&rows) {
			return &rows
		}
		select {
		case <-b.Changed:
		case <-limit:
			t.Fatalf("%s did not come; there are %d rows", what, rows.Len())
		}
		if b.Closed {
			t.Fatalf("the log ended before %s", what)
		}
	}
}

// rows returns what the log holds now.
func rows(f *capture.File) []model.Line {
	var r model.Rows
	r.Extend(f.Since(model.Position{}))
	var list []model.Line
	for i := range r.Len() {
		list = append(list, r.At(i))
	}
	return list
}
