package simulate

import "time"

// acquire sends what its triggers say about a case: no message is among them. The
// form of the bodies is not published; these carry the trigger's label and the
// members of a case that its interface for developers names.
func (c *chat) acquire() {
	a := acquireCase{chat: c, id: c.id(10_000)}
	a.event("Case new", "open", "dateCreated")
	if c.chance(50) {
		c.wait(time.Second, 4*time.Second)
		a.event("Chat status is set to Pending", "pending", "datePending")
	}
	if c.chance(50) {
		c.wait(2*time.Second, 6*time.Second)
		a.event("Chat status is set to Queue", "queue", "dateQueue")
	}
	c.wait(3*time.Second, 8*time.Second)
	if c.chance(30) {
		a.presence()
	}
	a.event("Chat status is set to Active", "active", "dateActive")
	c.wait(15*time.Second, 40*time.Second)
	a.event("Chat status is set to Closed", "closed", "dateClosed")
}

type acquireCase struct {
	*chat
	id    int
	dates object
}

// event sends a trigger; each state leaves its date in the case.
func (a *acquireCase) event(label, status, date string) {
	a.dates = append(a.dates, date, a.now.Format(time.RFC3339))
	c := object{
		"id", a.id, "status", status, "channel", "chat", "contact", object{"id", a.customer.ID, "name", a.customer.Name, "email", a.customer.Email},
	}
	if status == "active" || status == "closed" {
		c = append(c, "users", list{object{"id", a.agent.ID, "name", a.agent.Name}})
	}
	a.send(object{"event", label, "data", object{"case", append(c, a.dates...)}})
}

func (a *acquireCase) presence() {
	a.send(object{"event", "Agent Status Change", "data", object{"agent", object{"id", a.agent.ID, "name", a.agent.Name, "status", "available"}}})
	a.wait(500*time.Millisecond, 2*time.Second)
}
