package model_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"offhook/model"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	t.Run("waiting", func(t *testing.T) {
		s := newStory(t)
		waits := func(want time.Time) {
			t.Helper()
			wait := s.summary("ebbot:c-1").Wait
			if wait.Who != model.RoleCustomer {
				wait.Since = time.Time{}
			}
			if !wait.Since.Equal(want) {
				t.Errorf("waiting since %s, want %s", wait.Since, want)
			}
		}
		s.deliver(ebbotState("chat.create", at(0)))
		waits(time.Time{})
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "1", "hello", at(1)))
		waits(at(1))
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "2", "anybody?", at(2)))
		waits(at(1))
		s.after(time.Second).deliver(ebbotSays(model.RoleBot, "3", "yes", at(3)))
		waits(time.Time{})
		taken := ebbotState("chat.update", at(4))
		taken.Status = model.StatusAssigned
		s.after(time.Second).deliver(taken)
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "4", "a person?", at(5)))
		s.after(time.Second).deliver(ebbotSays(model.RoleBot, "5", "soon", at(6)))
		waits(at(5)) // an agent has the chat: a bot's words are no answer
		s.after(time.Second).deliver(ebbotSays(model.RoleAgent, "6", "here", at(7)))
		waits(time.Time{})
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "7", "an old one", at(6)))
		waits(time.Time{})
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "8", "thanks", at(9)))
		waits(at(9))
		s.deliver(ebbotClose(at(20)))
		waits(time.Time{})
	})
	t.Run("the line of a Blinger conversation", func(t *testing.T) {
		s := newStory(t)
		hello := blingerIn("1", strings.Repeat("é", 60), at(0))
		s.deliver(hello)
		s.deliver(hello)
		s.after(time.Second).deliver(blingerStatus("on_conversation_assigned", at(1)))
		got := s.summary("blinger:173")
		want := model.Summary{
			Key: "blinger:173", Platform: "blinger", Channel: "vk", Status: model.StatusAssigned, PlatformStatus: "inbox",
			Customer: model.Person{Role: model.RoleCustomer, ID: "374", Name: "Yuri"}, Agent: model.Person{Role: model.RoleAgent, ID: "9", Name: "Anna"},
			Active: at(1), Times: model.Times{Began: at(0), Wait: model.Wait{Who: model.RoleCustomer, Since: at(0)}}, LastText: strings.Repeat("é", 40), LastRole: model.RoleCustomer, Messages: 1, Events: 3, First: 1, Last: 3,
		}
		if got != want {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
	t.Run("problems count events that are more than odd", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("2", "b", at(10)))
		s.deliver(blingerIn("2", "b", at(10)))
		s.deliver(blingerIn("1", "a", at(0)))
		if n := s.summary("blinger:173").Problems; n != 1 {
			t.Errorf("%d problems", n)
		}
	})
	t.Run("names come together by id", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		s.deliver(jivoFinished(jivoSays(model.RoleCustomer, "hi", at(0)), jivoSays(model.RoleAgent, "hello", at(3))))
		if got := s.timeline("jivo:7607").Entries[2].Message.Name; got != "Thea Ander" {
			t.Errorf("the agent is called %q", got)
		}
		if got := s.summary("jivo:7607").Agent.Name; got != "Thea Ander" {
			t.Errorf("the agent is called %q", got)
		}
	})
}

func TestTextsDoNotKeepBodiesAlive(t *testing.T) {
	index := model.NewConversations()
	before := heap()
	for i := range 100 {
		body := strings.Repeat(fmt.Sprintf("%06d", i), 1<<16)
		e := blingerIn(body[:6], body[6:12], at(i))
		e.Conversation, e.Channel, e.Customer.Name, e.Customer.ID = body[:6], body[:6], body[:12], body[:6]
		e.Seq = uint64(i + 1)
		index.Extend([]model.Event{e}, model.Delivered{Body: []byte(body)})
	}
	if grown := heap() - before; grown > 1<<20 {
		t.Errorf("the index holds %d bytes", grown)
	}
	runtime.KeepAlive(index)
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestRecent(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	say := func(conversation string) {
		e := blingerIn("1", "hi", s.now)
		e.Conversation = conversation
		s.after(time.Second).deliver(e)
	}
	for _, c := range []string{"a", "b", "c", "a", "b", "b", "d", "a"} {
		say(c)
	}
	var keys []string
	s.index.Recent(func(sum model.Summary) bool {
		keys = append(keys, strings.TrimPrefix(sum.Key, "blinger:"))
		return true
	})
	if got := strings.Join(keys, ""); got != "adbc" {
		t.Errorf("by activity %s, want adbc", got)
	}
	s.index.Recent(func(model.Summary) bool { return false })
	if s.index.Len() != 4 {
		t.Errorf("%d conversations", s.index.Len())
	}
}
