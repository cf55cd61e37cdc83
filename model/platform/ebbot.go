package platform

import (
	"net/http"
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// ebbot reads the outgoing webhooks of Ebbot (its page "Outgoing webhooks").
type ebbot struct{ events []EventType }

func newEbbot() ebbot {
	return ebbot{[]EventType{
		{"chat.create", model.KindStatus, "a chat began"},
		{"chat.update", model.KindStatus, "something about the chat changed; says its whole state"},
		{"chat.data.update", model.KindActivity, "what is known of the visitor's session changed"},
		{"chat.user.update", model.KindContact, "what is known of the visitor changed"},
		{"chat.message", model.KindMessage, "anyone in the chat wrote"},
		{"chat.user.message", model.KindMessage, "the visitor wrote"},
		{"chat.bot.message", model.KindMessage, "the bot wrote"},
		{"chat.agent.message", model.KindMessage, "an agent wrote"},
		{"chat.system.message", model.KindMessage, "Ebbot itself wrote"},
		{"chat.scenario.run", model.KindActivity, "the bot ran a scenario"},
		{"chat.status.change", model.KindStatus, "the chat's status changed"},
		{"chat.close", model.KindTranscript, "the chat was closed; with its messages"},
	}}
}

func (ebbot) Name() string          { return "ebbot" }
func (ebbot) Answer() model.Reply   { return model.Reply{Status: http.StatusOK} }
func (p ebbot) Events() []EventType { return p.events }

// Recognise looks for "topic": "chat.…" beside an envelope. Intercom's topics are
// its own and its documents have a type; in Jivo's a topic is an object.
func (p ebbot) Recognise(doc laxjson.Value) Confidence {
	topic := doc.Get("topic")
	if topic.Kind() != laxjson.String {
		return None
	}
	name, _ := fold(topic.Text())
	enveloped := doc.Get("botId").Exists() || doc.Get("requestId").Exists()
	_, known := kindOf(p.events, name)
	switch {
	case enveloped && (known || strings.HasPrefix(name, "chat.")):
		return Certain
	case known && (doc.Get("data").Exists() || doc.Get("chat").Exists()):
		return Certain
	case enveloped && doc.Get("context").Kind() == laxjson.Object, known:
		return Likely
	}
	return None
}

func (p ebbot) Read(_ *model.Request, doc laxjson.Value) []model.Event {
	name, problems := eventName(doc.Get("topic"))
	if name == "" {
		return nil
	}
	events := []model.Event{{Name: name, Problems: problems, Actor: model.Person{Role: model.RoleSystem}}}
	e := &events[0]
	kind, known := kindOf(p.events, name)
	e.Kind = kind
	data := doc.Get("data")
	if data.Kind() != laxjson.Object { // chat.update has "chat" instead
		data = doc.Get("chat")
	}
	e.Conversation = ebbotChat(e.Kind, data)
	e.Channel = firstID(data.Get("integration_type"), doc.Get("botId"))
	e.RequestID = firstID(doc.Get("requestId"), doc.At("context", "request_id"))
	e.Occurred = clock(doc.Get("timestamp"))
	e.Identified = e.RequestID != "" || !e.Occurred.IsZero()
	ebbotTopic(e, data)
	if !known {
		unknownEvent(e, "Ebbot")
	}
	needsConversation(e)
	return events
}

// ebbotChat finds the id of the chat. In a message data.id is the message's.
func ebbotChat(kind model.Kind, data laxjson.Value) string {
	if kind == model.KindMessage {
		return firstID(data.Get("chatId"), data.Get("chat_id"))
	}
	return firstID(data.Get("chatId"), data.Get("chat_id"), data.Get("id"))
}

// ebbotTopic reads what the topics have of their own. The member type means
// something else in each of them.
func ebbotTopic(e *model.Event, data laxjson.Value) {
	switch e.Name {
	case "chat.create":
		e.Step, e.Detail = model.StepOpens, "the chat began"
		e.Channel = firstID(data.Get("type"), data.Get("integration_type"))
		e.Customer = ebbotVisitor(data.Get("user"))
		ebbotStatus(e, data)
	case "chat.update":
		ebbotUpdate(e, data)
	case "chat.status.change":
		e.Step = model.StepMoves
		ebbotStatus(e, data)
		e.Detail = sequence(prefixed("status: ", e.PlatformStatus), prefixed("by a ", data.Get("type").Text()))
		if supervised, _ := data.Get("supervised").Bool(); supervised {
			e.Detail = sequence(e.Detail, "supervised")
		}
	case "chat.data.update":
		e.Channel = firstID(data.Get("platform"), data.Get("integration_type"))
		e.Detail = sequence("session", data.Get("browser").Text(), data.Get("os").Text(), data.Get("current_page").Text())
	case "chat.user.update":
		e.Customer = ebbotVisitor(data.Get("user"))
		e.Detail = prefixed("contact: ", e.Customer.Label())
	case "chat.scenario.run":
		e.Actor.Role = model.RoleBot
		e.Detail = prefixed("ran the scenario ", firstID(data.At("scenario", "name"), data.At("scenario", "id")))
	case "chat.close":
		e.Step, e.Status = model.StepCloses, model.StatusClosed
		e.PlatformStatus = data.Get("status").Text()
		e.Messages = ebbotTranscript(data.Get("conversation"))
		e.Detail = closed(e.Messages, ebbotRating(e.Messages))
	default:
		if e.Kind == model.KindMessage {
			ebbotMessage(e, data)
		}
	}
}

// ebbotUpdate reads a chat's state: it repeats what the chat is rather than saying
// what changed, so "ongoing" may come beside an action "close_chat".
func ebbotUpdate(e *model.Event, chat laxjson.Value) {
	e.Step = model.StepRepeats
	e.Began = clock(chat.Get("createdAt"))
	user := chat.Get("chat_user")
	e.Customer = ebbotVisitor(unwrapped(user.Get("info")))
	if e.Customer.Name == "" {
		e.Customer.Name = chat.Get("name").Text()
	}
	if id := firstID(chat.Get("chatUserId"), user.Get("id")); id != "" {
		e.Customer.ID = id
	}
	if e.Customer.ID != "" || e.Customer.Name != "" {
		e.Customer.Role = model.RoleCustomer
	}
	for agent := range each(chat.Get("agents")) { // the latest comes last
		e.Agent = ebbotAgent(agent)
	}
	if e.Agent.IsZero() {
		e.Agent = person(model.RoleAgent, chat.Get("userId"), laxjson.Value{})
	}
	ebbotStatus(e, chat)
	handler := chat.Get("handled_by").Text()
	if handler == "agent" && e.Status == model.StatusOpen {
		e.Status = model.StatusAssigned
	}
	e.Detail = ebbotState(e, chat, handler)
}

// ebbotState says a chat's state: "bot handles the chat · close chat · rated 5".
func ebbotState(e *model.Event, chat laxjson.Value, handler string) string {
	handles := ""
	switch {
	case handler == "agent" && !e.Agent.IsZero():
		handles = e.Agent.Label() + " handles the chat"
	case handler != "":
		handles = handler + " handles the chat"
	}
	action := strings.ReplaceAll(chat.Get("type").Text(), "_", " ")
	return sequence(handles, action, prefixed("rated ", chat.Get("rating").ID()), prefixed("NPS ", chat.Get("nps").ID()))
}

// ebbotStatus reads a status. The one word that the documents show is "ongoing";
// the others are taken for what they say in English.
func ebbotStatus(e *model.Event, data laxjson.Value) {
	e.PlatformStatus = data.Get("status").Text()
	switch strings.ToLower(e.PlatformStatus) {
	case "ongoing", "open", "active", "started", "new":
		e.Status = model.StatusOpen
	case "pending", "waiting":
		e.Status = model.StatusPending
	case "queue", "queued", "in_queue":
		e.Status = model.StatusQueued
	case "closed", "ended", "finished", "done", "resolved":
		e.Status = model.StatusClosed
	}
	if e.Status == model.StatusClosed && e.Step == model.StepMoves {
		e.Step = model.StepCloses
	}
}

// ebbotVisitor reads a visitor; the name comes in two parts.
func ebbotVisitor(user laxjson.Value) model.Person {
	p := person(model.RoleCustomer, user.Get("id"), laxjson.Value{})
	p.Name = strings.TrimSpace(user.Get("first_name").Text() + " " + user.Get("last_name").Text())
	if p.Name == "" {
		p.Name = user.Get("name").Text()
	}
	if p.Name != "" {
		p.Role = model.RoleCustomer
	}
	return p
}

// ebbotAgent reads an agent: an object, or only an id. The documents show an empty
// list.
func ebbotAgent(v laxjson.Value) model.Person {
	if v.Kind() != laxjson.Object {
		return person(model.RoleAgent, v, laxjson.Value{})
	}
	p := ebbotVisitor(v)
	if p.ID == "" {
		p.ID = firstID(v.Get("userId"), v.Get("user_id"))
	}
	p.Role = model.RoleAgent
	return p
}

// ebbotRating is the last rating of a transcript: "rated 5".
func ebbotRating(messages []model.Message) string {
	for i := len(messages) - 1; i >= 0; i-- {
		if m := &messages[i]; m.Type == "rating" && m.Text != "" {
			return "rated " + m.Text
		}
	}
	return ""
}

// ebbotMismatch notes that topic and sender disagree; the topic is what Ebbot
// routed the message by.
func ebbotMismatch(e *model.Event, sender string) {
	addProblem(e, model.UnexpectedValue, "the sender is "+quoted(sender)+", which does not fit the topic: the topic was believed")
}
