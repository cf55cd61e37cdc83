package simulate

import (
	"time"

	"offhook/model"
)

// blingerChat is what the bodies of one Blinger chat agree on. Blinger calls the
// end user "default" and the business "customer".
type blingerChat struct {
	*chat
	conversation, business int
	application, token     string
	began                  int64
	operator               *agent
	messages               list
}

func (c *chat) blinger() {
	b := blingerChat{
		chat: c, conversation: c.id(100_000), business: 540, application: pick(c.rng, []string{"telegrambot", "vk", "whatsapp", "livechat"}),
		token: c.uuid() + c.uuid()[:28], began: c.now.Unix(),
	}
	if c.chance(40) {
		b.newUser()
	}
	for i, t := range c.dialogue.turns {
		b.turn(t)
		if i == 0 {
			c.wait(50*time.Millisecond, 300*time.Millisecond)
			b.status("unassigned")
		}
	}
	if b.application == "vk" && c.chance(50) {
		b.comment()
	}
	c.wait(2*time.Second, 6*time.Second)
	b.status("closed")
}

func (b *blingerChat) turn(t turn) {
	b.typing(t.text)
	if t.role == model.RoleAgent && b.operator == nil {
		b.operator = &b.agent
		b.status("inbox")
		b.wait(500*time.Millisecond, 2*time.Second)
	}
	b.message(t)
}

func (b *blingerChat) newUser() {
	b.send(object{"webhook", "on_user_new", "user", object{
		"id", b.customer.id - 80, "blinger_user_id", b.customer.id, "name", b.customer.name(), "avatar", nil,
		"application", b.application, "service_user_id", b.serviceID(), "date_created", b.now.Unix(),
	}})
	b.wait(200*time.Millisecond, 800*time.Millisecond)
}

func (b *blingerChat) serviceID() string { return "u" + b.customer.phone[1:] }

// message sends a message live, except notes, which only the transcript has.
func (b *blingerChat) message(t turn) {
	id, outgoing := b.id(100_000), t.role != model.RoleCustomer
	b.messages = append(b.messages, b.entry(id, t, outgoing))
	if t.note {
		return
	}
	name, from, to := "on_message_incoming", b.end(), b.shop()
	if outgoing {
		name, from, to = "on_message_outgoing", b.shop(), b.end()
	}
	b.send(object{
		"webhook", name, "from_user_id", b.sender(outgoing), "to_user_id", b.sender(!outgoing), "message_id", id, "message_blinger_id", id + 4081,
		"conversation_id", b.conversation, "conversation_token", b.token, "operator", b.operatorOf(t), "from_user", from, "to_user", to,
		"message", object{
			"id", id, "from_user_id", b.sender(outgoing), "to_user_id", b.sender(!outgoing), "type", "text", "application", b.application,
			"date_created", b.now.Unix(), "message", t.text, "tags", []string{b.dialogue.topic},
		},
	})
}

// operatorOf keeps the object and empties its fields while nobody is assigned. What
// a bot says carries no operator either.
func (b *blingerChat) operatorOf(t turn) object {
	if b.operator == nil || t.role == model.RoleBot {
		return object{"id", nil, "name", nil, "email", nil}
	}
	return object{"id", b.operator.id, "name", b.operator.name, "email", b.operator.email}
}

func (b *blingerChat) sender(business bool) int {
	if business {
		return b.business
	}
	return b.customer.id
}

func (b *blingerChat) end() object {
	return object{
		"user_id", b.customer.id, "role", "default", "title", b.customer.name(), "avatar", nil, "page_title", "Tidewater – gear for the sea",
		"page_url", "https://tidewater.example/", "status", "enabled", "application", b.application, "service_user_id", b.serviceID(), "date_created", b.began,
	}
}

func (b *blingerChat) shop() object {
	return object{
		"user_id", b.business, "role", "customer", "title", nil, "avatar", nil, "status", "enabled", "application", b.application,
		"service_user_id", nil, "date_created", b.began,
	}
}

func (b *blingerChat) entry(id int, t turn, outgoing bool) object {
	var from, to any = b.customer.name(), nil
	if outgoing {
		from, to = nil, b.customer.name()
	}
	return object{
		"id", id, "from_blinger_user_id", b.sender(outgoing), "to_blinger_user_id", b.sender(!outgoing), "from_user_id", b.sender(outgoing),
		"to_user_id", b.sender(!outgoing), "type", "text", "application", b.application, "message", t.text, "blinger_message_id", id + 4081,
		"date_created", b.now.Unix(), "status", "sent", "is_outgoing", outgoing, "is_inner_message", t.note, "from_user_name", from, "to_user_name", to,
	}
}

func (b *blingerChat) status(status string) {
	name := map[string]string{"unassigned": "on_conversation_unassigned", "inbox": "on_conversation_assigned", "closed": "on_conversation_closed"}[status]
	conversation := object{
		"id", b.conversation, "application", b.application, "status", status, "date_created", b.began, "date_updated", b.now.Unix(),
	}
	if b.operator != nil {
		conversation = append(conversation, "operator", b.operatorOf(turn{role: model.RoleAgent}))
	}
	conversation = append(conversation, "from_user", b.end())
	if status == "closed" {
		conversation = append(conversation, "messages", b.messages, "close_group", object{"title", b.dialogue.topic})
	}
	b.send(object{"webhook", name, "conversation", conversation})
}

// comment is a public one under a post; its number is of the comments' own.
func (b *blingerChat) comment() {
	b.wait(2*time.Second, 5*time.Second)
	id := b.id(10_000)
	b.send(object{
		"webhook", "on_comment_incoming", "from_user_id", b.customer.id, "to_user_id", b.business, "comment_id", id, "comment_blinger_id", id + 4081,
		"conversation_id", b.conversation, "conversation_token", b.token, "operator", b.operatorOf(turn{role: model.RoleAgent}), "from_user", b.end(), "to_user", b.shop(),
		"comment", object{
			"id", id, "from_user_id", b.customer.id, "to_user_id", b.business, "reply_comment_id", nil, "type", "text", "post_id", "4711",
			"post_url", "https://vk.example/wall?w=4711", "post_title", "Summer sale ☀", "application", b.application, "date_created", b.now.Unix(), "message", "👍👍👍",
		},
	})
}
