package platform_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"offhook/model"
)

// trap is a body that a naive reader would read wrong, and what to look at. Each
// platform's list follows its documents.
type trap struct {
	name, body string
	look       func(e model.Event) string
	want       string
}

func runTraps(t *testing.T, traps []trap) {
	t.Helper()
	for _, tt := range traps {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := parseBody(t, tt.body)
			if got := tt.look(e); got != tt.want {
				t.Errorf("got %q, want %q\n%s", got, tt.want, text(e))
			}
		})
	}
}

func conversation(e model.Event) string { return e.Name + " " + e.Conversation }

func who(e model.Event) string {
	return e.Actor.Role.String() + " " + e.Actor.ID + " " + e.Actor.Name
}

func occurred(e model.Event) string { return at(e.Occurred) }

func detail(e model.Event) string { return e.Detail }

func problems(e model.Event) string { return codes(e) }

func status(e model.Event) string { return e.Status.String() + " " + e.PlatformStatus }

func messageTimes(e model.Event) string {
	var times []string
	for _, m := range e.Messages {
		times = append(times, m.At.Format("05.000000000")+m.Tie)
	}
	return strings.Join(times, " ")
}

func texts(e model.Event) string {
	var list []string
	for _, m := range e.Messages {
		list = append(list, m.Role.String()+" "+m.Name+": "+m.Text)
	}
	return strings.Join(list, " | ")
}

func replaced(body string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(body)
}

func TestBlingerTraps(t *testing.T) {
	t.Parallel()
	incoming, outgoing := fixture(t, "blinger/on_message_incoming"), fixture(t, "blinger/on_message_outgoing")
	closed := fixture(t, "blinger/on_conversation_closed")
	tags := func(form string) string {
		at := strings.LastIndex(closed, `"tags": [`)
		end := strings.Index(closed[at:], "]") + at + 1
		return closed[:at] + `"tags": ` + form + closed[end:]
	}
	runTraps(t, []trap{
		{"remarks make the body no JSON", fixture(t, "blinger/on_message_incoming.broken"), problems, "malformed-json"},
		{"a missing comma before messages, a PHP array after them", fixture(t, "blinger/on_conversation_closed.broken"), detail, "closed · 2 messages · Answered · tags: paddles"},
		{"roles are inverted: role customer is the business", outgoing, who, "agent 23 Tomas Reyes"},
		{"roles are inverted: role default is the customer", incoming, who, "customer 612 Mira Lindqvist"},
		{"roles in a transcript come from is_outgoing", closed, texts, "customer Mira Lindqvist: Do you rent paddles too? | agent : asks about paddles again | agent : Yes, they come with the boat."},
		{"without is_outgoing the sender's id decides", strings.ReplaceAll(closed, `"is_outgoing"`, `"was"`), func(e model.Event) string { return e.Messages[0].Role.String() + " " + e.Messages[2].Role.String() }, "customer agent"},
		{"user.id and blinger_user_id are separate id spaces", fixture(t, "blinger/on_user_new"), func(e model.Event) string { return e.Customer.ID + " " + e.Conversation }, "612 user:612"},
		{"the business account of a transcript is no operator", closed, func(e model.Event) string { return e.Messages[2].Sender + e.Messages[2].Name }, ""},
		{"tags as a string", tags(`"[]"`), detail, "closed · 2 messages · Answered"},
		{"tags as null", tags(`null`), detail, "closed · 2 messages · Answered"},
		{"tags as strings", tags(`["late","vip"]`), detail, "closed · 2 messages · Answered · tags: late, vip"},
		{"tags as objects, the same one three times", closed, detail, "closed · 2 messages · Answered · tags: paddles"},
		{"page_title on the business side means nothing", outgoing, func(e model.Event) string { return e.Customer.Name + " " + e.Channel }, "Mira Lindqvist telegrambot"},
		{"a comment and a message share an id", fixture(t, "blinger/on_comment_incoming"), func(e model.Event) string { return e.Messages[0].Kind.String() + " " + e.Messages[0].ID }, "comment 1810"},
		{"comments belong to the conversation they name", fixture(t, "blinger/on_comment_outgoing"), conversation, "on_comment_outgoing 290"},
		{"the customer of an outgoing comment is to_user", fixture(t, "blinger/on_comment_outgoing"), func(e model.Event) string { return e.Customer.ID }, "612"},
		{"status events have no own time: date_updated, not date_created", closed, occurred, "2025-12-04T09:45:00Z"},
		{"date_created of a conversation is its birth", closed, func(e model.Event) string { return at(e.Began) }, "2025-12-04T09:40:00Z"},
		{"an unassigned operator's members are null", replaced(incoming, `"id": 23`, `"id": null`, `"Tomas Reyes"`, "null"), func(e model.Event) string { return e.Agent.Label() + who(e) }, "customer 612 Mira Lindqvist"},
		{"an unassigned conversation has no operator", fixture(t, "blinger/on_conversation_unassigned"), func(e model.Event) string { return e.Agent.Label() + status(e) }, "open unassigned"},
		{"inbox means assigned", fixture(t, "blinger/on_conversation_assigned"), status, "assigned inbox"},
		{"an outgoing message without operator has no author", fixture(t, "blinger/on_message_outgoing-automatic"), who, "agent  "},
		{"a note is not counted as a message", closed, func(e model.Event) string { return fmt.Sprint(len(e.Messages), " ", e.Detail) }, "3 closed · 2 messages · Answered · tags: paddles"},
		{"an inner message is a note", closed, func(e model.Event) string { return e.Messages[1].Kind.String() }, "note"},
		{"the older flat delivery names a user instead of a conversation", fixture(t, "blinger/on_message_incoming-flat"), func(e model.Event) string { return conversation(e) + " " + texts(e) }, "on_message_incoming user:612 customer : hello from the quay"},
		{"the older flat delivery, outgoing, belongs to whom it went", fixture(t, "blinger/on_message_outgoing-flat"), conversation, "on_message_outgoing user:612"},
		{"the older flat delivery cannot be told from a copy", fixture(t, "blinger/on_message_incoming-flat"), func(e model.Event) string { return occurred(e) + map[bool]string{true: " identified"}[e.Identified] }, "-"},
		{"text that is not ASCII", replaced(incoming, "Is the blue kayak free on Saturday?", "Свободна ли синяя – лодка?"), texts, "customer Mira Lindqvist: Свободна ли синяя – лодка?"},
	})
}

func TestAcquireTraps(t *testing.T) {
	t.Parallel()
	event := func(label string) string { return `{"event":"` + label + `","case":{"id":4}}` }
	known := func(e model.Event) string { return e.KnownAs + " " + e.Status.String() }
	runTraps(t, []trap{
		{"labels: other case", event("CASE NEW"), known, "Case new open"},
		{"labels: underscores", event("chat_status_is_set_to_active"), known, "Chat status is set to Active assigned"},
		{"labels: without small words", event("case.status.queue"), known, "Chat status is set to Queue queued"},
		{"labels: two spaces and a full stop", event("Chat  status is set to Pending."), known, "Chat status is set to Pending pending"},
		{"labels: Case status and Chat status are the same", event("Case status is set to Closed"), known, "Chat status is set to Closed closed"},
		{"labels: camel case", event("chatStatusClosed"), known, "Chat status is set to Closed closed"},
		{"labels: as printed", event("Chat status is set to Closed"), known, " closed"},
		{"labels: in type", `{"type":"Case new","case_id":4}`, conversation, "Case new 4"},
		{"labels: in topic", `{"topic":"Case new","caseId":"4"}`, conversation, "Case new 4"},
		{"labels: in trigger", `{"trigger":"Case new","data":{"id":4}}`, conversation, "Case new 4"},
		{"labels: in name", `{"name":"Case new","data":{"case":{"id":4}}}`, conversation, "Case new 4"},
		{"an id at the top", `{"event":"Case new","id":4}`, conversation, "Case new 4"},
		{"a case that is only its id", `{"event":"Case new","data":{"case":4}}`, conversation, "Case new 4"},
		{"the case's id comes before the body's own", `{"event":"Case new","id":"evt-1","data":{"id":"x","case":{"id":4}}}`, conversation, "Case new 4"},
		{"data as JSON in a string", `{"event":"Case new","data":"{\"case\":{\"id\":4}}"}`, conversation, "Case new 4"},
		{"a new case has its own time, so that equal bytes are the same event", fixture(t, "acquire/case_new"), func(e model.Event) string { return map[bool]string{true: "identified "}[e.Identified] + occurred(e) }, "identified 2025-12-04T09:40:00Z"},
		{"a state of a case has none", fixture(t, "acquire/chat_status_queue"), func(e model.Event) string { return map[bool]string{true: "identified "}[e.Identified] + occurred(e) }, "-"},
		{"no case at all", `{"event":"Case new"}`, problems, "no-conversation"},
		{"an agent's presence has no conversation", `{"event":"Agent Status Change","id":4,"agent":{"id":88,"name":"Tomas","status":"unavailable"}}`, func(e model.Event) string { return e.Kind.String() + " " + e.Conversation + e.Detail + codes(e) }, "presence unavailable"},
		{"version 1: a space before id", fixture(t, "acquire/CHAT_ON_START"), conversation, "CHAT_ON_START 31877"},
		{"version 1: ids are numbers or strings", fixture(t, "acquire/CHAT_ON_ACCEPT"), conversation, "CHAT_ON_ACCEPT 31877"},
		{"version 1: the message is an object", fixture(t, "acquire/CHAT_ON_MESSAGE"), texts, "customer Mira Lindqvist: Is the blue kayak free?"},
		{"version 1: the message is JSON in a string", fixture(t, "acquire/CHAT_ON_MESSAGE-string"), texts, "agent Tomas Reyes: It is"},
		{"version 1: JSON in a string that nobody escaped", fixture(t, "acquire/CHAT_ON_MESSAGE.broken"), texts, "agent Tomas Reyes: It is"},
		{"version 1: the status of a close says active", fixture(t, "acquire/CHAT_ON_CLOSE"), status, "closed "},
		{"version 1: who closed it", fixture(t, "acquire/CHAT_ON_CLOSE"), who, "agent agent-88 Tomas Reyes"},
		{"version 1: date_created is the chat's birth, not the message's time", fixture(t, "acquire/CHAT_ON_MESSAGE"), func(e model.Event) string { return occurred(e) + at(e.Messages[0].At) }, "--"},
		{"version 1: a time without a zone is no time", fixture(t, "acquire/CHAT_ON_START"), occurred, "-"},
		{"version 1: null, false and [] as strings", `{"event":"CHAT_ON_CLOSE","id":"7","by":"null","users":"[]","status":"false"}`, func(e model.Event) string { return e.Detail + status(e) + who(e) }, "closedclosed system  "},
	})
}

func TestEbbotTraps(t *testing.T) {
	t.Parallel()
	bot, closing, update := fixture(t, "ebbot/chat.bot.message"), fixture(t, "ebbot/chat.close"), fixture(t, "ebbot/chat.update")
	stamped := func(stamp string) string { return replaced(bot, `"1764841201000.241731866"`, stamp) }
	runTraps(t, []trap{
		{"two time scales: 13 digits are milliseconds", stamped(`"1764841201999.241731866"`), messageTimes, "01.999000000241731866"},
		{"two time scales: 10 digits are seconds", stamped(`"1764841201.241731866"`), messageTimes, "01.241731866"},
		{"two time scales: a number", stamped(`1764841201999`), messageTimes, "01.999000000"},
		{"22 digits do not fit a float64", stamped(`"1764841201001.000000001"`), func(e model.Event) string { return e.Messages[0].Tie }, "000000001"},
		{"a fraction of a second may be short", stamped(`"1764841201.5"`), messageTimes, "01.500000000"},
		{"a stamp that is none", stamped(`"yesterday"`), func(e model.Event) string { return at(e.Messages[0].At) + " " + occurred(e) }, "- 2025-12-04T09:40:00.9Z"},
		{"times of a transcript are not in order: the list is kept", closing, messageTimes, "00.063057626 00.718404236 00.575724287 00.620270927 01.000000000"},
		{"subset topics: chat.message from any sender", fixture(t, "ebbot/chat.message"), func(e model.Event) string { return e.Name + " " + texts(e) }, "chat.message agent : See you on Saturday"},
		{"the chat's id is data.chatId in messages", bot, conversation, "chat.bot.message 1764841100.250.3d9b7e10"},
		{"a message's id is no chat's", replaced(bot, `"chatId"`, `"was"`), func(e model.Event) string { return e.Conversation + codes(e) }, "no-conversation"},
		{"the chat's id is data.id elsewhere", fixture(t, "ebbot/chat.status.change"), conversation, "chat.status.change 1764841100.250.3d9b7e10"},
		{"the chat's id is chat.id in chat.update", update, conversation, "chat.update 1764841100.250.3d9b7e10"},
		{"the chat's id is chat.id even beside an empty data", replaced(update, `"topic"`, `"data": null, "topic"`), conversation, "chat.update 1764841100.250.3d9b7e10"},
		{"type is a channel in chat.create", fixture(t, "ebbot/chat.create"), func(e model.Event) string { return e.Channel }, "web"},
		{"type is an action in chat.update: close_chat closes nothing", update, func(e model.Event) string { return status(e) + " " + e.Detail }, "open ongoing bot handles the chat · close chat"},
		{"type is what set the status in chat.status.change", fixture(t, "ebbot/chat.status.change"), detail, "status: ongoing · by a scenario"},
		{"ongoing is assigned when an agent handles the chat", fixture(t, "ebbot/chat.update-agent"), func(e model.Event) string { return status(e) + " " + e.Agent.Name }, "assigned ongoing Tomas Reyes"},
		{"a user message may carry the user's id", fixture(t, "ebbot/chat.user.message"), func(e model.Event) string { return e.Messages[0].ID }, "usr-9c2f"},
		{"info is JSON in a string", update, func(e model.Event) string { return e.Customer.Name + " " + e.Customer.ID }, "Mira Lindqvist usr-9c2f"},
		{"a brace too many", fixture(t, "ebbot/chat.user.update.broken"), func(e model.Event) string { return e.Customer.Name + " " + codes(e) }, "Mira malformed-json"},
		{"last_message is a time, not a text", update, texts, ""},
		{"createdAt with Z, updatedAt with +00:00", replaced(update, "2025-12-04T09:38:20.250Z", "2025-12-04T10:38:20+01:00"), func(e model.Event) string { return at(e.Began) }, "2025-12-04T09:38:20Z"},
		{"a button message's text is its description", bot, func(e model.Event) string { return texts(e) + " " + strings.Join(e.Messages[0].Buttons, "/") }, "bot : Shall I fetch somebody from the quay? Yes, please/No"},
		{"a rating request's text is its question, a rating's a number, a scenario has none", closing, texts, "customer :  | bot : How was it? | customer : 5 | bot : Start again? | agent : Bye"},
		{"ratings and scenarios are no messages", closing, detail, "closed · 3 messages · rated 5"},
		{"a live rating is no message", fixture(t, "ebbot/chat.user.message-rating"), func(e model.Event) string { return e.Kind.String() + " " + e.Detail }, "activity rated 4"},
		{"chat.close has no status and closes", closing, status, "closed "},
		{"user_last_input is an echo, not a message", fixture(t, "ebbot/chat.data.update"), func(e model.Event) string { return e.Kind.String() + texts(e) }, "activity"},
		{"a placeholder is an id", replaced(bot, "1764841100.250.3d9b7e10", "<CHAT_ID>"), conversation, "chat.bot.message <CHAT_ID>"},
		{"a sender that does not fit the topic", replaced(bot, `"sender": "bot"`, `"sender": "user"`), func(e model.Event) string { return who(e) + codes(e) }, "bot  unexpected-value"},
		{"a request id supports sameness", bot, func(e model.Event) string { return e.RequestID }, "req-5c1d2e3f"},
	})
}

func TestJivoTraps(t *testing.T) {
	t.Parallel()
	accepted, finished := fixture(t, "jivo/chat_accepted"), fixture(t, "jivo/chat_finished")
	offline, deal := fixture(t, "jivo/offline_message"), fixture(t, "jivo/created_deal.broken")
	known := func(e model.Event) string { return e.Name + " " + e.KnownAs + " " + e.Kind.String() + codes(e) }
	runTraps(t, []trap{
		{"look-alike letters in an event name", fixture(t, "jivo/created_client_tag-lookalike"), func(e model.Event) string { return e.Name + " " + e.Problems[0].Detail }, `created_client_tag Cyrillic "с" (U+0441) for "c" in the event name "created_client_tag"`},
		{"look-alike letters written as escapes", `{"event_name":"\u0441hat_\u0430ccepted","chat_id":1}`, func(e model.Event) string { return conversation(e) + " " + codes(e) }, "chat_accepted 1 lookalike-letters"},
		{"look-alike letters in names of members", `{"event_name":"chat_accepted","сhat_id":9107}`, func(e model.Event) string { return e.Conversation + " " + e.Problems[0].Detail }, `9107 Cyrillic "с" (U+0441) for "c" in the name "chat_id"`},
		{"Greek look-alikes", `{"event_name":"chat_accepted","chat_id":9107,"widget_іd":"7","visitοr":{"number":3}}`, func(e model.Event) string { return e.Channel + " " + strings.Join(e.Links, "") + " " + codes(e) }, "7 client:3 lookalike-letters"},
		{"a name that is all Cyrillic is somebody's own", `{"event_name":"client_attribute_updated","client_id":1,"attributes":{"Тема":"лодка"}}`, func(e model.Event) string { return e.Detail + codes(e) }, "attributes: Тема = лодка"},
		{"Cyrillic texts are no look-alikes", replaced(offline, "Call me about the red one", "сос"), func(e model.Event) string { return texts(e) + codes(e) }, "customer Mira Lindqvist: сос"},
		{"doubled braces", fixture(t, "jivo/assigned_status.broken"), known, "assigned_status  crmmalformed-json"},
		{"doubled braces, one not closed", fixture(t, "jivo/created_pipeline.broken"), known, "created_pipeline  crmmalformed-json"},
		{"alternatives in one value: the first counts", deal, known, "created_deal  crmmalformed-json alternatives"},
		{"alternatives and a semicolon", fixture(t, "jivo/created_status.broken"), known, "created_status  crmmalformed-json alternatives"},
		{"completed task with a space", fixture(t, "jivo/completed_task-space"), known, "completed task completed_task crm"},
		{"merged_tag and merged_client_tag", fixture(t, "jivo/merged_tag"), known, "merged_tag merged_client_tag crm"},
		{"a value on the next line and a trailing comma", fixture(t, "jivo/created_organization.broken"), known, "created_organization  crmmalformed-json"},
		{"attributes as an object", fixture(t, "jivo/client_attribute_updated"), detail, "attributes: boat_length = 4, favourite = blue"},
		{"attributes as an array", fixture(t, "jivo/client_attribute_updated-array"), detail, "attributes: boat_length = 4, favourite = blue"},
		{"attributes as an array of pairs", fixture(t, "jivo/client_attribute_updated.broken"), detail, "attributes: boat_length = 4, favourite = blue"},
		{"numbers and strings: agents[].id and messages[].agent_id", finished, texts, "system : May we help you choose a boat? | customer Mira Lindqvist: Is the blue kayak free? | agent Anna Holm: One moment | agent Tomas Reyes: It is, for Saturday"},
		{"numbers and strings: visitor.number", fixture(t, "jivo/client_updated"), conversation, "client_updated client:5120"},
		{"numbers and strings: client_id", fixture(t, "jivo/client_attribute_updated"), conversation, "client_attribute_updated client:5120"},
		{"numbers and strings: widget_id", fixture(t, "jivo/assigned_status"), func(e model.Event) string { return e.Channel }, "7141"},
		{"messages as an object", replaced(finished, `"messages": [`, `"messages": {"0":`, "},\n      {\n        \"message\": \"O", "},\n      \"1\":{\n        \"message\": \"O", "},\n      {\n        \"message\": \"I", "},\n      \"2\":{\n        \"message\": \"I", "\n    ],\n    \"invitation\"", "\n    },\n    \"invitation\""), func(e model.Event) string { return e.Detail + codes(e) }, "closed · 3 messages · rated positive"},
		{"analytics, organization and status may be null", finished, status, "closed "},
		{"enabled is 1", fixture(t, "jivo/changed_administrator_only_client_tag"), detail, "only administrators make tags: on"},
		{"assigned_agent is not who took the chat", accepted, func(e model.Event) string { return e.Agent.Name + " " + who(e) }, "Tomas Reyes agent 88 Tomas Reyes"},
		{"assigned_agent is never the agent of a conversation", fixture(t, "jivo/client_updated"), func(e model.Event) string { return e.Agent.Label() + strings.SplitAfter(e.Detail, "assigned")[1] }, " to Anna Holm"},
		{"status is a category of clients", accepted, status, "assigned "},
		{"status of a call is the call's", fixture(t, "jivo/call_event"), func(e model.Event) string { return e.Call.Status + " " + status(e) }, "end closed end"},
		{"topic is an object", accepted, conversation, "chat_accepted 9107"},
		{"event_type, where it is sent", `{"event_name":"created_deal","event_type":"crm_deal","deal_id":4,"client":{"client_id":9}}`, conversation, "created_deal client:9"},
		{"event_type with look-alike letters", `{"event_name":"sank_deal","event_type":"сrm_deal","client":{"client_id":9}}`, func(e model.Event) string { return e.Platform + " " + codes(e) }, "jivo unknown-event"},
		{"offline_message_id is no time", offline, func(e model.Event) string { return occurred(e) + at(e.Messages[0].At) + e.Messages[0].ID }, "--1764841499726"},
		{"the transcript's times are not the closing's", finished, occurred, "-"},
		{"an invitation comes before the first message", finished, func(e model.Event) string { return e.Messages[0].Kind.String() + " " + e.Messages[1].Kind.String() }, "activity message"},
		{"chat events link to the client", accepted, func(e model.Event) string { return strings.Join(e.Links, " ") }, "client:5120"},
		{"chat_accepted cannot be told from a copy", accepted, func(e model.Event) string { return map[bool]string{true: "identified"}[e.Identified] }, ""},
		{"a pipeline belongs to no client", fixture(t, "jivo/created_pipeline"), conversation, "created_pipeline "},
		{"a block's time is not an assignment's", fixture(t, "jivo/assigned_agent_to_client"), occurred, "-"},
		{"a task is fired at its time", fixture(t, "jivo/fired_task"), occurred, "2025-12-04T10:41:40Z"},
		{"no deal is updated when it was made", fixture(t, "jivo/updated_deal"), occurred, "-"},
		{"chat_assigned of the older API", fixture(t, "jivo/chat_assigned"), status, "assigned "},
		{"an older delivery: widget_id with letters, ids as numbers", `{"event_name":"chat_finished","widget_id":"aB3xKpQ9","visitor":{"number":77},"chat_id":5,"agents":[{"id":3,"name":"Anna"}],"chat":{"messages":[{"message":"hi","timestamp":1764841200,"type":"agent","agent_id":"3"}],"rate":"negative"}}`, func(e model.Event) string { return e.Channel + " " + texts(e) + " " + e.Detail }, "aB3xKpQ9 agent Anna: hi closed · 1 message · rated negative"},
		{"the Bot API's discriminator is event", fixture(t, "jivo/CLIENT_MESSAGE"), func(e model.Event) string { return conversation(e) + " " + who(e) }, "CLIENT_MESSAGE b-4402 customer c-311 Mira"},
		{"events that only public code assumes are unknown", `{"event_name":"chat_started","chat_id":5,"widget_id":"1"}`, problems, "unknown-event"},
	})
}

// TestTimesAreUTC: no time of an event depends on where offhook runs.
func TestTimesAreUTC(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures(t, "*") {
		e := parseBody(t, fixture(t, name))
		times := []time.Time{e.Occurred, e.Began}
		for _, m := range e.Messages {
			times = append(times, m.At)
		}
		for _, at := range times {
			if at.Location() != time.UTC {
				t.Errorf("%s: %v", name, at)
			}
		}
	}
}

// TestCutBodies: half an id is another id, so a body that ends inside one names
// nothing, and what is always about a chat never belongs to the client instead.
// TestCutTranscripts: the entry in which a list ends may seem to be another one.
func TestCutTranscripts(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"webhook":"on_conversation_closed","conversation":{"id":5,"messages":[{"id":1,"message":"one"},{"id":2,"message":"tw`:          1,
		`{"webhook":"on_conversation_closed","conversation":{"id":5,"messages":[{"id":1,"message":"one"},{"id":2,"tags":{"a":1}`:         1,
		`{"webhook":"on_conversation_closed","conversation":{"id":5,"messages":[{"id":1,"message":"one"},{"id":2,"message":"two"}`:       2,
		`{"webhook":"on_conversation_closed","conversation":{"id":5,"messages":[{"id":1,"message":"one"},{"id":2,"message":"two"}],"a":`: 2,
		`{"topic":"chat.close","botId":"b","requestId":"r","data":{"id":"c","conversation":[{"id":"1","value":"one"},{"id":"2","value":`: 1,
		`{"event_name":"chat_finished","chat_id":5,"widget_id":"1","chat":{"messages":[{"message":"one","type":"visitor"},{"message":"t`: 1,
	} {
		if e := parse(t, post(body)); len(e.Messages) != want {
			t.Errorf("%d messages, want %d: %s", len(e.Messages), want, body)
		}
	}
}

func TestCutBodies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, key, platform string }{
		"a number":                           {`{"webhook":"on_conversation_assigned","conversation":{"id":8699`, "", "blinger"},
		"a number with what follows":         {`{"webhook":"on_conversation_assigned","conversation":{"id":8699,`, "blinger:8699", "blinger"},
		"a string":                           {`{"topic":"chat.create","botId":"b","requestId":"r","data":{"id":"1795284000.000.ec43`, "", "ebbot"},
		"a string with its end":              {`{"topic":"chat.create","botId":"b","requestId":"r","data":{"id":"1795284000.000.ec43"`, "ebbot:1795284000.000.ec43", "ebbot"},
		"a message without its conversation": {`{"webhook":"on_message_incoming","from_user_id":374,"to_user_id":547,"message_id":546`, "", "blinger"},
		"the older flat delivery":            {`{"webhook":"on_message_incoming","from_user_id":374,"to_user_id":547,"message":"hi"}`, "blinger:user:374", "blinger"},
		"a chat before its id":               {`{"event_name":"chat_accepted","visitor":{"number":"2746"},"widget_id":"39`, "", "jivo"},
		"a client":                           {`{"event_name":"client_updated","visitor":{"number":2746},"client_id":"2746"`, "jivo:client:2746", "jivo"},
	} {
		if e := parse(t, post(c.body)); e.Key() != c.key || e.Platform != c.platform {
			t.Errorf("%s: %s %q, want %s %q", name, e.Platform, e.Key(), c.platform, c.key)
		}
	}
}
