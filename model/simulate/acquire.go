package simulate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"offhook/model"
)

// tellAcquire writes a scene as Acquire does: by the triggers, whose labels are all
// that is published and among which no message is, or by the bodies of version 1.
func tellAcquire(s Scene) []Telling {
	if s.Form.Old {
		return tellAcquireOld(s)
	}
	a := acquireTeller{teller: newTeller(s)}
	for i, act := range s.Acts {
		a.act(i, act)
	}
	return a.tellings
}

// acquireTeller is what the bodies of one case agree on. They carry a trigger's
// label and the members of a case that Acquire's interface for developers names.
type acquireTeller struct {
	*teller
	users []Party
	dates object // each state leaves its date in the case
}

func (t *acquireTeller) act(i int, a Act) {
	switch a.Deed {
	case Opens:
		t.trigger(i, a, "Case new", "open", "dateCreated")
	case Waits:
		t.trigger(i, a, "Chat status is set to Pending", "pending", "datePending")
	case Queues:
		t.trigger(i, a, "Chat status is set to Queue", "queue", "dateQueue")
	case Takes:
		t.presence(a)
		t.joins(a.By)
		t.trigger(i, a, "Chat status is set to Active", "active", "dateActive")
	case Transfers: // the chat stays active: no state is set
		t.joins(a.To)
	case Reopens:
		t.reopens(i, a)
	case Closes:
		t.trigger(i, a, "Chat status is set to Closed", "closed", "dateClosed")
	}
}

// reopens tells the state into which a case comes again, unless an act to come does.
func (t *acquireTeller) reopens(i int, a Act) {
	switch {
	case t.scene.follows(i, Waits, Queues, Takes):
	case len(t.users) > 0:
		t.trigger(i, a, "Chat status is set to Active", "active", "dateActive")
	default:
		t.trigger(i, a, "Chat status is set to Pending", "pending", "datePending")
	}
}

// joins puts an agent last in the list of users, where the latest stands.
func (t *acquireTeller) joins(agent Party) {
	t.users = slices.DeleteFunc(t.users, func(p Party) bool { return p.ID == agent.ID })
	t.users = append(t.users, agent)
}

func (t *acquireTeller) trigger(i int, a Act, label, status, date string) {
	t.date(date, a.At)
	c := t.scene.Customer
	body := object{
		"id", numeric(t.scene.ID), "status", status, "channel", t.channel(), "contact", object{"id", c.ID, "name", orNull(c.Name), "email", orNull(c.Email)},
	}
	if (status == "active" || status == "closed") && len(t.users) > 0 {
		users := make(list, 0, len(t.users))
		for _, u := range t.users {
			users = append(users, object{"id", u.ID, "name", u.Name})
		}
		body = append(body, "users", users)
	}
	t.tell(label, a.At, object{"event", label, "data", object{"case", append(body, t.dates...)}}, []int{i}, nil)
}

// date keeps the latest time of each state.
func (t *acquireTeller) date(name string, at time.Time) {
	text := at.UTC().Format(time.RFC3339)
	for i := 0; i < len(t.dates); i += 2 {
		if t.dates[i] == name {
			t.dates[i+1] = text
			return
		}
	}
	t.dates = append(t.dates, name, text)
}

func (t *acquireTeller) channel() string {
	if t.scene.Channel != "" {
		return t.scene.Channel
	}
	return "chat"
}

// presence tells that an agent is there, now and then before a chat is taken. It is
// no act of the scene and belongs to no case.
func (t *acquireTeller) presence(a Act) {
	if t.chance(30) {
		label, agent := "Agent Status Change", object{"id", a.By.ID, "name", a.By.Name, "status", "available"}
		t.tell(label, a.At, object{"event", label, "data", object{"agent", agent}}, nil, nil)
	}
}

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
