package model_test

import (
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"offhook/model"
)

func TestRedelivery(t *testing.T) {
	t.Parallel()
	t.Run("equal bytes with an id are a duplicate, however late", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hi", at(0)))
		s.deliver(blingerIn("2", "there", at(1)))
		problems := s.after(time.Hour).deliver(blingerIn("1", "hi", at(0)))
		wantCodes(t, problems, "duplicate")
		wantDetail(t, problems, "#1")
		wantTexts(t, s.timeline("blinger:173"), "hi!duplicate | there")
	})
	t.Run("another order of keys is a duplicate", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hi", at(0)), "ab")
		wantCodes(t, s.deliver(blingerIn("1", "hi", at(0)), "ba"), "duplicate")
		wantTexts(t, s.timeline("blinger:173"), "hi!duplicate")
	})
	t.Run("subset topics are ordinary, each of them once", func(t *testing.T) {
		s := newStory(t)
		e := ebbotSays(model.RoleCustomer, "m-1", "hi", at(0))
		s.deliver(e, "1")
		e.Name = "chat.message"
		wantCodes(t, s.deliver(e, "2"), "")
		wantCodes(t, s.deliver(e, "3"), "duplicate")
		if n := s.summary("ebbot:c-1").Messages; n != 1 {
			t.Errorf("%d messages", n)
		}
		wantTexts(t, s.timeline("ebbot:c-1"), "hi!duplicate")
	})
	t.Run("a comment and a message may share an id", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("546", "hi", at(0)))
		comment := blingerIn("546", "hi", at(0))
		comment.Name, comment.Kind, comment.Messages[0].Kind = "on_comment_incoming", model.KindComment, model.KindComment
		wantCodes(t, s.deliver(comment), "")
		wantTexts(t, s.timeline("blinger:173"), "hi | hi")
	})
	t.Run("without id or time: at once is perhaps a retry", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		problems := s.after(5 * time.Second).deliver(jivoEvent("chat_accepted"))
		wantCodes(t, problems, "duplicate")
		wantDetail(t, problems, "perhaps a retry")
		wantDetail(t, problems, "for the 2nd time, 5 s after the first, and nothing else of the conversation between")
		wantTexts(t, s.timeline("jivo:7607"), "took the chat!duplicate")
	})
	t.Run("without id or time: after a minute it is another one", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		wantCodes(t, s.after(time.Minute).deliver(jivoEvent("chat_accepted")), "")
	})
	t.Run("without id or time: something else between", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoCall("start"))
		s.deliver(jivoCall("end"))
		wantCodes(t, s.deliver(jivoCall("start")), "")
	})
	t.Run("without id or time: a refused one is retried at any time", func(t *testing.T) {
		s := newStory(t)
		s.answered(503, jivoCall("start"))
		s.deliver(jivoCall("end"))
		problems := s.after(time.Hour).deliver(jivoCall("start"))
		wantCodes(t, problems, "duplicate")
		wantDetail(t, problems, "after 5xx was answered")
	})
	t.Run("an answer that became known later counts", func(t *testing.T) {
		s := newStory(t)
		s.answered(0, jivoCall("start"))
		s.deliver(jivoCall("end"))
		s.index.Answered(1, "jivo:7607", 500)
		wantCodes(t, s.after(time.Hour).deliver(jivoCall("start")), "duplicate")
	})
	t.Run("events without a conversation", func(t *testing.T) {
		s := newStory(t)
		contact := model.Event{Platform: "blinger", Name: "on_user_new", Kind: model.KindContact, Identified: true}
		wantCodes(t, s.deliver(contact), "")
		wantCodes(t, s.deliver(contact), "duplicate")
		contact.Identified = false
		wantCodes(t, s.deliver(contact, "x"), "")
		wantCodes(t, s.deliver(contact, "x"), "")
		if s.index.Len() != 0 {
			t.Error("an event without a conversation made one")
		}
	})
	t.Run("the parts of one request are no duplicates of each other", func(t *testing.T) {
		index := model.NewConversations()
		a, b := blingerIn("1", "a", at(0)), blingerIn("2", "b", at(0))
		a.Seq, b.Seq, a.Part, b.Part = 1, 1, 1, 2
		events := []model.Event{a, b}
		index.Extend(events, model.Delivered{Body: []byte("both")})
		wantCodes(t, slices.Concat(events[0].Problems, events[1].Problems), "")
		if got := index.Events("blinger:173"); !slices.Equal(got, []uint64{1}) {
			t.Errorf("requests %v", got)
		}
	})
	t.Run("long conversations find old deliveries too", func(t *testing.T) {
		s := newStory(t)
		for i := range 500 {
			s.after(time.Second).deliver(blingerIn(number(i), "text "+number(i), at(i)))
		}
		wantCodes(t, s.deliver(blingerIn("3", "text 3", at(3))), "duplicate")
		wantCodes(t, s.deliver(blingerIn("4", "text 4", at(4)), "other bytes"), "duplicate")
	})
}

func TestGap(t *testing.T) {
	t.Parallel()
	first, lost, last := blingerIn("1", "one", at(0)), blingerIn("2", "two", at(10)), blingerIn("3", "three", at(20))
	t.Run("a message between two live ones", func(t *testing.T) {
		s := newStory(t)
		s.deliver(first)
		s.after(20 * time.Second).deliver(last)
		problems := s.deliver(blingerClosed(at(25), first, lost, last))
		wantCodes(t, problems, "gap")
		wantDetail(t, problems, "1 message is only in the transcript: it was never delivered (from Yuri, 12:00:10)")
		wantTexts(t, s.timeline("blinger:173"), "one | two~!gap | three | closed")
	})
	t.Run("it is reported once", func(t *testing.T) {
		s := newStory(t)
		s.deliver(first)
		s.deliver(blingerClosed(at(25), first, lost))
		wantCodes(t, s.deliver(blingerClosed(at(26), first, lost)), "")
	})
	t.Run("it is none any more when it comes after all", func(t *testing.T) {
		s := newStory(t)
		s.deliver(first)
		s.deliver(blingerClosed(at(25), first, lost))
		s.after(30 * time.Second).deliver(lost)
		wantTexts(t, s.timeline("blinger:173"), "one | two | closed")
		if n := s.summary("blinger:173").Messages; n != 2 {
			t.Errorf("%d messages", n)
		}
	})
	t.Run("before the first live event", func(t *testing.T) {
		s := newStory(t)
		s.deliver(last)
		wantCodes(t, s.deliver(blingerClosed(at(25), first, lost, last)), "")
		wantTexts(t, s.timeline("blinger:173"), "one~ | two~ | three | closed")
	})
	t.Run("a sender and type that never came live", func(t *testing.T) {
		s := newStory(t)
		s.deliver(first)
		wantCodes(t, s.deliver(blingerClosed(at(25), first, blingerOut("2", "two", at(10), "Anna"))), "")
	})
	t.Run("a sender and type that came live in another chat", func(t *testing.T) {
		s := newStory(t)
		other := blingerOut("9", "other", at(0), "Anna")
		other.Conversation = "200"
		s.deliver(other)
		s.deliver(first)
		wantCodes(t, s.deliver(blingerClosed(at(25), first, blingerOut("2", "two", at(10), "Anna"))), "gap")
	})
	t.Run("a note is none", func(t *testing.T) {
		s := newStory(t)
		note := blingerIn("2", "two", at(10))
		note.Messages[0].Kind = model.KindNote
		s.deliver(first)
		wantCodes(t, s.deliver(blingerClosed(at(25), first, note)), "")
	})
	t.Run("Jivo has no live messages outside its Bot API", func(t *testing.T) {
		s := newStory(t)
		bot := jivoEvent("CLIENT_MESSAGE")
		bot.Kind, bot.Conversation, bot.Occurred = model.KindMessage, "1", at(0)
		bot.Messages = jivoSays(model.RoleCustomer, "hi", at(0)).Messages
		s.deliver(bot)
		s.deliver(jivoEvent("chat_accepted"))
		wantCodes(t, s.after(time.Minute).deliver(jivoFinished(jivoSays(model.RoleCustomer, "hello", at(30)))), "")
	})
	t.Run("after a hand-over from the bot", func(t *testing.T) {
		s := newStory(t)
		ask, bot := ebbotSays(model.RoleCustomer, "m-1", "help", at(0)), ebbotSays(model.RoleBot, "m-2", "One moment", at(1))
		agent, more := ebbotSays(model.RoleAgent, "m-3", "Hello", at(9)), ebbotSays(model.RoleCustomer, "m-4", "my parcel", at(12))
		s.deliver(ask)
		s.deliver(bot)
		wantCodes(t, s.deliver(ebbotClose(at(20), ask, bot, agent, more)), "")
	})
	t.Run("after a hand-over when live messages went on", func(t *testing.T) {
		s := newStory(t)
		ask, bot := ebbotSays(model.RoleCustomer, "m-1", "help", at(0)), ebbotSays(model.RoleBot, "m-2", "One moment", at(1))
		agent, more := ebbotSays(model.RoleAgent, "m-3", "Hello", at(9)), ebbotSays(model.RoleCustomer, "m-4", "my parcel", at(12))
		s.deliver(ask)
		s.deliver(bot)
		s.after(10 * time.Second).deliver(agent)
		wantCodes(t, s.deliver(ebbotClose(at(20), ask, bot, agent, more)), "gap")
	})
	t.Run("not across the line of retention", func(t *testing.T) {
		s := newStory(t)
		a, b := blingerIn("1", "one", at(0)), blingerIn("2", "two", at(0))
		s.deliver(a)
		s.deliver(b)
		s.index.Forget(2)
		s.events = s.events[1:]
		wantCodes(t, s.deliver(blingerClosed(at(25), a, b)), "")
		wantTexts(t, s.timeline("blinger:173"), "one~ | two | closed")
	})
}

func TestAlignment(t *testing.T) {
	t.Parallel()
	t.Run("two equal texts in one second are two", func(t *testing.T) {
		s := newStory(t)
		wantCodes(t, s.deliver(jivoFinished(jivoSays(model.RoleCustomer, "ok", at(0)), jivoSays(model.RoleCustomer, "ok", at(0)))), "")
		wantTexts(t, s.timeline("jivo:7607"), "ok~ | ok~ | chat_finished")
	})
	t.Run("one of two equal texts came live", func(t *testing.T) {
		s := newStory(t)
		a, b := ebbotSays(model.RoleCustomer, "u-1", "ok", at(0)), ebbotSays(model.RoleCustomer, "u-1", "ok", at(1))
		s.deliver(ebbotState("chat.create", at(-5)))
		s.deliver(b)
		wantCodes(t, s.deliver(ebbotClose(at(5), a, b)), "gap")
		wantTexts(t, s.timeline("ebbot:c-1"), "chat.create | ok~!gap | ok | chat.close")
	})
	t.Run("another id, the same text within two seconds", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotSays(model.RoleBot, "x", "hello", at(0)))
		s.deliver(ebbotClose(at(5), ebbotSays(model.RoleBot, "y", "hello", at(2))))
		wantTexts(t, s.timeline("ebbot:c-1"), "hello | chat.close")
	})
	t.Run("another id, the same text three seconds apart", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotSays(model.RoleBot, "x", "hello", at(0)))
		s.deliver(ebbotClose(at(5), ebbotSays(model.RoleBot, "y", "hello", at(3))))
		wantTexts(t, s.timeline("ebbot:c-1"), "hello | hello~!gap | chat.close")
	})
	t.Run("the user's id is no message id", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.deliver(ebbotSays(model.RoleCustomer, "u-1", "one", at(1)))
		s.deliver(ebbotSays(model.RoleCustomer, "u-1", "two", at(9)))
		s.deliver(ebbotClose(at(20), ebbotSays(model.RoleCustomer, "u-1", "two", at(9)), ebbotSays(model.RoleCustomer, "u-1", "one", at(1))))
		tl := s.timeline("ebbot:c-1")
		wantTexts(t, tl, "chat.create | two | one | chat.close") // the list is the spine
		if n := s.summary("ebbot:c-1").Messages; n != 2 {
			t.Errorf("%d messages", n)
		}
	})
	t.Run("a second transcript removes nothing", func(t *testing.T) {
		s := newStory(t)
		a, b, c := jivoSays(model.RoleCustomer, "a", at(0)), jivoSays(model.RoleAgent, "b", at(5)), jivoSays(model.RoleCustomer, "c", at(90))
		s.after(10 * time.Second).deliver(jivoFinished(a, b))
		s.after(90 * time.Second).deliver(jivoFinished(b, c))
		wantTexts(t, s.timeline("jivo:7607"), "a~ | b~ | chat_finished | c~ | chat_finished")
	})
	t.Run("transcript times out of order keep the list", func(t *testing.T) {
		s := newStory(t)
		at := func(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }
		a, b, c := ebbotSays(model.RoleBot, "a", "a", at(63)), ebbotSays(model.RoleBot, "b", "b", at(718)), ebbotSays(model.RoleBot, "c", "c", at(575))
		s.deliver(b)
		s.deliver(ebbotClose(at(900), a, b, c))
		wantTexts(t, s.timeline("ebbot:c-1"), "a~ | b | c~ | chat.close")
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	status := func(t *testing.T, s *story, key string, want model.Status) {
		t.Helper()
		if got := s.summary(key).Status; got != want {
			t.Errorf("summary says %s, want %s", got, want)
		}
		if got := s.timeline(key).Status; got != want {
			t.Errorf("timeline says %s, want %s", got, want)
		}
	}
	hello := blingerIn("1", "hello", at(0))
	t.Run("Blinger", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello)
		status(t, s, "blinger:173", model.StatusOpen)
		s.deliver(blingerStatus("on_conversation_assigned", at(5)))
		status(t, s, "blinger:173", model.StatusAssigned)
		s.deliver(blingerStatus("on_conversation_unassigned", at(8)))
		status(t, s, "blinger:173", model.StatusOpen)
		s.deliver(blingerClosed(at(10), hello))
		status(t, s, "blinger:173", model.StatusClosed)
		s.deliver(blingerIn("2", "one more thing", at(60)))
		status(t, s, "blinger:173", model.StatusOpen)
		if !s.summary("blinger:173").Closed.IsZero() {
			t.Error("an open conversation has a closing")
		}
	})
	t.Run("late copies and earlier messages do not reopen", func(t *testing.T) {
		s := newStory(t)
		lost := blingerIn("2", "lost", at(3))
		s.deliver(hello)
		s.deliver(blingerClosed(at(10), hello, lost))
		s.deliver(lost)
		s.deliver(hello, "other bytes")
		s.deliver(blingerIn("3", "not in the transcript", at(4)))
		s.deliver(blingerClosed(at(12), hello, lost))
		status(t, s, "blinger:173", model.StatusClosed)
	})
	t.Run("an older assignment contradicts the closing", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello)
		s.deliver(blingerClosed(at(10), hello))
		problems := s.deliver(blingerStatus("on_conversation_assigned", at(5)))
		wantCodes(t, problems, "status-regression")
		status(t, s, "blinger:173", model.StatusClosed)
	})
	t.Run("a later assignment reopens", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello)
		s.deliver(blingerClosed(at(10), hello))
		wantCodes(t, s.deliver(blingerStatus("on_conversation_assigned", at(15))), "")
		status(t, s, "blinger:173", model.StatusAssigned)
	})
	t.Run("Ebbot's close wins over updates", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.deliver(ebbotClose(at(10)))
		wantCodes(t, s.deliver(ebbotState("chat.update", at(10))), "")
		s.deliver(ebbotState("chat.status.change", at(11)))
		status(t, s, "ebbot:c-1", model.StatusClosed)
		s.deliver(ebbotState("chat.update", at(30)))
		status(t, s, "ebbot:c-1", model.StatusClosed)
		if notes := s.timeline("ebbot:c-1").Notes; len(notes) != 1 {
			t.Errorf("notes %q", notes)
		}
		s.deliver(ebbotState("chat.create", at(40)))
		status(t, s, "ebbot:c-1", model.StatusOpen)
	})
	t.Run("Jivo accepted twice is a reopening", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		s.deliver(jivoFinished(jivoSays(model.RoleAgent, "hi", at(1))))
		s.after(5 * time.Minute).deliver(jivoEvent("chat_accepted"))
		status(t, s, "jivo:7607", model.StatusAssigned)
	})
	t.Run("Jivo accepted that came late", func(t *testing.T) {
		s := newStory(t)
		s.after(20 * time.Second).deliver(jivoFinished(jivoSays(model.RoleCustomer, "hi", at(1)), jivoSays(model.RoleAgent, "hello", at(9))))
		s.deliver(jivoEvent("chat_accepted"))
		status(t, s, "jivo:7607", model.StatusClosed)
		wantTexts(t, s.timeline("jivo:7607"), "hi~ | took the chat | hello~ | chat_finished")
	})
	t.Run("Jivo calls", func(t *testing.T) {
		s := newStory(t)
		for _, step := range []struct {
			event model.Event
			want  model.Status
		}{
			{jivoCall("start"), model.StatusOpen}, {jivoCall("client_connected"), model.StatusAssigned}, {jivoCall("end"), model.StatusClosed},
			{jivoCall("start"), model.StatusOpen}, {jivoCall("error"), model.StatusClosed},
			{jivoEvent("chat_accepted"), model.StatusAssigned}, {jivoCall("end"), model.StatusAssigned},
		} {
			s.after(2 * time.Minute).deliver(step.event)
			status(t, s, "jivo:7607", step.want)
		}
		wantTexts(t, s.timeline("jivo:7607"), "callback to +15550100 · end | callback to +15550100 · error | took the chat")
	})
	t.Run("Acquire", func(t *testing.T) {
		s := newStory(t)
		for _, step := range []struct {
			event model.Event
			want  model.Status
		}{
			{acquireEvent("Case new", model.StepOpens, model.StatusOpen), model.StatusOpen},
			{acquireEvent("Queue", model.StepMoves, model.StatusQueued), model.StatusQueued},
			{acquireEvent("Closed", model.StepCloses, model.StatusClosed), model.StatusClosed},
			{acquireEvent("Pending", model.StepMoves, model.StatusPending), model.StatusPending},
		} {
			s.after(2 * time.Minute).deliver(step.event)
			status(t, s, "acquire:58624", step.want)
		}
	})
}

func TestOpened(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	opened := func(want time.Time) {
		t.Helper()
		if got := s.summary("ebbot:c-1").Opened; !got.Equal(want) {
			t.Errorf("opened %s, want %s", got, want)
		}
	}
	update := ebbotState("chat.update", at(5))
	s.deliver(update)
	opened(time.Time{})
	update.Began, update.Occurred = at(-60), at(6)
	s.deliver(update)
	opened(at(-60)) // what the platform says, while no opening was seen
	s.deliver(ebbotState("chat.create", at(1)))
	opened(at(1))
	s.deliver(ebbotClose(at(20)))
	s.deliver(ebbotState("chat.create", at(40)))
	opened(at(1)) // the first opening counts
}

func TestTiming(t *testing.T) {
	t.Parallel()
	t.Run("out of order", func(t *testing.T) {
		s := newStory(t)
		s.after(10 * time.Second).deliver(blingerIn("2", "two", at(10)))
		wantCodes(t, s.deliver(blingerIn("1", "one", at(8))), "out-of-order")
		wantCodes(t, s.deliver(blingerIn("3", "three", at(9))), "") // within the tolerance
		wantTexts(t, s.timeline("blinger:173"), "one!out-of-order | three | two")
	})
	t.Run("late", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "one", at(0)))
		problems := s.after(3 * time.Minute).deliver(blingerIn("2", "two", at(60)))
		wantCodes(t, problems, "late")
		wantDetail(t, problems, "came 2 m later than usual")
	})
	t.Run("old samples are not late", func(t *testing.T) {
		s := newStory(t)
		wantCodes(t, s.deliver(blingerIn("first", "first", at(-1e8))), "clock-skew")
		for i := range 20 {
			wantCodes(t, s.after(time.Second).deliver(blingerIn(number(i), number(i), at(i*100-1e8))), "")
		}
	})
	t.Run("a platform whose clock is an hour off", func(t *testing.T) {
		s := newStory(t)
		for i := range 20 {
			want := ""
			if i == 7 {
				want = "clock-skew"
			}
			wantCodes(t, s.after(time.Second).deliver(blingerIn(number(i), number(i), at(i-3600))), want)
		}
		wantCodes(t, s.after(5*time.Minute).deliver(blingerIn("100", "late", at(21-3600))), "late")
	})
	t.Run("the bound can be set", func(t *testing.T) {
		for after, want := range map[time.Duration]string{1: "late", time.Second: "late", 5 * time.Minute: "", math.MaxInt64: "", 0: "late", -time.Hour: "late"} {
			s := newStory(t)
			s.index.LateAfter = after
			s.deliver(blingerIn("1", "one", at(0)))
			wantCodes(t, s.after(time.Second).deliver(blingerIn("2", "two", at(1))), "")
			wantCodes(t, s.after(2*time.Minute).deliver(blingerIn("3", "three", at(2))), want)
		}
	})
}

func number(i int) string { return strconv.Itoa(i) }
