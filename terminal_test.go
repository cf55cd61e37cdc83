package main_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// terminal is a real terminal: a tmux of its own with the program in it.
type terminal struct {
	t      *testing.T
	socket string
}

// openTerminal starts offhook in tmux and waits for its first screen.
func openTerminal(t *testing.T, width, height int, args ...string) *terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("needs tmux: apt-get install tmux")
	}
	binary := filepath.Join(t.TempDir(), "offhook")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	state := t.TempDir()
	term := &terminal{t: t, socket: filepath.Join(state, "tmux")}
	command := fmt.Sprintf("XDG_STATE_HOME=%s XDG_CONFIG_HOME=%s TZ=UTC exec %s %s", state, state, binary, strings.Join(args, " "))
	term.tmux("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height), command)
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", term.socket, "kill-server").Run() })
	return term
}

// gone reports whether the program has ended, and tmux with it.
func (term *terminal) gone() bool {
	return exec.Command("tmux", "-S", term.socket, "list-sessions").Run() != nil
}

func (term *terminal) tmux(args ...string) string {
	out, err := exec.Command("tmux", append([]string{"-S", term.socket}, args...)...).CombinedOutput()
	if err != nil {
		term.t.Errorf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (term *terminal) screen() string { return term.tmux("capture-pane", "-p") }

func (term *terminal) press(keys ...string) {
	term.tmux(append([]string{"send-keys"}, keys...)...)
}

// want waits until all texts are on the screen at once.
func (term *terminal) want(texts ...string) string {
	term.t.Helper()
	var screen string
	ok := eventually(func() bool {
		screen = term.screen()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
	if !ok {
		term.t.Fatalf("%q did not come on the screen:\n%s", texts, screen)
	}
	return screen
}

// eventually polls a condition of another process, for which there is nothing to
// wait on.
func eventually(condition func() bool) bool {
	deadline := time.NewTimer(15 * time.Second)
	defer deadline.Stop()
	every := time.NewTicker(20 * time.Millisecond)
	defer every.Stop()
	for {
		if condition() {
			return true
		}
		select {
		case <-every.C:
		case <-deadline.C:
			return false
		}
	}
}

// address reads the receiver's address from the status line.
func (term *terminal) address() string {
	screen := term.want("http://127.0.0.1:")
	for scanner := bufio.NewScanner(strings.NewReader(screen)); scanner.Scan(); {
		for _, word := range strings.Fields(scanner.Text()) {
			if strings.HasPrefix(word, "http://127.0.0.1:") {
				return strings.TrimSuffix(word, "/blinger")
			}
		}
	}
	term.t.Fatal("no address on the screen")
	return ""
}

func post(t *testing.T, url string, body []byte) {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("POST %s: %s", url, res.Status)
	}
}

// TestRealTerminal starts the program in a terminal, posts every fixture, and walks
// through the views as a person would.
func TestRealTerminal(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{80, 24}, {200, 50}} {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			t.Parallel()
			term := openTerminal(t, size.width, size.height, "--addr", "127.0.0.1:0")
			term.want("The line is open", "Jivo", "Ebbot")
			url := term.address()
			fixtures := postFixtures(t, url)
			term.want(fmt.Sprintf("%d", fixtures), "following")

			term.press("f")
			term.press("-l", "platform:jivo event:chat_finished")
			term.press("Enter")
			term.want(fmt.Sprintf("1 of %d", fixtures), "F follow")
			term.press("Enter")
			term.want("event_name", "space fold")
			term.press("q") // not Escape: a terminal sends it as the beginning of many keys
			term.want("F follow")
			term.press("t")
			term.want("closed", "1 events")
			term.press("q")
			term.want("CONVERSATIONS")
			term.press("q")
			term.want("WHAT")
			term.press("3")
			term.want("HEALTH", "blinger", "acquire", "ebbot", "jivo", "unknown")
			term.press("?")
			term.want("Keys here")
			term.press("?", "1", "q")
			term.want("Leave offhook?")
			term.press("y")
			if !eventually(term.gone) {
				t.Error("the program did not end after q and y")
			}
		})
	}
}

// postFixtures posts every fixture of every platform, and what no platform sends.
func postFixtures(t *testing.T, url string) int {
	t.Helper()
	files, err := filepath.Glob("model/platform/testdata/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		post(t, url+"/"+filepath.Base(filepath.Dir(file)), body)
	}
	hostile := []string{"", "hello", "\x00\xff\xfe", `{"a":1}`, "{\"event_name\":\"chat_accepted\",\"chat_id\":1,\"visitor\":{\"name\":\"\x1b]52;c;aGk=\x07\x1b[2J\u202eevil\"}}"}
	for _, body := range hostile {
		post(t, url+"/hook", []byte(body))
	}
	return len(files) + len(hostile)
}
