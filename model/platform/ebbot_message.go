package platform

import (
	"strings"

	"offhook/model"
	"offhook/model/laxjson"
)

// ebbotMessage reads a live message. Its own time is data.timestamp; of an agent
// Ebbot says neither id nor name.
func ebbotMessage(e *model.Event, data laxjson.Value) {
	m := ebbotEntry(data)
	sender := data.Get("sender").Text()
	if role := ebbotTopicRole(e.Name); role != model.RoleNone {
		if m.Role != model.RoleNone && m.Role != role {
			ebbotMismatch(e, sender)
		}
		m.Role = role
	}
	e.Actor = model.Person{Role: m.Role}
	if !m.At.IsZero() {
		e.Occurred = m.At
	}
	e.Identified = e.Identified || m.ID != "" || !m.At.IsZero()
	if m.Kind == model.KindActivity {
		e.Kind, e.Detail = model.KindActivity, ebbotActivity(&m)
	}
	e.Messages = []model.Message{m}
}

// ebbotTopicRole is the role that a topic names, none for chat.message.
func ebbotTopicRole(topic string) model.Role {
	sender, _ := strings.CutPrefix(topic, "chat.")
	sender, _ = strings.CutSuffix(sender, ".message")
	return ebbotRole(sender)
}

func ebbotRole(sender string) model.Role {
	switch sender {
	case "user":
		return model.RoleCustomer
	case "bot":
		return model.RoleBot
	case "agent":
		return model.RoleAgent
	case "system":
		return model.RoleSystem
	}
	return model.RoleNone
}

// ebbotTranscript reads the messages of chat.close in the order of the list: their
// times are not in order.
func ebbotTranscript(conversation laxjson.Value) []model.Message {
	var messages []model.Message
	for entry := range each(unwrapped(conversation)) {
		if entry.Cut() { // half of it may seem to be another one
			continue
		}
		messages = append(messages, ebbotEntry(entry))
	}
	return messages
}

// ebbotEntry reads a message, live or of a transcript.
func ebbotEntry(v laxjson.Value) model.Message {
	m := model.Message{ID: v.Get("id").ID(), Kind: model.KindMessage, Role: ebbotRole(v.Get("sender").Text()), Type: v.Get("type").Text()}
	m.At, m.Tie = stamp(v.Get("timestamp"))
	if m.Type == "rating" || m.Type == "scenario" {
		m.Kind = model.KindActivity
	}
	value := v.Get("value")
	if value.Kind() != laxjson.Object {
		m.Text = textOf(value)
		return m
	}
	m.Text = ebbotText(value)
	for button := range each(value.Get("urls")) {
		if label := button.Get("label").Text(); label != "" {
			m.Buttons = append(m.Buttons, label)
		}
	}
	if m.Type == "file" || m.Type == "image" || m.Type == "attachment" {
		if url := firstID(value.Get("url"), value.Get("src")); url != "" {
			m.Files = []model.Attachment{{Name: firstID(value.Get("name"), value.Get("filename")), Type: m.Type, URL: url}}
		}
	}
	return m
}

// ebbotText is the text of a value that is an object: a button message has a
// description, a request for a rating a question, a rating a number, a scenario
// nothing.
func ebbotText(value laxjson.Value) string {
	for _, name := range [...]string{"description", "question", "text", "message", "rating", "title"} {
		if text := textOf(value.Get(name)); text != "" {
			return text
		}
	}
	return ""
}

// ebbotActivity says what a live entry without a text of its own did.
func ebbotActivity(m *model.Message) string {
	if m.Type == "rating" {
		return prefixed("rated ", m.Text)
	}
	if m.Role == model.RoleCustomer {
		return "chose a scenario"
	}
	return "ran a scenario"
}
