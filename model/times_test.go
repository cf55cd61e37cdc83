package model_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
)

// times are those of the list; those of the timeline must be the same.
func (s *story) times(key string) model.Times {
	s.t.Helper()
	listed, rebuilt := s.summary(key).Times, s.timeline(key).Times
	if listed != rebuilt {
		s.t.Errorf("the list says %+v, the timeline %+v", listed, rebuilt)
	}
	return listed
}

func (s *story) wantWait(key string, who model.Role, since time.Time) {
	s.t.Helper()
	if got := s.times(key).Wait; got.Who != who || !got.Since.Equal(since) {
		s.t.Errorf("waits: %q since %s, want %q since %s", got.Who, got.Since, who, since)
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	const key = "blinger:173"
	t.Run("who waits for whom", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hello", at(0)))
		s.wantWait(key, model.RoleCustomer, at(0))
		s.after(10 * time.Second).deliver(blingerIn("2", "anybody?", at(10)))
		s.wantWait(key, model.RoleCustomer, at(0))
		s.after(10 * time.Second).deliver(blingerOut("3", "We are with you soon.", at(20), ""))
		s.wantWait(key, model.RoleCustomer, at(0)) // probably automatic
		s.after(10 * time.Second).deliver(blingerOut("4", "Hi", at(30), "Anna"))
		s.wantWait(key, model.RoleAgent, at(30))
		s.after(10 * time.Second).deliver(blingerOut("5", "What is it?", at(40), "Anna"))
		s.wantWait(key, model.RoleAgent, at(40))
		s.after(time.Minute).deliver(blingerIn("6", "thanks", at(100)))
		s.wantWait(key, model.RoleCustomer, at(100))
		s.after(time.Minute).deliver(blingerClosed(at(160)))
		s.wantWait(key, model.RoleNone, time.Time{})
		s.after(time.Hour).deliver(blingerIn("7", "one more thing", at(3760)))
		s.wantWait(key, model.RoleCustomer, at(3760))
		if got := s.times(key); got.FirstReply != 30*time.Second || got.LongestWait != 30*time.Second {
			t.Errorf("times %+v", got)
		}
	})
	t.Run("a message that came an hour late has waited an hour", func(t *testing.T) {
		s := newStory(t)
		for i := range 10 {
			e := blingerIn(number(i), number(i), at(i))
			e.Conversation = "other"
			s.after(time.Second).deliver(e)
		}
		s.after(time.Hour).deliver(blingerIn("100", "hello", at(10)))
		s.wantWait(key, model.RoleCustomer, at(11)) // that clock is a second behind ours
	})
	t.Run("old samples wait since they came", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hello", noon.AddDate(-8, 0, 0)))
		s.after(time.Second).deliver(blingerIn("2", "hello?", noon.AddDate(-8, 0, 3)))
		s.wantWait(key, model.RoleCustomer, at(0))
		if began := s.times(key).Began; !began.IsZero() {
			t.Errorf("it began at %s", began)
		}
	})
	t.Run("an old sample among live traffic waits since it came", func(t *testing.T) {
		s := newStory(t)
		for i := range 10 {
			e := blingerIn(number(i), number(i), at(i))
			e.Conversation = "other"
			s.after(time.Second).deliver(e)
		}
		s.deliver(blingerIn("100", "hello", noon.AddDate(-8, 0, 0)))
		s.wantWait(key, model.RoleCustomer, at(10))
	})
	t.Run("a clock that is ahead makes no wait begin after its receipt", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hello", at(300)))
		s.wantWait(key, model.RoleCustomer, at(0))
	})
	t.Run("a bot answers as long as no agent has the chat", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "1", "hello", at(1)))
		s.after(3 * time.Second).deliver(ebbotSays(model.RoleBot, "2", "hi", at(4)))
		s.wantWait("ebbot:c-1", model.RoleNone, time.Time{})
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "3", "a person!", at(5)))
		s.after(9 * time.Second).deliver(ebbotSays(model.RoleAgent, "4", "here", at(14)))
		s.after(time.Second).deliver(ebbotSays(model.RoleCustomer, "5", "good", at(15)))
		s.after(time.Second).deliver(ebbotSays(model.RoleBot, "6", "rate us", at(16)))
		s.wantWait("ebbot:c-1", model.RoleCustomer, at(15))
		want := model.Times{FirstReply: 13 * time.Second, BotReply: 3 * time.Second, LongestWait: 9 * time.Second}
		got := s.times("ebbot:c-1")
		if got.FirstReply != want.FirstReply || got.BotReply != want.BotReply || got.LongestWait != want.LongestWait {
			t.Errorf("times %+v", got)
		}
	})
	t.Run("what a bot says beside an agent is no answer", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotSays(model.RoleCustomer, "1", "hello", at(0)))
		s.after(3 * time.Second).deliver(ebbotSays(model.RoleAgent, "2", "hi", at(3)))
		s.after(3 * time.Second).deliver(ebbotSays(model.RoleBot, "3", "rate us", at(6)))
		s.wantWait("ebbot:c-1", model.RoleAgent, at(3))
		if got := s.times("ebbot:c-1").BotReply; got != 0 {
			t.Errorf("a bot replied after %s", got)
		}
	})
	t.Run("by our clock where the platform gives no times", func(t *testing.T) {
		s := newStory(t)
		s.deliver(acquireEvent("Case new", model.StepOpens, model.StatusOpen))
		s.after(5 * time.Second).deliver(acquireSays(model.RoleCustomer, "hello"))
		s.wantWait("acquire:58624", model.RoleCustomer, at(5))
		s.after(20 * time.Second).deliver(acquireSays(model.RoleAgent, "hi"))
		s.wantWait("acquire:58624", model.RoleAgent, at(25))
		s.after(10 * time.Second).deliver(acquireEvent("Closed", model.StepCloses, model.StatusClosed))
		want := model.Times{FirstReply: 20 * time.Second, LongestWait: 20 * time.Second, Lasted: 35 * time.Second}
		if got := s.times("acquire:58624"); got != want {
			t.Errorf("times %+v, want %+v", got, want)
		}
	})
}

func acquireSays(role model.Role, text string) model.Event {
	e := acquireEvent("CHAT_ON_MESSAGE", model.StepNone, model.StatusNone)
	e.Kind, e.Messages = model.KindMessage, []model.Message{{Kind: model.KindMessage, Role: role, Text: text}}
	return e
}

func TestTimesOfTranscripts(t *testing.T) {
	t.Parallel()
	t.Run("Jivo tells everything at the end", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		if got := s.times("jivo:7607"); !got.Began.Equal(at(0)) || got.Open(at(90)) != 90*time.Second {
			t.Errorf("times %+v", got)
		}
		s.after(20 * time.Minute).deliver(jivoFinished(
			jivoSays(model.RoleCustomer, "hi", at(-8000)), jivoSays(model.RoleBot, "I am a bot", at(-8000)),
			jivoSays(model.RoleCustomer, "a person", at(-7990)), jivoSays(model.RoleAgent, "hello", at(-7950)),
			jivoSays(model.RoleCustomer, "thanks", at(-7940)), jivoSays(model.RoleAgent, "bye", at(-7925))))
		want := model.Times{FirstReply: 50 * time.Second, BotReply: time.Millisecond, LongestWait: 40 * time.Second, Lasted: 75 * time.Second}
		if got := s.times("jivo:7607"); got != want {
			t.Errorf("times %+v, want %+v", got, want)
		}
	})
	t.Run("what was lost counts where only the transcript has it", func(t *testing.T) {
		s := newStory(t)
		hello, hi := blingerIn("1", "hello", at(0)), blingerOut("3", "hi", at(60), "Anna")
		s.after(10 * time.Second).deliver(blingerIn("2", "anybody?", at(10)))
		s.after(50 * time.Second).deliver(hi)
		if got := s.times("blinger:173").FirstReply; got != 50*time.Second {
			t.Errorf("first reply after %s", got)
		}
		s.after(time.Minute).deliver(blingerClosed(at(120), hello, blingerIn("2", "anybody?", at(10)), hi))
		if got := s.times("blinger:173"); got.FirstReply != time.Minute || got.LongestWait != time.Minute || got.Lasted != 2*time.Minute {
			t.Errorf("times %+v", got)
		}
	})
	t.Run("an opening counts before the first message", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.after(30 * time.Second).deliver(ebbotSays(model.RoleCustomer, "1", "hello", at(30)))
		if got := s.times("ebbot:c-1"); !got.Began.Equal(at(0)) {
			t.Errorf("it began at %s", got.Began)
		}
		s.deliver(ebbotClose(at(100)))
		if got := s.times("ebbot:c-1"); got.Lasted != 100*time.Second || got.Open(at(5000)) != 100*time.Second {
			t.Errorf("times %+v", got)
		}
	})
}

// TestTimesOutOfOrder: what comes in another order gives the same times, as long as
// own times tell the order.
func TestTimesOutOfOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var events []model.Event
		seconds := 0
		for i := range rapid.IntRange(1, 12).Draw(t, "count") {
			seconds += rapid.IntRange(1, 90).Draw(t, "pause")
			said := blingerIn(number(i), "text "+number(i), at(seconds))
			switch rapid.IntRange(0, 5).Draw(t, "who") {
			case 0, 1:
				said = blingerOut(number(i), "text "+number(i), at(seconds), "Anna")
			case 2:
				said = blingerOut(number(i), "text "+number(i), at(seconds), "")
			case 3:
				said = blingerClosed(at(seconds))
			}
			events = append(events, said)
		}
		shuffled := rapid.Permutation(events).Draw(t, "arrival")
		told, index := tell(shuffled, func(i int) time.Time { return at(2000 + i) })
		sum, _ := index.Summary(told[0].Key())
		sameTimes(t, sum.Times, rebuilt(told, index))
		ordered, straight := tell(events, func(i int) time.Time { return at(2000 + i) })
		want, _ := straight.Summary(ordered[0].Key())
		if sum.FirstReply != want.FirstReply || sum.LongestWait != want.LongestWait {
			t.Fatalf("shuffled %+v\nin order %+v", sum.Times, want.Times)
		}
	})
}

func TestTimesOfLongConversations(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for i := range 2000 {
		e := blingerIn(number(i), "question", at(10*i))
		if i%2 == 1 {
			e = blingerOut(number(i), "answer", at(10*i), "Anna")
		}
		s.now = at(10*i + 1)
		s.deliver(e)
	}
	late := blingerIn("5000", "late", at(19965))
	s.deliver(late)
	s.wantWait("blinger:173", model.RoleAgent, at(19991))
	if got := s.times("blinger:173"); got.FirstReply != 10*time.Second || got.LongestWait != 10*time.Second {
		t.Errorf("times %+v", got)
	}
}

// TestTimesAfterForgetting: what retention dropped counts no more, in the list as in
// the timeline. (A transcript behind the line tells the timeline again what the list
// has forgotten.)
func TestTimesAfterForgetting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := slices.DeleteFunc(trueBlinger(t), func(e model.Event) bool { return e.Kind == model.KindTranscript })
		if len(events) == 0 {
			t.Skip("nothing is told")
		}
		told, index := tell(events, func(i int) time.Time { return at(61 * i) })
		line := rapid.IntRange(1, len(told)).Draw(t, "line")
		index.Forget(uint64(line))
		sum, _ := index.Summary(told[0].Key())
		tl := rebuilt(told[line-1:], index)
		if sum.FirstReply != tl.FirstReply || sum.LongestWait != tl.LongestWait || sum.Wait.Who != tl.Wait.Who {
			t.Fatalf("behind %d the list says %+v\nthe timeline %+v\n%s", line, sum.Times, tl.Times, texts(tl))
		}
	})
}
