package platform_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/platform"
)

// heard is a capture of bodies, each sent to its path.
type heard struct {
	t      *testing.T
	index  *model.Conversations
	events []model.Event
}

func hear(t *testing.T, bodies ...string) *heard {
	t.Helper()
	h := &heard{t: t, index: model.NewConversations()}
	for _, body := range bodies {
		h.post("/hook", body)
	}
	return h
}

func (h *heard) post(path, body string) {
	h.t.Helper()
	r := post(body)
	r.Target, r.Received = path, received.Add(time.Duration(len(h.events))*10*time.Second)
	events := platform.Default().Parse(r)
	if len(events) != 1 {
		h.t.Fatalf("%d events in %s", len(events), body)
	}
	events[0].Seq, events[0].Received = uint64(len(h.events)+1), r.Received
	h.index.Extend(events, model.Delivered{Body: r.Body, Status: 200})
	h.events = append(h.events, events...)
}

func (h *heard) timeline(key string) model.Timeline {
	h.t.Helper()
	var own []model.Event
	for _, e := range h.events {
		if e.Key() == key {
			own = append(own, e)
		}
	}
	if len(own) == 0 {
		h.t.Fatalf("nothing of %s", key)
	}
	return model.Rebuild(key, own, h.index.Evidence(key))
}

func (h *heard) wantPeople(key string, want ...string) {
	h.t.Helper()
	var got []string
	for _, p := range h.timeline(key).Participants {
		got = append(got, fmt.Sprintf("%s %s %s", p.Role, p.ID, p.Name))
	}
	if !slices.Equal(got, want) {
		h.t.Errorf("%s: participants %q, want %q", key, got, want)
	}
}

func (h *heard) wantLinks(key string, want ...string) {
	h.t.Helper()
	if got := h.timeline(key).Links; !slices.Equal(got, want) {
		h.t.Errorf("%s links to %q, want %q", key, got, want)
	}
}

func TestOnePersonUnderSeveralIDs(t *testing.T) {
	t.Parallel()
	const mira, tomas = "customer 612 Mira Lindqvist", "agent 23 Tomas Reyes"
	t.Run("Blinger: from_user.user_id, from_user_id and blinger_user_id", func(t *testing.T) {
		t.Parallel()
		message := fixture(t, "blinger/on_message_incoming")
		bare := replaced(message, `"user_id": 612,`, "", `"message_id": 1810`, `"message_id": 1811`, `"id": 1810`, `"id": 1811`)
		closed := replaced(fixture(t, "blinger/on_conversation_closed"), `"id": 291`, `"id": 290`)
		h := hear(t, message, bare, closed)
		h.wantPeople("blinger:290", mira, tomas)
	})
	t.Run("Blinger: ids as numbers and as strings", func(t *testing.T) {
		t.Parallel()
		message := fixture(t, "blinger/on_message_incoming")
		again := replaced(message, `: 612`, `: "612"`, `"id": 23`, `"id": "23"`, `"message_id": 1810`, `"message_id": 1811`, `"id": 1810`, `"id": 1811`)
		hear(t, message, again).wantPeople("blinger:290", mira, tomas)
	})
	t.Run("Jivo: visitor.number and client_id, as numbers and as strings", func(t *testing.T) {
		t.Parallel()
		h := hear(t, fixture(t, "jivo/client_updated"), fixture(t, "jivo/client_attribute_updated"), fixture(t, "jivo/created_deal"))
		h.wantPeople("jivo:client:5120", "customer 5120 Mira Lindqvist")
		text := replaced(fixture(t, "jivo/chat_finished"), `"number": "5120"`, `"number": 5120`)
		h = hear(t, fixture(t, "jivo/chat_accepted"), text)
		if first := h.timeline("jivo:9107").Participants[0]; first.ID != "5120" {
			t.Errorf("participants %v", h.timeline("jivo:9107").Participants)
		}
	})
	t.Run("Jivo: agent.id, agents[].id and messages[].agent_id, as numbers and as strings", func(t *testing.T) {
		t.Parallel()
		finished := fixture(t, "jivo/chat_finished")
		accepted := `{"event_name":"chat_accepted","widget_id":"7141","chat_id":9107,"visitor":{"number":"5120","name":"Mira Lindqvist"},"agent":{"id":"88","name":"Tomas Reyes"}}`
		for _, body := range []string{accepted, replaced(accepted, `"88"`, `88`)} {
			for _, end := range []string{finished, replaced(finished, `"id": "88"`, `"id": 88`, `"agent_id": 88`, `"agent_id": "88"`)} {
				hear(t, body, end).wantPeople("jivo:9107", "customer 5120 Mira Lindqvist", "agent 88 Tomas Reyes", "agent 12 Anna Holm")
			}
		}
	})
	t.Run("Acquire: agent-88 beside id_real 88", func(t *testing.T) {
		t.Parallel()
		h := hear(t, fixture(t, "acquire/CHAT_ON_START"), fixture(t, "acquire/CHAT_ON_ACCEPT"), fixture(t, "acquire/CHAT_ON_MESSAGE"),
			fixture(t, "acquire/CHAT_ON_MESSAGE-string"), fixture(t, "acquire/CHAT_ON_CLOSE"))
		h.wantPeople("acquire:31877", "agent agent-88 Tomas Reyes", "customer visitor-5120 Mira Lindqvist")
	})
	t.Run("Ebbot: the user's id is no message id", func(t *testing.T) {
		t.Parallel()
		first := `{"topic":"chat.user.message","botId":"b-1","data":{"id":"u-77","chatId":"c-9","sender":"user","type":"text","value":"hello","timestamp":"1764841200000.1"},"requestId":"r-1","timestamp":1764841200001}`
		second := replaced(first, "hello", "anybody?", "r-1", "r-2", "1764841200", "1764841260")
		create := `{"topic":"chat.create","botId":"b-1","data":{"id":"c-9","type":"web","status":"ongoing","user":{"id":"u-77","first_name":"Mira"}},"requestId":"r-0","timestamp":1764841199000}`
		h := hear(t, create, first, second)
		h.wantPeople("ebbot:c-9", "customer u-77 Mira")
		if tl := h.timeline("ebbot:c-9"); len(tl.Entries) != 3 || len(tl.Problems) != 0 {
			t.Errorf("%d entries, problems %v", len(tl.Entries), tl.Problems)
		}
	})
}

func TestTwoPeopleAreNeverOne(t *testing.T) {
	t.Parallel()
	t.Run("one name, two ids", func(t *testing.T) {
		t.Parallel()
		message := fixture(t, "blinger/on_message_incoming")
		other := replaced(message, `: 612`, `: 613`, `"message_id": 1810`, `"message_id": 1811`, `"id": 1810`, `"id": 1811`)
		hear(t, message, other).wantPeople("blinger:290", "customer 612 Mira Lindqvist", "agent 23 Tomas Reyes", "customer 613 Mira Lindqvist")
	})
	t.Run("Blinger: user.id is another id space", func(t *testing.T) {
		t.Parallel()
		joined := replaced(fixture(t, "blinger/on_user_new"), `"blinger_user_id": 612`, `"blinger_user_id": 901`)
		message := fixture(t, "blinger/on_message_incoming")
		h := hear(t, joined, replaced(message, `: 612`, `: `+blingerUserID(t)))
		h.wantLinks("blinger:user:901")
	})
	t.Run("two visitors of different sources", func(t *testing.T) {
		t.Parallel()
		h := hear(t)
		accepted := fixture(t, "jivo/chat_accepted")
		h.post("/jivo/@north", accepted)
		h.post("/jivo/@south", replaced(accepted, "Mira Lindqvist", "Somebody Else"))
		for key, name := range map[string]string{"jivo@north:9107": "Mira Lindqvist", "jivo@south:9107": "Somebody Else"} {
			if who := h.timeline(key).Participants[0]; who.Name != name {
				t.Errorf("%s is with %v", key, who)
			}
			h.wantLinks(key, key[:strings.IndexByte(key, ':')]+":client:5120")
		}
	})
	t.Run("Jivo: who answers for the client did not take the chat", func(t *testing.T) {
		t.Parallel()
		body := `{"event_name":"chat_accepted","widget_id":"7141","chat_id":9107,"visitor":{"number":"5120"},"agent":{"id":"88"},"assigned_agent":{"id":12,"name":"Anna Holm"}}`
		hear(t, body).wantPeople("jivo:9107", "customer 5120 ", "agent 88 ")
	})
}

// blingerUserID is the user.id of the fixture.
func blingerUserID(t *testing.T) string {
	t.Helper()
	_, rest, _ := strings.Cut(fixture(t, "blinger/on_user_new"), `"id": `)
	id, _, ok := strings.Cut(rest, ",")
	if !ok {
		t.Fatal("the fixture has no user.id")
	}
	return id
}

// TestClientsAreReached: what names a client only is reached from the client's chats,
// and these from each other.
func TestClientsAreReached(t *testing.T) {
	t.Parallel()
	t.Run("Blinger", func(t *testing.T) {
		t.Parallel()
		message := fixture(t, "blinger/on_message_incoming")
		flat := fixture(t, "blinger/on_message_incoming-flat")
		h := hear(t, fixture(t, "blinger/on_user_new"), message, fixture(t, "blinger/on_conversation_assigned"), flat, fixture(t, "blinger/on_comment_outgoing"))
		h.wantLinks("blinger:290", "blinger:291", "blinger:user:612")
		h.wantLinks("blinger:291", "blinger:290", "blinger:user:612")
		h.wantLinks("blinger:user:612", "blinger:290", "blinger:291")
		h.wantPeople("blinger:user:612", "customer 612 Mira Lindqvist")
	})
	t.Run("Jivo", func(t *testing.T) {
		t.Parallel()
		accepted := fixture(t, "jivo/chat_accepted")
		h := hear(t, fixture(t, "jivo/client_updated"), accepted, replaced(accepted, "9107", "9108"), fixture(t, "jivo/created_deal"), fixture(t, "jivo/completed_task"))
		h.wantLinks("jivo:9107", "jivo:9108", "jivo:client:5120")
		h.wantLinks("jivo:client:5120", "jivo:9107", "jivo:9108")
		if n := len(h.timeline("jivo:client:5120").Entries); n != 3 {
			t.Errorf("the client has %d entries", n)
		}
	})
	t.Run("a client without a chat has no status and no times", func(t *testing.T) {
		t.Parallel()
		h := hear(t, fixture(t, "blinger/on_user_new"), fixture(t, "jivo/client_updated"))
		for _, key := range []string{"blinger:user:612", "jivo:client:5120"} {
			sum, ok := h.index.Summary(key)
			if !ok || sum.Status != model.StatusNone || sum.Messages != 0 || sum.Times != (model.Times{}) || sum.Customer.Name != "Mira Lindqvist" {
				t.Errorf("%s: %+v", key, sum)
			}
		}
	})
}
