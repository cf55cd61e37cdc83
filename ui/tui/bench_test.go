package tui_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
	"offhook/model/platform"
	"offhook/ui/tui"
)

// BenchmarkFrame is one frame of the app at 200x50 while 12 events come in between:
// Update with the batch, and View. It must cost the same with 100,000 rows as with 100.
func BenchmarkFrame(b *testing.B) {
	for _, rows := range []int{100, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			source := newMemory()
			source.fill(rows)
			m := tui.New(b.Context(), tui.Options{Source: source, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon }, Body: platform.Body})
			m.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
			m.Update(m.Follow()())
			b.ReportAllocs()
			for b.Loop() {
				source.fill(12)
				m.Update(m.Arrived())
				_ = m.View().Content
			}
		})
	}
}

// BenchmarkConversationsFrame is one frame of the conversations at 200x50 while a
// message comes in between: Update with the batch and the page, and View. With
// another order or a filter a page costs a look at all of them, which a command does:
// see model.BenchmarkPage.
func BenchmarkConversationsFrame(b *testing.B) {
	for _, chats := range []int{100, 100_000} {
		b.Run(fmt.Sprintf("conversations=%d", chats), func(b *testing.B) {
			source := newMemory()
			for chat := range chats {
				source.chat(chat)
			}
			m := tui.New(b.Context(), tui.Options{Source: source, URL: "http://127.0.0.1:4000", Zone: time.UTC, Now: func() time.Time { return noon }, Body: platform.Body})
			m.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
			m.Update(keyPress("2"))
			m.Update(keyPress("\\"))
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				n++
				source.chat(n * 7919 % chats)
				source.fill(1)
				m.Update(m.Arrived())
				m.Update(m.Page())
				_ = m.View().Content
			}
		})
	}
}

// chat adds a message to a conversation, without keeping its request.
func (s *memory) chat(n int) {
	s.last++
	key := fmt.Sprint("c-", n)
	who := model.Person{Role: model.RoleCustomer, Name: "Mira Holm", ID: key}
	event := model.Event{
		Platform: "ebbot", Name: "chat.user.message", Kind: model.KindMessage, Conversation: key, Seq: s.last, Received: noon, Identified: true, Actor: who, Customer: who,
		Messages: []model.Message{{Role: model.RoleCustomer, Kind: model.KindMessage, ID: fmt.Sprint(s.last), Text: "Hello, is anybody there? My parcel has not come."}},
	}
	s.index.Extend([]model.Event{event}, model.Delivered{Body: fmt.Append(nil, s.last), Status: 200})
}

// fill appends rows without keeping their requests.
func (s *memory) fill(n int) {
	event := model.Event{
		Platform: "ebbot", Name: "chat.user.message", Kind: model.KindMessage, Conversation: "1613384238.420.c598",
		Actor: model.Person{Role: model.RoleCustomer, Name: "Mira"}, Customer: model.Person{Role: model.RoleCustomer, Name: "Mira"},
		Messages: []model.Message{{Text: "Hello, is anybody there? My parcel has not come."}},
	}
	first := uint64(s.log.Len() + 1)
	s.log.Append(n, func(i int, add func(string) model.Text) model.Row {
		return model.NewRow(&model.Request{Seq: first + uint64(i), Received: noon, Size: 1000}, &event, &model.Reply{Status: 200}, add)
	})
}
