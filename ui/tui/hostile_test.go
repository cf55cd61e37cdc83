package tui_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"offhook/model"
	"offhook/model/platform"
	"offhook/ui/tui"
)

// hostile holds one of each family of what a terminal obeys. The marker shows where
// a text went, and whether a sequence took it along.
const (
	marker  = "PWNED"
	hostile = marker + "\x1b]52;c;" + marker + "\x07\x1b]0;" + marker + "\x1b\\\x1b[2J\x1b[31m\x1bP" + marker + "\x1b\\\x1b_" + marker + "\x1b\\" +
		"\u009d52;c;" + marker + "\u009c\u009b31m\u202e\u2066\u200f\u0007\b\r\n\t\x00\x7f" + "\U000e0041end"
)

// invalid are bytes that are no UTF-8: 8-bit C1 controls among them.
const invalid = marker + "\x9b31m\x9d52;c;" + marker + "\x9c\xff\xc0\xaf"

// recorder keeps what the program wrote.
type recorder struct {
	mu   sync.Mutex
	data []byte
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.data = append(r.data, p...)
	return len(p), nil
}

func (r *recorder) bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.data)
}

// display is a terminal that a test may look at while the program draws.
type display struct {
	*vt.SafeEmulator
	mu sync.Mutex
}

// Write takes output as a terminal's driver does: a line feed also returns the carriage.
func (d *display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, err := d.SafeEmulator.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

func (d *display) text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.String()
}

// poison puts hostile text into every string of a fixture, but the one that names
// the event, so that the platform is still recognised.
func poison(v any, keep map[string]bool) any {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			if text, ok := child.(string); ok && keep[k] {
				v[k] = text
				continue
			}
			v[k] = poison(child, keep)
		}
		v[hostile] = hostile
		return v
	case []any:
		for i := range v {
			v[i] = poison(v[i], keep)
		}
		return v
	case string:
		if len(v) > 0 && v[0] >= '0' && v[0] <= '9' {
			return v // times must stay times
		}
		return v + hostile
	}
	return v
}

// postHostile stores every fixture, poisoned, and bodies that are no JSON.
func postHostile(t *testing.T, source *memory) {
	t.Helper()
	names := map[string]bool{"webhook": true, "event_name": true, "topic": true, "event": true, "type": true, "sender": true}
	files, err := filepath.Glob("../../model/platform/testdata/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var body any
		if json.Unmarshal(data, &body) != nil {
			continue // a broken one; its texts cannot be replaced this way
		}
		poisoned, err := json.Marshal(poison(body, names))
		if err != nil {
			t.Fatal(err)
		}
		path := "/" + filepath.Base(filepath.Dir(file)) + "/" + hostile
		source.post(path, string(poisoned))
		source.post(path, strings.ReplaceAll(string(data), "a", invalid))
	}
	source.post("/hook"+hostile, hostile+invalid)
	source.post("/hook", `{"`+invalid+`":"`+invalid+`"}`)
	said, err := json.Marshal(map[string]any{"topic": "chat.user.message", "data": map[string]any{
		"chatId": "c-" + hostile, "sender": "user", "type": "text", "value": hostile + "\nsecond line " + hostile, "id": hostile, "timestamp": "1793361900000.1"}})
	if err != nil {
		t.Fatal(err)
	}
	source.post("/ebbot", string(said))
	named, err := json.Marshal(map[string]any{"event_name": "new_" + hostile, "chat_id": "c-" + hostile, "visitor": map[string]any{"name": hostile}})
	if err != nil {
		t.Fatal(err)
	}
	newest := source.post("/jivo", string(named))
	// An answer may come from a target that it was forwarded to, problems from anywhere.
	record := &source.records[newest-1]
	record.Reply.Body = []byte(hostile + "\n" + invalid)
	record.Events[0].Problems = append(record.Events[0].Problems, model.Problem{Code: model.UnexpectedValue, Detail: hostile + invalid})
}

// TestHostileTextNeverReachesTheTerminal walks through every view and tab with a
// real terminal model and looks at each byte that was written: only our own
// sequences may be there.
func TestHostileTextNeverReachesTheTerminal(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{80, 24}, {120, 40}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			t.Parallel()
			walkHostile(t, size.width, size.height)
		})
	}
}

func walkHostile(t *testing.T, width, height int) {
	t.Helper()
	source := newMemory()
	postHostile(t, source)
	written := &recorder{}
	screen := &display{SafeEmulator: vt.NewSafeEmulator(width, height)}
	app := &spy{Model: tui.New(t.Context(), tui.Options{Source: source, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon.Add(10 * time.Hour) }, Body: platform.Body, Title: hostile,
		Export: func(_ context.Context, _ model.Timeline, format string) (string, error) {
			if format == "json" {
				return "", errors.New(hostile + invalid)
			}
			return "/tmp/" + hostile + invalid, nil
		},
		Status: func() tui.Status {
			return tui.Status{Capture: hostile, Err: hostile, Damage: []string{hostile}}
		}})}
	p := tea.NewProgram(app,
		tea.WithInput(screen), tea.WithOutput(io.MultiWriter(written, screen)), tea.WithWindowSize(width, height),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignals(),
	)
	done := make(chan error, 1)
	go func() { _, err := p.Run(); done <- err }()
	waitFor(t, screen, "new_"+marker) // the newest row
	press := func(keys string) {
		for _, key := range strings.Fields(keys) {
			p.Send(keyPress(key))
		}
	}
	press("enter ] ] ] ]")
	waitFor(t, screen, "unknown-event") // the problems of the newest event
	press("] esc k k k k k enter ] ] esc ? x 2")
	waitFor(t, screen, "by activity")
	waitFor(t, screen, "● 9 h") // a row of the list
	press("\\ s")
	waitFor(t, screen, "LAST MESSAGE")
	waitFor(t, screen, "by waiting")
	press("s G g f")
	for _, r := range "evnt:" + hostile {
		p.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	p.Send(tea.PasteMsg{Content: hostile + invalid})
	waitFor(t, screen, "unknown field")
	press("ctrl+l enter")
	waitFor(t, screen, "s sort")
	press("s \\")
	waitFor(t, screen, "by activity")
	waitFor(t, screen, "● 9 h")
	press("j k enter")
	waitFor(t, screen, "esc back")
	press("G enter")
	waitFor(t, screen, "space fold")
	press("] ] ] o O o esc x m")
	waitFor(t, screen, "Saved")
	press("x j")
	waitFor(t, screen, "could not be saved")
	press("k enter esc esc esc esc 1 f")
	for _, r := range "zz" + hostile {
		p.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	p.Send(tea.PasteMsg{Content: hostile + invalid})
	press("esc / P enter t 3")
	waitFor(t, screen, "HEARD")
	p.Quit()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if app.fault != "" {
		t.Error("drawn: " + app.fault)
	}
	checkWritten(t, written.bytes())
}

func waitFor(t *testing.T, screen *display, text string) {
	t.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	for !strings.Contains(screen.text(), text) {
		select {
		case <-every.C:
		case <-deadline.C:
			t.Fatalf("%q did not come on the screen:\n%s", text, screen.text())
		}
	}
}

// checkWritten takes the output apart: no control sequence may carry the marker, no
// rune that a terminal obeys may stand outside one.
func checkWritten(t *testing.T, out []byte) {
	t.Helper()
	if !bytes.Contains(out, []byte(marker)) {
		t.Error("the hostile text never came to the screen: the test shows nothing")
	}
	if !utf8.Valid(out) {
		t.Error("bytes that are no UTF-8 reached the terminal")
	}
	var state byte
	for rest := out; len(rest) > 0; {
		seq, width, n, next := ansi.DecodeSequence(rest, state, nil)
		if width == 0 && bytes.Contains(seq, []byte(marker)) {
			t.Fatalf("a control sequence carries text of a payload: %q", seq)
		}
		if width == 0 && n > 1 && seq[0] == '\x1b' && bytes.ContainsAny(seq[1:2], "]P_^X") && !ours(seq) {
			t.Fatalf("a sequence that is not ours: %q", seq)
		}
		if r, unsafe := unsafeRune(seq, "\r\n\t\b"); unsafe {
			t.Fatalf("%U reached the terminal in %q", r, rest[:min(len(rest), 60)])
		}
		state, rest = next, rest[n:]
	}
}

// unsafeRune finds a rune that a terminal may obey in what is no escape sequence.
func unsafeRune(seq []byte, allowed string) (rune, bool) {
	if seq[0] == '\x1b' {
		return 0, false
	}
	for _, r := range string(seq) {
		if model.Unsafe(r) && !strings.ContainsRune(allowed, r) {
			return r, true
		}
	}
	return 0, false
}

// spy looks at every view before Bubble Tea does, which drops some of what it does
// not know: the app must not rely on that.
type spy struct {
	*tui.Model
	mu    sync.Mutex
	fault string
}

func (s *spy) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.Model.Update(msg)
	return s, cmd
}

func (s *spy) View() tea.View {
	v := s.Model.View()
	if fault := contentFault(v.Content); fault != "" {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.fault = fault
	}
	return v
}

// contentFault finds what is neither drawable text nor a colour.
func contentFault(content string) string {
	var state byte
	for rest := []byte(content); len(rest) > 0; {
		seq, _, n, next := ansi.DecodeSequence(rest, state, nil)
		if r, unsafe := unsafeRune(seq, "\n"); unsafe {
			return fmt.Sprintf("%U in %q", r, rest[:min(len(rest), 60)])
		}
		if seq[0] == '\x1b' && (!bytes.HasPrefix(seq, []byte("\x1b[")) || seq[len(seq)-1] != 'm') {
			return fmt.Sprintf("the sequence %q", seq)
		}
		if bytes.HasPrefix(seq, []byte("\x1b[31m")) {
			return "a payload's own colour"
		}
		state, rest = next, rest[n:]
	}
	return ""
}

// ours are the strings that the app itself sends: the window's title, the question
// for the background, and what asks the terminal for its abilities.
func ours(seq []byte) bool {
	for _, prefix := range []string{"\x1b]2;offhook", "\x1b]0;offhook", "\x1b]2;\x07", "\x1b]2;\x1b", "\x1b]11;?", "\x1b]10;?", "\x1b]12;?", "\x1b]12;#", "\x1b]111", "\x1b]110", "\x1b]112", "\x1bP+q", "\x1b]9;4"} {
		if bytes.HasPrefix(seq, []byte(prefix)) {
			return true
		}
	}
	return false
}
