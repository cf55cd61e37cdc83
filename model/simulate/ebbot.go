package simulate

import (
	"fmt"
	"time"

	"offhook/model"
)

// ebbotChat is what the bodies of one Ebbot chat agree on.
type ebbotChat struct {
	*chat
	bot, id, user string
	human         bool // an agent handles it
	conversation  list
}

func (c *chat) ebbot() {
	e := ebbotChat{chat: c, bot: "tidewater-" + pick(c.rng, []string{"web", "app"}), user: c.uuid()}
	e.id = fmt.Sprintf("%d.%03d.%s", c.now.Unix(), c.now.Nanosecond()/1e6, c.uuid())
	e.open()
	for _, t := range c.dialogue.turns {
		if !t.note { // Ebbot has no notes
			e.turn(t)
		}
	}
	e.close()
}

func (e *ebbotChat) open() {
	user := object{"first_name", e.customer.first, "last_name", e.customer.last}
	e.event("chat.create", object{"id", e.id, "type", "web", "status", "ongoing", "user", user})
	e.wait(100*time.Millisecond, 600*time.Millisecond)
	e.event("chat.data.update", object{
		"id", e.id, "time_before_start", 3, "os", "Linux", "user_last_input", "", "current_host", "tidewater.example", "clientIp", "192.0.2.44",
		"browser", "firefox", "current_page", "https://tidewater.example/help", "platform", "web",
	})
	e.wait(300*time.Millisecond, time.Second)
	scenario := e.uuid()
	e.entry(e.uuid(), "user", "scenario", object{"scenario", scenario})
	e.event("chat.scenario.run", object{"chatId", e.id, "scenario", object{"id", scenario, "name", "welcome", "states", 1}})
}

func (e *ebbotChat) turn(t turn) {
	e.typing(t.text)
	switch t.role {
	case model.RoleCustomer:
		e.message("user", "text", t.text)
	case model.RoleBot:
		if len(t.buttons) == 0 {
			e.message("bot", "text", t.text)
			return
		}
		e.message("bot", "url", object{"description", t.text, "urls", e.buttons(t.buttons)})
	default:
		if !e.human {
			e.handOver()
		}
		e.message("agent", "text", t.text)
	}
}

func (e *ebbotChat) buttons(labels []string) list {
	var buttons list
	for _, label := range labels {
		buttons = append(buttons, object{"id", e.uuid(), "label", label, "type", "scenario", "next", object{"scenario", e.uuid(), "state", e.uuid()}})
	}
	return buttons
}

// handOver gives the chat from the bot to an agent.
func (e *ebbotChat) handOver() {
	e.human = true
	e.message("system", "text_info", e.agent.name+" has joined the chat")
	e.wait(100*time.Millisecond, 400*time.Millisecond)
	e.send(object{
		"topic", "chat.update", "botId", e.bot, "chat", object{
			"id", e.id, "botId", e.bot, "companyId", "tidewater", "name", e.customer.name(), "integration_type", "web", "scenario", nil, "type", "handover",
			"status", "ongoing", "statusTimestamp", seconds(e.now), "chatUserId", e.user, "handled_by", "agent", "handledByAgentTimestamp", seconds(e.now),
			"userId", fmt.Sprint(e.agent.id), "last_message", seconds(e.now), "new_messages", false, "language", e.dialogue.language, "nps", nil, "rating", nil,
			"participants", list{}, "agents", list{object{"id", fmt.Sprint(e.agent.id), "name", e.agent.name}},
			"createdAt", e.now.Add(-time.Minute).Format("2006-01-02T15:04:05.000Z"), "updatedAt", e.now.Format("2006-01-02T15:04:05-07:00"), "supervised", false,
		},
		"context", e.context(), "requestId", e.uuid(), "timestamp", e.now.UnixMilli(),
	})
	e.wait(time.Second, 3*time.Second)
}

func (e *ebbotChat) close() {
	if e.dialogue.rating > 0 {
		e.wait(time.Second, 2*time.Second)
		e.message("bot", "rating_request", object{"question", "How did we do?"})
		e.wait(2*time.Second, 5*time.Second)
		e.message("user", "rating", object{"rating", e.dialogue.rating})
	}
	e.wait(2*time.Second, 6*time.Second)
	e.event("chat.close", object{"id", e.id, "conversation", e.conversation})
}

// message sends a message live and keeps it for the transcript. An agent's live
// message states seconds, everyone else's milliseconds.
func (e *ebbotChat) message(sender, typ string, value any) {
	id, at := e.uuid(), fmt.Sprintf("%d.%09d", e.now.UnixMilli(), e.rng.IntN(1e9))
	if sender == "agent" {
		at = seconds(e.now)
	}
	e.entry(id, sender, typ, value)
	e.event("chat."+sender+".message", object{"chatId", e.id, "sender", sender, "value", value, "type", typ, "id", id, "timestamp", at})
}

func (e *ebbotChat) entry(id, sender, typ string, value any) {
	e.conversation = append(e.conversation, object{"id", id, "sender", sender, "type", typ, "value", value, "timestamp", seconds(e.now)})
}

func seconds(t time.Time) string { return fmt.Sprintf("%d.%09d", t.Unix(), t.Nanosecond()) }

func (e *ebbotChat) event(topic string, data object) {
	request := e.uuid()
	e.send(object{
		"topic", topic, "botId", e.bot, "data", data, "context", append(e.context(), "request_id", request), "requestId", request, "timestamp", e.now.UnixMilli(),
	})
}

func (e *ebbotChat) context() object {
	return object{"company_id", "tidewater", "user_id", "", "impersonated_user_id", ""}
}
