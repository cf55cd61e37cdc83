package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"offhook/ui/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"offhook": func() {
		signal.Ignore(syscall.SIGPIPE)
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		context.AfterFunc(ctx, stop)
		os.Exit(cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}})
}

// The scripts run the real program. Beside testscript's own commands they have
//
//	start NAME ARGS…        runs offhook until it has printed its ready line; sets NAME_URL and NAME_CAPTURE
//	follow NAME ARGS…       the same for a command without a ready line
//	lines NAME N            waits until N lines are printed, the ready line included
//	end NAME SIGNAL [CODE]  sends a signal and waits; NAME.out and NAME.err hold what was printed
//	post URL FILE [STATUS]  sends a file
//	storm NAME SIGNAL FILE  sends a file from many connections, and a signal in the middle of it; sets ACKNOWLEDGED
//	atleast FILE N REGEXP   counts the lines of a file that hold a text
func TestScripts(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("signals")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("TZ", "UTC")
			e.Values[startedKey] = make(started)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": start, "follow": follow, "lines": lines, "end": end, "post": post, "storm": storm, "atleast": atLeast,
		},
	})
}

// started are the programs that a script runs in the background.
type started map[string]*background

// startedKey is where a script keeps them.
const startedKey = "started"

type background struct {
	cmd    *exec.Cmd
	errors bytes.Buffer
	done   chan error

	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed when more was printed
}

// patience is how long a script waits for what must come.
const patience = 20 * time.Second

func start(ts *testscript.TestScript, neg bool, args []string) {
	follow(ts, neg, args)
	var ready struct{ Type, URL, Capture string }
	line := ts.Value(startedKey).(started)[args[0]].wait(ts, 1)
	if err := json.Unmarshal([]byte(line), &ready); err != nil || ready.Type != "ready" {
		ts.Fatalf("%s is no ready line: %v", line, err)
	}
	ts.Setenv(args[0]+"_URL", ready.URL)
	ts.Setenv(args[0]+"_CAPTURE", ready.Capture)
}

func follow(ts *testscript.TestScript, _ bool, args []string) {
	b := &background{done: make(chan error, 1), more: make(chan struct{})}
	offhook, err := exec.LookPath("offhook") // testscript puts it there
	ts.Check(err)
	b.cmd = exec.Command(offhook, args[1:]...)
	b.cmd.Dir, b.cmd.Stderr = ts.MkAbs("."), &b.errors
	b.cmd.Env = nil
	for _, name := range []string{"PATH", "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "TZ", "TMPDIR", "GOCOVERDIR"} {
		b.cmd.Env = append(b.cmd.Env, name+"="+ts.Getenv(name))
	}
	out, err := b.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(b.cmd.Start())
	ts.Defer(func() { _ = b.cmd.Process.Kill() })
	go b.read(out)
	ts.Value(startedKey).(started)[args[0]] = b
}

// read collects what is printed, line by line.
func (b *background) read(out io.Reader) {
	r := bufio.NewReader(out)
	for {
		line, err := r.ReadBytes('\n')
		b.mu.Lock()
		b.text.Write(line)
		close(b.more)
		b.more = make(chan struct{})
		b.mu.Unlock()
		if err != nil {
			b.done <- b.cmd.Wait()
			return
		}
	}
}

// wait returns the first n lines, once they are there.
func (b *background) wait(ts *testscript.TestScript, n int) string {
	for deadline := time.After(patience); ; {
		b.mu.Lock()
		text, more := b.text.String(), b.more
		b.mu.Unlock()
		if strings.Count(text, "\n") >= n {
			return text
		}
		select {
		case <-more:
		case err := <-b.done:
			b.done <- err
			ts.Fatalf("offhook ended (%v) after\n%s%s", err, text, b.errors.String())
		case <-deadline:
			ts.Fatalf("%d lines did not come, only\n%s", n, text)
		}
	}
}

func lines(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Value(startedKey).(started)[args[0]].wait(ts, n)
}

var signals = map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}

func end(ts *testscript.TestScript, _ bool, args []string) {
	b := ts.Value(startedKey).(started)[args[0]]
	ts.Check(b.cmd.Process.Signal(signals[args[1]]))
	b.ended(ts, args[0])
}

// ended waits for the end, which must be a good one.
func (b *background) ended(ts *testscript.TestScript, name string) {
	select {
	case err := <-b.done:
		if err != nil {
			ts.Fatalf("%s ended with %v\n%s", name, err, b.errors.String())
		}
	case <-time.After(patience):
		ts.Fatalf("%s does not end", name)
	}
	ts.Check(os.WriteFile(ts.MkAbs(name+".out"), b.text.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(name+".err"), b.errors.Bytes(), 0o600))
}

func post(ts *testscript.TestScript, _ bool, args []string) {
	want := http.StatusOK
	if len(args) > 2 {
		var err error
		want, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	status, err := send(http.DefaultClient, args[0], ts.ReadFile(args[1]))
	ts.Check(err)
	if status != want {
		ts.Fatalf("answered %d, not %d", status, want)
	}
}

func send(client *http.Client, url, body string) (int, error) {
	resp, err := client.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, errors.Join(err, resp.Body.Close())
}

// storm sends until nobody answers any more.
func storm(ts *testscript.TestScript, _ bool, args []string) {
	b, url, body := ts.Value(startedKey).(started)[args[0]], ts.Getenv(args[0]+"_URL"), ts.ReadFile(args[2])
	var acknowledged atomic.Int64
	var senders sync.WaitGroup
	for range 8 {
		senders.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for {
				status, err := send(client, url, body)
				if err != nil {
					return
				}
				if status == http.StatusOK && acknowledged.Add(1) == 300 {
					_ = b.cmd.Process.Signal(signals[args[1]])
				}
			}
		})
	}
	senders.Wait()
	b.ended(ts, args[0])
	ts.Setenv("ACKNOWLEDGED", strconv.FormatInt(acknowledged.Load(), 10))
}

func atLeast(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	found := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if strings.Contains(line, args[2]) {
			found++
		}
	}
	if found < want {
		ts.Fatalf("%d lines of %s hold %s, not %d", found, args[0], args[2], want)
	}
}
