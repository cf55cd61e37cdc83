package model_test

import (
	"testing"
	"time"

	"offhook/model"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	t.Run("ties go by the number of the message", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("100", "third", at(0)))
		s.deliver(blingerIn("99", "second", at(0)))
		s.deliver(blingerIn("9", "first", at(0)))
		wantTexts(t, s.timeline("blinger:173"), "first | second | third")
	})
	t.Run("then by the fraction behind the milliseconds", func(t *testing.T) {
		s := newStory(t)
		for _, m := range []struct{ id, tie, text string }{{"a", "397183857", "third"}, {"b", "158836861", "first"}, {"c", "241731866", "second"}} {
			e := ebbotSays(model.RoleBot, m.id, m.text, at(0))
			e.Messages[0].Tie = m.tie
			s.deliver(e)
		}
		wantTexts(t, s.timeline("ebbot:c-1"), "first | second | third")
	})
	t.Run("then by arrival", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotSays(model.RoleBot, "z", "first", at(0)))
		s.deliver(ebbotSays(model.RoleBot, "a", "second", at(0)))
		wantTexts(t, s.timeline("ebbot:c-1"), "first | second")
	})
	t.Run("what is not in the transcript follows the last entry that is not later", func(t *testing.T) {
		s := newStory(t)
		a, b, c := ebbotSays(model.RoleBot, "a", "a", at(5)), ebbotSays(model.RoleBot, "b", "b", at(3)), ebbotSays(model.RoleBot, "c", "c", at(9))
		s.after(10 * time.Second).deliver(ebbotState("chat.create", at(0)))
		s.deliver(ebbotSays(model.RoleSystem, "s", "system", at(4)))
		s.deliver(ebbotState("chat.update", at(7)))
		s.deliver(ebbotClose(at(10), a, b, c))
		tl := s.timeline("ebbot:c-1")
		if got := texts(tl); got != "chat.create!out-of-order | a~ | b~ | system | chat.update | c~ | chat.close" && got != "chat.create | a~ | b~ | system | chat.update | c~ | chat.close" {
			t.Errorf("entries %s", got)
		}
	})
}

// TestOurClock: entries with our clock only stand among those with the platform's.
func TestOurClock(t *testing.T) {
	t.Parallel()
	t.Run("a platform whose clock is an hour behind", func(t *testing.T) {
		s := newStory(t)
		for i := range 10 { // other chats tell what the clock is off
			other := blingerIn(number(i), number(i), at(i-3600))
			other.Platform, other.Conversation = "jivo", "1"
			s.after(time.Second).deliver(other)
		}
		s.after(time.Minute).deliver(jivoEvent("chat_updated"))
		tl := func() model.Timeline {
			s.after(time.Minute).deliver(jivoFinished(jivoSays(model.RoleCustomer, "before", at(60-3600)), jivoSays(model.RoleCustomer, "after", at(90-3600))))
			return s.timeline("jivo:7607")
		}()
		wantTexts(t, tl, "before~ | chat_updated | after~ | chat_finished")
	})
	t.Run("one late event says nothing about the clock", func(t *testing.T) {
		s := newStory(t)
		born := acquireEvent("Case new", model.StepOpens, model.StatusOpen)
		born.Occurred, born.Began, born.Identified = at(0), at(0), true
		s.after(time.Second).deliver(acquireEvent("Pending", model.StepMoves, model.StatusPending))
		s.after(time.Minute).deliver(acquireEvent("Active", model.StepAccepts, model.StatusAssigned))
		s.after(3 * time.Minute).deliver(born)
		wantTexts(t, s.timeline("acquire:58624"), "open | pending | assigned")
	})
	t.Run("old samples stand together", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		year := -365 * 24 * 3600
		s.after(time.Second).deliver(jivoFinished(jivoSays(model.RoleCustomer, "hi", at(year)), jivoSays(model.RoleAgent, "hello", at(year+7))))
		wantTexts(t, s.timeline("jivo:7607"), "hi~ | took the chat | hello~ | chat_finished")
	})
	t.Run("a finish with our clock follows the last message", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoFinished(jivoSays(model.RoleCustomer, "ahead of us", at(600))))
		wantTexts(t, s.timeline("jivo:7607"), "ahead of us~ | chat_finished")
	})
}

func TestLate(t *testing.T) {
	t.Parallel()
	hello, lost, bye := blingerIn("1", "hello", at(0)), blingerIn("2", "lost", at(10)), blingerIn("3", "bye", at(20))
	t.Run("a message that the transcript told first", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello)
		s.after(20 * time.Second).deliver(bye)
		s.after(5 * time.Second).deliver(blingerClosed(at(25), hello, lost, bye))
		problems := s.after(4 * time.Minute).deliver(lost)
		wantCodes(t, problems, "out-of-order late")
		wantTexts(t, s.timeline("blinger:173"), "hello | lost!out-of-order!late | bye | closed")
	})
	t.Run("what came before is not late by a subset topic", func(t *testing.T) {
		s := newStory(t)
		e := ebbotSays(model.RoleCustomer, "m-1", "hi", at(0))
		s.deliver(e)
		e.Name = "chat.message"
		wantCodes(t, s.after(10*time.Minute).deliver(e), "")
	})
}
