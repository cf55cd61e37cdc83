package platform

import (
	"net/http"
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// jivo reads what Jivo sends: the webhooks of a channel and those of the CRM (its
// page "Webhooks"), chat_assigned of the older API, and the Bot API (its page "Bot
// API"), whose discriminator is "event".
type jivo struct {
	events []EventType
	names  map[string]model.Kind
}

func newJivo() jivo {
	p := jivo{events: []EventType{
		{"call_event", model.KindCall, "a phone call began, was answered or ended"},
		{"chat_accepted", model.KindStatus, "an agent took the chat"},
		{"chat_assigned", model.KindStatus, "the chat was tied to a card of a CRM (older API)"},
		{"chat_updated", model.KindContact, "what is known of the visitor changed while the chat goes on"},
		{"chat_finished", model.KindTranscript, "the chat ended; with its messages"},
		{"offline_message", model.KindMessage, "the visitor left a message while nobody was there"},
		{"client_updated", model.KindContact, "what is known of the client changed"},
		{"client_attribute_updated", model.KindContact, "attributes of the client changed"},
	}}
	p.events = append(p.events, jivoCRMEvents()...)
	p.events = append(p.events, jivoBotEvents()...)
	p.names = make(map[string]model.Kind, len(p.events))
	for _, t := range p.events {
		p.names[t.Name] = t.Kind
	}
	return p
}

func (jivo) Name() string          { return "jivo" }
func (p jivo) Events() []EventType { return p.events }

// Answer is {"result":"ok"}: without it Jivo shows the agent nothing of the answer.
func (jivo) Answer() model.Reply {
	return model.Reply{
		Status: http.StatusOK,
		Header: []model.Field{{Name: "Content-Type", Value: "application/json"}},
		Body:   []byte(`{"result":"ok"}`),
	}
}

// Recognise looks for event_name with a name or an id that Jivo uses, or for an
// event of the Bot API with the ids of a chat.
func (p jivo) Recognise(doc laxjson.Value) Confidence {
	if v := doc.Get("event_name"); v.Kind() == laxjson.String {
		name, _ := fold(v.Text())
		if _, known := p.names[jivoDocumented(name)]; known || jivoCategory(doc) != "" {
			return Certain
		}
		if doc.Get("widget_id").Exists() || doc.Get("chat_id").Exists() && doc.Get("visitor").Exists() {
			return Certain
		}
		for _, key := range [...]string{"chat_id", "client_id", "visitor", "deal_id", "task_id", "tag_id", "status_id", "pipeline_id", "organization_id"} {
			if doc.Get(key).Exists() {
				return Likely
			}
		}
		return None
	}
	return p.recogniseBot(doc)
}

func (p jivo) Read(_ *model.Request, doc laxjson.Value) []model.Event {
	discriminator := doc.Get("event_name")
	if discriminator.Kind() != laxjson.String {
		discriminator = doc.Get("event")
	}
	name, problems := eventName(discriminator)
	if name == "" {
		return nil
	}
	events := []model.Event{{Name: name, Problems: problems, Actor: model.Person{Role: model.RoleSystem}}}
	e := &events[0]
	documented := jivoDocumented(name)
	if documented != name {
		e.KnownAs = documented
	}
	kind, known := p.names[documented]
	e.Kind = kind
	e.Channel = firstID(doc.Get("widget_id"), doc.At("widget", "widget_id"), doc.At("client", "widget", "widget_id"))
	switch {
	case known && isBotEvent(documented):
		jivoBot(e, documented, doc)
	case kind == model.KindCRM, !known && jivoCategory(doc) != "":
		jivoCRM(e, documented, doc)
	default:
		jivoChat(e, documented, doc)
	}
	if !known {
		unknownEvent(e, "Jivo")
	}
	needsConversation(e)
	return events
}

// jivoDocumented is the name in the lists of Jivo's documents for a name as its
// samples write it: "completed task" with a space, merged_tag without "client".
func jivoDocumented(name string) string {
	if strings.IndexByte(name, ' ') >= 0 {
		name = strings.ReplaceAll(strings.TrimSpace(name), " ", "_")
	}
	if name == "merged_tag" {
		return "merged_client_tag"
	}
	return name
}

// jivoChat reads the webhooks of a channel: about a chat, or about a client where no
// chat is named. agent is who took the chat; assigned_agent, who answers for the
// client, is somebody else.
func jivoChat(e *model.Event, name string, doc laxjson.Value) {
	visitor := doc.Get("visitor")
	number := firstID(visitor.Get("number"))
	e.Customer = person(model.RoleCustomer, visitor.Get("number"), visitor.Get("name"))
	e.Agent = person(model.RoleAgent, doc.At("agent", "id"), doc.At("agent", "name"))
	if e.Conversation = doc.Get("chat_id").ID(); e.Conversation != "" && number != "" {
		e.Links = []string{"client:" + number}
	}
	if e.Conversation == "" && !jivoOfChat(name) {
		jivoClient(e, firstID(doc.Get("client_id"), visitor.Get("number")))
	}
	switch name {
	case "chat_accepted":
		e.Step, e.Status, e.Detail, e.Actor = model.StepAccepts, model.StatusAssigned, "took the chat", e.Agent
		e.Actor.Role = model.RoleAgent
	case "chat_assigned":
		e.Step, e.Status = model.StepAccepts, model.StatusAssigned
		e.Detail = "tied to a CRM card" + prefixed(" ", doc.Get("assign_to").ID())
	case "chat_updated", "client_updated":
		e.Detail = jivoContact(doc)
	case "client_attribute_updated":
		e.Detail = listed("attributes", jivoAttributes(doc.Get("attributes")))
	case "call_event":
		jivoCall(e, doc.Get("call"))
	case "offline_message":
		jivoOffline(e, doc)
	case "chat_finished":
		jivoFinished(e, doc)
	}
}

// jivoOfChat reports whether an event is always about a chat: one that names none
// was cut before it, and does not belong to the client instead.
func jivoOfChat(name string) bool {
	switch name {
	case "chat_accepted", "chat_assigned", "chat_updated", "chat_finished", "call_event", "offline_message":
		return true
	}
	return false
}

// jivoClient attaches an event to a client instead of a chat.
func jivoClient(e *model.Event, id string) {
	if id == "" {
		return
	}
	e.Conversation = "client:" + id
	e.Customer.Role, e.Customer.ID = model.RoleCustomer, id
}

// jivoOffline reads a message that was left. Its id looks like milliseconds of an
// epoch; the documents do not say that it is a time, so it is none.
func jivoOffline(e *model.Event, doc laxjson.Value) {
	id := doc.Get("offline_message_id").ID()
	e.Actor = model.Person{Role: model.RoleCustomer, ID: e.Customer.ID, Name: e.Customer.Name}
	e.Identified = id != ""
	e.Messages = []model.Message{{
		ID: id, Kind: model.KindMessage, Role: model.RoleCustomer, Sender: e.Customer.ID, Name: e.Customer.Name, Text: textOf(doc.Get("message")),
	}}
}

// jivoContact says what is known of a client: "John, +1408…; tags: vip".
func jivoContact(doc laxjson.Value) string {
	visitor := doc.Get("visitor")
	var known []string
	for _, key := range [...]string{"name", "email", "phone"} {
		if text := visitor.Get(key).ID(); text != "" {
			known = append(known, text)
		}
	}
	return sequence(
		listed("contact", known), listed("tags", titles(doc.Get("tags"))), prefixed("category: ", doc.At("status", "title").Text()),
		prefixed("assigned to ", firstID(doc.At("assigned_agent", "name"), doc.At("assigned_agent", "id"))),
	)
}

// jivoAttributes lists attributes, sent as an object or as an array of objects of
// one member: what Jivo really sends is not documented.
func jivoAttributes(v laxjson.Value) []string {
	var pairs []string
	add := func(object laxjson.Value) {
		for name, value := range object.Members() {
			if len(pairs) == maxListed {
				return
			}
			if title := value.Get("title").Text(); title != "" {
				name = title
			}
			if inner := value.Get("value"); inner.Exists() {
				value = inner
			}
			pairs = append(pairs, name+" = "+textOf(value))
		}
	}
	add(v)
	for item := range v.Items() {
		add(item)
	}
	return pairs
}
