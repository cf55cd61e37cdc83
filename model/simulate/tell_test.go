package simulate_test

import (
	"maps"
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
	rosa   = simulate.Party{Role: model.RoleCustomer, ID: 3301, Name: "Rosa Lemaire", Phone: "+12025550161", Email: "rosa@mail.example", City: "Brest"}
	henrik = simulate.Party{Role: model.RoleAgent, ID: 21, Name: "Henrik Dahl", Email: "henrik@tidewater.example"}
	yusuf  = simulate.Party{Role: model.RoleAgent, ID: 22, Name: "Yusuf Aydin", Email: "yusuf@tidewater.example"}
	pilot  = simulate.Party{Role: model.RoleBot, Name: "Pilot"}
	itself = simulate.Party{Role: model.RoleSystem}
)

// everything is a scene in which each deed is done, and which goes on after its end.
func everything(platform string, seed uint64) simulate.Scene {
	s := simulate.Scene{
		Platform: platform, ID: "7714", Channel: "vk", Topic: "anchor", Language: "en", Customer: rosa, Seed: seed,
		Acts: []simulate.Act{
			{Deed: simulate.Opens, By: rosa},
			{Deed: simulate.Invites, By: henrik, Text: "May I help?"},
			{Deed: simulate.Updates, By: rosa},
			{Deed: simulate.Runs, By: pilot, Text: "welcome"},
			{Deed: simulate.Says, By: rosa, Text: "ok"},
			{Deed: simulate.Waits},
			{Deed: simulate.Queues},
			{Deed: simulate.Says, By: pilot, Text: "Which one?", Buttons: []string{"Red", "Blue"}},
			{Deed: simulate.Says, By: itself, Text: "Henrik Dahl has joined"},
			{Deed: simulate.Takes, By: henrik},
			{Deed: simulate.Says, By: henrik, Text: "ok"},
			{Deed: simulate.Says, By: rosa, Text: "ok"},
			{Deed: simulate.Says, By: rosa, Text: "see", Files: []model.Attachment{{Name: "anchor.png", Type: "image", URL: "https://files.example/anchor.png"}}},
			{Deed: simulate.Notes, By: henrik, Text: "an old one"},
			{Deed: simulate.Comments, By: rosa, Text: "nice"},
			{Deed: simulate.Comments, By: henrik, Text: "thanks"},
			{Deed: simulate.Transfers, By: henrik, To: yusuf},
			{Deed: simulate.Says, By: yusuf, Text: "Привет 👋 \"a\" \\ <b>\nc"},
			{Deed: simulate.Calls, By: henrik, Call: model.Call{Type: "callback", Phone: rosa.Phone, Status: "start"}},
			{Deed: simulate.Deals, By: henrik},
			{Deed: simulate.Asks, By: pilot, Text: "How was it?"},
			{Deed: simulate.Rates, By: rosa, Rating: 4},
			{Deed: simulate.Closes, By: yusuf},
			{Deed: simulate.Reopens, By: rosa},
			{Deed: simulate.Says, By: rosa, Text: "one more"},
			{Deed: simulate.Takes, By: henrik},
			{Deed: simulate.Says, By: henrik, Text: "done"},
			{Deed: simulate.Closes, By: henrik},
		},
	}
	// Some acts share a moment, some a second.
	at := start
	for i := range s.Acts {
		at = at.Add([]time.Duration{0, 137 * time.Millisecond, 2 * time.Second}[(uint64(i)*7+seed)%3])
		s.Acts[i].At = at
	}
	return s
}

var allEbbot = []string{
	"chat.create", "chat.update", "chat.data.update", "chat.user.update", "chat.message", "chat.user.message", "chat.bot.message", "chat.agent.message",
	"chat.system.message", "chat.scenario.run", "chat.status.change", "chat.close",
}

// Which webhooks tell what: "live" names are joined by commas, over many seeds.
func TestWhoTellsWhat(t *testing.T) {
	t.Parallel()
	type told struct {
		live   string
		listed bool
	}
	nothing := told{}
	tests := map[string]map[simulate.Deed]told{
		"blinger": {
			simulate.Opens: nothing, simulate.Invites: nothing, simulate.Updates: nothing, simulate.Runs: nothing, simulate.Queues: nothing,
			simulate.Says: {"on_message_incoming,on_message_outgoing", true}, simulate.Notes: {"", true},
			simulate.Comments: {"on_comment_incoming,on_comment_outgoing", false}, simulate.Waits: {"on_conversation_unassigned", false},
			simulate.Takes: {"on_conversation_assigned", false}, simulate.Transfers: {"on_conversation_assigned", false},
			simulate.Closes: {"on_conversation_closed", false}, simulate.Reopens: nothing, simulate.Rates: nothing, simulate.Calls: nothing,
			simulate.Deals: nothing, simulate.Asks: nothing,
		},
		"ebbot": {
			simulate.Opens: {"chat.create", false}, simulate.Invites: nothing, simulate.Updates: {"chat.data.update,chat.user.update", false},
			simulate.Runs: {"chat.scenario.run", true}, simulate.Queues: nothing, simulate.Waits: nothing, simulate.Notes: nothing, simulate.Comments: nothing,
			simulate.Says:  {"chat.agent.message,chat.bot.message,chat.message,chat.system.message,chat.user.message", true},
			simulate.Takes: {"chat.update", false}, simulate.Transfers: {"chat.update", false}, simulate.Closes: {"chat.close", false}, simulate.Reopens: nothing,
			simulate.Rates: {"chat.message,chat.user.message", true}, simulate.Asks: {"chat.bot.message,chat.message", true}, simulate.Calls: nothing, simulate.Deals: nothing,
		},
	}
	for platform, want := range tests {
		live, listed := map[simulate.Deed]map[string]bool{}, map[simulate.Deed]bool{}
		for seed := range uint64(20) {
			s := everything(platform, seed)
			if platform == "ebbot" {
				s.Form.Topics = allEbbot
			}
			for _, telling := range simulate.Tell(s) {
				for _, act := range telling.Live {
					deed := s.Acts[act].Deed
					if live[deed] == nil {
						live[deed] = map[string]bool{}
					}
					live[deed][telling.Name] = true
				}
				for _, act := range telling.Listed {
					listed[s.Acts[act].Deed] = true
				}
			}
		}
		for deed, want := range want {
			got := told{strings.Join(slices.Sorted(maps.Keys(live[deed])), ","), listed[deed]}
			if got != want {
				t.Errorf("%s: deed %d is told by %+v, want %+v", platform, deed, got, want)
			}
		}
	}
}

func TestTellIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	for _, platform := range simulate.Platforms() {
		if !reflect.DeepEqual(simulate.Tell(everything(platform, 4)), simulate.Tell(everything(platform, 4))) {
			t.Errorf("two tellings of a scene of %s differ", platform)
		}
	}
}

// What is not subscribed leaves the bodies of the rest alone.
func TestTopicsOnlyLeaveTellingsOut(t *testing.T) {
	t.Parallel()
	all, seen := everything("ebbot", 3), 0
	all.Form.Topics = allEbbot
	for _, topic := range allEbbot {
		one := all
		one.Form.Topics = []string{topic}
		var want, got []string
		for _, telling := range simulate.Tell(all) {
			if telling.Name == topic {
				want = append(want, string(telling.Step.Body))
			}
		}
		for _, telling := range simulate.Tell(one) {
			got = append(got, string(telling.Step.Body))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s alone is %d bodies, %d among the others, or they differ", topic, len(got), len(want))
		}
		seen += min(len(got), 1)
	}
	if seen < len(allEbbot)-1 { // an update is told by one of two topics
		t.Errorf("%d topics are told", seen)
	}
	for _, telling := range simulate.Tell(everything("ebbot", 3)) {
		if telling.Name == "chat.message" || telling.Name == "chat.status.change" {
			t.Errorf("%s is sent without being subscribed", telling.Name)
		}
	}
}

// read is a telling and the one event in it.
type read struct {
	simulate.Telling
	model.Event
}

func readAll(t *testing.T, registry *platform.Registry, s simulate.Scene) []read {
	t.Helper()
	var all []read
	for i, telling := range simulate.Tell(s) {
		events := parse(registry, telling.Step)
		if len(events) != 1 || len(events[0].Problems) > 0 || events[0].Platform != s.Platform || events[0].Name != telling.Name {
			t.Fatalf("seed %d, telling %d, %s, is read as %+v: %s", s.Seed, i, telling.Name, events, telling.Step.Body)
		}
		all = append(all, read{telling, events[0]})
	}
	return all
}

func TestTellingsAgreeWithTheScene(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	forms := []simulate.Form{{}, {Topics: allEbbot}, {Topics: allEbbot, UserIDs: true}, {UserIDs: true}}
	for seed := range uint64(40) {
		for _, name := range []string{"blinger", "ebbot"} {
			s := everything(name, seed)
			if name == "ebbot" {
				s.Form = forms[seed%4]
			}
			sent := time.Time{}
			for _, r := range readAll(t, registry, s) {
				if r.At.Before(sent) {
					t.Errorf("%s, seed %d: %s is sent before the telling before it", name, seed, r.Telling.Name)
				}
				sent = r.At
				agree(t, s, &r)
			}
		}
	}
}

// agree compares a telling with the acts that it says it tells.
func agree(t *testing.T, s simulate.Scene, r *read) {
	t.Helper()
	said, acts := r.Messages, r.Listed
	if r.Kind != model.KindTranscript {
		acts = slices.DeleteFunc(slices.Clone(r.Live), func(i int) bool {
			return s.Acts[i].Text == "" && s.Acts[i].Rating == 0 || s.Acts[i].Deed == simulate.Runs
		})
	}
	if len(said) != len(acts) {
		t.Fatalf("seed %d: %s has %d messages, want %d: %s", s.Seed, r.Telling.Name, len(said), len(acts), r.Telling.Step.Body)
	}
	unit := map[string]time.Duration{"blinger": time.Second, "ebbot": time.Millisecond}[s.Platform]
	for n, act := range acts {
		a, m := &s.Acts[act], &said[n]
		if a.At.Before(r.At.Add(-time.Hour)) || a.At.After(r.At) {
			t.Errorf("seed %d: %s is sent at %v, its act done at %v", s.Seed, r.Telling.Name, r.At, a.At)
		}
		role := a.By.Role
		if s.Platform == "blinger" && role == model.RoleBot {
			role = model.RoleAgent // Blinger does not say who on the business side
		}
		text := a.Text
		switch a.Deed {
		case simulate.Rates:
			text = "4"
		case simulate.Runs:
			text, role = "", model.RoleCustomer
		}
		if m.Text != text || m.Role != role || !m.At.Truncate(unit).Equal(a.At.Truncate(unit)) || (m.Kind == model.KindNote) != (a.Deed == simulate.Notes) {
			t.Errorf("seed %d: %s tells %+v, the act is %+v", s.Seed, r.Telling.Name, m, a)
		}
	}
}
