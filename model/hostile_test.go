package model_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"offhook/model"
)

// TestLongTextsAreNotKept: whatever a stranger writes into names and ids, the index
// keeps little of it.
func TestLongTextsAreNotKept(t *testing.T) {
	index := model.NewConversations()
	before := heap()
	for i := range 50 {
		long := fmt.Sprint(i) + strings.Repeat("x", 1<<20)
		e := blingerIn(long, long, at(i))
		e.Conversation, e.Channel, e.PlatformStatus, e.Status, e.Name = long, long, long, model.StatusOpen, long
		e.Customer.ID, e.Customer.Name, e.Agent = long, long, model.Person{Role: model.RoleAgent, ID: long, Name: long}
		e.Messages[0].Sender, e.Messages[0].Name, e.Messages[0].Type = long, long, long
		e.Links = []string{long}
		e.Seq, e.Received = uint64(i+1), at(i)
		index.Extend([]model.Event{e}, model.Delivered{Status: 200})
	}
	if held := heap() - before; held > 1<<20 {
		t.Errorf("%d bytes are held", held)
	}
	runtime.KeepAlive(index)
}

func TestConversationKey(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("9", 1<<10)
	for _, c := range []struct {
		name, source, id, want string
	}{
		{"of the only account", "", "7607", "jivo:7607"},
		{"of one of several", "shop", "7607", "jivo@shop:7607"},
		{"as long as a key may be", "", long[:251], "jivo:" + long[:251]},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := model.ConversationKey("jivo", c.source, c.id); got != c.want {
				t.Errorf("key %s", got)
			}
		})
	}
	t.Run("of a long id", func(t *testing.T) {
		t.Parallel()
		one, other := model.ConversationKey("jivo", "", long), model.ConversationKey("jivo", "", long+"1")
		if len(one) > 256 || one == other || one != model.ConversationKey("jivo", "", long) {
			t.Errorf("keys %s and %s", one, other)
		}
	})
}

// TestLongIDsAreOneConversation: the index, the rows and the events name it alike.
func TestLongIDsAreOneConversation(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for i := range 3 {
		e := blingerIn(number(i), number(i), at(i))
		e.Conversation = strings.Repeat("é", 500)
		s.deliver(e)
	}
	key := s.events[0].Key()
	if sum := s.summary(key); sum.Key != key || sum.Events != 3 {
		t.Errorf("summary %+v", sum)
	}
	var texts []string
	row := model.NewRow(&model.Request{}, &s.events[0], nil, func(s string) model.Text { texts = append(texts, s); return model.Text(len(texts)) })
	if got := texts[row.Key-1]; got != key {
		t.Errorf("the row has %s, the event %s", got, key)
	}
	wantTexts(t, s.timeline(key), "0 | 1 | 2")
}

func TestAGapNamesNobodyAtLength(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	first, lost, last := blingerIn("1", "one", at(0)), blingerIn("2", "two", at(10)), blingerIn("3", "three", at(20))
	lost.Messages[0].Name = strings.Repeat("x", 1<<20)
	s.deliver(first)
	s.after(20 * time.Second).deliver(last)
	problems := s.after(20 * time.Second).deliver(blingerClosed(at(40), first, lost, last))
	wantCodes(t, problems, "gap")
	if n := len(problems[0].Detail); n > 400 {
		t.Errorf("the sentence has %d bytes", n)
	}
}

func TestNobodyNamesHimselfAnID(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	e := blingerIn("1", "hello", at(0))
	e.Customer = model.Person{Role: model.RoleCustomer, Name: "Ann\x1f374"}
	e.Actor, e.Messages[0].Sender, e.Messages[0].Name = e.Customer, "", e.Customer.Name
	s.deliver(e)
	if who := s.summary("blinger:173").Customer; who.ID != "" || who.Name != "Ann␟374" {
		t.Errorf("customer %+v", who)
	}
}

// TestManyMessagesAreForgotten: a transcript may tell any number of messages; all of
// them go with it.
func TestManyMessagesAreForgotten(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for round := range 4 {
		var said []model.Event
		for i := range 5000 {
			id := fmt.Sprint(round, "-", i)
			said = append(said, blingerIn(id, "text "+id, at(10_000*round+i))) // hashes of one text as id and text would meet together
		}
		s.after(time.Hour).deliver(blingerClosed(at(10_000*round+6000), said...))
	}
	if n := s.summary("blinger:173").Messages; n != 20_000 {
		t.Fatalf("%d messages", n)
	}
	s.index.Forget(3)
	if n := s.summary("blinger:173").Messages; n != 10_000 {
		t.Errorf("%d messages, want those of two transcripts", n)
	}
	s.index.Forget(4)
	if held := s.index.Held(); held.Messages != 5001 {
		t.Errorf("%+v", held)
	}
}

// TestAbsurdTimes: what is said of times thousands of years off is still a sentence.
func TestAbsurdTimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		own  time.Time
		want string
	}{
		{"the year 1", time.Date(1, 2, 1, 0, 0, 0, 0, time.UTC), "what blinger sends is 2026 years old by its own times: old samples or an import; delays are not judged"},
		{"the year 9999", time.Date(9999, 2, 1, 0, 0, 0, 0, time.UTC), "what blinger sends is 7978 years ahead of our clock by its own times: a wrong clock, or made-up times; delays are not judged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStory(t)
			wantSentence(t, s.deliver(blingerIn("1", "hello", c.own)), c.want)
		})
	}
}
