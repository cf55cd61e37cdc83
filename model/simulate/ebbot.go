package simulate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"offhook/model"
)

// ebbotTeller is what the bodies of one Ebbot chat agree on.
//
// It tells no notes, comments, files, invitations, calls and deals, nor that a chat
// waits: "ongoing" is the one status that the documents know, even of a chat that is
// being closed.
type ebbotTeller struct {
	*teller
	bot, user      string
	twins          bool // chat.message has the request id of the subset topic beside it
	began, changed time.Time
	agents         []Party // who has had the chat, the latest last; none while the bot has it
	input          string  // the customer's latest text
	rating         int
	clock          ebbotClock
	history        history
}

func tellEbbot(s Scene) []Telling {
	e := ebbotTeller{teller: newTeller(s), user: ebbotUser(s.Customer)}
	e.bot, e.twins, e.history.whole = "tidewater-"+pick(e.rng, []string{"web", "app"}), e.chance(50), e.chance(50)
	e.clock.rng = e.rng
	if len(s.Acts) > 0 {
		e.began, e.changed = s.Acts[0].At, s.Acts[0].At
	}
	for i := range s.Acts {
		e.act(i, &s.Acts[i])
	}
	return e.tellings
}

// ebbotUser is a visitor's id, the same in all of the visitor's chats.
func ebbotUser(p Party) string { return uuid(rand.New(rand.NewPCG(uint64(p.ID), 0xebb07))) }

func (e *ebbotTeller) act(i int, a *Act) {
	live := []int{i}
	switch a.Deed {
	case Opens:
		user := e.names()
		e.event("chat.create", a.At, object{"id", e.scene.ID, "type", e.channel(), "status", "ongoing", "user", user}, live)
	case Says, Asks, Rates:
		e.message(i, a)
	case Runs:
		e.runs(i, a)
	case Updates:
		e.updates(a, live)
	case Takes:
		e.agents = []Party{a.By}
		e.state(a, "handover", live)
		e.status(a, "agent")
	case Transfers:
		e.agents = append(e.agents, a.To)
		e.state(a, "transfer", live)
		e.status(a, "agent")
	case Closes:
		e.closes(a, live)
	}
}

func (e *ebbotTeller) channel() string {
	if e.scene.Channel == "" {
		return "web"
	}
	return e.scene.Channel
}

// names are the visitor's, in two parts.
func (e *ebbotTeller) names() object {
	first, last, found := strings.Cut(e.scene.Customer.Name, " ")
	if !found {
		return object{"first_name", first}
	}
	return object{"first_name", first, "last_name", last}
}

// runs tells that the bot runs a scenario; the transcript has it as the visitor's
// choice. What it does to the status is no news.
func (e *ebbotTeller) runs(i int, a *Act) {
	id, name := e.uuid(), a.Text
	if name == "" {
		name = "welcome"
	}
	_, listed := e.clock.stamps(a.At)
	e.history.add(i, ebbotEntry(e.uuid(), "user", "scenario", object{"scenario", id}, e.loosely(listed)))
	e.event("chat.scenario.run", a.At, object{"chatId", e.scene.ID, "scenario", object{"id", id, "name", name, "states", 1}}, []int{i})
	e.status(a, "scenario")
}

// updates tells who the visitor is, or where; in a scene either may be what changed.
func (e *ebbotTeller) updates(a *Act, live []int) {
	if e.chance(50) {
		e.event("chat.user.update", a.At, object{"id", e.scene.ID, "user", append(e.names(), "id", e.user)}, live)
		return
	}
	e.event("chat.data.update", a.At, object{
		"id", e.scene.ID, "time_before_start", 3, "os", "Linux", "user_last_input", e.input, "current_host", "tidewater.example", "clientIp", "192.0.2.44",
		"browser", "firefox", "chat_theme_details", object{"id", e.uuid(), "path", nil, "isDefault", true},
		"current_page", "https://tidewater.example/help", "platform", e.channel(),
	}, live)
}

// status repeats the state in few words; it tells nothing new.
func (e *ebbotTeller) status(a *Act, by string) {
	e.event("chat.status.change", a.At, object{"id", e.scene.ID, "status", "ongoing", "supervised", false, "type", by}, nil)
}

// closes tells the end. The state before it says what is about to happen, and that
// the chat is ongoing: it tells no act.
func (e *ebbotTeller) closes(a *Act, live []int) {
	e.state(a, "close_chat", nil)
	entries, listed := e.history.take()
	request := e.uuid()
	e.envelope("chat.close", a.At, "data", object{"id", e.scene.ID, "conversation", entries}, request, live, listed)
	e.agents = nil
}

// state is all that is known of the chat; action is why it is told.
func (e *ebbotTeller) state(a *Act, action string, live []int) {
	e.changed = a.At
	_, now := e.clock.stamps(a.At)
	handler, userID, since, agents := "bot", any(nil), any(nil), list{}
	for _, p := range e.agents {
		agents = append(agents, object{"id", fmt.Sprint(p.ID), "name", p.Name})
		handler, userID, since = "agent", fmt.Sprint(p.ID), now
	}
	var rating any
	if e.rating > 0 {
		rating = e.rating
	}
	e.envelope("chat.update", a.At, "chat", object{
		"id", e.scene.ID, "botId", e.bot, "companyId", "tidewater", "name", e.scene.Customer.Name, "integration_type", e.channel(), "scenario", nil, "type", action,
		"status", "ongoing", "statusTimestamp", now, "chatUserId", e.user, "handled_by", handler, "handledByAgentTimestamp", since,
		"transfer_data", object{}, "userId", userID, "last_message", now, "new_messages", false, "scenarios_in_progress", list{},
		"successful_scenarios", object{}, "language", e.scene.Language, "nps", nil, "rating", rating, "transferSkillId", nil,
		"participants", list{}, "agents", agents, "createdAt", ebbotDate(e.began), "updatedAt", e.changed.UTC().Format("2006-01-02T15:04:05-07:00"),
		"chat_user", object{
			"id", e.user, "image", nil, "info", string(encode(e.names())), "createdAt", ebbotDate(e.began), "updatedAt", ebbotDate(e.began),
		},
		"supervised", false,
	}, e.uuid(), live, nil)
}

func ebbotDate(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

func (e *ebbotTeller) event(topic string, at time.Time, data object, live []int) {
	e.envelope(topic, at, "data", data, e.uuid(), live, nil)
}

// envelope sends what every topic has around its own; chat.update names its own
// "chat".
func (e *ebbotTeller) envelope(topic string, at time.Time, member string, content object, request string, live, listed []int) {
	e.tell(topic, at, object{
		"topic", topic, "botId", e.bot, member, content,
		"context", object{"company_id", "tidewater", "user_id", "", "impersonated_user_id", "", "request_id", request},
		"requestId", request, "timestamp", at.UnixMilli(),
	}, live, listed)
}

// ebbotRole is a sender as Ebbot names it.
func ebbotRole(role model.Role) string {
	switch role {
	case model.RoleCustomer:
		return "user"
	case model.RoleAgent:
		return "agent"
	case model.RoleSystem:
		return "system"
	}
	return "bot"
}
