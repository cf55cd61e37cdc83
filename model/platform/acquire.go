package platform

import (
	"net/http"
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// acquire reads the outbound webhooks of Acquire. Of version 2 only the labels of
// the triggers are published, so a body is recognised by a label in any of the
// members that could hold it and a case by any of the names that an id could have.
// Version 1 has bodies (CHAT_ON_START and so on).
type acquire struct{ events []EventType }

func newAcquire() acquire {
	return acquire{[]EventType{
		{"Case new", model.KindStatus, "a case was added"},
		{"Chat status is set to Pending", model.KindStatus, "the chat waits"},
		{"Chat status is set to Queue", model.KindStatus, "the chat waits in the queue"},
		{"Chat status is set to Active", model.KindStatus, "the chat is active: an agent has it"},
		{"Chat status is set to Closed", model.KindStatus, "the chat was closed"},
		{"Agent Status Change", model.KindPresence, "an agent became available or unavailable"},
		{"CHAT_ON_START", model.KindStatus, "a visitor began a chat (version 1)"},
		{"CHAT_ON_ACCEPT", model.KindStatus, "an agent took the chat (version 1)"},
		{"CHAT_ON_MESSAGE", model.KindMessage, "the visitor or an agent wrote (version 1)"},
		{"CHAT_ON_CLOSE", model.KindStatus, "the chat was closed (version 1)"},
	}}
}

func (acquire) Name() string          { return "acquire" }
func (acquire) Answer() model.Reply   { return model.Reply{Status: http.StatusOK} }
func (p acquire) Events() []EventType { return p.events }

// acquireLabels are the members that may hold the label, the likeliest first.
func acquireLabels() [5]string { return [...]string{"event", "trigger", "type", "topic", "name"} }

// acquireLabel finds the label: as sent, and the documented name for it.
func acquireLabel(doc laxjson.Value) (member string, label laxjson.Value, documented string) {
	for _, member := range acquireLabels() {
		v := doc.Get(member)
		if v.Kind() != laxjson.String {
			continue
		}
		if documented := acquireDocumented(v.Text()); documented != "" {
			return member, v, documented
		}
	}
	return "", laxjson.Value{}, ""
}

// acquireDocumented compares letters only: neither case, spacing nor punctuation of
// what arrives is published. Acquire's pages say both "Chat status is set to" and
// "Case status is set to".
func acquireDocumented(label string) string {
	if len(label) > 80 {
		return ""
	}
	label, _ = fold(label)
	letters := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r | 0x20
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, label)
	switch letters {
	case "chatonstart":
		return "CHAT_ON_START"
	case "chatonaccept":
		return "CHAT_ON_ACCEPT"
	case "chatonmessage":
		return "CHAT_ON_MESSAGE"
	case "chatonclose":
		return "CHAT_ON_CLOSE"
	}
	letters = strings.TrimPrefix(letters, "on")
	switch letters {
	case "casenew", "newcase":
		return "Case new"
	case "agentstatuschange", "agentstatuschanged":
		return "Agent Status Change"
	}
	return acquireState(letters)
}

// acquireState reads "chat status is set to …", without the small words too.
func acquireState(letters string) string {
	rest, ok := strings.CutPrefix(letters, "chatstatus")
	if !ok {
		if rest, ok = strings.CutPrefix(letters, "casestatus"); !ok {
			return ""
		}
	}
	for _, word := range [...]string{"is", "set", "to"} {
		rest = strings.TrimPrefix(rest, word)
	}
	switch rest {
	case "pending":
		return "Chat status is set to Pending"
	case "queue", "queued":
		return "Chat status is set to Queue"
	case "active":
		return "Chat status is set to Active"
	case "closed", "close":
		return "Chat status is set to Closed"
	}
	return ""
}

// Recognise is certain of a label in "event" or "trigger", and of one elsewhere that
// stands beside a case or an agent.
func (acquire) Recognise(doc laxjson.Value) Confidence {
	member, _, documented := acquireLabel(doc)
	if documented == "" {
		return None
	}
	data := unwrapped(doc.Get("data"))
	switch {
	case member == "event", member == "trigger":
		return Certain
	case doc.Get("case").Exists(), data.Get("case").Exists(), acquireCase(doc, data) != "", acquireAgent(doc, data).Exists():
		return Certain
	}
	return Likely
}

func (p acquire) Read(_ *model.Request, doc laxjson.Value) []model.Event {
	_, label, documented := acquireLabel(doc)
	if documented == "" {
		for _, member := range acquireLabels() {
			if label = doc.Get(member); label.Text() != "" {
				break
			}
		}
	}
	name, problems := eventName(label)
	if name == "" {
		return nil
	}
	events := []model.Event{{Name: name, Problems: problems, Actor: model.Person{Role: model.RoleSystem}}}
	e := &events[0]
	if documented != "" && documented != name {
		e.KnownAs = documented
	}
	kind, known := kindOf(p.events, documented)
	e.Kind = kind
	data := unwrapped(doc.Get("data"))
	switch {
	case strings.HasPrefix(documented, "CHAT_ON_"):
		acquireV1(e, documented, doc, data)
	case kind == model.KindPresence:
		acquirePresence(e, doc, data)
	default:
		acquireStatus(e, documented, doc, data)
	}
	if !known {
		unknownEvent(e, "Acquire")
	}
	needsConversation(e)
	return events
}

// acquireCase finds the id of the case, the surest name first. Version 1 has a
// space before "id" in one of its bodies.
func acquireCase(doc, data laxjson.Value) string {
	return plainID(
		unwrapped(data.Get("case")).Get("id"), unwrapped(doc.Get("case")).Get("id"),
		data.Get("case_id"), data.Get("caseId"), doc.Get("case_id"), doc.Get("caseId"),
		data.Get("case"), doc.Get("case"),
		data.Get("id"), data.Get(" id"), doc.Get("id"), doc.Get(" id"),
	)
}

// acquireStatus reads a trigger about a case. Only the birth of a case has a time
// that is sure to be the event's: the others name states, which may come again.
func acquireStatus(e *model.Event, documented string, doc, data laxjson.Value) {
	e.Conversation = acquireCase(doc, data)
	c := unwrapped(data.Get("case"))
	if c.Kind() != laxjson.Object {
		c = unwrapped(doc.Get("case"))
	}
	if c.Kind() != laxjson.Object && data.Kind() == laxjson.Object {
		c = data
	}
	if c.Kind() != laxjson.Object {
		c = doc
	}
	e.Channel = firstID(c.Get("channel"), data.Get("channel"), doc.Get("channel"))
	contact := c.Get("contact")
	e.Customer = person(model.RoleCustomer, contact.Get("id"), contact.Get("name"))
	for user := range each(c.Get("users")) { // the latest comes last
		e.Agent = person(model.RoleAgent, user.Get("id"), user.Get("name"))
	}
	e.PlatformStatus = c.Get("status").Text()
	e.Began = clock(c.Get("dateCreated"))
	acquireStep(e, documented)
}

// acquireStep says what a trigger does to its case.
func acquireStep(e *model.Event, documented string) {
	switch documented {
	case "Case new":
		e.Step, e.Status, e.Detail, e.Occurred = model.StepOpens, model.StatusOpen, "new case", e.Began
		e.Identified = !e.Occurred.IsZero()
	case "Chat status is set to Pending":
		e.Step, e.Status, e.Detail = model.StepMoves, model.StatusPending, "pending"
	case "Chat status is set to Queue":
		e.Step, e.Status, e.Detail = model.StepMoves, model.StatusQueued, "in the queue"
	case "Chat status is set to Active":
		e.Step, e.Status = model.StepAccepts, model.StatusAssigned
		e.Actor = model.Person{Role: model.RoleAgent, ID: e.Agent.ID, Name: e.Agent.Name}
		e.Detail = sequence("active", prefixed("with ", e.Agent.Name))
	case "Chat status is set to Closed":
		e.Step, e.Status, e.Detail = model.StepCloses, model.StatusClosed, "closed"
	}
}

// acquireAgent finds the agent of a presence event.
func acquireAgent(doc, data laxjson.Value) laxjson.Value {
	for _, v := range [...]laxjson.Value{data.Get("agent"), doc.Get("agent"), data.Get("user"), doc.Get("user")} {
		if v = unwrapped(v); v.Exists() {
			return v
		}
	}
	return laxjson.Value{}
}

// acquirePresence reads a change of an agent's availability; it belongs to no case.
func acquirePresence(e *model.Event, doc, data laxjson.Value) {
	agent := acquireAgent(doc, data)
	e.Agent = person(model.RoleAgent, agent.Get("id"), agent.Get("name"))
	if e.Agent.IsZero() {
		e.Agent = person(model.RoleAgent, agent, agent)
	}
	e.Actor = model.Person{Role: model.RoleAgent, ID: e.Agent.ID, Name: e.Agent.Name}
	status := firstID(agent.Get("status"), data.Get("status"), doc.Get("status"))
	e.Detail = sequence(strings.ReplaceAll(status, "_", " "), listed("channels on", acquireChannels(agent, data, doc)))
	if e.Detail == "" {
		e.Detail = "availability changed"
	}
}

// acquireChannels lists the channels that are turned on: a list of names, or an
// object of switches.
func acquireChannels(holders ...laxjson.Value) []string {
	var on []string
	for _, holder := range holders {
		channels := holder.Get("channels")
		for name, v := range channels.Members() {
			if enabled, _ := v.Bool(); enabled && len(on) < maxListed {
				on = append(on, name)
			}
		}
		for v := range channels.Items() {
			if name := v.ID(); name != "" && len(on) < maxListed {
				on = append(on, name)
			}
		}
		if channels.Exists() {
			break
		}
	}
	return on
}

// plainID is firstID for a sender that writes "null", "false" and "[]" for nothing.
func plainID(values ...laxjson.Value) string {
	for _, v := range values {
		switch id := v.ID(); id {
		case "", "null", "false", "[]", "{}":
		default:
			return id
		}
	}
	return ""
}
