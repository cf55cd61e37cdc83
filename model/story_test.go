package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"offhook/model"
)

// story tells a conversation delivery by delivery, as the capture's writer does.
type story struct {
	t      *testing.T
	index  *model.Conversations
	now    time.Time
	seq    uint64
	events []model.Event
	bodies []string
}

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func newStory(t *testing.T) *story {
	t.Helper()
	return &story{t: t, index: model.NewConversations(), now: noon}
}

// after lets time pass.
func (s *story) after(d time.Duration) *story {
	s.now = s.now.Add(d)
	return s
}

// deliver stores one request with one event, answered 200. The body is the event
// itself unless one is given.
func (s *story) deliver(e model.Event, body ...string) []model.Problem {
	return s.answered(200, e, body...)
}

func (s *story) answered(status int, e model.Event, body ...string) []model.Problem {
	s.seq++
	e.Seq, e.Received = s.seq, s.now
	text := strings.Join(body, "")
	if len(body) == 0 {
		sent := e
		sent.Seq, sent.Received, sent.Call = 0, time.Time{}, nil
		text = fmt.Sprintf("%+v %s", sent, callStatus(e.Call))
	}
	events := []model.Event{e}
	s.index.Extend(events, model.Delivered{Body: []byte(text), Status: status})
	s.events, s.bodies = append(s.events, events[0]), append(s.bodies, text)
	return events[0].Problems
}

func (s *story) timeline(key string) model.Timeline {
	var own []model.Event
	for _, e := range s.events {
		if e.Key() == key {
			own = append(own, e)
		}
	}
	return model.Rebuild(key, own, s.index.Evidence(key))
}

func (s *story) summary(key string) model.Summary {
	s.t.Helper()
	sum, ok := s.index.Summary(key)
	if !ok {
		s.t.Fatalf("no conversation %s", key)
	}
	return sum
}

func codes(problems []model.Problem) string {
	var names []string
	for _, p := range problems {
		names = append(names, p.Code.String())
	}
	return strings.Join(names, " ")
}

func wantCodes(t *testing.T, problems []model.Problem, want string) {
	t.Helper()
	if got := codes(problems); got != want {
		t.Errorf("problems %q, want %q: %v", got, want, problems)
	}
}

func wantDetail(t *testing.T, problems []model.Problem, part string) {
	t.Helper()
	for _, p := range problems {
		if strings.Contains(p.Detail, part) {
			return
		}
	}
	t.Errorf("no problem says %q: %v", part, problems)
}

// texts are the entries' texts, in order, with what is special about them.
func texts(tl model.Timeline) string {
	var b strings.Builder
	for i, e := range tl.Entries {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(e.Message.Text)
		if e.Source == model.FromTranscript {
			b.WriteString("~")
		}
		for _, f := range e.Flags {
			b.WriteString("!" + f.String())
		}
	}
	return b.String()
}

func wantTexts(t *testing.T, tl model.Timeline, want string) {
	t.Helper()
	if got := texts(tl); got != want {
		t.Errorf("entries\n%s\nwant\n%s", got, want)
	}
}

// Blinger.

func at(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

func blingerIn(id, text string, own time.Time) model.Event {
	who := model.Person{Role: model.RoleCustomer, ID: "374", Name: "Yuri"}
	return model.Event{
		Platform: "blinger", Name: "on_message_incoming", Kind: model.KindMessage, Conversation: "173", Channel: "vk", Identified: true,
		Occurred: own, Actor: who, Customer: who,
		Messages: []model.Message{{ID: id, Kind: model.KindMessage, Role: model.RoleCustomer, Sender: "374", Name: "Yuri", Type: "text", Text: text, At: own}},
	}
}

func blingerOut(id, text string, own time.Time, operator string) model.Event {
	e := blingerIn(id, text, own)
	e.Name = "on_message_outgoing"
	e.Actor, e.Agent = model.Person{Role: model.RoleAgent}, model.Person{}
	if operator != "" {
		e.Agent = model.Person{Role: model.RoleAgent, ID: "9", Name: operator}
		e.Actor = e.Agent
	}
	e.Messages[0].Role, e.Messages[0].Sender, e.Messages[0].Name = model.RoleAgent, e.Agent.ID, e.Agent.Name
	return e
}

func blingerStatus(name string, own time.Time) model.Event {
	e := model.Event{
		Platform: "blinger", Name: name, Kind: model.KindStatus, Conversation: "173", Channel: "vk", Identified: true, Occurred: own,
		Actor: model.Person{Role: model.RoleSystem}, Customer: model.Person{Role: model.RoleCustomer, ID: "374", Name: "Yuri"},
	}
	switch name {
	case "on_conversation_assigned":
		e.Step, e.Status, e.PlatformStatus, e.Detail = model.StepAccepts, model.StatusAssigned, "inbox", "assigned to Anna"
		e.Agent = model.Person{Role: model.RoleAgent, ID: "9", Name: "Anna"}
	case "on_conversation_unassigned":
		e.Step, e.Status, e.PlatformStatus, e.Detail = model.StepMoves, model.StatusOpen, "unassigned", "waits for an operator"
	}
	return e
}

func blingerClosed(own time.Time, messages ...model.Event) model.Event {
	e := blingerStatus("on_conversation_closed", own)
	e.Kind, e.Step, e.Status, e.PlatformStatus, e.Detail = model.KindTranscript, model.StepCloses, model.StatusClosed, "closed", "closed"
	e.Messages = listed(messages)
	for i := range e.Messages {
		if e.Messages[i].Role == model.RoleAgent { // a transcript names no operator
			e.Messages[i].Sender, e.Messages[i].Name = "", "Shop"
		}
	}
	return e
}

func listed(messages []model.Event) []model.Message {
	var list []model.Message
	for _, m := range messages {
		list = append(list, m.Messages...)
	}
	return list
}

// Ebbot.

func ebbotSays(role model.Role, id, text string, own time.Time) model.Event {
	name := map[model.Role]string{model.RoleCustomer: "chat.user.message", model.RoleBot: "chat.bot.message", model.RoleAgent: "chat.agent.message", model.RoleSystem: "chat.system.message"}[role]
	return model.Event{
		Platform: "ebbot", Name: name, Kind: model.KindMessage, Conversation: "c-1", Identified: true, RequestID: "r-" + id + text, Occurred: own,
		Actor:    model.Person{Role: role},
		Messages: []model.Message{{ID: id, Kind: model.KindMessage, Role: role, Type: "text", Text: text, At: own}},
	}
}

func ebbotState(name string, own time.Time) model.Event {
	e := model.Event{
		Platform: "ebbot", Name: name, Kind: model.KindStatus, Conversation: "c-1", Channel: "web", Identified: true, RequestID: "r-" + name + own.String(), Occurred: own,
		Actor: model.Person{Role: model.RoleSystem}, Step: model.StepRepeats, Status: model.StatusOpen, PlatformStatus: "ongoing", Detail: name,
	}
	switch name {
	case "chat.create":
		e.Step, e.Customer = model.StepOpens, model.Person{Role: model.RoleCustomer, ID: "u-1", Name: "Ann Berg"}
	case "chat.status.change":
		e.Step = model.StepMoves
	}
	return e
}

func ebbotClose(own time.Time, messages ...model.Event) model.Event {
	e := ebbotState("chat.close", own)
	e.Kind, e.Step, e.Status, e.PlatformStatus = model.KindTranscript, model.StepCloses, model.StatusClosed, ""
	e.Messages = listed(messages)
	return e
}

// Jivo.

func jivoEvent(name string) model.Event {
	e := model.Event{
		Platform: "jivo", Name: name, Kind: model.KindStatus, Conversation: "7607", Channel: "3948", Links: []string{"client:1217"},
		Customer: model.Person{Role: model.RoleCustomer, ID: "1217", Name: "John Smith"}, Actor: model.Person{Role: model.RoleSystem}, Detail: name,
	}
	if name == "chat_accepted" {
		e.Step, e.Status, e.Detail = model.StepAccepts, model.StatusAssigned, "took the chat"
		e.Agent = model.Person{Role: model.RoleAgent, ID: "2016", Name: "Thea Ander"}
		e.Actor = e.Agent
	}
	return e
}

func jivoSays(role model.Role, text string, own time.Time) model.Event {
	m := model.Message{Kind: model.KindMessage, Role: role, Text: text, At: own, Sender: "1217", Name: "John Smith"}
	if role == model.RoleAgent {
		m.Sender, m.Name = "2016", ""
	}
	return model.Event{Messages: []model.Message{m}}
}

func jivoFinished(messages ...model.Event) model.Event {
	e := jivoEvent("chat_finished")
	e.Kind, e.Step, e.Status, e.Identified = model.KindTranscript, model.StepCloses, model.StatusClosed, true
	e.Messages = listed(messages)
	return e
}

func jivoCall(status string) model.Event {
	e := jivoEvent("call_event")
	e.Kind, e.Detail, e.PlatformStatus = model.KindCall, "callback to +15550100 · "+status, status
	e.Call = &model.Call{Type: "callback", Phone: "+15550100", Status: status}
	return e
}

// Acquire.

func acquireEvent(name string, step model.Step, status model.Status) model.Event {
	return model.Event{Platform: "acquire", Name: name, Kind: model.KindStatus, Conversation: "58624", Step: step, Status: status, Detail: status.String(),
		Actor: model.Person{Role: model.RoleSystem}}
}

// draw is a timeline in plain text, for the goldens.
func draw(tl model.Timeline) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  status %s", tl.Key, tl.Platform, tl.Status)
	if tl.PlatformStatus != "" {
		fmt.Fprintf(&b, " (%s)", tl.PlatformStatus)
	}
	fmt.Fprintf(&b, "\nopened %s  closed %s  first reply %s\n", hour(tl.Opened), hour(tl.Closed), tl.FirstReply)
	for _, p := range tl.Participants {
		fmt.Fprintf(&b, "%s: %s %s\n", p.Role, p.Name, p.ID)
	}
	for _, e := range tl.Entries {
		fmt.Fprintf(&b, "\n%s", hour(e.At))
		if !e.OwnTime {
			b.WriteString(" by our clock")
		}
		fmt.Fprintf(&b, "  %s", e.Kind)
		if e.Message.Role != model.RoleNone {
			fmt.Fprintf(&b, " from %s", strings.TrimSpace(e.Message.Role.String()+" "+e.Message.Name))
		}
		fmt.Fprintf(&b, "\n    %s\n    %s, events %v", e.Message.Text, e.Source, e.Events)
		if e.Status != model.StatusNone {
			fmt.Fprintf(&b, ", now %s", e.Status)
		}
		if d := e.Received.Sub(e.At); d > 2*time.Second {
			fmt.Fprintf(&b, ", received %s", hour(e.Received))
		}
		b.WriteString("\n")
		for i, f := range e.Flags {
			fmt.Fprintf(&b, "    ! %s: %s\n", f, e.Detail[i])
		}
	}
	for _, p := range tl.Problems {
		fmt.Fprintf(&b, "\nproblem %s: %s", p.Code, p.Detail)
	}
	for _, l := range tl.Links {
		fmt.Fprintf(&b, "\nlink %s", l)
	}
	for _, n := range tl.Notes {
		fmt.Fprintf(&b, "\nnote: %s", n)
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func hour(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("15:04:05")
}

func callStatus(c *model.Call) string {
	if c == nil {
		return ""
	}
	return c.Status
}
