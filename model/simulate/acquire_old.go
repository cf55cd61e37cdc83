package simulate

import (
	"fmt"
	"strings"
	"time"

	"offhook/model"
)

// acquireOld is what the bodies of one chat of version 1 agree on.
type acquireOld struct {
	*teller
	agent     Party
	picked    time.Time
	text      bool // the message is JSON in a string
	asNumber  bool // the chat's id is a number
	published bool // message events have the chat's birth
}

// tellAcquireOld writes version 1. Nothing of it tells that a chat waits, is given to
// another agent, is rated or goes on after its end.
func tellAcquireOld(s Scene) []Telling {
	o := acquireOld{teller: newTeller(s)}
	o.text, o.asNumber, o.published = o.chance(50), o.chance(50), o.chance(50)
	for i, a := range s.Acts {
		o.act(i, a)
	}
	return o.tellings
}

func (o *acquireOld) act(i int, a Act) {
	switch a.Deed {
	case Opens:
		o.start(i, a)
	case Says:
		o.message(i, a)
	case Takes:
		wait := fmt.Sprint(int(a.At.Sub(o.born()).Seconds()))
		o.agent, o.picked = a.By, a.At
		o.event(i, a, "CHAT_ON_ACCEPT", object{"id", o.id(), "status", "active", "chat_wait_time", wait, "user", object{
			"id", acquireUser(a.By), "id_real", a.By.ID, "type", "agent", "name", a.By.Name,
		}})
	case Transfers:
		o.agent = a.To
	case Closes:
		o.closing(i, a)
	}
}

// start is the only body with a wrapper, and its id has a space before its name.
// What is not known is a word in a string.
func (o *acquireOld) start(i int, a Act) {
	c := o.scene.Customer
	o.event(i, a, "CHAT_ON_START", object{"data", object{
		" id", o.id(), "status", "pending", "date_created", o.birth(),
		"details", object{"name", orWord(c.Name), "email", orWord(c.Email), "phone", orWord(c.Phone), "remarks", "[]", "meta", "false"},
	}})
}

// message tells what the visitor or an agent says. It has no id and no time of its
// own: thread_id is the chat's, date_created the chat's birth.
func (o *acquireOld) message(i int, a Act) {
	if a.By.Role != model.RoleCustomer && !isAgent(a.By) {
		return
	}
	side, _, _ := strings.Cut(acquireUser(a.By), "-")
	message := any(object{
		"msg", a.Text, "thread_id", o.scene.ID, "user", object{"id", acquireUser(a.By), "type", side, "name", orWord(a.By.Name)},
	})
	if o.text {
		message = string(encode(message))
	}
	body := object{"id", o.id()}
	if o.published {
		body = append(body, "date_created", o.birth())
	}
	o.event(i, a, "CHAT_ON_MESSAGE", append(body, "message", message))
}

// closing says "active" of a chat that has ended, and who was in it as JSON in a
// string.
func (o *acquireOld) closing(i int, a Act) {
	visitor := object{"id", acquireUser(o.scene.Customer), "name", orWord(o.scene.Customer.Name)}
	users, by, picked := object{"visitor", visitor}, "null", "null"
	if isAgent(o.agent) {
		users = object{"agent", object{"id", acquireUser(o.agent), "name", o.agent.Name}, "visitor", visitor}
	}
	if a.By.Role == model.RoleCustomer || isAgent(a.By) {
		by = acquireUser(a.By)
	}
	if !o.picked.IsZero() {
		picked = acquireClock(o.picked)
	}
	o.event(i, a, "CHAT_ON_CLOSE", object{
		"id", o.id(), "status", "active", "users", string(encode(users)), "by", by, "date_created", o.birth(), "date_picked", picked,
		"chat_duration", fmt.Sprint(int(a.At.Sub(o.born()).Seconds())),
	})
}

func (o *acquireOld) event(i int, a Act, name string, body object) {
	o.tell(name, a.At, append(object{"event", name}, body...), []int{i}, nil)
}

func (o *acquireOld) id() any {
	if o.asNumber {
		return numeric(o.scene.ID)
	}
	return o.scene.ID
}

func (o *acquireOld) born() time.Time { return o.scene.Acts[0].At }

func (o *acquireOld) birth() string { return acquireClock(o.born()) }

// acquireClock is a time as version 1 writes it, without a zone.
func acquireClock(at time.Time) string { return at.UTC().Format(time.DateTime) }

// acquireUser is an id of version 1: "agent-15".
func acquireUser(p Party) string {
	if isAgent(p) {
		return fmt.Sprintf("agent-%d", p.ID)
	}
	return fmt.Sprintf("visitor-%d", p.ID)
}

func orWord(text string) string {
	if text == "" {
		return "null"
	}
	return text
}
