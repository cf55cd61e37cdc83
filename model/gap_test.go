package model_test

import (
	"testing"
	"time"

	"offhook/model"
)

// TestTranscriptOnly: what only a transcript has is blamed on nobody unless it should
// have come live.
func TestTranscriptOnly(t *testing.T) {
	t.Parallel()
	t.Run("ratings and scenarios", func(t *testing.T) {
		s := newStory(t)
		rating, scenario := ebbotSays(model.RoleCustomer, "r", "5", at(8)), ebbotSays(model.RoleBot, "s", "", at(2))
		for _, e := range []*model.Event{&rating, &scenario} {
			e.Messages[0].Kind = model.KindActivity
		}
		rating.Messages[0].Type, scenario.Messages[0].Type = "rating", "scenario"
		ask := ebbotSays(model.RoleCustomer, "m-1", "help", at(0))
		s.deliver(ask)
		s.deliver(ebbotSays(model.RoleBot, "m-2", "yes?", at(1)))
		wantCodes(t, s.deliver(ebbotClose(at(9), ask, scenario, rating)), "")
		wantTexts(t, s.timeline("ebbot:c-1"), "help | yes? | ran a scenario~ | rated 5~ | chat.close")
	})
	t.Run("a type that never came live", func(t *testing.T) {
		s := newStory(t)
		ask, question := ebbotSays(model.RoleBot, "m-1", "help", at(0)), ebbotSays(model.RoleBot, "m-2", "How was it?", at(1))
		question.Messages[0].Type = "rating_request"
		s.deliver(ask)
		wantCodes(t, s.deliver(ebbotClose(at(9), ask, question)), "")
	})
	t.Run("Jivo's Bot API while the bot has the chat, and not after", func(t *testing.T) {
		s := newStory(t)
		say := func(text string, own time.Time) model.Event {
			e := jivoEvent("CLIENT_MESSAGE")
			e.Kind, e.Occurred, e.Identified, e.Links = model.KindMessage, own, true, nil
			e.Messages = jivoSays(model.RoleCustomer, text, own).Messages
			return e
		}
		first, lost, last := say("one", at(0)), say("two", at(5)), say("three", at(10))
		s.deliver(first)
		s.after(10 * time.Second).deliver(last)
		problems := s.after(time.Minute).deliver(jivoFinished(first, lost, last, jivoSays(model.RoleAgent, "hello", at(20)), jivoSays(model.RoleCustomer, "four", at(30))))
		wantCodes(t, problems, "gap")
		wantTexts(t, s.timeline("jivo:7607"), "one | two~!gap | three | hello~ | four~ | chat_finished")
	})
}
