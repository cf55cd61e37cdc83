package simulate

import (
	"slices"
	"time"
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
