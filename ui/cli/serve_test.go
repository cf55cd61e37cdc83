package cli_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"offhook/model"
	"offhook/model/platform"
	"offhook/ui/cli"
	"offhook/ui/tui"
)

// lockedBuffer may be written and read at the same time.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// program is offhook in front of a person whose screen is the given function.
func program(screen func(context.Context, tui.Options) error) (p *cli.Program, out, chatter *lockedBuffer) {
	out, chatter = &lockedBuffer{}, &lockedBuffer{}
	return &cli.Program{
		Stdin: strings.NewReader(""), Stdout: out, Stderr: chatter, Getenv: func(string) string { return "" }, Now: time.Now, Zone: time.UTC,
		Interactive: func() bool { return screen != nil }, Screen: screen,
	}, out, chatter
}

func listenArgs(t *testing.T, more ...string) []string {
	t.Helper()
	none := filepath.Join(t.TempDir(), "none.yaml")
	if err := os.WriteFile(none, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{"listen", "--addr", "127.0.0.1:0", "--config", none, "--capture", filepath.Join(t.TempDir(), "capture")}, more...)
}

func postTo(t *testing.T, url, body string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if status, err := send(client, url, body); err != nil || status != http.StatusOK {
		t.Errorf("POST %s: %d, %v", url, status, err)
	}
}

// Not parallel: other tests' goroutines are none of its business.
func TestNothingRunsOnAfterTheEnd(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	ctx, cancel := context.WithCancel(t.Context())
	p, _, chatter := program(func(_ context.Context, o tui.Options) error {
		if err := o.Demo(); err != nil {
			t.Error(err)
		}
		for o.Source.Since(model.Position{}).New == 0 {
			<-o.Source.Since(model.Position{}).Changed
		}
		cancel()
		return ctx.Err()
	})
	if code := p.Run(ctx, listenArgs(t)); code != 0 {
		t.Errorf("exit code %d: %s", code, chatter)
	}
}

func TestTheScreenGetsWhatItShows(t *testing.T) {
	t.Parallel()
	var given tui.Options
	p, out, chatter := program(func(_ context.Context, o tui.Options) error {
		given = o
		postTo(t, o.URL+"/jivo", `{"event_name":"offline_message","chat_id":1,"message":"Hello"}`)
		if b := o.Source.Since(model.Position{}); b.New != 1 {
			t.Errorf("%d rows", b.New)
		}
		if s := o.Status(); s.Capture == "" || s.Bytes == 0 || s.Keep != 7 {
			t.Errorf("status %+v", s)
		}
		return nil
	})
	if code := p.Run(t.Context(), listenArgs(t, "--filter", "platform:jivo", "--keep", "7")); code != 0 {
		t.Errorf("exit code %d: %s", code, chatter)
	}
	if given.Filter != "platform:jivo" || given.Zone != time.UTC || given.Body == nil || given.Encode == nil || given.Now == nil || given.Demo == nil {
		t.Errorf("options %+v", given)
	}
	if out.String()+chatter.String() != "" {
		t.Errorf("the screen is disturbed by %q, %q", out, chatter)
	}
}

func TestTheExamplesOfTheEmptyScreenAreUnderstood(t *testing.T) {
	t.Parallel()
	p, _, _ := program(func(_ context.Context, o tui.Options) error {
		if len(o.Endpoints) != 4 {
			t.Errorf("%d endpoints", len(o.Endpoints))
		}
		for _, e := range o.Endpoints {
			body := strings.Split(e.Example, "'")[1]
			events := platform.Default().Parse(&model.Request{Method: "POST", Target: strings.TrimPrefix(e.URL, o.URL), Body: []byte(body)})
			if !strings.HasSuffix(e.Example, e.URL) || len(events) != 1 || len(events[0].Problems) > 0 || !strings.EqualFold(events[0].Platform, e.Platform) {
				t.Errorf("%s: %+v", e.Example, events)
			}
		}
		return nil
	})
	p.Run(t.Context(), listenArgs(t))
}

func TestAScreenThatFailsIsAFailure(t *testing.T) {
	t.Parallel()
	p, _, chatter := program(func(context.Context, tui.Options) error { return errors.New("the terminal burns") })
	if code := p.Run(t.Context(), listenArgs(t)); code != 1 || !strings.Contains(chatter.String(), "the terminal burns") {
		t.Errorf("exit code %d: %s", code, chatter)
	}
}

func TestASignalEndsTheScreenWell(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p, _, chatter := program(func(ctx context.Context, _ tui.Options) error { cancel(); return ctx.Err() })
	if code := p.Run(ctx, listenArgs(t)); code != 0 {
		t.Errorf("exit code %d: %s", code, chatter)
	}
}

func TestAnOpenCaptureIsOnlyRead(t *testing.T) {
	t.Parallel()
	p, _, chatter := program(func(_ context.Context, o tui.Options) error {
		postTo(t, o.URL, "{}")
		return nil
	})
	args := listenArgs(t)
	p.Run(t.Context(), args)
	dir := args[len(args)-1]
	before := listing(t, dir)
	p.Screen = func(_ context.Context, o tui.Options) error {
		if o.URL != "" || o.Demo != nil || o.Title != dir || o.Source.Since(model.Position{}).New != 1 {
			t.Errorf("options %+v", o)
		}
		return nil
	}
	if code := p.Run(t.Context(), []string{"open", dir}); code != 0 {
		t.Errorf("exit code %d: %s", code, chatter)
	}
	if after := listing(t, dir); after != before {
		t.Errorf("the directory was %s, is %s", before, after)
	}
}

func listing(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		list.WriteString(e.Name() + " " + info.ModTime().String() + "\n")
	}
	return list.String()
}
