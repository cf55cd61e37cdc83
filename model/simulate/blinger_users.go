package simulate

import (
	"fmt"
	"slices"
)

// end is the end user; events of a conversation leave the application out.
func (b *blingerTeller) end(application bool) object {
	c := b.scene.Customer
	user := object{
		"user_id", c.ID, "role", "default", "title", c.Name, "avatar", nil, "page_title", "Tidewater – gear for the sea",
		"page_url", "https://tidewater.example/", "status", "enabled", "service_user_id", b.serviceID(), "date_created", b.began,
	}
	if application {
		user = append(user, "application", b.application())
	}
	return user
}

func (b *blingerTeller) shop() object {
	return object{
		"user_id", b.business, "role", "customer", "title", nil, "avatar", nil, "status", "enabled", "application", b.application(),
		"service_user_id", nil, "date_created", b.began,
	}
}

// entry is a message or note in the transcript. It names no operator.
func (b *blingerTeller) entry(a *Act) object {
	out, customer := outgoing(a), b.scene.Customer.Name
	var from, to any = customer, nil
	fromUser, toUser := b.endAccount(), b.shopAccount()
	if out {
		from, to = nil, customer
		fromUser, toUser = toUser, fromUser
	}
	return append(b.content(a, b.message),
		"from_blinger_user_id", b.sender(out), "to_blinger_user_id", b.sender(!out), "blinger_message_id", b.message+4081, "status", "sent",
		"is_outgoing", out, "is_inner_message", a.Deed == Notes, "from_user_name", from, "to_user_name", to,
		"fromBlingerUser", fromUser, "toBlingerUser", toUser)
}

// endAccount is the end user once more: its id is of another space than user_id.
func (b *blingerTeller) endAccount() object {
	c := b.scene.Customer
	return object{
		"id", c.ID + 5000, "service_blinger_id", 18, "blinger_user_id", c.ID, "is_active", true, "date_updated", b.began, "date_created", b.began,
		"tags", nil, "name", c.Name, "role", "default", "avatar", nil, "application", b.application(), "service_user_id", b.serviceID(), "status", "enabled",
	}
}

func (b *blingerTeller) shopAccount() object {
	return object{
		"id", 299, "service_blinger_id", 18, "blinger_user_id", b.business, "is_active", true, "date_updated", b.began, "date_created", b.began,
		"tags", "[]", "name", nil, "role", "customer", "avatar", nil, "application", b.application(), "service_user_id", nil, "status", "enabled",
	}
}

// tags come in all the forms that the documents show of a message.
func (b *blingerTeller) tags() any {
	return [...]any{[]string{b.scene.Topic}, nil, "[]", list{}}[b.rng.IntN(4)]
}

// conversationTags repeat one tag, and name a message by a string.
func (b *blingerTeller) conversationTags() list {
	tag := object{"id", "id", "title", b.scene.Topic, "message_id", fmt.Sprint(b.message)}
	return slices.Repeat(list{tag}, b.rng.IntN(4))
}
