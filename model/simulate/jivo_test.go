package simulate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

// toldBy lists the tellings of a scene: "chat_finished 1,2 [0 1]".
func toldBy(tellings []simulate.Telling) []string {
	var lines []string
	for _, telling := range tellings {
		line := telling.Name + strings.ReplaceAll(fmt.Sprintf(" %v", telling.Live), " []", "")
		if len(telling.Listed) > 0 {
			line += fmt.Sprintf(" lists %v", telling.Listed)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestHowJivoTellsAScene(t *testing.T) {
	t.Parallel()
	opens, closes := act(simulate.Opens, simulate.Party{}, ""), act(simulate.Closes, simulate.Party{}, "")
	hello, answer, takes := act(simulate.Says, grace, "Hello"), act(simulate.Says, mira, "Ahoy"), act(simulate.Takes, mira, "")
	bot := simulate.Form{Bot: true}
	for _, c := range []struct {
		name string
		form simulate.Form
		acts []simulate.Act
		want []string
	}{
		{"a message that is left, and nobody there", simulate.Form{}, []simulate.Act{opens, hello, hello, closes}, []string{"offline_message [1]", "offline_message [2]"}},
		{"a chat", simulate.Form{}, []simulate.Act{hello, takes, answer, closes}, []string{"chat_accepted [1]", "chat_finished [3] lists [0 2]"}},
		{"a bot alone", bot, []simulate.Act{hello, act(simulate.Says, robot, "Beep"), hello, closes}, []string{"CLIENT_MESSAGE [0]", "CLIENT_MESSAGE [2]", "CHAT_CLOSED [3]"}},
		{
			"a bot that hands over", bot, []simulate.Act{hello, act(simulate.Waits, simulate.Party{}, ""), takes, hello, answer, closes},
			[]string{"CLIENT_MESSAGE [0]", "AGENT_UNAVAILABLE [1]", "chat_accepted [2]", "chat_finished [5] lists [0 3 4]"},
		},
		{"a bot that is told who has the chat", simulate.Form{Bot: true, Topics: []string{"AGENT_JOINED"}}, []simulate.Act{hello, takes}, []string{"AGENT_JOINED [1]"}},
		{
			"a chat that goes on and is taken again", simulate.Form{}, []simulate.Act{hello, takes, closes, act(simulate.Reopens, grace, ""), hello, takes},
			[]string{"chat_accepted [1]", "chat_finished [2] lists [0]", "chat_accepted [5]"},
		},
		{
			"a call", simulate.Form{}, []simulate.Act{callStep("start"), callStep("agent_connected"), callStep("client_connected"), callStep("end"), closes},
			[]string{"call_event [0]", "call_event [1]", "call_event [2]", "call_event [3]"},
		},
		{"a rating after the end", simulate.Form{}, []simulate.Act{takes, closes, {Deed: simulate.Rates, By: grace, Rating: 1}}, []string{"chat_accepted [0]", "chat_finished [1]"}},
		{"an update of somebody who is not chatting", simulate.Form{}, []simulate.Act{act(simulate.Updates, mira, "Moved")}, []string{"client_updated [0]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := toldBy(simulate.Tell(happened("jivo", c.form, 1, slices.Clone(c.acts)...))); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// What a second end lists is not documented: both forms occur.
func TestASecondEndListsTheWholeChatOrTheNewPart(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range uint64(40) {
		s := happened("jivo", simulate.Form{}, seed, everyDeed()...)
		var ends []string
		for _, telling := range simulate.Tell(s) {
			if telling.Name == "chat_finished" {
				ends = append(ends, fmt.Sprint(telling.Listed))
			}
		}
		seen[strings.Join(ends, " ")] = true
	}
	if len(seen) != 2 || !seen["[1 2 8 13] [1 2 8 13 19]"] || !seen["[1 2 8 13] [19]"] {
		t.Errorf("ends list %v", seen)
	}
}

func TestJivoNamesPeopleByTheSameIds(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for seed := range uint64(20) {
		for _, telling := range simulate.Tell(happened("jivo", simulate.Form{Bot: true}, seed, everyDeed()...)) {
			e := parse(registry, telling.Step)[0]
			if e.Customer.ID != "2101" {
				t.Errorf("%s: the customer is %q", telling.Name, e.Customer.ID)
			}
			if id := e.Agent.ID; id != "" && id != "11" && id != "12" {
				t.Errorf("%s: the agent is %q", telling.Name, id)
			}
			for _, m := range e.Messages {
				if m.Role == model.RoleAgent && m.Sender != "11" && m.Sender != "12" || m.Role == model.RoleCustomer && m.Sender != "2101" {
					t.Errorf("%s: %s by %q", telling.Name, m.Role, m.Sender)
				}
			}
		}
	}
}

func TestMessagesLeftInOneMomentHaveIdsOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := happened("jivo", simulate.Form{}, 1, act(simulate.Says, grace, "Hello"), act(simulate.Says, grace, "Hello"))
	s.Acts[1].At = s.Acts[0].At
	tellings := simulate.Tell(s)
	if len(tellings) != 2 || string(tellings[0].Step.Body) == string(tellings[1].Step.Body) {
		t.Errorf("%d tellings, or equal ones", len(tellings))
	}
}

func TestCallsAreToldStepByStep(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for _, status := range []string{"start", "agent_connected", "client_connected", "end", "error"} {
		s := happened("jivo", simulate.Form{}, 1, callStep(status))
		tellings := simulate.Tell(s)
		if e := parse(registry, tellings[0].Step)[0]; e.Call == nil || *e.Call != s.Acts[0].Call {
			t.Errorf("%s is read as %+v", status, e.Call)
		}
	}
}
