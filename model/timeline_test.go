package model_test

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"offhook/model"
)

func TestTimelineBlinger(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	hello := blingerIn("546", "where is my order?", at(0))
	auto := blingerOut("547", "We are with you soon.", at(1), "")
	reply := blingerOut("548", "It left today.", at(40), "Anna")
	lost := blingerIn("549", "thank you", at(55))
	bye := blingerOut("550", "You are welcome.", at(60), "Anna")
	note := model.Event{Messages: []model.Message{{ID: "551", Kind: model.KindNote, Role: model.RoleAgent, Text: "regular customer", At: at(61)}}}
	s.after(time.Second).deliver(hello)
	s.after(time.Second).deliver(auto)
	s.after(time.Second).deliver(blingerStatus("on_conversation_assigned", at(2)))
	s.after(39 * time.Second).deliver(reply)
	s.after(3 * time.Second).deliver(reply)
	s.after(16 * time.Second).deliver(bye)
	problems := s.after(5 * time.Second).deliver(blingerClosed(at(65), hello, auto, reply, lost, bye, note))
	wantCodes(t, problems, "gap")
	golden.RequireEqual(t, draw(s.timeline("blinger:173")))
}

func TestTimelineEbbot(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	at := func(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }
	scenario := model.Event{Messages: []model.Message{{ID: "s", Kind: model.KindActivity, Role: model.RoleCustomer, Type: "scenario", At: at(63)}}}
	ask := ebbotSays(model.RoleCustomer, "u-1", "my parcel is late", at(1000))
	again := ebbotSays(model.RoleCustomer, "u-1", "hello?", at(9000))
	bot := ebbotSays(model.RoleBot, "b-1", "Shall I fetch somebody?", at(1900))
	agent := ebbotSays(model.RoleAgent, "a-1", "Good day, I am looking.", at(15000))
	system := ebbotSays(model.RoleSystem, "i-1", "An agent joined", at(14000))
	s.deliver(ebbotState("chat.create", at(10)))
	s.after(time.Second).deliver(ask)
	subset := ask
	subset.Name, subset.RequestID = "chat.message", "r-subset"
	wantCodes(t, s.deliver(subset), "")
	s.after(time.Second).deliver(bot)
	s.after(7 * time.Second).deliver(again)
	update := ebbotState("chat.update", at(13000))
	update.Status = model.StatusAssigned
	s.after(5 * time.Second).deliver(update)
	s.deliver(system)
	s.after(time.Second).deliver(agent)
	problems := s.after(5 * time.Second).deliver(ebbotClose(at(20000), scenario, bot, ask, again, system, agent))
	wantCodes(t, problems, "")
	golden.RequireEqual(t, draw(s.timeline("ebbot:c-1")))
}

func TestTimelineJivo(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	client := jivoEvent("client_updated")
	client.Kind, client.Conversation, client.Links, client.Detail = model.KindContact, "client:1217", nil, "contact: John Smith"
	s.deliver(client)
	s.after(12 * time.Second).deliver(jivoEvent("chat_accepted"))
	s.after(60 * time.Second).deliver(jivoCall("start"))
	s.after(20 * time.Second).deliver(jivoCall("agent_connected"))
	s.after(80 * time.Second).deliver(jivoCall("end"))
	invitation := model.Event{Messages: []model.Message{{Kind: model.KindActivity, Role: model.RoleSystem, Type: "invitation", Text: "May we help?"}}}
	finished := jivoFinished(invitation,
		jivoSays(model.RoleCustomer, "Hello, my order", at(4)), jivoSays(model.RoleAgent, "Good morning!", at(11)),
		jivoSays(model.RoleCustomer, "ok", at(200)), jivoSays(model.RoleCustomer, "ok", at(200)))
	wantCodes(t, s.after(60*time.Second).deliver(finished), "")
	golden.RequireEqual(t, draw(s.timeline("jivo:7607")))
}

func TestTimelineAcquire(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.deliver(acquireEvent("Case new", model.StepOpens, model.StatusOpen))
	s.after(time.Second).deliver(acquireEvent("Chat status is set to Pending", model.StepMoves, model.StatusPending))
	s.after(time.Minute).deliver(acquireEvent("Chat status is set to Active", model.StepAccepts, model.StatusAssigned))
	s.after(time.Minute).deliver(acquireEvent("Chat status is set to Closed", model.StepCloses, model.StatusClosed))
	s.after(time.Second).deliver(acquireEvent("Chat status is set to Active", model.StepAccepts, model.StatusAssigned))
	golden.RequireEqual(t, draw(s.timeline("acquire:58624")))
}

// TestTellings: an entry says of each delivery what it is.
func TestTellings(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	hello := blingerIn("546", "where is my order?", at(0))
	s.after(time.Second).deliver(hello)
	s.after(time.Second).deliver(blingerOut("548", "It left today.", at(40), "Anna"))
	s.after(time.Second).deliver(hello)
	s.after(time.Second).deliver(blingerClosed(at(65), hello))
	tl := s.timeline("blinger:173")
	told := tl.Entries[0].Told
	if len(told) != 3 {
		t.Fatalf("%d deliveries told the first entry, want 3: %+v", len(told), told)
	}
	for i, want := range []model.Telling{{Seq: 1}, {Seq: 3, Again: true}, {Seq: 4, Transcript: true}} {
		got := told[i]
		if got.Seq != want.Seq || got.Again != want.Again || got.Transcript != want.Transcript || got.Name == "" || got.Received.IsZero() {
			t.Errorf("delivery %d is %+v, want %+v", i, got, want)
		}
	}
}
