package simulate

import (
	"fmt"

	"offhook/model"
)

// enlist keeps a message for the list: visitor and agent are the only types that the
// documents have. An agent's id is a number here and a string elsewhere.
func (j *jivoTeller) enlist(i int, a Act) {
	entry := object{"message", a.Text, "timestamp", a.At.Unix()}
	switch a.By.Role {
	case model.RoleCustomer:
		j.said.add(i, append(entry, "type", "visitor"))
	case model.RoleAgent:
		j.said.add(i, append(entry, "type", "agent", "agent_id", a.By.ID))
	}
}

// finish tells the end of a chat with all that was said: of the whole chat, or only
// what came since the end before. The documents do not say which of them a chat
// brings that goes on after its end. The rating is no entry of the list.
func (j *jivoTeller) finish(i int, a Act) {
	messages, listed := j.said.take()
	chat := object{"messages", messages, "blacklisted", false}
	live, rate := []int{i}, any(nil)
	if j.rated >= 0 {
		live, rate = []int{j.rated, i}, thumb(j.scene.Acts[j.rated].Rating)
	}
	chat = append(chat, "rate", rate)
	if j.invited >= 0 {
		listed = append([]int{j.invited}, listed...)
		chat = append(chat, "invitation", j.invitation(j.scene.Acts[j.invited].Text))
	}
	if !j.said.whole {
		j.rated, j.invited = -1, -1
	}
	body := append(j.chat("chat_finished", false), j.session()...)
	body = append(body, "agents", j.people(), "chat", chat, "plain_messages", "", "html_messages", "")
	j.tell("chat_finished", a.At, body, live, listed)
}

func (j *jivoTeller) people() list {
	people := make(list, 0, len(j.agents))
	for _, p := range j.agents {
		people = append(people, jivoPerson(p))
	}
	return people
}

// thumb is a rating as Jivo has it.
func thumb(rating int) string {
	if rating < 3 {
		return "negative"
	}
	return "positive"
}

// deal tells of the client in the CRM: first a deal, then deals and tasks.
func (j *jivoTeller) deal(i int, a Act) {
	client, agent := object{"client_id", j.scene.Customer.ID}, j.agentOf(a)
	title := a.Text
	if title == "" {
		title = j.scene.Topic
	}
	if task := j.chance(50); task && j.deals > 0 {
		j.tell("created_task", a.At, object{
			"event_name", "created_task", "text", title, "status", "active", "task_id", j.base + i, "agent", object{"agent_id", agent},
			"client", client, "notify_ts", a.At.Unix() + 3600, "created_ts", a.At.Unix(), "updated_ts", a.At.Unix(), "show_notification", 1,
			"creator_agent", object{"creator_agent_id", agent}, "deal", object{"deal_id", j.deals},
		}, []int{i}, nil)
		return
	}
	j.deals = j.base + i
	j.tell("created_deal", a.At, object{
		"event_name", "created_deal", "deal_id", j.deals, "client", client, "title", title, "text", "from chat " + j.scene.ID, "amount", 12900,
		"pipeline", object{
			"pipeline_id", 1, "pipeline_status", object{"pipeline_status_id", 2}, "pipeline_reject_reason", object{"pipeline_reject_reason_id", nil},
		},
		"assigned_agent", object{"assigned_agent_id", agent}, "created_ts", a.At.Unix(), "closed_ts", nil, "creator_agent", object{"creator_agent_id", agent},
	}, []int{i}, nil)
}

// agentOf is the id of the agent who did something about the client, else of the one
// who has the chat; CRM webhooks write it as a number.
func (j *jivoTeller) agentOf(a Act) any {
	switch {
	case isAgent(a.By):
		return a.By.ID
	case isAgent(j.agent):
		return j.agent.ID
	}
	return nil
}

// bot sends an event of the Bot API, whose ids are strings. Its messages have no id
// but the delivery's.
func (j *jivoTeller) bot(i int, a Act, event string) {
	customer := fmt.Sprint(j.scene.Customer.ID)
	body := object{
		"event", event, "id", j.uuid(), "site_id", j.site, "client_id", customer, "chat_id", j.scene.ID, "agents_online", j.online,
		"sender", object{"id", customer, "name", j.scene.Customer.Name, "has_contacts", j.scene.Customer.Phone != ""},
		"channel", object{"id", j.widget, "type", "widget"},
	}
	switch event {
	case "CLIENT_MESSAGE":
		message := object{"type", "TEXT", "text", a.Text, "timestamp", a.At.Unix()}
		if len(a.Files) > 0 { // one message has one file
			f := a.Files[0]
			message = object{"type", "DOCUMENT", "text", a.Text, "file", f.URL, "file_name", f.Name, "mime_type", f.Type, "timestamp", a.At.Unix()}
		}
		body = append(body, "message", message)
	case "AGENT_JOINED":
		body = append(body, "agent", object{"id", fmt.Sprint(j.agent.ID), "name", j.agent.Name})
	case "CHAT_CLOSED":
		body = append(body, "timestamp", a.At.Unix())
	}
	j.tell(event, a.At, body, []int{i}, nil)
}
