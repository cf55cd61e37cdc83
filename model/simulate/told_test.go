package simulate_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

var (
	grace  = simulate.Party{Role: model.RoleCustomer, ID: 2101, Name: "Grace Ferreira", Phone: "+12025550143", Email: "grace@mail.example", City: "Boston"}
	mira   = simulate.Party{Role: model.RoleAgent, ID: 11, Name: "Mira Lindqvist", Email: "mira@tidewater.example"}
	tobias = simulate.Party{Role: model.RoleAgent, ID: 12, Name: "Tobias Okafor"}
	robot  = simulate.Party{Role: model.RoleBot, Name: "Bosun"}
)

func act(deed simulate.Deed, by simulate.Party, text string) simulate.Act {
	return simulate.Act{Deed: deed, By: by, Text: text}
}

func callStep(status string) simulate.Act {
	call := model.Call{Type: "incoming", Phone: grace.Phone, Status: status}
	switch status {
	case "end":
		call.Record = "https://records.example/1.mp3"
	case "error":
		call.Reason = "agent_no_answer"
	}
	return simulate.Act{Deed: simulate.Calls, Call: call}
}

// happened makes a scene whose acts are 20 s apart.
func happened(of string, form simulate.Form, seed uint64, acts ...simulate.Act) simulate.Scene {
	for i := range acts {
		acts[i].At = start.Add(time.Duration(i) * 20 * time.Second)
	}
	return simulate.Scene{Platform: of, ID: "40171", Topic: "delivery", Customer: grace, Form: form, Seed: seed, Acts: acts}
}

// everyDeed is a chat in which all happens that can.
func everyDeed() []simulate.Act {
	return []simulate.Act{
		act(simulate.Opens, simulate.Party{}, ""),
		act(simulate.Invites, simulate.Party{}, "May we help you?"),
		act(simulate.Says, grace, "Where is my parcel?"),
		act(simulate.Runs, robot, "parcels"),
		act(simulate.Says, robot, "A person will be with you."),
		act(simulate.Waits, simulate.Party{}, ""),
		act(simulate.Queues, simulate.Party{}, ""),
		act(simulate.Takes, mira, ""),
		act(simulate.Says, mira, "It is on the ferry."),
		act(simulate.Notes, mira, "Third time this week."),
		act(simulate.Comments, grace, "Slow as a barnacle."),
		act(simulate.Updates, mira, "Lives on a boat"),
		{Deed: simulate.Transfers, By: mira, To: tobias},
		act(simulate.Says, tobias, "Hello, I took over."),
		callStep("start"),
		act(simulate.Deals, tobias, "Boat hire"),
		{Deed: simulate.Rates, By: grace, Rating: 5},
		act(simulate.Closes, tobias, ""),
		act(simulate.Reopens, grace, ""),
		act(simulate.Says, grace, "One more thing."),
		act(simulate.Closes, tobias, ""),
	}
}

var deedNames = map[simulate.Deed]string{
	simulate.Opens: "opens", simulate.Says: "says", simulate.Notes: "notes", simulate.Comments: "comments", simulate.Invites: "invites",
	simulate.Waits: "waits", simulate.Queues: "queues", simulate.Takes: "takes", simulate.Transfers: "transfers", simulate.Closes: "closes",
	simulate.Reopens: "reopens", simulate.Rates: "rates", simulate.Runs: "runs", simulate.Updates: "updates", simulate.Calls: "calls", simulate.Deals: "deals",
}

// tellers lists by whom each deed is told over many seeds: "deed: live; listed".
func tellers(t *testing.T, of string, form simulate.Form) []string {
	t.Helper()
	live, listed := map[simulate.Deed][]string{}, map[simulate.Deed][]string{}
	for seed := range uint64(60) {
		s := happened(of, form, seed, everyDeed()...)
		for _, telling := range simulate.Tell(s) {
			note := func(in map[simulate.Deed][]string, places []int) {
				for _, place := range places {
					if d := s.Acts[place].Deed; !slices.Contains(in[d], telling.Name) {
						in[d] = append(in[d], telling.Name)
					}
				}
			}
			note(live, telling.Live)
			note(listed, telling.Listed)
		}
	}
	var lines []string
	for deed := simulate.Opens; deed <= simulate.Deals; deed++ {
		if len(live[deed])+len(listed[deed]) > 0 {
			slices.Sort(live[deed])
			lines = append(lines, strings.TrimSuffix(fmt.Sprintf("%s: %s; %s", deedNames[deed], strings.Join(live[deed], ", "), strings.Join(listed[deed], ", ")), "; "))
		}
	}
	return lines
}

func TestWhoTellsWhichDeed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, platform string
		form           simulate.Form
		want           []string
	}{
		{"jivo", "jivo", simulate.Form{}, []string{
			"says: ; chat_finished", "invites: ; chat_finished", "takes: chat_accepted", "transfers: chat_accepted", "closes: chat_finished",
			"reopens: chat_accepted", "rates: chat_finished", "updates: chat_updated, client_updated", "calls: call_event", "deals: created_deal",
		}},
		{"jivo with a bot", "jivo", simulate.Form{Bot: true}, []string{
			"says: CLIENT_MESSAGE; chat_finished", "invites: ; chat_finished", "waits: AGENT_UNAVAILABLE", "takes: chat_accepted", "transfers: chat_accepted",
			"closes: chat_finished", "reopens: chat_accepted", "rates: chat_finished", "updates: chat_updated, client_updated", "calls: call_event", "deals: created_deal",
		}},
		{"jivo, only some of it", "jivo", simulate.Form{Bot: true, Topics: []string{"chat_accepted", "AGENT_JOINED"}}, []string{
			"takes: AGENT_JOINED, chat_accepted", "transfers: chat_accepted", "reopens: chat_accepted",
		}},
		{"acquire", "acquire", simulate.Form{}, []string{
			"opens: Case new", "waits: Chat status is set to Pending", "queues: Chat status is set to Queue", "takes: Chat status is set to Active",
			"closes: Chat status is set to Closed", "reopens: Chat status is set to Active",
		}},
		{"acquire, version 1", "acquire", simulate.Form{Old: true}, []string{
			"opens: CHAT_ON_START", "says: CHAT_ON_MESSAGE", "takes: CHAT_ON_ACCEPT", "closes: CHAT_ON_CLOSE",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := tellers(t, c.platform, c.form); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func forms() map[string][]simulate.Form {
	return map[string][]simulate.Form{"jivo": {{}, {Bot: true}}, "acquire": {{}, {Old: true}}}
}

// A telling says of an act what the act was: that is what a comparison of a rebuilt
// chat with the truth stands on.
func TestATellingIsReadAsTheActsThatItTells(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for of, forms := range forms() {
		for _, form := range forms {
			for seed := range uint64(60) {
				s := happened(of, form, seed, everyDeed()...)
				for _, telling := range simulate.Tell(s) {
					events := parse(registry, telling.Step)
					if len(events) != 1 {
						t.Fatalf("%s is %d events", telling.Name, len(events))
					}
					checkRead(t, s, telling, &events[0])
				}
			}
		}
	}
}

func checkRead(t *testing.T, s simulate.Scene, telling simulate.Telling, e *model.Event) {
	t.Helper()
	if e.Platform != s.Platform || e.Name != telling.Name || e.Kind == model.KindUnknown || len(e.Problems) > 0 {
		t.Errorf("%s is read as %s %s %s with %v: %s", telling.Name, e.Platform, e.Name, e.Kind, e.Problems, telling.Step.Body)
	}
	if want := map[model.Kind]string{model.KindCRM: "client:2101", model.KindPresence: ""}; e.Conversation != "40171" && e.Name != "client_updated" {
		if id, other := want[e.Kind]; !other || e.Conversation != id {
			t.Errorf("%s is of %q", telling.Name, e.Conversation)
		}
	}
	var says []int
	for _, place := range telling.Live {
		if s.Acts[place].Deed == simulate.Says {
			says = append(says, place)
		}
		if telling.At.Before(s.Acts[place].At) {
			t.Errorf("%s is sent before what it tells", telling.Name)
		}
	}
	says = append(says, telling.Listed...)
	if len(e.Messages) != len(says) {
		t.Fatalf("%s has %d messages for %d acts: %s", telling.Name, len(e.Messages), len(says), telling.Step.Body)
	}
	for i, place := range says {
		a, m := s.Acts[place], e.Messages[i]
		if a.Deed == simulate.Invites && m.Type == "invitation" && m.Text == a.Text {
			continue
		}
		if m.Kind != model.KindMessage || m.Role != a.By.Role || m.Text != a.Text || m.Name != a.By.Name {
			t.Errorf("%s: %+v for %+v", telling.Name, m, a)
		}
		if !m.At.IsZero() && !m.At.Equal(a.At.Truncate(time.Second)) {
			t.Errorf("%s: at %v for %v", telling.Name, m.At, a.At)
		}
	}
}

func TestTellingsKeepTheirOrderAndTheirBytes(t *testing.T) {
	t.Parallel()
	for of, forms := range forms() {
		for _, form := range forms {
			for seed := range uint64(30) {
				tellings := simulate.Tell(happened(of, form, seed, everyDeed()...))
				if again := simulate.Tell(happened(of, form, seed, everyDeed()...)); !reflect.DeepEqual(tellings, again) {
					t.Fatalf("%s: the same scene is told differently", of)
				}
				for i := 1; i < len(tellings); i++ {
					if !tellings[i].At.After(tellings[i-1].At) {
						t.Errorf("%s: telling %d is not after the one before", of, i)
					}
				}
			}
		}
	}
}

func TestWhatIsSubscribedDoesNotChangeWhatIsSent(t *testing.T) {
	t.Parallel()
	all := simulate.Tell(happened("jivo", simulate.Form{Bot: true}, 4, everyDeed()...))
	some := simulate.Tell(happened("jivo", simulate.Form{Bot: true, Topics: []string{"chat_finished"}}, 4, everyDeed()...))
	var bodies []string
	for _, telling := range all {
		if telling.Name == "chat_finished" {
			bodies = append(bodies, string(telling.Step.Body))
		}
	}
	if len(some) != 2 || string(some[0].Step.Body) != bodies[0] || string(some[1].Step.Body) != bodies[1] {
		t.Errorf("%d tellings, or other bytes", len(some))
	}
}
