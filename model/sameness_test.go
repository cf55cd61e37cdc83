package model_test

import (
	"testing"
	"time"

	"offhook/model"
)

// TestSameness: two deliveries are one entry when all of what they say agrees.
func TestSameness(t *testing.T) {
	t.Parallel()
	first := blingerIn("1", "hi", at(0))
	for name, change := range map[string]func(e *model.Event){
		"another message id":   func(e *model.Event) { e.Messages[0].ID = "2" },
		"another time":         func(e *model.Event) { e.Messages[0].At, e.Occurred = at(5), at(5) },
		"another text":         func(e *model.Event) { e.Messages[0].Text = "hi!" },
		"another kind":         func(e *model.Event) { e.Kind, e.Messages[0].Kind = model.KindComment, model.KindComment },
		"another side":         func(e *model.Event) { e.Messages[0].Role = model.RoleAgent },
		"another conversation": func(e *model.Event) { e.Conversation = "174" },
		"another source":       func(e *model.Event) { e.Source = "shop" },
	} {
		t.Run(name+" is another message", func(t *testing.T) {
			s := newStory(t)
			second := blingerIn("1", "hi", at(0))
			change(&second)
			s.after(10 * time.Second).deliver(first)
			wantCodes(t, s.deliver(second), "")
			n := len(s.timeline("blinger:173").Entries)
			if second.Key() != first.Key() {
				n += len(s.timeline(second.Key()).Entries)
			}
			if n != 2 {
				t.Errorf("%d entries", n)
			}
		})
	}
	t.Run("an id of several messages is no message id", func(t *testing.T) {
		s := newStory(t)
		one, two := ebbotSays(model.RoleCustomer, "x", "one", at(0)), ebbotSays(model.RoleCustomer, "x", "two", at(5))
		s.deliver(one)
		s.after(5 * time.Second).deliver(two)
		wantCodes(t, s.deliver(ebbotClose(at(9), one, two, ebbotSays(model.RoleCustomer, "x", "three", at(7)))), "gap")
		wantTexts(t, s.timeline("ebbot:c-1"), "one | two | three~!gap | chat.close")
	})
	t.Run("a request id alone makes nothing one", func(t *testing.T) {
		s := newStory(t)
		one, two := ebbotSays(model.RoleBot, "", "one", at(0)), ebbotSays(model.RoleBot, "", "two", at(0))
		update, create := ebbotState("chat.update", at(0)), ebbotState("chat.create", at(0))
		for _, e := range []model.Event{create, update, one, two} {
			e.RequestID = "r-1"
			wantCodes(t, s.deliver(e), "")
		}
		wantTexts(t, s.timeline("ebbot:c-1"), "chat.create | one | two | chat.update")
	})
	t.Run("a status and its subset topic are one entry", func(t *testing.T) {
		s := newStory(t)
		update, change := ebbotState("chat.update", at(0)), ebbotState("chat.status.change", at(0))
		update.RequestID, change.RequestID = "r-1", "r-1"
		s.deliver(update)
		wantCodes(t, s.deliver(change), "")
		tl := s.timeline("ebbot:c-1")
		wantTexts(t, tl, "chat.update")
		if len(tl.Entries[0].Events) != 2 {
			t.Errorf("told by %v", tl.Entries[0].Events)
		}
	})
}

func TestCopies(t *testing.T) {
	t.Parallel()
	copies := func(t *testing.T, s *story, key string, want ...int) {
		t.Helper()
		entries := s.timeline(key).Entries
		if len(entries) != len(want) {
			t.Fatalf("%d entries, want %d", len(entries), len(want))
		}
		for i, e := range entries {
			if e.Copies != want[i] {
				t.Errorf("%q has %d copies, want %d; it was told by %v", e.Message.Text, e.Copies, want[i], e.Events)
			}
		}
	}
	t.Run("redeliveries count, the transcript does not", func(t *testing.T) {
		s := newStory(t)
		hello := blingerIn("1", "hi", at(0))
		s.deliver(hello)
		s.deliver(hello)
		s.deliver(hello, "in another order of keys")
		closing := blingerClosed(at(9), hello, blingerIn("2", "bye", at(5)))
		s.deliver(closing)
		s.deliver(closing)
		copies(t, s, "blinger:173", 2, 0, 1)
	})
	t.Run("ordinary subset topics do not count", func(t *testing.T) {
		s := newStory(t)
		e := ebbotSays(model.RoleCustomer, "m-1", "hi", at(0))
		s.deliver(e)
		e.Name = "chat.message"
		s.deliver(e)
		copies(t, s, "ebbot:c-1", 0)
		s.deliver(e)
		copies(t, s, "ebbot:c-1", 1)
	})
	t.Run("the steps of a call do not count", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoCall("start"))
		s.deliver(jivoCall("end"))
		s.deliver(jivoCall("end"))
		copies(t, s, "jivo:7607", 1)
	})
}
