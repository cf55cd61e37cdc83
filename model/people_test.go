package model_test

import (
	"testing"
	"time"

	"offhook/model"
)

func wantPeople(t *testing.T, tl model.Timeline, want ...model.Person) {
	t.Helper()
	same := len(tl.Participants) == len(want)
	for i := range want {
		same = same && tl.Participants[i] == want[i]
	}
	if !same {
		t.Errorf("participants %v, want %v", tl.Participants, want)
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	customer := func(id, name string) model.Person {
		return model.Person{Role: model.RoleCustomer, ID: id, Name: name}
	}
	agent := func(id, name string) model.Person {
		return model.Person{Role: model.RoleAgent, ID: id, Name: name}
	}
	t.Run("two ids of one name are two people", func(t *testing.T) {
		s := newStory(t)
		one, two := blingerOut("1", "a", at(0), "Anna"), blingerOut("2", "b", at(1), "Anna")
		two.Agent.ID, two.Actor.ID, two.Messages[0].Sender = "10", "10", "10"
		s.deliver(one)
		s.deliver(two)
		wantPeople(t, s.timeline("blinger:173"), customer("374", "Yuri"), agent("9", "Anna"), agent("10", "Anna"))
	})
	t.Run("Blinger's account is nobody", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerClosed(at(9), blingerOut("1", "a", at(0), "")))
		wantPeople(t, s.timeline("blinger:173"), customer("374", "Yuri"))
	})
	t.Run("an Ebbot chat has one visitor, whatever they are called", func(t *testing.T) {
		s := newStory(t)
		create, update := ebbotState("chat.create", at(0)), ebbotState("chat.user.update", at(2))
		create.Customer, update.Customer = customer("", "Visitor"), customer("u-1", "Ann Berg")
		update.Kind, update.Step, update.Status = model.KindContact, model.StepNone, model.StatusNone
		s.deliver(create)
		s.deliver(ebbotSays(model.RoleCustomer, "m-1", "hi", at(1)))
		s.deliver(update)
		tl := s.timeline("ebbot:c-1")
		wantPeople(t, tl, customer("u-1", "Ann Berg"))
		if name := tl.Entries[1].Message.Name; name != "Ann Berg" {
			t.Errorf("%q says hi", name)
		}
	})
	t.Run("the latest name counts, in the list and in the timeline", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		renamed := jivoEvent("chat_updated")
		renamed.Customer.Name = "Joan Smith"
		s.deliver(renamed)
		wantPeople(t, s.timeline("jivo:7607"), customer("1217", "Joan Smith"), agent("2016", "Thea Ander"))
		if got := s.summary("jivo:7607").Customer.Name; got != "Joan Smith" {
			t.Errorf("the list says %q", got)
		}
	})
}

// TestNames: Extend fills in who an event leaves unnamed, so that the list and its
// filters know.
func TestNames(t *testing.T) {
	t.Parallel()
	taken := func(id, name string) model.Event {
		e := ebbotState("chat.update", at(3))
		e.Status, e.Agent = model.StatusAssigned, model.Person{Role: model.RoleAgent, ID: id, Name: name}
		return e
	}
	latest := func(s *story) model.Event { return s.events[len(s.events)-1] }
	t.Run("the customer of a message", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.deliver(ebbotSays(model.RoleCustomer, "m-1", "hi", at(1)))
		want := model.Person{Role: model.RoleCustomer, ID: "u-1", Name: "Ann Berg"}
		if e := latest(s); e.Actor != want || e.Customer != want {
			t.Errorf("actor %v, customer %v", e.Actor, e.Customer)
		}
	})
	t.Run("whom a bot speaks with", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		s.deliver(ebbotSays(model.RoleBot, "m-1", "hi", at(1)))
		if e := latest(s); e.Customer.Name != "Ann Berg" || e.Actor.Name != "" {
			t.Errorf("actor %v, customer %v", e.Actor, e.Customer)
		}
	})
	t.Run("a redelivery too", func(t *testing.T) {
		s := newStory(t)
		hi := ebbotSays(model.RoleCustomer, "m-1", "hi", at(1))
		s.deliver(hi)
		s.deliver(ebbotState("chat.create", at(0)))
		wantCodes(t, s.deliver(hi), "duplicate")
		if e := latest(s); e.Actor.Name != "Ann Berg" {
			t.Errorf("actor %v", e.Actor)
		}
	})
	t.Run("a client by the id", func(t *testing.T) {
		s := newStory(t)
		client := jivoEvent("client_updated")
		client.Kind, client.Conversation, client.Links = model.KindContact, "client:1217", nil
		s.deliver(client)
		deal := client
		deal.Name, deal.Kind, deal.Customer.Name = "created_deal", model.KindCRM, ""
		s.deliver(deal)
		if e := latest(s); e.Customer.Name != "John Smith" {
			t.Errorf("customer %v", e.Customer)
		}
	})
	t.Run("nobody of another id", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hi", at(0)))
		other := blingerIn("2", "me too", at(1))
		other.Customer = model.Person{Role: model.RoleCustomer, ID: "375"}
		other.Actor = other.Customer
		other.Messages[0].Sender, other.Messages[0].Name = "375", ""
		s.deliver(other)
		if e := latest(s); e.Actor.Name != "" || e.Customer.Name != "" {
			t.Errorf("actor %v, customer %v", e.Actor, e.Customer)
		}
		unknown := blingerIn("3", "who am I?", at(2))
		unknown.Customer, unknown.Actor = model.Person{}, model.Person{Role: model.RoleCustomer}
		s.deliver(unknown)
		if e := latest(s); e.Actor.Name != "" || e.Actor.ID != "" {
			t.Errorf("one of two customers is taken for %v", e.Actor)
		}
	})
	t.Run("a name that is there stays", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		hi := ebbotSays(model.RoleCustomer, "m-1", "hi", at(1))
		hi.Actor.Name = "Annie"
		s.deliver(hi)
		if e := latest(s); e.Actor.Name != "Annie" {
			t.Errorf("actor %v", e.Actor)
		}
	})
	t.Run("the one agent", func(t *testing.T) {
		s := newStory(t)
		s.deliver(taken("7", "Tomas"))
		s.after(9 * time.Second).deliver(ebbotSays(model.RoleAgent, "m-1", "hi", at(5)))
		want := model.Person{Role: model.RoleAgent, ID: "7", Name: "Tomas"}
		if e := latest(s); e.Actor != want || e.Agent != want {
			t.Errorf("actor %v, agent %v", e.Actor, e.Agent)
		}
		if m := s.timeline("ebbot:c-1").Entries[1].Message; m.Name != "Tomas" {
			t.Errorf("%q says hi", m.Name)
		}
	})
	t.Run("none of two agents", func(t *testing.T) {
		s := newStory(t)
		s.deliver(taken("7", "Tomas"))
		other := taken("8", "Mira")
		other.Occurred = at(4)
		s.deliver(other)
		s.after(9 * time.Second).deliver(ebbotSays(model.RoleAgent, "m-1", "hi", at(5)))
		if e := latest(s); e.Actor.Name != "" || !e.Agent.IsZero() {
			t.Errorf("actor %v, agent %v", e.Actor, e.Agent)
		}
		if m := s.timeline("ebbot:c-1").Entries[2].Message; m.Name != "" {
			t.Errorf("%q says hi", m.Name)
		}
	})
	t.Run("a Blinger message without operator stays unsigned", func(t *testing.T) {
		s := newStory(t)
		s.deliver(blingerIn("1", "hi", at(0)))
		s.deliver(blingerStatus("on_conversation_assigned", at(1)))
		s.deliver(blingerOut("2", "We are with you soon.", at(2), ""))
		if e := latest(s); e.Actor.Name != "" {
			t.Errorf("actor %v", e.Actor)
		}
		if reply := s.timeline("blinger:173").FirstReply; reply != 0 {
			t.Errorf("first reply after %s", reply)
		}
	})
	t.Run("asked again, the index gives the same names", func(t *testing.T) {
		s := newStory(t)
		s.deliver(ebbotState("chat.create", at(0)))
		hi := ebbotSays(model.RoleCustomer, "m-1", "hi", at(1))
		s.deliver(hi)
		s.index.Name(&hi)
		if told := latest(s); hi.Actor != told.Actor || hi.Customer != told.Customer {
			t.Errorf("%v, when it came %v", hi.Actor, told.Actor)
		}
	})
}
