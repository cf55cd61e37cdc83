package platform_test

import (
	"strings"
	"sync"
	"testing"

	"offhook/model"
	"offhook/model/platform"
)

// TestDetectionClashes: bodies of other platforms, which use the same names for
// other things, are nobody's here.
func TestDetectionClashes(t *testing.T) {
	t.Parallel()
	bodies := map[string]string{
		"Intercom/topic is a string too":                 `{"type":"notification_event","topic":"conversation.user.created","id":"notif_1","app_id":"a1","data":{"type":"notification_event_data","item":{"type":"conversation","id":"77"}},"created_at":1764841200}`,
		"Intercom/ping":                                  `{"type":"notification_event","topic":"ping","data":{"item":{"type":"ping"}}}`,
		"Chatwoot/event message_created":                 `{"event":"message_created","id":9,"content":"hi","message_type":"incoming","conversation":{"id":4,"status":"open"},"account":{"id":1}}`,
		"Chatwoot/event conversation_status_changed":     `{"event":"conversation_status_changed","id":4,"status":"resolved","changed_attributes":[{"status":{"current_value":"resolved"}}]}`,
		"Crisp/event message:send":                       `{"website_id":"w-1","event":"message:send","data":{"session_id":"session_1","content":"hi","type":"text","from":"user","fingerprint":17},"timestamp":1764841200000}`,
		"tawk.to/event chat:start":                       `{"event":"chat:start","chatId":"70fe3290","time":"2025-12-04T09:40:00Z","message":{"text":"hi","type":"msg","sender":{"type":"visitor"}},"visitor":{"name":"V"},"property":{"id":"p","name":"n"}}`,
		"Slack/event is an object":                       `{"token":"t","type":"event_callback","event_id":"Ev1","event":{"type":"message","channel":"C1","ts":"1764841200.000100","text":"hi"},"event_time":1764841200}`,
		"Slack/url_verification":                         `{"token":"t","challenge":"c","type":"url_verification"}`,
		"Sunshine/webhook is an object":                  `{"app":{"id":"a"},"webhook":{"id":"w","version":"v2"},"events":[{"id":"e","type":"conversation:message","payload":{"conversation":{"id":"c"}}}]}`,
		"LiveChat/action":                                `{"webhook_id":"w","secret_key":"s","action":"incoming_chat","payload":{"chat":{"id":"Q1"}}}`,
		"Freshchat/action":                               `{"actor":{"actor_type":"user"},"action":"message_create","action_time":"2025-12-04T09:40:00Z","data":{"message":{"conversation_id":"c"}}}`,
		"WhatsApp/object":                                `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[]}}]}]}`,
		"Telegram/update_id":                             `{"update_id":1,"message":{"message_id":2,"chat":{"id":-3},"text":"hi","date":1764841200}}`,
		"Rocket.Chat/type":                               `{"_id":"x","type":"LivechatSessionStart","messages":[],"visitor":{"_id":"v"},"agent":{"_id":"a"}}`,
		"Front/type":                                     `{"type":"inbound_received","payload":{"id":"evt_1"}}`,
		"Twilio/CloudEvents type":                        `{"specversion":"1.0","type":"com.twilio.conversations.message.added","data":{"ConversationSid":"CH1"}}`,
		"Help Scout/no event in the body":                `{"id":1,"type":"email","status":"active","threads":[]}`,
		"GitLab/event_name":                              `{"object_kind":"push","event_name":"push","project_id":3}`,
		"Meta conversions/event_name":                    `{"event_name":"Purchase","event_time":1764841200,"user_data":{}}`,
		"a webhook address":                              `{"webhook":"https://shop.example/hook","event":"order.created","id":4}`,
		"a topic of a queue":                             `{"topic":"orders","partition":3,"offset":12}`,
		"an answer of our own":                           `{"result":"ok"}`,
		"Bot API's name without a chat":                  `{"event":"CHAT_CLOSED","room":"5"}`,
		"a case of other software":                       `{"type":"case.updated","id":5}`,
		"a status change of other software":              `{"event":"chat.status.change","id":5}`,
		"look-alike letters do not make another's a fit": `{"webhook":"оff","event_name":"сlosed"}`,
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := parseBody(t, body)
			if e.Platform != "unknown" || e.Name != "POST /hook" || e.Kind != model.KindUnknown || codes(e) != "unknown-platform" {
				t.Errorf("read as %s %s (%s), problems %q", e.Platform, e.Name, e.Kind, codes(e))
			}
		})
	}
}

func TestPathNamesThePlatform(t *testing.T) {
	t.Parallel()
	accepted := `{"event_name":"chat_accepted","chat_id":9107,"agent":{"id":"88"}}`
	tests := []struct {
		name, target, body            string
		platform, event, key, problem string
	}{
		{"body alone", "/", accepted, "jivo", "chat_accepted", "jivo:9107", ""},
		{"path and body agree", "/jivo", accepted, "jivo", "chat_accepted", "jivo:9107", ""},
		{"anything after the platform", "/jivo/anything/else?x=/@no", accepted, "jivo", "chat_accepted", "jivo:9107", ""},
		{"capitals", "/Jivo/", accepted, "jivo", "chat_accepted", "jivo:9107", ""},
		{"a source", "/jivo/@shop/hook", accepted, "jivo", "chat_accepted", "jivo@shop:9107", ""},
		{"a source alone", "/jivo/@shop", accepted, "jivo", "chat_accepted", "jivo@shop:9107", ""},
		{"a source cannot imitate a key", "/jivo/@a:7@b", accepted, "jivo", "chat_accepted", "jivo@a-7-b:9107", ""},
		{"the body wins over the path", "/blinger", accepted, "jivo", "chat_accepted", "jivo:9107", "path-mismatch"},
		{"a foreign body at a path", "/jivo", `{"website_id":"w","event":"message:send","data":{}}`, "jivo", "message:send", "", "unknown-event"},
		{"an object without an event", "/blinger", `{"a":1}`, "blinger", "POST /blinger", "", "unknown-event"},
		{"a path that only begins like one", "/jivos", `{"a":1}`, "unknown", "POST /jivos", "", "unknown-platform"},
		{"an event nobody documents", "/jivo", `{"event_name":"chat_log","chat_id":5,"widget_id":"7"}`, "jivo", "chat_log", "jivo:5", "unknown-event"},
		{"an event nobody documents, without a path", "/", `{"event_name":"chat_log","chat_id":5,"widget_id":"7"}`, "jivo", "chat_log", "jivo:5", "unknown-event"},
		{"a likely body at another's path stays there", "/ebbot", `{"event_name":"boat_seen","deal_id":5}`, "ebbot", "POST /ebbot", "", "unknown-event"},
		{"an unknown hook of Blinger", "/", `{"webhook":"on_boat_seen","conversation_id":8,"conversation":{"id":8}}`, "blinger", "on_boat_seen", "blinger:8", "unknown-event"},
		{"an unknown topic of Ebbot", "/", `{"topic":"chat.boat.seen","botId":"b","data":{"chatId":"c-1","id":"m-1"},"requestId":"r"}`, "ebbot", "chat.boat.seen", "ebbot:c-1", "unknown-event"},
		{"an unknown trigger of Acquire", "/acquire", `{"event":"Boat seen","data":{"case":{"id":4}}}`, "acquire", "Boat seen", "acquire:4", "unknown-event"},
		{"an unknown event of Jivo's CRM", "/", `{"event_name":"sank_deal","event_type":"crm_deal","deal_id":4,"client":{"client_id":9}}`, "jivo", "sank_deal", "jivo:client:9", "unknown-event"},
		{"no JSON at a path", "/ebbot", `hello there`, "ebbot", "POST /ebbot", "", "not-json"},
		{"a JSON text", "/", `"hello"`, "unknown", "POST /", "", "unknown-platform"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := post(tt.body)
			r.Target = tt.target
			e := parse(t, r)
			if e.Platform != tt.platform || e.Name != tt.event || e.Key() != tt.key || codes(e) != tt.problem {
				t.Errorf("got %s %q key %q problems %q", e.Platform, e.Name, e.Key(), codes(e))
			}
		})
	}
}

func TestProblemsOfTheRequest(t *testing.T) {
	t.Parallel()
	accepted := `{"event_name":"chat_accepted","chat_id":9107}`
	tests := []struct {
		name     string
		change   func(*model.Request)
		event    string
		problems string
		detail   string // of the first
	}{
		{"an empty body", func(r *model.Request) { r.Body = nil }, "POST /hook", "empty-body", "empty"},
		{"only white space", func(r *model.Request) { r.Body = []byte(" \r\n\t") }, "POST /hook", "empty-body", "empty"},
		{"a GET without a body", func(r *model.Request) { r.Method, r.Body = "GET", nil }, "GET /hook", "wrong-method", "GET"},
		{"a PUT with an event", func(r *model.Request) { r.Method = "PUT" }, "chat_accepted", "wrong-method", "PUT"},
		{"larger than what is kept", func(r *model.Request) { r.Cut, r.Size, r.Body = model.CutAtBound, 900, r.Body[:44] }, "chat_accepted", "oversized malformed-json no-conversation", "900"},
		{"the sender left", func(r *model.Request) { r.Cut, r.Size, r.Body = model.CutBySender, 45, r.Body[:44] }, "chat_accepted", "truncated malformed-json no-conversation", "44 bytes of 45"},
		{"the sender left at once", func(r *model.Request) { r.Cut, r.Body = model.CutBySender, nil }, "POST /hook", "truncated", "0 bytes"},
		{"a form", func(r *model.Request) { r.Body = []byte("Body=hi&From=%2B1") }, "POST /hook", "not-json", "line 1, column 1"},
		{"invalid UTF-8", func(r *model.Request) {
			r.Body = []byte("{\"event_name\":\"offline_message\",\"chat_id\":1,\"message\":\"a\xffb\"}")
		}, "offline_message", "invalid-utf8", "line 1, column 57"},
		{"a comma is missing", func(r *model.Request) { r.Body = []byte("{\"event_name\":\"chat_accepted\"\n\"chat_id\":1}") }, "chat_accepted", "malformed-json", "line 1, column 30: missing comma"},
		{"several faults", func(r *model.Request) { r.Body = []byte("{'event_name':'chat_accepted'\n'chat_id':1,}") }, "chat_accepted", "malformed-json", ", and 4 more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := post(accepted)
			tt.change(r)
			e := parse(t, r)
			if e.Name != tt.event || codes(e) != tt.problems {
				t.Fatalf("got %q, problems %v", e.Name, e.Problems)
			}
			if !strings.Contains(e.Problems[0].Detail, tt.detail) {
				t.Errorf("detail %q lacks %q", e.Problems[0].Detail, tt.detail)
			}
		})
	}
}

// TestSeveralEvents: an array of documents is one request with several events.
func TestSeveralEvents(t *testing.T) {
	t.Parallel()
	r := post(`[{"event_name":"chat_accepted","chat_id":1},{"webhook":"on_user_new","user":{"id":1,"blinger_user_id":2}},{"odd":true}]`)
	r.Seq = 9
	events := platform.Default().Parse(r)
	if len(events) != 3 {
		t.Fatalf("%d events", len(events))
	}
	for i, want := range []string{"jivo", "blinger", "unknown"} {
		if e := events[i]; e.Platform != want || e.Part != i+1 || e.Seq != 9 || !e.Received.Equal(received) {
			t.Errorf("event %d: %s part %d seq %d", i, e.Platform, e.Part, e.Seq)
		}
	}
	if e := parseBody(t, `[{"event_name":"chat_accepted","chat_id":1}]`); e.Part != 0 {
		t.Errorf("the only event has part %d", e.Part)
	}
	if n := len(platform.Default().Parse(post("[" + strings.Repeat(`{"a":1},`, 999) + `{}]`))); n != 255 {
		t.Errorf("%d events, want 255: a row has one byte for the part", n)
	}
}

// TestDetailsAreBrief: what a detail or a problem quotes may be as long as a body.
func TestDetailsAreBrief(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ж", 40_000)
	for name, body := range map[string]string{
		"a name":          `{"event_name":"client_updated","client_id":1,"visitor":{"name":"` + long + `"}}`,
		"tags":            `{"event_name":"client_updated","client_id":1,"tags":["` + strings.Join(strings.Split(long[:8000], ""), `1","`) + `"]}`,
		"an event's name": `{"event_name":"` + long + `","chat_id":1,"widget_id":1}`,
		"attributes":      `{"event_name":"client_attribute_updated","client_id":1,"attributes":[` + strings.Repeat(`{"a":1},`, 9999) + `{}]}`,
	} {
		e := parseBody(t, body)
		if len(e.Detail) > 520 {
			t.Errorf("%s: a detail of %d bytes", name, len(e.Detail))
		}
		for _, p := range e.Problems {
			if len(p.Detail) > 520 {
				t.Errorf("%s: a problem of %d bytes", name, len(p.Detail))
			}
		}
	}
}

// TestBodyMayBeUsedAgain: events keep nothing of the request's buffer.
func TestBodyMayBeUsedAgain(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures(t, "*") {
		r := post(fixture(t, name))
		before := platform.Default().Parse(r)
		want := sheets(before)
		for i := range r.Body {
			r.Body[i] = '#'
		}
		if got := sheets(before); got != want {
			t.Errorf("%s: changed with the buffer:\n%s", name, got)
		}
	}
}

// TestOneRegistryForAll: handlers share a registry.
func TestOneRegistryForAll(t *testing.T) {
	t.Parallel()
	g := platform.Default()
	names := fixtures(t, "*")
	bodies := make([]string, len(names))
	for i, name := range names {
		bodies[i] = fixture(t, name)
	}
	var all sync.WaitGroup
	results := make([]string, 4)
	for i := range results {
		all.Go(func() {
			for _, body := range bodies {
				results[i] += sheets(g.Parse(post(body)))
			}
		})
	}
	all.Wait()
	for i, r := range results {
		if r != results[0] || r == "" {
			t.Errorf("reader %d read something else", i)
		}
	}
}

func sheets(events []model.Event) string {
	var b strings.Builder
	for i := range events {
		b.WriteString(text(events[i]))
	}
	return b.String()
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	g := platform.Default()
	for name, want := range map[string]string{"jivo": `{"result":"ok"}`, "blinger": "", "ebbot": "", "acquire": "", "unknown": ""} {
		reply := g.Answer([]model.Event{{Platform: name}})
		if reply.Status != 200 || string(reply.Body) != want {
			t.Errorf("%s: %d %q", name, reply.Status, reply.Body)
		}
	}
	if reply := g.Answer(nil); reply.Status != 200 {
		t.Errorf("no events: %d", reply.Status)
	}
	reply := g.Answer([]model.Event{{Platform: "jivo"}})
	if len(reply.Header) != 1 || reply.Header[0] != (model.Field{Name: "Content-Type", Value: "application/json"}) {
		t.Errorf("header %v", reply.Header)
	}
	reply.Body[2] = '#' // an answer belongs to whoever asked for it
	if again := g.Answer([]model.Event{{Platform: "jivo"}}); string(again.Body) != `{"result":"ok"}` {
		t.Errorf("answers share their bytes: %q", again.Body)
	}
}
