package simulate

import (
	"cmp"
	"fmt"
)

// jivoForm is what the seed decides about the bodies of one chat: what the documents
// leave open, and what does not matter.
type jivoForm struct {
	widget, site string
	about        string // what is noted of the visitor
	base, chats  int
	again        bool // a transfer is accepted as the chat was
	wrapped      bool // the invitation is an object
	online       bool
	company      any
	category     any
	responsible  any // the agent who answers for the client, whoever takes the chat
	analytics    any
}

func newJivoForm(t *teller) jivoForm {
	f := jivoForm{
		widget: cmp.Or(t.scene.Channel, pick(t.rng, []string{"4410", "4411"})), site: fmt.Sprint(7000 + t.rng.IntN(1000)),
		base: 1000 + t.rng.IntN(9000), chats: 1 + t.rng.IntN(5),
		again: t.chance(60), wrapped: t.chance(50), online: t.chance(70), analytics: object{},
	}
	if t.chance(30) {
		f.company = object{"id", "31", "name", "Saltmarsh Rowing Club"}
	}
	if t.chance(30) {
		f.category = object{"id", "4", "title", "call in spring"}
	}
	if t.chance(30) {
		f.responsible = object{"id", 41, "email", "harriet@tidewater.example", "name", "Harriet Stone"}
	}
	if t.chance(30) {
		f.analytics = nil
	}
	return f
}

// invitation is a text or an object: its form is not documented.
func (f jivoForm) invitation(text string) any {
	if f.wrapped {
		return object{"text", text}
	}
	return text
}

// chat begins the body of an event about the chat. Call and end have no user token.
func (j *jivoTeller) chat(name string, token bool) object {
	body := append(j.known(name, token, fmt.Sprint(j.scene.Customer.ID)), "chat_id", numeric(j.scene.ID))
	if j.scene.Topic == "" {
		return append(body, "topic", nil)
	}
	return append(body, "topic", object{"topic_id", 3, "title", j.scene.Topic, "parent_id", 1})
}

// known begins a body with what is known of the visitor, whose number is a string in
// an event about a chat and a number in one about a client.
func (j *jivoTeller) known(name string, token bool, number any) object {
	body := object{"event_name", name, "widget_id", j.widget}
	if token {
		body = append(body, "user_token", nil)
	}
	c := j.scene.Customer
	tags := list{}
	if j.scene.Topic != "" {
		tags = list{object{"id", "17", "title", j.scene.Topic}}
	}
	return append(body, "visitor", object{
		"name", orNull(c.Name), "email", orNull(c.Email), "phone", orNull(c.Phone), "description", orNull(j.about), "number", number, "social", object{}, "chats_count", j.chats,
	}, "organization", j.company, "status", j.category, "assigned_agent", j.responsible, "tags", tags)
}

// desk is where the visitor is and who of the business has the chat.
func (j *jivoTeller) desk(agent Party) object {
	body := append(j.session(), "department", object{"id", 21, "name", "Harbour desk"})
	if isAgent(agent) {
		body = append(body, "agent", jivoPerson(agent))
	}
	return body
}

func (j *jivoTeller) session() object {
	return object{
		"session", object{
			"geoip", object{"city", orNull(j.scene.Customer.City), "latitude", "0.0000", "longitude", "0.0000"}, "utm", "source=newsletter|medium=email",
			"utm_json", object{"source", "newsletter", "medium", "email"}, "ip_addr", "198.51.100.7", "user_agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)",
		},
		"page", object{"url", "https://tidewater.example/help", "title", "Help – Tidewater"}, "analytics", j.analytics,
	}
}

func jivoPerson(p Party) object {
	return object{"id", fmt.Sprint(p.ID), "name", p.Name, "email", orNull(p.Email), "phone", orNull(p.Phone)}
}
