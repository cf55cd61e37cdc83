package model_test

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"
	"time"

	"offhook/model"
)

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
	b.Run("Ebbot", func(b *testing.B) { // each tenth event states what the chat is
		extend(b, count, func(i int, own time.Time) model.Event {
			e := ebbotState("chat.update", own)
			if i/conversations != 3 {
				e = ebbotSays(model.RoleCustomer, fmt.Sprint(i), fmt.Sprintf("message %d about the parcel that is late", i), own)
			}
			e.Conversation, e.RequestID = fmt.Sprintf("1764841200.420.%08d", i%conversations), fmt.Sprint(i)
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
