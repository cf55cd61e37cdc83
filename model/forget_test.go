package model_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"offhook/model"
)

func TestForget(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for i := range 10 {
		e := blingerIn(number(i), "text "+number(i), at(i))
		e.Conversation = []string{"a", "b"}[i/8]
		s.after(time.Second).deliver(e)
	}
	s.index.Forget(5)
	sum := s.summary("blinger:a")
	if sum.First != 5 || sum.Last != 8 || sum.Events != 4 || sum.Messages != 4 {
		t.Errorf("after the line %+v", sum)
	}
	if got := s.index.Events("blinger:a"); !slices.Equal(got, []uint64{5, 6, 7, 8}) {
		t.Errorf("requests %v", got)
	}
	s.index.Forget(9)
	if _, ok := s.index.Summary("blinger:a"); ok || s.index.Len() != 1 {
		t.Error("a dropped conversation is still there")
	}
	e := blingerIn("1", "text 1", at(1))
	e.Conversation = "a"
	if problems := s.deliver(e); slices.ContainsFunc(problems, func(p model.Problem) bool { return p.Code == model.Duplicate }) {
		t.Errorf("what was forgotten is still known: %v", problems)
	}
	s.index.Forget(1 << 40)
	if s.index.Len() != 0 {
		t.Errorf("%d conversations are left", s.index.Len())
	}
	s.index.Recent(func(model.Summary) bool { t.Error("one is still listed"); return true })
}

func TestForgetGivesMemoryBack(t *testing.T) {
	index := model.NewConversations()
	before := heap()
	feed(index, 1, 50_000, 5_000)
	index.Forget(49_000)
	if left := heap() - before; left > 1<<20 {
		t.Errorf("%d bytes are left", left)
	}
	runtime.KeepAlive(index)
}

// TestForgetGivesStatesBack: of a platform that states what a chat is.
func TestForgetGivesStatesBack(t *testing.T) {
	const count = 50_000
	index := model.NewConversations()
	before := heap()
	for i := range count {
		e := ebbotState("chat.update", at(i))
		e.Conversation, e.Seq, e.Received = fmt.Sprint(i), uint64(i+1), at(i)
		index.Extend([]model.Event{e}, model.Delivered{Body: fmt.Append(nil, i), Status: 200})
	}
	if held := index.Held(); held.States != count {
		t.Fatalf("%d states of %d chats", held.States, count)
	}
	index.Forget(count - 99)
	if held := index.Held(); held.States != 100 {
		t.Errorf("%d states are left of 100 chats", held.States)
	}
	if left := heap() - before; left > 1<<20 {
		t.Errorf("%d bytes are left", left)
	}
	runtime.KeepAlive(index)
}

// TestMemoryStaysFlat runs days of traffic behind a moving line.
func TestMemoryStaysFlat(t *testing.T) {
	const count, kept, step = 200_000, 20_000, 2_000
	index := model.NewConversations()
	var early, late model.Held
	for first := 1; first < count; first += step {
		for i := range step {
			index.Extend([]model.Event{passing(first + i)}, model.Delivered{Body: fmt.Append(nil, first+i), Status: 200})
		}
		if first > kept {
			index.Forget(uint64(first - kept + step))
		}
		switch held := index.Held(); {
		case first > count/2:
			late = most(late, held)
		case first > 2*kept:
			early = most(early, held)
		}
	}
	if late.Conversations > early.Conversations+50 || late.Clients > early.Clients+50 || late.Deliveries > early.Deliveries || late.Messages > early.Messages ||
		late.Accounts > early.Accounts || late.LiveKinds > early.LiveKinds || late.States > early.States+50 || late.States == 0 || late.Words > 2000 {
		t.Errorf("at first %+v\nlater    %+v", early, late)
	}
	index.Forget(1 << 40)
	if left := index.Held(); left != (model.Held{}) {
		t.Errorf("left %+v", left)
	}
}

// passing is an event of traffic in which everything changes with time: chats, clients,
// accounts, agents, channels and types.
func passing(i int) model.Event {
	own := noon.Add(time.Duration(i) * time.Second)
	e := blingerIn(fmt.Sprint(i), fmt.Sprint("text ", i), own)
	switch i % 20 {
	case 7:
		e = jivoEvent("chat_accepted")
		e.Agent.Name = fmt.Sprint("Agent ", i/40)
	case 11:
		e = model.Event{Platform: "acquire", Name: "Agent Status Change", Kind: model.KindPresence, Identified: true}
	case 13:
		e = ebbotState("chat.update", own)
	default:
		e.Messages[0].Type = fmt.Sprint("type ", i/5000)
	}
	e.Source = fmt.Sprint("shop", i/10_000)
	if e.Kind != model.KindPresence {
		e.Conversation, e.Channel = fmt.Sprint(i/50), fmt.Sprint("channel ", i/40)
		e.Links = []string{fmt.Sprint("client:", i/100)}
	}
	e.Seq, e.Received = uint64(i), own
	return e
}

func most(a, b model.Held) model.Held {
	return model.Held{
		Conversations: max(a.Conversations, b.Conversations), Clients: max(a.Clients, b.Clients), Accounts: max(a.Accounts, b.Accounts), Words: max(a.Words, b.Words),
		Deliveries: max(a.Deliveries, b.Deliveries), Messages: max(a.Messages, b.Messages), LiveKinds: max(a.LiveKinds, b.LiveKinds), States: max(a.States, b.States),
	}
}

// TestNoGapAcrossTheLine: what was forgotten is not missing.
func TestNoGapAcrossTheLine(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	var said []model.Event
	for i := range 10 {
		e := blingerIn(number(i), "text "+number(i), at(10*i))
		said = append(said, e)
		s.after(10 * time.Second).deliver(e)
	}
	s.index.Forget(6)
	wantCodes(t, s.deliver(blingerClosed(at(200), said...)), "")
}
