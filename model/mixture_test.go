package model_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
)

// mixture is an index to which anything happens in any order, and what must be in it.
type mixture struct {
	index  *model.Conversations
	now    time.Time
	seq    uint64
	line   uint64
	events []model.Event // of all requests that are not forgotten, in order
	paging *model.Paging
}

// TestWhateverHappens: events of all platforms, hostile ones too, with everything that
// readers, answers and retention do between them.
func TestWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &mixture{index: model.NewConversations(), now: noon}
		m.index.LateAfter = rapid.SampledFrom([]time.Duration{0, 1, time.Second, math.MaxInt64, -time.Hour}).Draw(t, "late after")
		t.Repeat(map[string]func(*rapid.T){
			"request":  m.request,
			"requests": m.request,
			"forget":   m.forget,
			"answer":   m.answer,
			"page":     m.page,
			"rebuild":  m.rebuild,
			"":         m.check,
		})
		m.index.Forget(1 << 40)
		if left := m.index.Held(); left != (model.Held{}) {
			t.Fatalf("left %+v", left)
		}
	})
}

func (m *mixture) request(t *rapid.T) {
	m.seq += uint64(rapid.SampledFrom([]int{1, 1, 1, 2, 1000}).Draw(t, "requests since"))
	m.now = m.now.Add(rapid.SampledFrom([]time.Duration{0, time.Millisecond, time.Second, 20 * time.Second, time.Hour, -time.Minute, 72 * time.Hour}).Draw(t, "later"))
	events := rapid.SliceOfN(rapid.Custom(anyHostile), 1, 3).Draw(t, "events")
	for i := range events {
		events[i].Seq, events[i].Received = m.seq, m.now
		if len(events) > 1 {
			events[i].Part = i + 1
		}
	}
	body := fmt.Sprint(rapid.IntRange(0, 20).Draw(t, "body"))
	m.index.Extend(events, model.Delivered{Body: []byte(body), Status: rapid.SampledFrom([]int{0, 200, 204, 503, -1, 1 << 40}).Draw(t, "status")})
	m.events = append(m.events, events...)
}

// anyHostile draws an event of any platform, now and then with something absurd in it.
func anyHostile(t *rapid.T) model.Event {
	e := rapid.OneOf(anyEvent("blinger"), anyEvent("ebbot"), anyEvent("jivo")).Draw(t, "event")
	e.Messages = slices.Clone(e.Messages)
	if e.Conversation != "" {
		e.Conversation = rapid.SampledFrom([]string{"1", "2", "3", "", strings.Repeat("9", 1000), strings.Repeat("9", 1000) + "1"}).Draw(t, "conversation")
	}
	e.Source = rapid.SampledFrom([]string{"", "", "shop"}).Draw(t, "source")
	absurd := rapid.SampledFrom([]string{"", strings.Repeat("x", 10_000), "a\x1fb", "\xff\x80", strings.Repeat("\x80", 500)})
	when := rapid.SampledFrom([]time.Time{{}, time.Unix(0, 0), time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.UnixMilli(math.MaxInt64), at(-100_000), at(1_000_000)})
	switch rapid.IntRange(0, 12).Draw(t, "absurd") {
	case 0:
		e.Customer.ID, e.Customer.Name = absurd.Draw(t, "id"), absurd.Draw(t, "name")
	case 1:
		e.Agent = model.Person{Role: model.RoleAgent, ID: absurd.Draw(t, "id"), Name: absurd.Draw(t, "name")}
	case 2:
		e.Channel, e.PlatformStatus, e.Name = absurd.Draw(t, "channel"), absurd.Draw(t, "status"), absurd.Draw(t, "event")
	case 3:
		e.Occurred, e.Began = when.Draw(t, "occurred"), when.Draw(t, "began")
	case 4:
		e.Links = []string{absurd.Draw(t, "link")}
	}
	for i := range e.Messages {
		msg := &e.Messages[i]
		switch rapid.IntRange(0, 12).Draw(t, "absurd message") {
		case 0:
			msg.At = when.Draw(t, "at")
		case 1:
			msg.ID, msg.Sender = absurd.Draw(t, "id"), absurd.Draw(t, "sender")
		case 2:
			msg.Text, msg.Type, msg.Name = absurd.Draw(t, "text"), absurd.Draw(t, "type"), absurd.Draw(t, "name")
		case 3:
			msg.Role, msg.Kind = model.Role(rapid.IntRange(0, 7).Draw(t, "role")), model.Kind(rapid.IntRange(0, 15).Draw(t, "kind"))
		}
	}
	return e
}

func (m *mixture) forget(t *rapid.T) {
	line := rapid.Uint64Range(0, m.seq+1).Draw(t, "line")
	m.index.Forget(line)
	m.line = max(m.line, line)
	m.events = slices.DeleteFunc(m.events, func(e model.Event) bool { return e.Seq < m.line })
}

func (m *mixture) answer(t *rapid.T) {
	if len(m.events) > 0 {
		e := rapid.SampledFrom(m.events).Draw(t, "answered")
		m.index.Answered(e.Seq, e.Key(), rapid.IntRange(-1, 1000).Draw(t, "status"))
	}
	m.index.Answered(rapid.Uint64().Draw(t, "seq"), "jivo:1", 200)
}

func (m *mixture) page(t *rapid.T) {
	if m.paging == nil {
		order := model.Order(rapid.IntRange(0, 2).Draw(t, "order"))
		m.paging = m.index.Paging(order, rapid.IntRange(-1, 4).Draw(t, "offset"), rapid.IntRange(0, 4).Draw(t, "limit"), nil)
	}
	n := rapid.IntRange(1, 3).Draw(t, "steps")
	for m.paging.Walk(n) {
		if rapid.Bool().Draw(t, "go on later") {
			return
		}
	}
	m.paging.Sort()
	for m.paging.Step(n) {
	}
	seen := make(map[string]bool)
	for _, s := range m.paging.Page {
		if seen[s.Key] {
			t.Fatalf("%s stands twice on a page", s.Key)
		}
		seen[s.Key] = true
	}
	m.paging = nil
}

func (m *mixture) rebuild(t *rapid.T) {
	for key, events := range m.byKey() {
		tl := model.Rebuild(key, events, m.index.Evidence(key))
		for _, e := range tl.Entries {
			if len(e.Events) == 0 || len(e.Flags) != len(e.Detail) {
				t.Fatalf("entry %+v", e)
			}
		}
		for i := range events {
			e := events[i]
			m.index.Name(&e)
		}
	}
}

func (m *mixture) byKey() map[string][]model.Event {
	all := make(map[string][]model.Event)
	for _, e := range m.events {
		if key := e.Key(); key != "" {
			all[key] = append(all[key], e)
		}
	}
	return all
}

// check compares the index with what came and was not forgotten.
func (m *mixture) check(t *rapid.T) {
	want := m.byKey()
	if m.index.Len() != len(want) {
		t.Fatalf("%d conversations, want %d", m.index.Len(), len(want))
	}
	var listed []string
	m.index.Recent(func(s model.Summary) bool {
		listed = append(listed, s.Key)
		events := want[s.Key]
		if s.Events != len(events) || s.First != events[0].Seq || s.Last != events[len(events)-1].Seq {
			t.Fatalf("%s: %d events from #%d to #%d, want %d from #%d", s.Key, s.Events, s.First, s.Last, len(events), events[0].Seq)
		}
		m.checkCounts(t, s, events)
		checkTimes(t, s)
		return true
	})
	if len(listed) != len(want) {
		t.Fatalf("%d are listed, want %d", len(listed), len(want))
	}
	page, total := m.index.Page(model.ByActivity, 0, len(want), nil)
	if total != len(want) || !slices.EqualFunc(page, listed, func(s model.Summary, key string) bool { return s.Key == key }) {
		t.Fatalf("the page has %d of %d, want %v", len(page), total, listed)
	}
}

func (m *mixture) checkCounts(t *rapid.T, s model.Summary, events []model.Event) {
	messages, faulty := 0, 0
	for i := range events {
		messages += len(events[i].Messages)
		if model.CodesOf(events[i].Problems).Faulty() {
			faulty++
		}
	}
	if s.Messages > messages || s.Problems != faulty {
		t.Fatalf("%s: %d messages of %d, %d problems, want %d", s.Key, s.Messages, messages, s.Problems, faulty)
	}
	if len(s.Key) > 400 || len(s.Customer.Name+s.Customer.ID+s.Agent.Name+s.Agent.ID+s.LastText+s.Channel+s.PlatformStatus) > 1000 {
		t.Fatalf("something is kept whole: %+v", s)
	}
}

func checkTimes(t *rapid.T, s model.Summary) {
	x := s.Times
	if x.FirstReply < 0 || x.BotReply < 0 || x.LongestWait < 0 || x.Lasted < 0 || x.Open(noon) < 0 || x.Longest(noon) < 0 {
		t.Fatalf("%s: times %+v", s.Key, x)
	}
	if waits := x.Wait.Who != model.RoleNone; waits == x.Wait.Since.IsZero() || s.Status == model.StatusClosed && waits || x.Wait.Since.After(s.Active) {
		t.Fatalf("%s: waits %+v, active %s", s.Key, x.Wait, s.Active)
	}
}
