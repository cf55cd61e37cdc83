package platform_test

import (
	"strings"
	"testing"

	"offhook/model"
	"offhook/model/platform"
)

func FuzzBlinger(f *testing.F) { fuzz(f, "blinger") }
func FuzzAcquire(f *testing.F) { fuzz(f, "acquire") }
func FuzzEbbot(f *testing.F)   { fuzz(f, "ebbot") }
func FuzzJivo(f *testing.F)    { fuzz(f, "jivo") }

// fuzz parses bodies at a platform's own path and at none.
func fuzz(f *testing.F, of string) {
	for _, name := range fixtures(f, of) {
		f.Add([]byte(fixture(f, name)))
	}
	g := platform.Default()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, target := range []string{"/" + of + "/@shop/x", "/"} {
			events := g.Parse(&model.Request{Seq: 7, Method: "POST", Target: target, Body: body, Size: int64(len(body)), Received: received})
			if len(events) == 0 || len(events) > 255 {
				t.Fatalf("%d events", len(events))
			}
			for i := range events {
				check(t, &events[i], i, len(events))
			}
		}
	})
}

// check holds what is true of every event.
func check(t *testing.T, e *model.Event, i, n int) {
	t.Helper()
	part := i + 1
	if n == 1 {
		part = 0
	}
	if e.Seq != 7 || e.Part != part || !e.Received.Equal(received) {
		t.Fatalf("seq %d part %d received %v", e.Seq, e.Part, e.Received)
	}
	if e.Platform == "" || e.Name == "" {
		t.Fatalf("platform %q, name %q", e.Platform, e.Name)
	}
	if e.Kind == model.KindUnknown && len(e.Problems) == 0 {
		t.Fatalf("unknown without a problem: %+v", e)
	}
	if y := e.Occurred.Year(); y > 9999 {
		t.Fatalf("year %d", y)
	}
	for _, p := range e.Problems {
		if strings.Contains(p.Detail, "a fault of offhook") {
			t.Fatal(p.Detail)
		}
	}
	if len(e.Messages) == 0 && (e.Kind == model.KindMessage || e.Kind == model.KindComment) {
		t.Fatalf("%s without a message", e.Kind)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, name := range []string{"blinger/on_message_incoming", "acquire/chat_status_active", "ebbot/chat.bot.message", "jivo/chat_accepted", "jivo/chat_finished", "jivo/created_deal"} {
		r := post(fixture(b, name))
		b.Run(name, func(b *testing.B) {
			g := platform.Default()
			b.SetBytes(int64(len(r.Body)))
			b.ReportAllocs()
			for b.Loop() {
				g.Parse(r)
			}
		})
	}
}
