package model_test

import (
	"testing"

	"offhook/model"
)

// TestOrderOfMembers: the same JSON with its members in another order is the same
// event again, of whatever has an id or a time of its own.
func TestOrderOfMembers(t *testing.T) {
	t.Parallel()
	const first = `{"a":1,"b":{"c":[1,"x",{"d":null,"e":"\"}"}],"f":true}}`
	for name, c := range map[string]struct{ body, want string }{
		"another order":         {`{ "b": {"f":true, "c":[1,"x",{"e":"\"}","d":null}]}, "a":1 }`, "duplicate"},
		"another value":         {`{"b":{"f":true,"c":[1,"x",{"e":"\"}","d":null}]},"a":2}`, ""},
		"values that change":    {`{"b":1,"a":{"f":true,"c":[1,"x",{"e":"\"}","d":null}]}}`, ""},
		"another order of list": {`{"a":1,"b":{"c":["x",1,{"d":null,"e":"\"}"}],"f":true}}`, ""},
		"a number as a text":    {`{"a":"1","b":{"c":[1,"x",{"d":null,"e":"\"}"}],"f":true}}`, ""},
		"no JSON":               {`{"a":1,"b":{"c":[1,"x",{"d":null,"e":"\"}"}],"f":true}`, ""},
		"more behind it":        {first + `1`, ""},
	} {
		s := newStory(t)
		s.deliver(blingerStatus("on_conversation_assigned", at(0)), first)
		if got := codes(s.deliver(blingerStatus("on_conversation_assigned", at(0)), c.body)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	t.Run("what has neither id nor time is known by its bytes alone", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"), `{"a":1,"b":2}`)
		wantCodes(t, s.deliver(jivoEvent("chat_accepted"), `{"b":2,"a":1}`), "")
	})
	t.Run("a closing with its transcript", func(t *testing.T) {
		s := newStory(t)
		hello := blingerIn("1", "hi", at(0))
		s.deliver(hello)
		s.deliver(blingerClosed(at(9), hello), `{"a":1,"b":2}`)
		wantSentence(t, s.deliver(blingerClosed(at(9), hello), `{"b":2,"a":1}`), "the same as #2 for the 2nd time, 0 ms after the first")
		tl := s.timeline("blinger:173")
		wantTexts(t, tl, "hi | closed!duplicate")
		if tl.Entries[1].Copies != 1 {
			t.Errorf("%d copies", tl.Entries[1].Copies)
		}
	})
}

var benchmarkBody = []byte(`{"webhook":"on_conversation_assigned","conversation":{"id":869910,"application":"vk","status":"inbox","date_created":1795284000,` +
	`"date_updated":1795284010,"operator":{"id":12,"name":"Tobias Okafor","email":"tobias@tidewater.example"},"from_user":{"user_id":2104,"role":"default",` +
	`"title":"Annika","page_title":"Tidewater","page_url":"https://tidewater.example/","status":"enabled","service_user_id":"u72104","date_created":1795284000}}}`)

func BenchmarkOrderOfMembers(b *testing.B) {
	e := blingerStatus("on_conversation_assigned", at(0))
	index, events := model.NewConversations(), []model.Event{e}
	b.SetBytes(int64(len(benchmarkBody)))
	for b.Loop() {
		events[0] = e
		events[0].Seq++
		index.Extend(events, model.Delivered{Body: benchmarkBody, Status: 200})
		index.Forget(events[0].Seq)
	}
}
