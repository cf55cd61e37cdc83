package platform

import (
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// jivoBotEvents lists what the Bot API sends to a bot. AGENT_JOINED is known from
// public bots only.
func jivoBotEvents() []EventType {
	return []EventType{
		{"CLIENT_MESSAGE", model.KindMessage, "the client wrote to the bot"},
		{"AGENT_JOINED", model.KindStatus, "an agent took the chat over from the bot"},
		{"AGENT_UNAVAILABLE", model.KindActivity, "no agent can take the chat over"},
		{"CHAT_CLOSED", model.KindStatus, "the chat ended"},
	}
}

func isBotEvent(name string) bool {
	switch name {
	case "CLIENT_MESSAGE", "AGENT_JOINED", "AGENT_UNAVAILABLE", "CHAT_CLOSED":
		return true
	}
	return false
}

// recogniseBot looks for an event of the Bot API. Many platforms have a member
// "event"; the capitals and the two ids are Jivo's.
func (p jivo) recogniseBot(doc laxjson.Value) Confidence {
	event := doc.Get("event")
	if event.Kind() != laxjson.String {
		return None
	}
	name, _ := fold(event.Text())
	chat, client := doc.Get("chat_id").Exists(), doc.Get("client_id").Exists()
	switch {
	case isBotEvent(name) && (chat || client):
		return Certain
	case chat && client && name == strings.ToUpper(name):
		return Likely
	}
	return None
}

// jivoBot reads the Bot API. Nothing says that its client_id and a visitor's number
// are one id space, so the chat is not linked to a client.
func jivoBot(e *model.Event, name string, doc laxjson.Value) {
	sender, message := doc.Get("sender"), doc.Get("message")
	e.Conversation = doc.Get("chat_id").ID()
	e.RequestID = doc.Get("id").ID()
	e.Channel = firstID(doc.At("channel", "id"), doc.Get("site_id"), doc.Get("widget_id"))
	e.Customer = person(model.RoleCustomer, doc.Get("client_id"), sender.Get("name"))
	e.Occurred = clock(message.Get("timestamp"))
	if e.Occurred.IsZero() {
		e.Occurred = clock(doc.Get("timestamp"))
	}
	e.Identified = e.RequestID != "" || !e.Occurred.IsZero()
	switch name {
	case "CLIENT_MESSAGE":
		jivoBotMessage(e, message)
	case "AGENT_JOINED":
		agent := doc.Get("agent")
		e.Agent = person(model.RoleAgent, agent.Get("id"), agent.Get("name"))
		if e.Agent.IsZero() {
			e.Agent = person(model.RoleAgent, doc.Get("agent_id"), doc.Get("agent_name"))
		}
		e.Actor = model.Person{Role: model.RoleAgent, ID: e.Agent.ID, Name: e.Agent.Name}
		e.Step, e.Status, e.Detail = model.StepAccepts, model.StatusAssigned, "took the chat over from the bot"
	case "AGENT_UNAVAILABLE":
		e.Detail = "no agent is available"
	case "CHAT_CLOSED":
		e.Step, e.Status, e.Detail = model.StepCloses, model.StatusClosed, "closed"
	}
}

func jivoBotMessage(e *model.Event, message laxjson.Value) {
	e.Actor = model.Person{Role: model.RoleCustomer, ID: e.Customer.ID, Name: e.Customer.Name}
	m := model.Message{
		ID: firstID(message.Get("id"), message.Get("message_id")), Kind: model.KindMessage, Role: model.RoleCustomer, Sender: e.Customer.ID, Name: e.Customer.Name,
		Type: message.Get("type").Text(), Text: textOf(message.Get("text")), At: clock(message.Get("timestamp")),
	}
	if message.Kind() == laxjson.String {
		m.Text = message.Text()
	}
	if file := firstID(message.Get("file"), message.Get("url")); file != "" {
		m.Files = []model.Attachment{{Name: message.Get("file_name").Text(), Type: message.Get("mime_type").Text(), URL: file}}
	}
	for button := range each(message.Get("buttons")) {
		if label := firstID(button.Get("text"), button.Get("title")); label != "" {
			m.Buttons = append(m.Buttons, label)
		}
	}
	e.Messages = []model.Message{m}
}
