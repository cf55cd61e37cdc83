package platform_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
	"offhook/model/platform"
)

var received = time.Date(2025, 12, 4, 9, 41, 0, 0, time.UTC)

// post is a request with a body, to a path that names nobody.
func post(body string) *model.Request {
	return &model.Request{Method: "POST", Target: "/hook?a=1", Body: []byte(body), Size: int64(len(body)), Received: received}
}

func parse(t *testing.T, r *model.Request) model.Event {
	t.Helper()
	events := platform.Default().Parse(r)
	if len(events) != 1 {
		t.Fatalf("%d events, want 1", len(events))
	}
	return events[0]
}

func parseBody(t *testing.T, body string) model.Event {
	t.Helper()
	return parse(t, post(body))
}

// fixture reads testdata/name.json.
func fixture(tb testing.TB, name string) string {
	tb.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	return string(body)
}

// fixtures lists the names of all fixtures, of one platform or of all ("*").
func fixtures(tb testing.TB, of string) []string {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", of, "*.json"))
	if err != nil || len(paths) == 0 {
		tb.Fatal("no fixtures", err)
	}
	names := make([]string, 0, len(paths))
	for _, path := range paths {
		name, _ := filepath.Rel("testdata", path)
		names = append(names, strings.TrimSuffix(filepath.ToSlash(name), ".json"))
	}
	return names
}

func codes(e model.Event) string {
	var names []string
	for _, p := range e.Problems {
		names = append(names, p.Code.String())
	}
	return strings.Join(names, " ")
}

func at(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02T15:04:05.999999999Z07:00")
}

// sheet is an event as the table of all fixtures shows it.
func sheet(b *bytes.Buffer, name string, e model.Event) {
	steps := [...]string{"-", "opens", "accepts", "moves", "closes", "repeats"}
	fmt.Fprintf(b, "%s\n  event %s %s known_as=%q kind=%s conversation=%q links=%v channel=%q request=%q\n", name, e.Platform, e.Name, e.KnownAs, e.Kind, e.Conversation, e.Links, e.Channel, e.RequestID)
	fmt.Fprintf(b, "  step=%s status=%q theirs=%q occurred=%s began=%s identified=%t\n", steps[e.Step], e.Status.String(), e.PlatformStatus, at(e.Occurred), at(e.Began), e.Identified)
	fmt.Fprintf(b, "  actor=%q customer=%q agent=%q\n  detail=%q\n", e.Actor, e.Customer, e.Agent, e.Detail)
	for _, m := range e.Messages {
		fmt.Fprintf(b, "  %s role=%s id=%q sender=%q name=%q type=%q text=%q at=%s tie=%q reply=%q buttons=%q\n",
			m.Kind, m.Role, m.ID, m.Sender, m.Name, m.Type, m.Text, at(m.At), m.Tie, m.Reply, m.Buttons)
	}
	if e.Call != nil {
		fmt.Fprintf(b, "  call=%q\n", *e.Call)
	}
	for _, p := range e.Problems {
		fmt.Fprintf(b, "  problem %s: %s\n", p.Code, p.Detail)
	}
}

func text(e model.Event) string {
	var b bytes.Buffer
	sheet(&b, "", e)
	return b.String()
}

// TestFixtures holds all that is read from each fixture against a table that was
// checked by hand; -update writes it anew.
func TestFixtures(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"blinger", "acquire", "ebbot", "jivo"} {
		t.Run(of, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			for _, name := range fixtures(t, of) {
				sheet(&b, name, parseBody(t, fixture(t, name)))
			}
			golden.RequireEqual(t, b.Bytes())
		})
	}
}

// TestEveryDocumentedEventHasAFixture keeps the lists and the fixtures together.
func TestEveryDocumentedEventHasAFixture(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, name := range fixtures(t, "*") {
		e := parseBody(t, fixture(t, name))
		seen[e.Platform+" "+e.Name], seen[e.Platform+" "+e.KnownAs] = true, true
	}
	for _, p := range platform.Default().Platforms() {
		for _, event := range p.Events() {
			if !seen[p.Name()+" "+event.Name] {
				t.Errorf("%s: no fixture of %s", p.Name(), event.Name)
			}
			if event.About == "" || event.Kind == model.KindUnknown {
				t.Errorf("%s: %s is listed without a kind or a line about it", p.Name(), event.Name)
			}
		}
	}
}

// TestBrokenFixturesReadTheSame: a documented fault never changes what is read.
func TestBrokenFixturesReadTheSame(t *testing.T) {
	t.Parallel()
	pairs := map[string]string{"acquire/CHAT_ON_MESSAGE": "acquire/CHAT_ON_MESSAGE-string"}
	for _, name := range fixtures(t, "*") {
		whole, broken := strings.CutSuffix(name, ".broken")
		if !broken {
			continue
		}
		if other, ok := pairs[whole]; ok {
			whole = other
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, got := parseBody(t, fixture(t, whole)), parseBody(t, fixture(t, name))
			if !strings.HasPrefix(codes(got), "malformed-json") {
				t.Errorf("problems %q, want malformed-json first", codes(got))
			}
			want.Problems, got.Problems = nil, nil
			if text(want) != text(got) {
				t.Errorf("got\n%s\nwant\n%s", text(got), text(want))
			}
		})
	}
}
