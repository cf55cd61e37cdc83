package model_test

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strconv"
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

func TestLinks(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	client := jivoEvent("client_updated")
	client.Kind, client.Conversation, client.Links = model.KindContact, "client:1217", nil
	s.deliver(client)
	s.deliver(jivoEvent("chat_accepted"))
	other := jivoEvent("chat_accepted")
	other.Conversation = "7608"
	s.deliver(other)
	stranger := jivoEvent("chat_accepted")
	stranger.Conversation, stranger.Links = "1", []string{"client:2"}
	s.deliver(stranger)
	for key, want := range map[string][]string{
		"jivo:7607":        {"jivo:7608", "jivo:client:1217"},
		"jivo:client:1217": {"jivo:7607", "jivo:7608"},
		"jivo:1":           {"jivo:client:2"},
	} {
		if got := s.timeline(key).Links; !slices.Equal(got, want) {
			t.Errorf("%s links to %v, want %v", key, got, want)
		}
	}
}

// TestLinksAreTheLatest: of a client with many chats those are named that were active
// last, also after some were forgotten.
func TestLinksAreTheLatest(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	chat := func(i int) {
		e := jivoEvent("chat_accepted")
		e.Conversation = strconv.Itoa(i)
		s.after(2 * time.Minute).deliver(e)
	}
	for i := range 200 {
		chat(1000 + i)
	}
	chat(1000) // the first one again
	links := s.timeline("jivo:1199").Links
	if len(links) != 51 || !slices.IsSorted(links) || links[0] != "jivo:1000" || links[1] != "jivo:1150" || links[50] != "jivo:client:1217" {
		t.Errorf("%d links, from %v", len(links), links)
	}
	s.index.Forget(198)
	if got := s.timeline("jivo:1199").Links; !slices.Equal(got, []string{"jivo:1000", "jivo:1197", "jivo:1198", "jivo:client:1217"}) {
		t.Errorf("after the line %v", got)
	}
	other := jivoEvent("chat_updated")
	other.Conversation, other.Links = "1199", []string{"client:2"}
	s.deliver(other)
	if got := s.timeline("jivo:1198").Links; slices.Contains(got, "jivo:1199") {
		t.Errorf("a chat of another client is linked: %v", got)
	}
}

func TestLinksStayInTheirAccount(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.deliver(jivoEvent("chat_accepted"))
	other := jivoEvent("chat_accepted")
	other.Source, other.Conversation = "shop", "7608"
	s.deliver(other)
	client := jivoEvent("client_updated")
	client.Source, client.Kind, client.Conversation, client.Links = "shop", model.KindContact, "client:1217", nil
	s.deliver(client)
	for key, want := range map[string][]string{
		"jivo:7607":             {"jivo:client:1217"},
		"jivo@shop:7608":        {"jivo@shop:client:1217"},
		"jivo@shop:client:1217": {"jivo@shop:7608"},
	} {
		if got := s.timeline(key).Links; !slices.Equal(got, want) {
			t.Errorf("%s links to %v, want %v", key, got, want)
		}
	}
	if sum := s.summary("jivo@shop:client:1217"); sum.Status != model.StatusNone || sum.Times != (model.Times{}) || sum.Messages != 0 {
		t.Errorf("a client without a chat: %+v", sum)
	}
}

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
		late.Accounts > early.Accounts || late.LiveKinds > early.LiveKinds || late.Words > 2000 {
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
		Deliveries: max(a.Deliveries, b.Deliveries), Messages: max(a.Messages, b.Messages), LiveKinds: max(a.LiveKinds, b.LiveKinds),
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

// feed extends the index by lifelike traffic: count events in so many conversations.
func feed(index *model.Conversations, first uint64, count, conversations int) {
	events := make([]model.Event, 1)
	body := make([]byte, 0, 512)
	for i := range count {
		chat := i % conversations
		own := noon.Add(time.Duration(i) * time.Millisecond)
		e := blingerIn(fmt.Sprint(i), fmt.Sprintf("message %d about the parcel that is late", i), own)
		if i/conversations%3 == 1 {
			e = blingerOut(fmt.Sprint(i), e.Messages[0].Text, own, "Anna")
			e.Customer = model.Person{Role: model.RoleCustomer}
		}
		e.Conversation = fmt.Sprint(chat)
		e.Customer.ID, e.Customer.Name = fmt.Sprint("u", chat), fmt.Sprint("Customer ", chat)
		e.Links = []string{"user:" + e.Customer.ID}
		e.Seq, e.Received = first+uint64(i), own.Add(300*time.Millisecond)
		body = fmt.Appendf(body[:0], "%d %s %0400d", i, e.Messages[0].Text, i)
		events[0] = e
		index.Extend(events, model.Delivered{Body: body, Status: 200})
	}
}

func TestExtendCostPerEvent(t *testing.T) {
	const count = 200_000
	index := model.NewConversations()
	before := heap()
	feed(index, 1, count, count/10)
	per := float64(heap()-before) / count
	t.Logf("%.1f bytes an event", per)
	if per > 80 {
		t.Errorf("%.1f bytes an event, at most 80 are allowed", per)
	}
	runtime.KeepAlive(index)
}

// BenchmarkExtend measures one event among a million in 100,000 conversations.
func BenchmarkExtend(b *testing.B) {
	const count, conversations = 1_000_000, 100_000
	b.Run("Blinger", func(b *testing.B) {
		extend(b, count, func(i int, own time.Time) model.Event {
			e := blingerIn(fmt.Sprint(i), fmt.Sprintf("message %d about the parcel that is late", i), own)
			e.Conversation = fmt.Sprint(i % conversations)
			e.Customer.ID, e.Customer.Name = fmt.Sprint("u", i%conversations), fmt.Sprint("Customer ", i%conversations)
			e.Links = []string{"user:" + e.Customer.ID}
			return e
		})
	})
	b.Run("Jivo", func(b *testing.B) { // each chat of a client of its own, and each tenth event tells all that was said
		extend(b, count, func(i int, own time.Time) model.Event {
			chat, turn := i%conversations, i/conversations
			e := jivoEvent([]string{"chat_accepted", "chat_updated"}[min(turn, 1)])
			if turn == 9 {
				e = jivoFinished(jivoSays(model.RoleCustomer, "hello", own.Add(-5*time.Second)), jivoSays(model.RoleAgent, "hi", own))
			}
			e.Conversation, e.Links = fmt.Sprint(chat), []string{fmt.Sprint("client:", chat)}
			e.Customer.ID, e.Customer.Name = fmt.Sprint(chat), fmt.Sprint("Customer ", chat)
			return e
		})
	})
}

// extend measures an index of so many events, made before.
func extend(b *testing.B, count int, event func(i int, own time.Time) model.Event) {
	events := make([]model.Event, 0, count)
	for i := range count {
		own := noon.Add(time.Duration(i) * time.Millisecond)
		e := event(i, own)
		e.Seq, e.Received = uint64(i+1), own.Add(300*time.Millisecond)
		events = append(events, e)
	}
	body := make([]byte, 1024)
	var index *model.Conversations
	for b.Loop() {
		index = model.NewConversations()
		before := heap()
		start := time.Now()
		for i := range events {
			binary.LittleEndian.PutUint64(body, events[i].Seq)
			index.Extend(events[i:i+1], model.Delivered{Body: body, Status: 200})
			events[i].Problems = nil
		}
		b.ReportMetric(float64(time.Since(start).Nanoseconds())/float64(count), "ns/event")
		b.ReportMetric(float64(heap()-before)/float64(count), "B/event")
	}
	runtime.KeepAlive(index)
}

// BenchmarkExtendLong measures an event of one conversation that is already long.
func BenchmarkExtendLong(b *testing.B) {
	for _, length := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			index := model.NewConversations()
			feed(index, 1, length, 1)
			seq := uint64(length)
			var body [64]byte
			for b.Loop() {
				seq++
				e := blingerIn("", "one more", noon.Add(time.Duration(seq)*time.Millisecond))
				e.Conversation, e.Seq, e.Received = "0", seq, e.Occurred
				copy(body[:], fmt.Sprint(seq))
				index.Extend([]model.Event{e}, model.Delivered{Body: body[:], Status: 200})
			}
		})
	}
}

func BenchmarkRebuild(b *testing.B) {
	var events []model.Event
	for i := range 999 {
		e := blingerIn(fmt.Sprint(i), fmt.Sprint("text ", i), at(i))
		e.Seq, e.Received = uint64(i+1), at(i)
		events = append(events, e)
	}
	closing := blingerClosed(at(1000), events...)
	closing.Seq, closing.Received = 1000, at(1000)
	events = append(events, closing)
	for b.Loop() {
		if tl := model.Rebuild("blinger:173", events, model.Evidence{}); len(tl.Entries) != 1000 {
			b.Fatalf("%d entries", len(tl.Entries))
		}
	}
}
