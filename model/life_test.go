package model_test

import (
	"strings"
	"testing"
	"time"

	"offhook/model"
)

func wantStatus(t *testing.T, s *story, key string, want model.Status) {
	t.Helper()
	if got := s.summary(key).Status; got != want {
		t.Errorf("summary says %s, want %s", got, want)
	}
	if got := s.timeline(key).Status; got != want {
		t.Errorf("timeline says %s, want %s", got, want)
	}
}

func TestReopening(t *testing.T) {
	t.Parallel()
	hello := blingerIn("1", "hello", at(0))
	t.Run("contacts and states do not reopen", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoFinished(jivoSays(model.RoleAgent, "hi", at(0))))
		contact := jivoEvent("chat_updated")
		contact.Kind = model.KindContact
		s.after(time.Hour).deliver(contact)
		wantStatus(t, s, "jivo:7607", model.StatusClosed)
	})
	t.Run("opened is the first opening, closed the last closing", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.deliver(ebbotClose(at(10)))
		s.deliver(ebbotState("chat.create", at(20)))
		s.deliver(ebbotClose(at(30)))
		tl := s.timeline("ebbot:c-1")
		if !tl.Opened.Equal(at(0)) || !tl.Closed.Equal(at(30)) {
			t.Errorf("from %s to %s", tl.Opened, tl.Closed)
		}
	})
	t.Run("a late opening does not", func(t *testing.T) {
		s := newStory(t)
		s.after(time.Minute).deliver(acquireEvent("Closed", model.StepCloses, model.StatusClosed))
		born := acquireEvent("Case new", model.StepOpens, model.StatusOpen)
		born.Occurred, born.Began = at(0), at(0)
		s.after(4 * time.Minute).deliver(born)
		wantStatus(t, s, "acquire:58624", model.StatusClosed)
	})
	t.Run("a message of the future does not outlive a closing", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotSays(model.RoleCustomer, "a", "hello", at(0)))
		s.deliver(ebbotSays(model.RoleCustomer, "b", "of a wrong clock", at(0).Add(72*time.Hour)))
		s.deliver(ebbotClose(at(60)))
		wantStatus(t, s, "ebbot:c-1", model.StatusClosed)
	})
	t.Run("a redelivered closing does not undo a reopening", func(t *testing.T) {
		s := newStory(t)
		closing := blingerClosed(at(10), hello)
		s.deliver(hello)
		s.deliver(closing)
		s.deliver(blingerIn("2", "one more thing", at(60)))
		wantCodes(t, s.deliver(closing), "duplicate")
		wantStatus(t, s, "blinger:173", model.StatusOpen)
	})
	t.Run("a message without a time is not sure to be new", func(t *testing.T) {
		s := newStory(t)
		said := acquireEvent("CHAT_ON_MESSAGE", model.StepNone, model.StatusNone)
		said.Kind, said.Messages = model.KindMessage, []model.Message{{Kind: model.KindMessage, Role: model.RoleCustomer, Text: "hi"}}
		s.deliver(acquireEvent("CHAT_ON_CLOSE", model.StepCloses, model.StatusClosed))
		s.after(time.Minute).deliver(said)
		wantStatus(t, s, "acquire:58624", model.StatusOpen)
		if notes := strings.Join(s.timeline("acquire:58624").Notes, " "); !strings.Contains(notes, "cannot be told from a reopening") {
			t.Errorf("notes %q", notes)
		}
	})
	t.Run("without own times nothing regresses", func(t *testing.T) {
		s := newStory(t)
		s.deliver(acquireEvent("Closed", model.StepCloses, model.StatusClosed))
		wantCodes(t, s.after(time.Minute).deliver(acquireEvent("Active", model.StepAccepts, model.StatusAssigned)), "")
		wantStatus(t, s, "acquire:58624", model.StatusAssigned)
	})
}

func TestEbbotOngoing(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	update := func(seconds int, status model.Status) model.Event {
		e := ebbotState("chat.update", at(seconds))
		e.Status = status
		return e
	}
	s.deliver(ebbotState("chat.create", at(0)))
	s.deliver(update(5, model.StatusAssigned))
	s.deliver(ebbotState("chat.status.change", at(6))) // ongoing: it does not say who handles the chat
	wantStatus(t, s, "ebbot:c-1", model.StatusAssigned)
	s.deliver(update(7, model.StatusOpen)) // the bot has it again
	wantStatus(t, s, "ebbot:c-1", model.StatusOpen)
	both, change := update(9, model.StatusAssigned), ebbotState("chat.status.change", at(9))
	both.RequestID, change.RequestID = "r-9", "r-9"
	s.deliver(both)
	s.deliver(change)
	wantStatus(t, s, "ebbot:c-1", model.StatusAssigned)
	wantTexts(t, s.timeline("ebbot:c-1"), "chat.create | chat.update | chat.status.change | chat.update | chat.update")
}

func TestCalls(t *testing.T) {
	t.Parallel()
	t.Run("a step that comes after the end belongs to the ended call", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoCall("start"))
		s.deliver(jivoCall("end"))
		s.after(4 * time.Minute).deliver(jivoCall("agent_connected"))
		wantStatus(t, s, "jivo:7607", model.StatusClosed)
		wantTexts(t, s.timeline("jivo:7607"), "callback to +15550100 · end")
	})
	t.Run("a start that comes second is the start of that call", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoCall("agent_connected"))
		s.deliver(jivoCall("start"))
		wantStatus(t, s, "jivo:7607", model.StatusAssigned)
		s.deliver(jivoCall("end"))
		wantStatus(t, s, "jivo:7607", model.StatusClosed)
		wantTexts(t, s.timeline("jivo:7607"), "callback to +15550100 · end")
	})
	t.Run("a new start is a new call", func(t *testing.T) {
		s := newStory(t)
		for _, status := range []string{"start", "end", "start", "client_connected", "start"} {
			s.after(2 * time.Minute).deliver(jivoCall(status))
		}
		wantStatus(t, s, "jivo:7607", model.StatusOpen)
		wantTexts(t, s.timeline("jivo:7607"), "callback to +15550100 · end | callback to +15550100 · client_connected | callback to +15550100 · start")
	})
}
