package simulate

import (
	"fmt"
	"time"

	"offhook/model"
)

// jivoChat is what the bodies of one Jivo chat agree on. Jivo sends no message
// while the chat goes on; all of them come with its end.
type jivoChat struct {
	*chat
	id, deal, chats int
	widget          string
	messages        list
}

func (c *chat) jivo() {
	j := jivoChat{chat: c, id: c.id(100_000), deal: c.id(1000), chats: 1 + c.rng.IntN(5), widget: pick(c.rng, []string{"4410", "4411"})}
	switch {
	case c.chance(15):
		j.offline()
	case c.chance(25):
		j.phone()
	default:
		j.talk()
	}
}

func (j *jivoChat) talk() {
	accepted := false
	for _, t := range j.dialogue.turns {
		if t.note || t.role == model.RoleBot { // of both Jivo's webhooks say nothing
			continue
		}
		j.typing(t.text)
		if t.role == model.RoleAgent && !accepted {
			accepted = true
			j.event("chat_accepted", j.here()...)
			j.wait(time.Second, 3*time.Second)
			j.tell("chat_updated", 40, j.here()...)
		}
		j.say(t)
	}
	j.after()
	j.wait(2*time.Second, 6*time.Second)
	j.finish()
}

// tell sends an event in some of the chats.
func (j *jivoChat) tell(name string, percent int, rest ...any) {
	if j.chance(percent) {
		j.event(name, rest...)
		j.wait(time.Second, 3*time.Second)
	}
}

func (j *jivoChat) say(t turn) {
	entry := object{"message", t.text, "timestamp", j.now.Unix(), "type", "visitor"}
	if t.role == model.RoleAgent {
		entry = object{"message", t.text, "timestamp", j.now.Unix(), "type", "agent", "agent_id", j.agent.ID}
	}
	j.messages = append(j.messages, entry)
}

// after is what the agent writes down about the client.
func (j *jivoChat) after() {
	j.wait(time.Second, 3*time.Second)
	if j.chance(40) {
		j.send(append(object{"event_name", "client_updated"}, append(j.common(), "client_id", fmt.Sprint(j.customer.ID))...))
		j.wait(time.Second, 3*time.Second)
	}
	if j.chance(30) {
		j.crm("created_deal", "deal_id", j.deal, "client", object{"client_id", j.customer.ID}, "title", j.dialogue.topic, "text", "from chat "+fmt.Sprint(j.id), "amount", 12900,
			"pipeline", object{"pipeline_id", 1, "pipeline_status", object{"pipeline_status_id", 2}}, "assigned_agent", object{"assigned_agent_id", j.agent.ID},
			"created_ts", j.now.Unix(), "closed_ts", nil, "creator_agent", object{"creator_agent_id", j.agent.ID})
	}
	if j.chance(30) {
		j.crm("created_task", "text", "Call back about: "+j.dialogue.topic, "status", "active", "task_id", j.id%1000+1, "agent", object{"agent_id", j.agent.ID},
			"client", object{"client_id", j.customer.ID}, "notify_ts", j.now.Add(time.Hour).Unix(), "created_ts", j.now.Unix(), "updated_ts", j.now.Unix(),
			"show_notification", 1, "creator_agent", object{"creator_agent_id", j.agent.ID}, "deal", object{"deal_id", j.deal})
	}
}

func (j *jivoChat) crm(name string, rest ...any) {
	j.send(append(object{"event_name", name}, rest...))
	j.wait(time.Second, 4*time.Second)
}

func (j *jivoChat) finish() {
	var rate any
	if j.dialogue.rating > 0 {
		rate = "positive"
		if j.dialogue.rating < 3 {
			rate = "negative"
		}
	}
	j.event("chat_finished", append(j.session(), "agents", list{j.person()},
		"chat", object{"messages", j.messages, "blacklisted", false, "rate", rate}, "plain_messages", "", "html_messages", "")...)
}

func (j *jivoChat) offline() {
	first := j.dialogue.turns[0]
	j.typing(first.text)
	j.event("offline_message", append(j.session(), "message", first.text, "offline_message_id", j.now.UnixMilli())...)
}

// phone is a call back from the beginning to the end.
func (j *jivoChat) phone() {
	for _, status := range []string{"start", "agent_connected", "client_connected", "end"} {
		call := object{"type", "callback", "phone", j.customer.Phone, "status", status}
		if status == "end" {
			j.wait(5*time.Second, 20*time.Second)
			call = append(call, "record_url", "https://records.example/"+fmt.Sprint(j.id)+".mp3")
		}
		j.event("call_event", append(j.here(), "call", call)...)
		j.wait(2*time.Second, 6*time.Second)
	}
}

// event sends an event of the chat.
func (j *jivoChat) event(name string, rest ...any) {
	body := append(object{"event_name", name}, j.common()...)
	j.send(append(append(body, "chat_id", j.id, "topic", object{"topic_id", 3, "title", j.dialogue.topic, "parent_id", 1}), rest...))
}

func (j *jivoChat) common() object {
	return object{
		"widget_id", j.widget, "visitor", object{
			"name", j.customer.Name, "email", j.customer.Email, "phone", j.customer.Phone, "description", "", "number", fmt.Sprint(j.customer.ID),
			"social", object{}, "chats_count", j.chats,
		},
		"organization", nil, "status", nil, "assigned_agent", nil, "tags", list{object{"id", "7", "title", j.dialogue.topic}},
	}
}

func (j *jivoChat) here() object {
	return append(j.session(), "department", object{"id", 21, "name", "Harbour desk"}, "agent", j.person())
}

func (j *jivoChat) session() object {
	return object{
		"session", object{
			"geoip", object{"city", j.customer.City, "latitude", "0.0000", "longitude", "0.0000"}, "utm", "source=newsletter|medium=email",
			"utm_json", object{"source", "newsletter", "medium", "email"}, "ip_addr", "198.51.100.7", "user_agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)",
		},
		"page", object{"url", "https://tidewater.example/help", "title", "Help – Tidewater"}, "analytics", object{},
	}
}

func (j *jivoChat) person() object {
	return object{"id", fmt.Sprint(j.agent.ID), "name", j.agent.Name, "email", j.agent.Email, "phone", "+12025550100"}
}
