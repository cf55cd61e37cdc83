package platform

import (
	"net/http"
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// blinger reads the webhooks of Blinger (its page "Webhooks", and the older flat
// delivery that public receivers know).
//
// Its own role words are inverted: "default" is the person who writes, "customer"
// the business. Roles are taken from the event's name and is_outgoing only.
type blinger struct{ events []EventType }

func newBlinger() blinger {
	return blinger{[]EventType{
		{"on_message_incoming", model.KindMessage, "the customer wrote"},
		{"on_message_outgoing", model.KindMessage, "an operator, or the business itself, wrote"},
		{"on_comment_incoming", model.KindComment, "the customer commented in public"},
		{"on_comment_outgoing", model.KindComment, "the business commented in public"},
		{"on_conversation_unassigned", model.KindStatus, "the conversation waits for an operator"},
		{"on_conversation_assigned", model.KindStatus, "an operator has the conversation"},
		{"on_conversation_closed", model.KindTranscript, "the conversation was closed; with its messages"},
		{"on_user_new", model.KindContact, "somebody wrote for the first time"},
	}}
}

func (blinger) Name() string          { return "blinger" }
func (blinger) Answer() model.Reply   { return model.Reply{Status: http.StatusOK} }
func (p blinger) Events() []EventType { return p.events }

// Recognise looks for "webhook": "on_…"; Sunshine's webhook is an object.
func (blinger) Recognise(doc laxjson.Value) Confidence {
	webhook := doc.Get("webhook")
	if webhook.Kind() != laxjson.String {
		return None
	}
	if name, _ := fold(webhook.Text()); strings.HasPrefix(name, "on_") {
		return Certain
	}
	return None
}

func (p blinger) Read(_ *model.Request, doc laxjson.Value) []model.Event {
	name, problems := eventName(doc.Get("webhook"))
	if name == "" {
		return nil
	}
	events := []model.Event{{Name: name, Problems: problems, Actor: model.Person{Role: model.RoleSystem}}}
	e := &events[0]
	kind, known := kindOf(p.events, name)
	e.Kind = kind
	switch kind {
	case model.KindMessage:
		blingerMessage(e, doc, doc.Get("message"), doc.Get("message_id"))
	case model.KindComment:
		blingerMessage(e, doc, doc.Get("comment"), doc.Get("comment_id"))
	case model.KindContact:
		blingerContact(e, doc.Get("user"))
	default:
		blingerConversation(e, doc)
	}
	if !known {
		unknownEvent(e, "Blinger")
	}
	needsConversation(e)
	return events
}

// blingerMessage reads a live message or comment. In the older flat delivery entry
// is the text itself, and no conversation is named.
func blingerMessage(e *model.Event, doc, entry, id laxjson.Value) {
	incoming := strings.HasSuffix(e.Name, "_incoming")
	from, to := doc.Get("from_user"), doc.Get("to_user")
	operator := doc.Get("operator")
	e.Agent = person(model.RoleAgent, operator.Get("id"), operator.Get("name"))
	customer, customerID := to, doc.Get("to_user_id")
	if incoming {
		customer, customerID = from, doc.Get("from_user_id")
	}
	e.Customer = person(model.RoleCustomer, customer.Get("user_id"), customer.Get("title"))
	if e.Customer.ID == "" && customerID.ID() != "" {
		e.Customer.Role, e.Customer.ID = model.RoleCustomer, customerID.ID()
	}
	e.Actor = model.Person{Role: model.RoleAgent, ID: e.Agent.ID, Name: e.Agent.Name}
	if incoming {
		e.Actor = model.Person{Role: model.RoleCustomer, ID: e.Customer.ID, Name: e.Customer.Name}
	}
	m := model.Message{Kind: e.Kind, Role: e.Actor.Role, Sender: e.Actor.ID, Name: e.Actor.Name, ID: id.ID()}
	m.Text = textOf(entry)
	if entry.Kind() == laxjson.Object {
		blingerEntry(&m, entry)
	}
	e.Channel = firstID(entry.Get("application"), customer.Get("application"))
	e.Conversation = firstID(doc.Get("conversation_id"), doc.At("conversation", "id"), entry.Get("conversation_id"))
	if e.Conversation != "" || entry.Kind() == laxjson.String { // else the body was cut before it
		blingerUser(e)
	}
	e.Occurred, e.Identified = m.At, m.ID != "" || !m.At.IsZero()
	e.Messages = []model.Message{m}
}

// blingerUser links a conversation to its customer, whose other conversations are
// found by that; what names no conversation belongs to the customer alone. It is the
// id that blinger_user_id, from_user.user_id and from_user_id share; user.id and
// toBlingerUser.id are another id space.
func blingerUser(e *model.Event) {
	switch {
	case e.Customer.ID == "":
	case e.Conversation == "":
		e.Conversation = "user:" + e.Customer.ID
	default:
		e.Links = []string{"user:" + e.Customer.ID}
	}
}

// blingerEntry reads what live messages and those of a transcript share.
func blingerEntry(m *model.Message, entry laxjson.Value) {
	if id := entry.Get("id").ID(); id != "" {
		m.ID = id
	}
	m.Type, m.Text = entry.Get("type").Text(), textOf(entry.Get("message"))
	m.At, m.Reply = clock(entry.Get("date_created")), entry.Get("reply_comment_id").ID()
	if m.Type == "image" || m.Type == "file" {
		if url := firstID(entry.Get("url"), entry.Get("file"), entry.Get("image")); url != "" {
			m.Files = []model.Attachment{{Type: m.Type, URL: url, Name: entry.Get("file_name").Text()}}
		}
	}
}

// blingerConversation reads the events about a conversation. They have no time of
// their own: date_updated comes nearest, date_created is the conversation's birth.
func blingerConversation(e *model.Event, doc laxjson.Value) {
	c := doc.Get("conversation")
	user, operator := c.Get("from_user"), c.Get("operator")
	e.Conversation = firstID(c.Get("id"), doc.Get("conversation_id"))
	e.Channel = firstID(c.Get("application"), user.Get("application"))
	e.Customer = person(model.RoleCustomer, user.Get("user_id"), user.Get("title"))
	if e.Conversation != "" {
		blingerUser(e)
	}
	e.Agent = person(model.RoleAgent, operator.Get("id"), operator.Get("name"))
	e.PlatformStatus = c.Get("status").Text()
	e.Began, e.Occurred = clock(c.Get("date_created")), clock(c.Get("date_updated"))
	e.Identified = !e.Occurred.IsZero()
	switch e.Name {
	case "on_conversation_unassigned":
		e.Status, e.Step, e.Detail = model.StatusOpen, model.StepMoves, "waits for an operator"
	case "on_conversation_assigned":
		e.Status, e.Step, e.Detail = model.StatusAssigned, model.StepAccepts, "assigned"+prefixed(" to ", e.Agent.Label())
	case "on_conversation_closed":
		e.Status, e.Step = model.StatusClosed, model.StepCloses
		for entry := range each(c.Get("messages")) {
			if entry.Cut() { // half of it may seem to be another one
				continue
			}
			e.Messages = append(e.Messages, blingerTranscript(entry, e.Customer.ID))
		}
		e.Detail = closed(e.Messages, c.At("close_group", "title").Text(), listed("tags", titles(c.Get("tags"))))
	}
}

// blingerTranscript reads one entry of a transcript. The operator who wrote it is
// not in it: the ids and names on the business side are the account's.
func blingerTranscript(entry laxjson.Value, customer string) model.Message {
	m := model.Message{Kind: model.KindMessage, Role: model.RoleCustomer}
	blingerEntry(&m, entry)
	sender := firstID(entry.Get("from_user_id"), entry.Get("from_blinger_user_id"))
	outgoing, ok := entry.Get("is_outgoing").Bool()
	if !ok {
		outgoing = customer != "" && sender != "" && sender != customer
	}
	if inner, _ := entry.Get("is_inner_message").Bool(); inner {
		m.Kind, outgoing = model.KindNote, true
	}
	if outgoing {
		m.Role, m.Name = model.RoleAgent, entry.Get("from_user_name").Text()
		return m
	}
	m.Sender = sender
	m.Name = firstID(entry.Get("from_user_name"), entry.At("fromBlingerUser", "name"))
	return m
}

// blingerContact reads somebody new. user.id and blinger_user_id are separate id
// spaces; messages know the latter.
func blingerContact(e *model.Event, user laxjson.Value) {
	e.Customer = person(model.RoleCustomer, user.Get("blinger_user_id"), user.Get("name"))
	e.Channel = user.Get("application").Text()
	e.Occurred = clock(user.Get("date_created"))
	e.Identified = e.Customer.ID != "" || !e.Occurred.IsZero()
	e.Detail = prefixed("new: ", e.Customer.Label())
	blingerUser(e)
}
