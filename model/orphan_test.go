package model_test

import (
	"fmt"
	"testing"
	"time"

	"offhook/model"
)

// chatID is an Ebbot chat's id, which tells when the chat began.
func chatID(born time.Time) string {
	return fmt.Sprintf("%d.%03d.0f7c2a90-11d4", born.Unix(), born.Nanosecond()/1e6)
}

func in(e model.Event, chat string) model.Event {
	e.Conversation = chat
	return e
}

func opens(born time.Time) model.Event { return in(ebbotState("chat.create", born), chatID(born)) }

func saysIn(chat, id string, own time.Time) model.Event {
	return in(ebbotSays(model.RoleCustomer, id, "text "+id, own), chat)
}

func TestOrphan(t *testing.T) {
	t.Parallel()
	lost := chatID(at(60)) // its chat.create is lost
	// listening has heard one opening at noon; then two messages of the lost chat come.
	listening := func(t *testing.T) *story {
		s := newStory(t)
		s.deliver(opens(at(0)))
		wantCodes(t, s.after(62*time.Second).deliver(saysIn(lost, "1", at(62))), "") // the opening may be overtaken
		return s
	}
	t.Run("a chat that was never opened", func(t *testing.T) {
		s := listening(t)
		wantSentence(t, s.after(12*time.Second).deliver(saysIn(lost, "2", at(74))), "its chat was never opened here: it began at 12:01:00, and openings of other chats have been delivered since 12:00:00")
		wantTexts(t, s.timeline("ebbot:"+lost), "text 1 | text 2!orphan")
		wantCodes(t, s.after(12*time.Second).deliver(saysIn(lost, "3", at(86))), "") // once
		if n := s.summary("ebbot:" + lost).Problems; n != 1 {
			t.Errorf("%d problems", n)
		}
	})
	t.Run("an opening that comes after all", func(t *testing.T) {
		s := listening(t)
		wantCodes(t, s.after(12*time.Second).deliver(saysIn(lost, "2", at(74))), "orphan")
		s.after(time.Second).deliver(opens(at(60)))
		tl := s.timeline("ebbot:" + lost)
		wantTexts(t, tl, "chat.create!out-of-order | text 1 | text 2")
		wantCodes(t, tl.Problems, "out-of-order")
	})
	t.Run("an opening that was overtaken", func(t *testing.T) {
		s := listening(t)
		s.after(time.Second).deliver(opens(at(60)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(123))), "")
	})
	t.Run("listening begun in mid-chat", func(t *testing.T) {
		s := newStory(t)
		s.deliver(opens(at(0)))
		older := chatID(at(-30))
		s.after(30 * time.Second).deliver(saysIn(older, "1", at(30)))
		wantCodes(t, s.after(30*time.Second).deliver(saysIn(older, "2", at(60))), "")
	})
	t.Run("the state says that it began before", func(t *testing.T) {
		s := listening(t)
		update := in(ebbotState("chat.update", at(63)), lost)
		update.Began = at(-600)
		s.deliver(update)
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(123))), "")
	})
	t.Run("a message of the time before", func(t *testing.T) {
		s := newStory(t)
		s.deliver(opens(at(0)))
		s.after(time.Minute).deliver(saysIn(lost, "1", at(-5)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(120))), "")
	})
	t.Run("an id that tells nothing", func(t *testing.T) {
		s := newStory(t)
		s.deliver(opens(at(0)))
		s.after(time.Minute).deliver(saysIn("c-9", "1", at(60)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn("c-9", "2", at(120))), "")
	})
	t.Run("a birth that a state tells", func(t *testing.T) {
		s := newStory(t)
		s.deliver(opens(at(0)))
		update := in(ebbotState("chat.update", at(60)), "c-9")
		update.Began = at(55)
		s.after(time.Minute).deliver(update)
		wantCodes(t, s.after(time.Minute).deliver(saysIn("c-9", "1", at(120))), "orphan")
	})
	t.Run("no openings are delivered", func(t *testing.T) {
		s := newStory(t)
		s.deliver(saysIn(lost, "1", at(0)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(60))), "")
	})
	t.Run("only an opening of long ago came, late", func(t *testing.T) {
		s := newStory(t)
		s.after(70 * time.Second).deliver(opens(at(0)))
		s.after(time.Second).deliver(saysIn(lost, "1", at(71)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(131))), "")
	})
	t.Run("nothing was heard for a while", func(t *testing.T) {
		s := newStory(t)
		s.deliver(opens(at(0)))
		s.after(11 * time.Minute).deliver(saysIn(lost, "1", at(660)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(720))), "")
	})
	t.Run("another account's openings", func(t *testing.T) {
		s := newStory(t)
		other := opens(at(0))
		other.Source = "shop"
		s.deliver(other)
		s.after(time.Minute).deliver(saysIn(lost, "1", at(62)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(122))), "")
	})
	t.Run("across the line of retention", func(t *testing.T) {
		s := listening(t)
		s.index.Forget(2)
		wantCodes(t, s.after(12*time.Second).deliver(saysIn(lost, "2", at(74))), "")
	})
	t.Run("after a broken body that may have been the opening", func(t *testing.T) {
		s := newStory(t)
		s.deliver(opens(at(0)))
		s.deliver(model.Event{Platform: "ebbot", Problems: []model.Problem{{Code: model.Truncated}}})
		s.after(time.Minute).deliver(saysIn(lost, "1", at(62)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(lost, "2", at(122))), "")
	})
	t.Run("a clock that is off", func(t *testing.T) {
		for _, off := range []time.Duration{-3 * time.Minute, 3 * time.Minute} {
			s := newStory(t)
			before := chatID(at(-20).Add(off)) // began before the listening
			s.deliver(opens(at(0).Add(off)))
			s.after(20 * time.Second).deliver(saysIn(before, "1", at(20).Add(off)))
			wantCodes(t, s.after(20*time.Second).deliver(saysIn(before, "2", at(40).Add(off))), "")
		}
	})
	t.Run("old samples before live traffic", func(t *testing.T) {
		for _, years := range []int{-8, 8} {
			s := newStory(t)
			s.deliver(opens(at(0).AddDate(years, 0, 0)))
			before := chatID(at(-900)) // began before the listening
			s.after(time.Minute).deliver(saysIn(before, "1", at(60)))
			wantCodes(t, s.after(time.Minute).deliver(saysIn(before, "2", at(120))), "")
		}
	})
	t.Run("what came late together is no clock that is behind", func(t *testing.T) {
		s := newStory(t)
		s.now = at(300) // the listening begins, and what failed before comes again
		s.deliver(in(ebbotState("chat.update", at(0)), "a"))
		s.deliver(opens(at(0)))
		before := chatID(at(180))
		s.after(time.Minute).deliver(saysIn(before, "1", at(360)))
		wantCodes(t, s.after(time.Minute).deliver(saysIn(before, "2", at(420))), "")
	})
	t.Run("Acquire tells no birth beside its messages", func(t *testing.T) {
		s := newStory(t)
		s.deliver(acquireEvent("CHAT_ON_START", model.StepOpens, model.StatusOpen))
		message := acquireEvent("CHAT_ON_MESSAGE", model.StepNone, model.StatusNone)
		message.Kind, message.Conversation = model.KindMessage, "58999"
		message.Messages = []model.Message{{Kind: model.KindMessage, Role: model.RoleCustomer, Text: "hi"}}
		s.after(time.Minute).deliver(message, "1")
		wantCodes(t, s.after(30*time.Second).deliver(message, "2"), "")
	})
	t.Run("Blinger announces no openings", func(t *testing.T) {
		s := newStory(t)
		e := blingerIn("1", "hi", at(0))
		e.Step, e.Conversation = model.StepOpens, "1"
		s.deliver(e)
		said := blingerIn("2", "hello", at(60))
		said.Began = at(55)
		s.after(time.Minute).deliver(said)
		said = blingerIn("3", "hello?", at(90))
		wantCodes(t, s.after(30*time.Second).deliver(said), "")
	})
}
