package platform

import (
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// acquireV1 reads the bodies of version 1. Only CHAT_ON_START wraps its members in
// "data"; objects come as JSON inside strings here and there. Dates have no zone,
// and date_created is the chat's birth wherever it stands: none is used. The status
// in CHAT_ON_CLOSE still says "active".
func acquireV1(e *model.Event, documented string, doc, data laxjson.Value) {
	e.Conversation = acquireCase(doc, data)
	body := doc
	if data.Kind() == laxjson.Object {
		body = data
	}
	e.Channel = plainID(body.Get("channel"))
	e.PlatformStatus = plainID(body.Get("status"))
	switch documented {
	case "CHAT_ON_START":
		visitor := unwrapped(body.Get("visitor"))
		details := unwrapped(body.Get("details"))
		if !details.Exists() {
			details = unwrapped(visitor.Get("details"))
		}
		e.Customer = acquirePerson(model.RoleCustomer, visitor, details)
		e.Step, e.Status, e.Detail = model.StepOpens, model.StatusOpen, "the chat began"
		if e.PlatformStatus == "pending" {
			e.Status = model.StatusPending
		}
	case "CHAT_ON_ACCEPT":
		user := unwrapped(body.Get("user"))
		e.Agent = acquirePerson(model.RoleAgent, user, user)
		e.Actor = model.Person{Role: model.RoleAgent, ID: e.Agent.ID, Name: e.Agent.Name}
		e.Step, e.Status, e.Detail = model.StepAccepts, model.StatusAssigned, "took the chat"
	case "CHAT_ON_MESSAGE":
		acquireMessage(e, body)
	case "CHAT_ON_CLOSE":
		acquireClose(e, body)
	}
}

func acquirePerson(role model.Role, id, name laxjson.Value) model.Person {
	p := model.Person{ID: plainID(id.Get("id")), Name: plainID(name.Get("name"))}
	if p.ID != "" || p.Name != "" {
		p.Role = role
	}
	return p
}

// acquireMessage reads a message, an object or JSON in a string. It has no id of its
// own: thread_id is the chat's.
func acquireMessage(e *model.Event, body laxjson.Value) {
	message := unwrapped(body.Get("message"))
	user := unwrapped(message.Get("user"))
	if !user.Exists() {
		user = unwrapped(body.Get("user"))
	}
	role := acquireRole(user)
	p := acquirePerson(role, user, user)
	m := model.Message{Kind: model.KindMessage, Role: role, Sender: p.ID, Name: p.Name, Type: plainID(message.Get("type")), Text: textOf(message.Get("msg"))}
	if message.Kind() != laxjson.Object {
		m.Text = textOf(message)
	}
	e.Actor = model.Person{Role: role, ID: p.ID, Name: p.Name}
	switch role {
	case model.RoleCustomer:
		e.Customer = p
	case model.RoleAgent:
		e.Agent = p
	}
	e.PlatformStatus = ""
	e.Messages = []model.Message{m}
}

// acquireRole is the side that a user is on, by type, else by an id "agent-12345".
func acquireRole(user laxjson.Value) model.Role {
	word := strings.ToLower(plainID(user.Get("type")))
	if word == "" {
		word, _, _ = strings.Cut(plainID(user.Get("id")), "-")
	}
	switch word {
	case "visitor", "customer", "user", "contact":
		return model.RoleCustomer
	case "agent", "operator":
		return model.RoleAgent
	case "bot":
		return model.RoleBot
	case "system":
		return model.RoleSystem
	}
	return model.RoleNone
}

// acquireClose reads the end of a chat: who was in it, and who closed it.
func acquireClose(e *model.Event, body laxjson.Value) {
	users := unwrapped(body.Get("users"))
	e.Agent = acquireUser(model.RoleAgent, unwrapped(users.Get("agent")))
	e.Customer = acquireUser(model.RoleCustomer, unwrapped(users.Get("visitor")))
	e.Step, e.Status, e.PlatformStatus = model.StepCloses, model.StatusClosed, ""
	by := plainID(body.Get("by"))
	switch {
	case by == "":
	case by == e.Agent.ID, strings.HasPrefix(by, "agent"):
		e.Actor = model.Person{Role: model.RoleAgent, ID: by}
		if by == e.Agent.ID {
			e.Actor.Name = e.Agent.Name
		}
	case by == e.Customer.ID, strings.HasPrefix(by, "visitor"):
		e.Actor = model.Person{Role: model.RoleCustomer, ID: by}
		if by == e.Customer.ID {
			e.Actor.Name = e.Customer.Name
		}
	}
	who := by
	if e.Actor.Name != "" {
		who = e.Actor.Name
	}
	e.Detail = "closed" + prefixed(" by ", who)
}

// acquireUser reads a participant: an object, or a list of which the last counts.
func acquireUser(role model.Role, v laxjson.Value) model.Person {
	if v.Kind() != laxjson.Array {
		return acquirePerson(role, v, v)
	}
	var p model.Person
	for user := range v.Items() {
		p = acquirePerson(role, user, user)
	}
	return p
}
