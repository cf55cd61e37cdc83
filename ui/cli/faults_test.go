package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"offhook/ui/cli"
)

// wire is a listening program whose clock the test sets, and what it prints.
type wire struct {
	t     *testing.T
	p     *cli.Program
	dir   string
	now   atomic.Int64 // Unix milliseconds
	url   string
	lines *bufio.Scanner
	end   func()
}

func newWire(t *testing.T, begun time.Time, args ...string) *wire {
	t.Helper()
	w := &wire{t: t, dir: filepath.Join(t.TempDir(), "capture")}
	w.now.Store(begun.UnixMilli())
	printed, stdout := io.Pipe()
	w.p, _, _ = program(nil)
	w.p.Stdout, w.p.Now = stdout, func() time.Time { return time.UnixMilli(w.now.Load()).UTC() }
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- w.p.Run(ctx, append(listenArgs(t), append([]string{"--output", "json", "--capture", w.dir}, args...)...))
		_ = stdout.Close()
	}()
	w.lines = bufio.NewScanner(printed)
	w.url = fmt.Sprint(w.line()["url"])
	w.end = func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("exit code %d", code)
		}
	}
	return w
}

func (w *wire) line() (line map[string]any) {
	w.t.Helper()
	if !w.lines.Scan() {
		w.t.Fatal("nothing is printed any more")
	}
	if err := json.Unmarshal(w.lines.Bytes(), &line); err != nil {
		w.t.Fatal(err)
	}
	return line
}

// problems sends a body and returns the problems of its line: "code: sentence".
func (w *wire) problems(path, body string) string {
	w.t.Helper()
	postTo(w.t, w.url+path, body)
	line := w.line()
	for line["type"] != "event" {
		line = w.line()
	}
	var all []string
	list, _ := line["problems"].([]any)
	for _, p := range list {
		p := p.(map[string]any)
		all = append(all, fmt.Sprintf("%s: %s", p["code"], p["detail"]))
	}
	return strings.Join(all, "\n")
}

var base = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// ebbotChatID is an id that says when the chat began, in seconds after base.
func ebbotChatID(born int) string {
	return fmt.Sprintf("%d.000.5c1e7d04", base.Add(time.Duration(born)*time.Second).Unix())
}

func ebbotTopic(topic, data string, at int) string {
	ms := base.Add(time.Duration(at) * time.Second).UnixMilli()
	return fmt.Sprintf(`{"topic":%q,"botId":"tidewater","data":{%s},"requestId":"r-%s-%d","timestamp":%d}`, topic, data, topic, at, ms)
}

func ebbotUser(chat, text string, at int) string {
	ms := base.Add(time.Duration(at) * time.Second).UnixMilli()
	return ebbotTopic("chat.user.message", fmt.Sprintf(`"chatId":%q,"id":"m-%d","sender":"user","type":"text","value":%q,"timestamp":"%d.5"`, chat, at, text, ms), at)
}

// TestEveryFaultHasASentence sends each of the faults of delivery to a listening
// program, and looks at what it prints.
func TestEveryFaultHasASentence(t *testing.T) {
	t.Parallel()
	w := newWire(t, base)
	a, b := ebbotChatID(0), ebbotChatID(20)
	entry := func(text string, at int) string {
		return fmt.Sprintf(`{"id":"m-%d","sender":"user","type":"text","value":%q,"timestamp":"%d.1"}`, at, text, base.Unix()+int64(at))
	}
	for i, step := range []struct {
		at         int // our clock, seconds after base
		body, want string
	}{
		{0, ebbotTopic("chat.create", fmt.Sprintf(`"id":%q,"type":"web","status":"ongoing"`, a), 0), ""},
		{1, ebbotUser(a, "Is the boat here?", 1), ""},
		{6, ebbotUser(a, "Is the boat here?", 1), "duplicate: the same bytes as #2 for the 2nd time, 5 s after the first"},
		{22, ebbotUser(b, "Hello", 22), ""},
		{35, ebbotUser(b, "Anybody?", 35), "orphan: its chat was never opened here: it began at 12:00:20, and openings of other chats have been delivered since 12:00:00"},
		{41, ebbotUser(a, "Second", 41), ""},
		{42, ebbotUser(a, "First", 38), "out-of-order: it happened at 12:00:38, but an event of 12:00:41 came before it"},
		{290, ebbotUser(a, "Third", 45), "late: it happened at 12:00:45 and came 4 m 5 s later than usual"},
		{300, ebbotTopic("chat.close", fmt.Sprintf(`"id":%q,"conversation":[%s,%s,%s]`, b, entry("Hello", 22), entry("Lost", 30), entry("Anybody?", 35)), 300),
			"gap: 1 message is only in the transcript: it was never delivered (from customer, 12:00:30)"},
		{301, ebbotTopic("chat.status.change", fmt.Sprintf(`"id":%q,"status":"pending","type":"agent"`, b), 290), "status-regression: it says pending at 12:04:50, but the conversation was closed after that (12:05:00): the status is kept"},
	} {
		w.now.Store(base.Add(time.Duration(step.at) * time.Second).UnixMilli())
		if got := w.problems("/ebbot", step.body); got != step.want {
			t.Errorf("step %d\ngot  %s\nwant %s", i+1, got, step.want)
		}
	}
	w.end()
	out := &bytes.Buffer{}
	w.p.Stdout = out
	w.p.Run(t.Context(), []string{"conversations", w.dir, "--output", "json"})
	for _, want := range []string{"delivered 2 times, the last 5 s after the first", "its chat was never opened here", "only the transcript has this message; it was never delivered"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no conversation says %q:\n%s", want, out)
		}
	}
}

// TestClocksAreNamed: what an account's clock is like is said once, by the event that
// shows it; --late moves the bound.
func TestClocksAreNamed(t *testing.T) {
	t.Parallel()
	w := newWire(t, base, "--late", "10m")
	defer w.end()
	send := func(path string, received, own int) string {
		w.now.Store(base.Add(time.Duration(received) * time.Second).UnixMilli())
		return w.problems(path, ebbotUser(fmt.Sprint("c-", own), "Hello", own))
	}
	for i := range 12 {
		want := ""
		if i == 7 {
			want = "clock-skew: ebbot's clock is about 3 m 5 s ahead of ours"
		}
		if got := send("/ebbot", i, i+185); got != want {
			t.Errorf("event %d: %q, want %q", i+1, got, want)
		}
	}
	if got := send("/ebbot", 600, 185+100); got != "" {
		t.Errorf("8 m 20 s are late: %s", got)
	}
	const day = 24 * 60 * 60
	want := "clock-skew: what ebbot@old sends is 8 years old by its own times: old samples or an import; delays are not judged"
	if got := send("/ebbot/@old", 601, -8*365*day); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := send("/ebbot/@old", 602, -7*365*day); got != "" {
		t.Errorf("old samples are blamed again: %s", got)
	}
}
