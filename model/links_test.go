package model_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"offhook/model"
)

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
