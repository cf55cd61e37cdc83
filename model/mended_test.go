package model_test

import (
	"strings"
	"testing"
	"time"

	"offhook/model"
)

// TestMended names what generated chats have shown to be wrong once; the smallest of
// them are kept with the simulator's tests.
func TestMended(t *testing.T) {
	t.Parallel()
	millis := func(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }
	t.Run("the bot's ids say nothing of the customer's", func(t *testing.T) {
		s := newStory(t)
		bot, user := ebbotSays(model.RoleBot, "b-1", "hello", at(0)), ebbotSays(model.RoleCustomer, "u-9", "hi", at(5))
		s.deliver(bot)
		s.deliver(user)
		own := user
		own.Messages = []model.Message{user.Messages[0]}
		own.Messages[0].ID = "m-2"
		wantCodes(t, s.deliver(ebbotClose(at(9), bot, own)), "")
		wantTexts(t, s.timeline("ebbot:c-1"), "hello | hi | chat.close")
	})
	t.Run("two equal texts of one millisecond under the user's id", func(t *testing.T) {
		s := newStory(t)
		for i, tie := range []string{"100000001", "200000002"} {
			e := ebbotSays(model.RoleCustomer, "u-9", "ok", at(0))
			e.RequestID, e.Messages[0].Tie = "r-"+number(i), tie
			s.deliver(e, tie)
		}
		if n := len(s.timeline("ebbot:c-1").Entries); n != 2 {
			t.Errorf("%d entries", n)
		}
	})
	t.Run("two equal texts of one second in two requests", func(t *testing.T) {
		s := newStory(t)
		for i := range 2 {
			e := jivoEvent("CLIENT_MESSAGE")
			e.Kind, e.Occurred, e.Identified, e.RequestID = model.KindMessage, at(0), true, "r-"+number(i)
			e.Messages = jivoSays(model.RoleCustomer, "yes", at(0)).Messages
			wantCodes(t, s.deliver(e), "")
		}
		wantTexts(t, s.timeline("jivo:7607"), "yes | yes")
	})
	t.Run("equal texts keep the order of the list where its times are loose", func(t *testing.T) {
		s := newStory(t)
		say := func(ms int) model.Event {
			e := ebbotSays(model.RoleCustomer, "u-9", "ok", millis(ms))
			e.RequestID = "r-" + number(ms)
			return e
		}
		s.deliver(say(400))
		s.deliver(say(800))
		first, second := say(900), say(100)
		first.Messages[0].ID, second.Messages[0].ID = "m-1", "m-2"
		s.deliver(ebbotClose(at(5), first, second))
		tl := s.timeline("ebbot:c-1")
		wantTexts(t, tl, "ok | ok | chat.close")
		if !tl.Entries[0].At.Equal(millis(400)) {
			t.Errorf("the first is of %s", tl.Entries[0].At)
		}
	})
	t.Run("what was said after an end is not in its list", func(t *testing.T) {
		s := newStory(t)
		first, again := ebbotSays(model.RoleCustomer, "u-9", "ok", millis(2000)), ebbotSays(model.RoleCustomer, "u-9", "ok", millis(3000))
		again.RequestID = "r-again"
		listed := ebbotSays(model.RoleCustomer, "m-1", "ok", millis(2900)) // right to the second only
		s.deliver(first)
		s.deliver(again)
		s.after(5 * time.Second).deliver(ebbotClose(millis(2000), listed))
		tl := s.timeline("ebbot:c-1")
		if e := tl.Entries[0]; !e.At.Equal(millis(2000)) || e.Source != model.FromBoth {
			t.Errorf("the list has the one of %s", e.At)
		}
	})
	t.Run("what a second list has before a known entry stays before it", func(t *testing.T) {
		s := newStory(t)
		hi := jivoSays(model.RoleCustomer, "hi", at(3))
		invitation := model.Event{Messages: []model.Message{{Kind: model.KindActivity, Role: model.RoleSystem, Type: "invitation", Text: "May we help?"}}}
		s.after(10 * time.Second).deliver(jivoFinished(hi))
		s.after(10 * time.Second).deliver(jivoFinished(invitation, hi))
		wantTexts(t, s.timeline("jivo:7607"), "May we help?~ | hi~ | chat_finished | chat_finished")
	})
	t.Run("nobody knows the clock: what came before an end stands before it", func(t *testing.T) {
		s := newStory(t)
		contact := jivoEvent("chat_updated")
		contact.Kind = model.KindContact
		s.deliver(contact)
		s.after(2 * time.Second).deliver(jivoFinished(jivoSays(model.RoleCustomer, "one", at(-240))))
		s.after(20 * time.Second).deliver(jivoFinished(jivoSays(model.RoleCustomer, "two", at(-225))))
		wantTexts(t, s.timeline("jivo:7607"), "one~ | chat_updated | chat_finished | two~ | chat_finished")
	})
	t.Run("an agent who is on the phone has not taken the chat", func(t *testing.T) {
		s := newStory(t)
		s.after(20 * time.Second).deliver(jivoEvent("chat_accepted"))
		connected := jivoCall("agent_connected")
		connected.Step = model.StepAccepts
		s.after(20 * time.Second).deliver(connected)
		s.after(20 * time.Second).deliver(jivoFinished(jivoSays(model.RoleCustomer, "hi", at(10)), jivoSays(model.RoleAgent, "hello", at(30))))
		wantTexts(t, s.timeline("jivo:7607"), "hi~ | took the chat | hello~ | callback to +15550100 · agent_connected | chat_finished")
	})
	t.Run("a step that comes again after another call began belongs to its own", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoCall("start"))
		s.after(2*time.Minute).answered(503, jivoCall("error"))
		s.after(time.Second).deliver(jivoCall("start"), "another body")
		wantCodes(t, s.after(time.Second).deliver(jivoCall("error")), "duplicate")
		tl := s.timeline("jivo:7607")
		if len(tl.Entries) != 2 || len(tl.Entries[0].Events) != 3 || tl.Entries[1].Call.Status != "start" {
			t.Errorf("entries %s, the first told by %v", texts(tl), tl.Entries[0].Events)
		}
	})
	t.Run("a message that comes whole after half of it", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerClosed(at(0)))
		half, whole := blingerIn("7", "good mor", at(5)), blingerIn("7", "good morning", at(5))
		half.Problems = []model.Problem{{Code: model.Truncated, Detail: "the sender left"}}
		s.deliver(half)
		s.after(time.Second).deliver(whole)
		wantStatus(t, s, "blinger:173", model.StatusOpen)
		tl := s.timeline("blinger:173")
		if text := texts(tl); !strings.HasPrefix(text, "closed | good morning!truncated") || len(tl.Entries) != 2 {
			t.Errorf("entries %s", text)
		}
	})
	t.Run("an unassigned conversation after its end is open again", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerClosed(at(10), blingerIn("1", "hi", at(0))))
		wantCodes(t, s.deliver(blingerStatus("on_conversation_unassigned", at(11))), "")
		wantStatus(t, s, "blinger:173", model.StatusOpen)
	})
	t.Run("an end that comes after what followed it", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("2", "one more thing", at(60)))
		s.after(time.Minute).deliver(blingerClosed(at(10), blingerIn("1", "hi", at(0))))
		wantStatus(t, s, "blinger:173", model.StatusOpen)
		s.deliver(blingerStatus("on_conversation_assigned", at(5)))
		wantStatus(t, s, "blinger:173", model.StatusOpen)
		s.deliver(blingerStatus("on_conversation_assigned", at(30)))
		wantStatus(t, s, "blinger:173", model.StatusAssigned)
	})
}
