package simulate

import (
	"encoding/json"
	"fmt"

	"offhook/model"
)

// blingerTeller is what the bodies of one Blinger chat agree on. Blinger calls the
// end user "default" and the business "customer".
//
// It tells no buttons, ratings, scenarios or calls. A message has one file at most.
type blingerTeller struct {
	*teller
	business         int
	token, post      string
	began            int64
	operator         Party // who has the chat; zero while nobody does
	message, comment int   // the latest ids; each of its own space
	asked            int   // the customer's latest comment
	history          history
}

func tellBlinger(s Scene) []Telling {
	b := blingerTeller{teller: newTeller(s), business: 540}
	b.token, b.post = b.uuid()+b.uuid()[:28], fmt.Sprint(4000+b.rng.IntN(900))
	b.message, b.history.whole = 100_000+b.rng.IntN(900_000), b.chance(50)
	if b.comment = b.message; b.chance(50) { // else both ids begin alike and collide
		b.comment = 10_000 + b.rng.IntN(90_000)
	}
	if len(s.Acts) > 0 {
		b.began = s.Acts[0].At.Unix()
	}
	for i := range s.Acts {
		b.act(i, &s.Acts[i])
	}
	return b.tellings
}

func (b *blingerTeller) act(i int, a *Act) {
	switch a.Deed {
	case Opens:
		if b.chance(40) {
			b.newUser(a)
		}
	case Says:
		b.says(i, a)
	case Notes: // only the transcript has them
		b.message += 1 + b.rng.IntN(3)
		b.history.add(i, b.entry(a))
	case Comments:
		b.comments(i, a)
	case Waits:
		b.operator = Party{}
		b.status(i, a, "on_conversation_unassigned", "unassigned")
	case Takes:
		b.operator = a.By
		b.status(i, a, "on_conversation_assigned", "inbox")
	case Transfers:
		b.operator = a.To
		b.status(i, a, "on_conversation_assigned", "inbox")
	case Closes:
		b.status(i, a, "on_conversation_closed", "closed")
		b.operator = Party{}
	}
}

// newUser says that somebody writes for the first time. It names no conversation, so
// it tells no act.
func (b *blingerTeller) newUser(a *Act) {
	c := b.scene.Customer
	b.tell("on_user_new", a.At, object{"webhook", "on_user_new", "user", object{
		"id", c.ID + 5000, "blinger_user_id", c.ID, "name", c.Name, "avatar", nil,
		"application", b.application(), "service_user_id", b.serviceID(), "date_created", a.At.Unix(),
	}}, nil, nil)
}

func (b *blingerTeller) says(i int, a *Act) {
	if a.By.Role == model.RoleSystem { // Blinger writes nothing of its own
		return
	}
	b.message += 1 + b.rng.IntN(3)
	b.history.add(i, b.entry(a))
	message := append(b.content(a, b.message), "tags", b.tags())
	b.say(i, a, "message", b.message, message)
}

// comments are public, under a post. The transcript has none of them.
func (b *blingerTeller) comments(i int, a *Act) {
	b.comment += 1 + b.rng.IntN(3)
	var reply any
	switch {
	case !outgoing(a):
		b.asked = b.comment
	case b.asked != 0:
		reply = b.asked
	}
	comment := append(b.content(a, b.comment), "reply_comment_id", reply, "post_id", b.post,
		"post_url", "https://vk.example/wall?w="+b.post, "post_title", "Summer sale – Лето ☀")
	b.say(i, a, "comment", b.comment, comment)
}

// say sends a live message or comment.
func (b *blingerTeller) say(i int, a *Act, what string, id int, content object) {
	name, from, to := "on_"+what+"_incoming", b.end(true), b.shop()
	if outgoing(a) {
		name, from, to = "on_"+what+"_outgoing", b.shop(), b.end(true)
	}
	b.tell(name, a.At, object{
		"webhook", name, "from_user_id", b.sender(outgoing(a)), "to_user_id", b.sender(!outgoing(a)), what + "_id", id, what + "_blinger_id", id + 4081,
		"conversation_id", b.id(), "conversation_token", b.token, "operator", blingerOperator(b.operatorOf(a)), "from_user", from, "to_user", to,
		what, content,
	}, []int{i}, nil)
}

func (b *blingerTeller) content(a *Act, id int) object {
	return append(object{
		"id", id, "from_user_id", b.sender(outgoing(a)), "to_user_id", b.sender(!outgoing(a)),
		"application", b.application(), "date_created", a.At.Unix(), "message", a.Text,
	}, blingerType(a)...)
}

// blingerType is the type of a message, with the file where there is one. The
// webhooks' page shows "text" only; image and file are the custom channel's.
func blingerType(a *Act) object {
	if len(a.Files) == 0 {
		return object{"type", "text"}
	}
	typ := "file"
	if a.Files[0].Type == "image" {
		typ = "image"
	}
	return object{"type", typ, "url", a.Files[0].URL, "file_name", a.Files[0].Name}
}

// operatorOf is who has the chat; of what an agent says, the agent. What a bot says
// has no operator.
func (b *blingerTeller) operatorOf(a *Act) Party {
	switch {
	case a.By.Role == model.RoleBot:
		return Party{}
	case a.By.Role == model.RoleAgent && a.By.ID != 0:
		return a.By
	}
	return b.operator
}

// blingerOperator keeps the object and empties its members while nobody is assigned.
func blingerOperator(p Party) object {
	if p.ID == 0 {
		return object{"id", nil, "name", nil, "email", nil}
	}
	return object{"id", p.ID, "name", p.Name, "email", p.Email}
}

// outgoing reports whether the business says something.
func outgoing(a *Act) bool { return a.By.Role != model.RoleCustomer }

func (b *blingerTeller) id() json.Number { return json.Number(b.scene.ID) }

func (b *blingerTeller) application() string {
	if b.scene.Channel == "" {
		return "livechat"
	}
	return b.scene.Channel
}

func (b *blingerTeller) serviceID() string { return fmt.Sprintf("u%d", b.scene.Customer.ID+70_000) }

func (b *blingerTeller) sender(business bool) int {
	if business {
		return b.business
	}
	return b.scene.Customer.ID
}

// status tells what became of the chat; its time is that of the latest change.
func (b *blingerTeller) status(i int, a *Act, name, status string) {
	conversation := object{
		"id", b.id(), "application", b.application(), "status", status, "date_created", b.began, "date_updated", a.At.Unix(),
	}
	if b.operator.ID != 0 {
		conversation = append(conversation, "operator", blingerOperator(b.operator))
	}
	conversation = append(conversation, "from_user", b.end(false))
	var listed []int
	if a.Deed == Closes {
		var messages list
		messages, listed = b.history.take()
		conversation = append(conversation, "messages", messages, "tags", b.conversationTags(), "close_group", object{"title", b.scene.Topic})
	}
	b.tell(name, a.At, object{"webhook", name, "conversation", conversation}, []int{i}, listed)
}
