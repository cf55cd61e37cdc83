package platform

import (
	"strings"
	"time"

	"offhook/model"
	"offhook/model/laxjson"
)

// jivoCRMEvents lists the events of the CRM webhooks, by category.
func jivoCRMEvents() []EventType {
	list := [...][2]string{
		{"created_pipeline", "a pipeline was made"}, {"updated_pipeline", "a pipeline was changed"}, {"deleted_pipeline", "a pipeline was removed"},
		{"created_status", "a category of clients was made"}, {"updated_status", "a category of clients was changed"},
		{"deleted_status", "a category of clients was removed"}, {"reordered_status", "the categories of clients got another order"},
		{"assigned_status", "a client was put in a category"}, {"changed_require_update_of_status", "whether agents must set a category was changed"},
		{"created_client_tag", "a tag was made"}, {"updated_client_tag", "a tag was changed"}, {"deleted_client_tag", "a tag was removed"},
		{"merged_client_tag", "tags were merged into one"}, {"changed_administrator_only_client_tag", "whether only administrators may make tags was changed"},
		{"created_deal", "a deal was made"}, {"updated_deal", "a deal was changed"}, {"deleted_deal", "a deal was removed"},
		{"created_task", "a task was made"}, {"updated_task", "a task was changed"}, {"deleted_task", "a task was removed"},
		{"completed_task", "a task was done"}, {"fired_task", "the time of a task came"},
		{"created_organization", "a company was made"},
		{"created_client", "a client was added"}, {"updated_client", "a client was changed"}, {"deleted_client", "a client was removed"},
		{"assigned_agent_to_client", "a client got an agent who answers for them"}, {"changed_client_company", "a client's company was changed"},
		{"changed_client_blacklist", "a client was blocked or unblocked"}, {"updated_client_contacts", "a client's contacts were changed"},
	}
	events := make([]EventType, 0, len(list))
	for _, t := range list {
		events = append(events, EventType{Name: t[0], Kind: model.KindCRM, About: t[1]})
	}
	return events
}

// jivoCategory is the category that a CRM webhook may name: "crm_deal".
func jivoCategory(doc laxjson.Value) string {
	category, _ := fold(doc.Get("event_type").Text())
	if strings.HasPrefix(category, "crm_") {
		return category
	}
	return ""
}

// jivoCRM reads a CRM webhook. It belongs to the client that it names; pipelines,
// categories, tags and companies themselves belong to nobody.
func jivoCRM(e *model.Event, name string, doc laxjson.Value) {
	e.Kind = model.KindCRM
	client := doc.Get("client")
	if !client.Exists() {
		client = doc
	}
	if id := firstID(client.Get("client_id"), doc.Get("client_id")); id != "" {
		e.Customer.Name = client.Get("name").Text()
		jivoClient(e, id)
	}
	e.Occurred = jivoCRMTime(name, doc)
	e.Identified = !e.Occurred.IsZero() || jivoCRMOnce(name, doc)
	e.Detail = jivoCRMDetail(name, doc)
}

// jivoCRMTime is the time of the event itself where the body has one of its kind;
// of the other times none is when this happened.
func jivoCRMTime(name string, doc laxjson.Value) time.Time {
	switch name {
	case "updated_task", "completed_task":
		return clock(doc.Get("updated_ts"))
	case "fired_task":
		return clock(doc.Get("notify_ts"))
	case "changed_client_blacklist":
		return clock(doc.At("blacklist", "block_datetime_ts"))
	}
	if strings.HasPrefix(name, "created_") {
		return clock(doc.Get("created_ts"))
	}
	return time.Time{}
}

// jivoCRMOnce reports whether the event can only happen once to the id it names: a
// thing is made and removed once.
func jivoCRMOnce(name string, doc laxjson.Value) bool {
	verb, thing, _ := strings.Cut(name, "_")
	if verb != "created" && verb != "deleted" {
		return false
	}
	thing = strings.TrimPrefix(thing, "client_") // client_tag has a tag_id
	return doc.Get(thing+"_id").ID() != ""
}

// jivoCRMDetail says what happened: "deal Boat hire · created".
func jivoCRMDetail(name string, doc laxjson.Value) string {
	assigned := prefixed("assigned to agent ", doc.At("assigned_agent", "assigned_agent_id").ID())
	switch name {
	case "assigned_status":
		return prefixed("category: ", doc.At("status", "title").Text())
	case "assigned_agent_to_client":
		return assigned
	case "merged_client_tag":
		return strings.Join(titles(doc.Get("merged_tags")), ", ") + prefixed(" merged into ", doc.At("tag", "title").Text())
	case "changed_administrator_only_client_tag":
		return "only administrators make tags" + switched(doc.Get("enabled"))
	case "changed_require_update_of_status":
		return "a category is required" + switched(doc.Get("enabled"))
	case "reordered_status":
		return "categories reordered"
	case "changed_client_company":
		return "company: " + firstID(doc.At("organization", "name"), doc.At("organization", "organization_id"))
	case "changed_client_blacklist":
		return jivoBlocked(doc.Get("blacklist"))
	case "updated_client_contacts":
		return listed("contacts", jivoContacts(doc.Get("contacts")))
	}
	return jivoCRMThing(name, doc, assigned)
}

// jivoCRMThing says what was done to a thing: "task Call back · completed".
func jivoCRMThing(name string, doc laxjson.Value, assigned string) string {
	verb, thing, _ := strings.Cut(name, "_")
	words := strings.ReplaceAll(thing, "_", " ")
	switch thing {
	case "status": // of clients, not of a chat
		words = "category"
	case "client_tag":
		words = "tag"
	case "organization":
		words = "company"
	}
	title := firstID(doc.Get("title"), doc.Get("name"), doc.Get("text"), doc.Get(strings.TrimPrefix(thing, "client_")+"_id"))
	amount := prefixed("amount ", doc.Get("amount").ID())
	return sequence(words+prefixed(" ", title), verb, amount, assigned)
}

// switched says how a switch stands now; Jivo writes 1 for on.
func switched(v laxjson.Value) string {
	on, ok := v.Bool()
	switch {
	case !ok:
		return ""
	case on:
		return ": on"
	}
	return ": off"
}

func jivoBlocked(blacklist laxjson.Value) string {
	if blacklist.Kind() != laxjson.Object {
		return "unblocked"
	}
	return "blocked" + prefixed(" by agent ", blacklist.At("agent", "agent_id").ID())
}

func jivoContacts(contacts laxjson.Value) []string {
	var list []string
	for c := range each(contacts) {
		if text := c.Get("contact").ID(); text != "" && len(list) < maxListed {
			list = append(list, text)
		}
	}
	return list
}
