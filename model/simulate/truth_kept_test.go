package simulate_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// example is a small world that was once rebuilt wrongly: its deliveries, and what
// must become of them.
type example struct {
	About         []string       `json:"about"` // what was wrong
	Deliveries    []keptDelivery `json:"deliveries"`
	Conversations []keptChat     `json:"conversations"`
}

type keptDelivery struct {
	Received time.Time `json:"received"`
	Path     string    `json:"path"`
	Status   int       `json:"status,omitempty"` // what was answered, unless 200
	Size     int       `json:"size,omitempty"`   // bytes that were sent, where the sender left before the end
	Body     string    `json:"body"`
}

type keptChat struct {
	Key     string   `json:"conversation"`
	Status  string   `json:"status"`
	Entries []string `json:"entries"` // in order
}

const keptExamples = "testdata/rebuild"

// keep writes what is left of a world when everything is taken away that complaints of
// a sort do not need.
func (w *world) keep(name string, only *regexp.Regexp) error {
	complain := func(w *world) complaints { return decide(w).judge(rebuild(w.deliveries)).matching(only) }
	small := w.smallest(func(w *world) bool { return len(complain(w)) > 0 })
	return decide(small).write(name, complain(small))
}

func (o *oracle) write(name string, about complaints) error {
	e := example{About: about}
	for _, d := range o.deliveries {
		kept := keptDelivery{Received: d.Received, Path: d.Path, Body: string(d.Body)}
		if d.Status != 200 {
			kept.Status = d.Status
		}
		if d.Cut {
			kept.Size = d.Size
		}
		e.Deliveries = append(e.Deliveries, kept)
	}
	for _, c := range o.chats {
		if len(c.heard) > 0 {
			e.Conversations = append(e.Conversations, keptChat{c.key, o.statuses(c)[0].String(), o.expected(c)})
		}
	}
	slices.SortFunc(e.Conversations, func(a, b keptChat) int { return strings.Compare(a.Key, b.Key) })
	var text strings.Builder
	out := json.NewEncoder(&text)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(e); err != nil {
		return err
	}
	if err := os.MkdirAll(keptExamples, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(keptExamples, name+".json"), []byte(text.String()), 0o644)
}

// expected are the entries in an order that the deliveries allow.
func (o *oracle) expected(c *heardChat) []string {
	left := slices.Clone(c.wants)
	at := func(w *want) int64 { return cmp.Or(w.own, w.received.Add(o.listening.Ahead[c.platform]).UnixMilli()) }
	slices.SortStableFunc(left, func(a, b *want) int { return cmp.Compare(at(a), at(b)) })
	var entries []string
	for len(left) > 0 {
		next := max(0, slices.IndexFunc(left, func(w *want) bool {
			return !slices.ContainsFunc(left, func(other *want) bool { return other != w && o.before(c, other, w) })
		}))
		w := left[next]
		entries = append(entries, marked(w.signature(), w.copies, w.mustGap))
		left = slices.Delete(left, next, next+1)
	}
	return entries
}

func marked(signature string, copies int, gap bool) string {
	if copies > 0 {
		signature += fmt.Sprintf(", delivered %d times", copies+1)
	}
	if gap {
		signature += ", missing live"
	}
	return signature
}

// TestKeptExamples replays what was once rebuilt wrongly.
func TestKeptExamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(keptExamples, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var e example
			if err := json.Unmarshal(text, &e); err != nil {
				t.Fatal(err)
			}
			e.replay(t)
		})
	}
}

func (e *example) replay(t *testing.T) {
	var deliveries []simulate.Delivery
	for _, d := range e.Deliveries {
		deliveries = append(deliveries, simulate.Delivery{
			Received: d.Received, Path: d.Path, Body: []byte(d.Body), Status: cmp.Or(d.Status, 200), Size: cmp.Or(d.Size, len(d.Body)), Cut: d.Size > 0,
		})
	}
	r := rebuild(deliveries)
	for _, want := range e.Conversations {
		tl := r.timeline(want.Key)
		var entries []string
		for _, entry := range tl.Entries {
			entries = append(entries, marked(signatureOf(entry), entry.Copies, slices.Contains(entry.Flags, model.Gap)))
		}
		if !slices.Equal(entries, want.Entries) {
			t.Errorf("%s is\n  %s\nit should be\n  %s", want.Key, strings.Join(entries, "\n  "), strings.Join(want.Entries, "\n  "))
		}
		s, _ := r.index.Summary(want.Key)
		if tl.Status.String() != want.Status || s.Status != tl.Status {
			t.Errorf("%s is %s, in the list %s; it should be %s", want.Key, tl.Status, s.Status, want.Status)
		}
		if n := messagesIn(tl); s.Messages != n {
			t.Errorf("%s has %d messages, in the list %d", want.Key, n, s.Messages)
		}
	}
}

// smallest leaves out of a world what its complaints do not need: tellings are lost,
// others come soundly.
func (w *world) smallest(still func(*world) bool) *world {
	small := *w
	small.fates = append(slices.Clone(w.fates), make([]simulate.Fate, len(w.tellings)-len(w.fates))...)
	try := func(i int, f simulate.Fate) bool {
		before := small.fates[i]
		if reflect.DeepEqual(before, f) || before.Lost {
			return false
		}
		small.fates[i] = f
		if small.deliver(); still(&small) {
			return true
		}
		small.fates[i] = before
		return false
	}
	for changed := true; changed; {
		changed = false
		for i := range small.fates {
			f := small.fates[i]
			changed = try(i, simulate.Fate{Lost: true}) || try(i, simulate.Fate{}) || try(i, simulate.Fate{Delay: f.Delay, Keep: f.Keep, Again: f.Again[:min(1, len(f.Again))]}) || changed
		}
	}
	small.deliver()
	return &small
}

func messagesIn(tl model.Timeline) int {
	n := 0
	for _, e := range tl.Entries {
		if e.Kind == model.KindMessage || e.Kind == model.KindComment {
			n++
		}
	}
	return n
}
