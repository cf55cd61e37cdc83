package platform

import (
	"offhook/model"
	"offhook/model/laxjson"
)

// jivoFinished reads chat_finished: the only place where Jivo's webhooks have the
// texts of a chat. An invitation that the visitor was shown comes before them.
func jivoFinished(e *model.Event, doc laxjson.Value) {
	e.Step, e.Status = model.StepCloses, model.StatusClosed
	chat := doc.Get("chat")
	agents := jivoAgents(doc.Get("agents"))
	if invitation := jivoInvitation(chat.Get("invitation")); invitation != "" {
		e.Messages = append(e.Messages, model.Message{Kind: model.KindActivity, Role: model.RoleSystem, Type: "invitation", Text: invitation})
	}
	for entry := range each(chat.Get("messages")) {
		if entry.Cut() { // half of it may seem to be another one
			continue
		}
		m := jivoEntry(e, entry, agents)
		if m.Role == model.RoleAgent && m.Sender != "" {
			e.Agent = model.Person{Role: model.RoleAgent, ID: m.Sender, Name: m.Name}
		}
		e.Identified = e.Identified || !m.At.IsZero()
		e.Messages = append(e.Messages, m)
	}
	if e.Agent.IsZero() {
		for agent := range each(doc.Get("agents")) {
			e.Agent = person(model.RoleAgent, agent.Get("id"), agent.Get("name"))
		}
	}
	blocked := ""
	if blacklisted, _ := chat.Get("blacklisted").Bool(); blacklisted {
		blocked = "visitor blocked"
	}
	e.Detail = closed(e.Messages, prefixed("rated ", chat.Get("rate").ID()), blocked)
}

func jivoEntry(e *model.Event, entry laxjson.Value, agents map[string]string) model.Message {
	m := model.Message{Kind: model.KindMessage, Role: model.RoleCustomer, Text: textOf(entry.Get("message")), At: clock(entry.Get("timestamp"))}
	agent := entry.Get("agent_id").ID()
	switch sender := entry.Get("type").Text(); {
	case sender == "agent", sender == "" && agent != "":
		m.Role, m.Sender, m.Name = model.RoleAgent, agent, agents[agent]
		return m
	case sender == "bot":
		m.Role = model.RoleBot
		return m
	case sender == "system":
		m.Role = model.RoleSystem
		return m
	}
	m.Sender, m.Name = e.Customer.ID, e.Customer.Name
	return m
}

// jivoAgents is what the agents are called, by id as text: it is a string here and a
// number in the messages.
func jivoAgents(agents laxjson.Value) map[string]string {
	names := make(map[string]string, agents.Len())
	for agent := range each(agents) {
		if id := agent.Get("id").ID(); id != "" {
			names[id] = agent.Get("name").Text()
		}
	}
	return names
}

// jivoInvitation is the text of an invitation; its form is not documented.
func jivoInvitation(v laxjson.Value) string {
	if v.Kind() == laxjson.Object {
		return firstID(v.Get("text"), v.Get("message"), v.Get("title"))
	}
	return v.ID()
}
