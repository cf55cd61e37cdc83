package simulate_test

import (
	"slices"
	"strings"
	"testing"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

func TestHowAcquireTellsAScene(t *testing.T) {
	t.Parallel()
	old := simulate.Form{Old: true}
	opens, closes, takes := act(simulate.Opens, simulate.Party{}, ""), act(simulate.Closes, simulate.Party{}, ""), act(simulate.Takes, mira, "")
	hello, reopens, waits := act(simulate.Says, grace, "Hello"), act(simulate.Reopens, grace, ""), act(simulate.Waits, simulate.Party{}, "")
	const state = "Chat status is set to "
	for _, c := range []struct {
		name string
		form simulate.Form
		acts []simulate.Act
		want []string
	}{
		{"a chat", simulate.Form{}, []simulate.Act{opens, hello, waits, takes, closes}, []string{"Case new [0]", state + "Pending [2]", state + "Active [3]", state + "Closed [4]"}},
		{"a case that goes on with its agent", simulate.Form{}, []simulate.Act{takes, closes, reopens, hello}, []string{state + "Active [0]", state + "Closed [1]", state + "Active [2]"}},
		{"a case that goes on and waits", simulate.Form{}, []simulate.Act{takes, closes, reopens, waits}, []string{state + "Active [0]", state + "Closed [1]", state + "Pending [3]"}},
		{"a case that nobody had", simulate.Form{}, []simulate.Act{opens, closes, reopens}, []string{"Case new [0]", state + "Closed [1]", state + "Pending [2]"}},
		{
			"version 1", old, []simulate.Act{opens, hello, waits, takes, act(simulate.Says, robot, "Beep"), act(simulate.Says, mira, "Ahoy"), closes, reopens, hello},
			[]string{"CHAT_ON_START [0]", "CHAT_ON_MESSAGE [1]", "CHAT_ON_ACCEPT [3]", "CHAT_ON_MESSAGE [5]", "CHAT_ON_CLOSE [6]", "CHAT_ON_MESSAGE [8]"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := toldBy(simulate.Tell(happened("acquire", c.form, 1, slices.Clone(c.acts)...)))
			got = slices.DeleteFunc(got, func(line string) bool { return line == "Agent Status Change" })
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Version 1 writes a message as an object or as JSON in a string.
func TestOldMessagesComeInBothForms(t *testing.T) {
	t.Parallel()
	strung := 0
	for seed := range uint64(30) {
		for _, telling := range simulate.Tell(happened("acquire", simulate.Form{Old: true}, seed, everyDeed()...)) {
			if telling.Name == "CHAT_ON_MESSAGE" && strings.Contains(string(telling.Step.Body), `"message":"{`) {
				strung++
			}
		}
	}
	if strung == 0 || strung == 30*4 {
		t.Errorf("%d of %d messages are JSON in a string", strung, 30*4)
	}
}

func TestAcquireNamesPeopleByTheSameIds(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for seed := range uint64(20) {
		for _, form := range forms()["acquire"] {
			customer, agents := "2101", []string{"", "11", "12"}
			if form.Old {
				customer, agents = "visitor-2101", []string{"", "agent-11", "agent-12"}
			}
			for _, telling := range simulate.Tell(happened("acquire", form, seed, everyDeed()...)) {
				e := parse(registry, telling.Step)[0]
				if id := e.Customer.ID; id != "" && id != customer {
					t.Errorf("%s: the customer is %q", telling.Name, id)
				}
				if !slices.Contains(agents, e.Agent.ID) {
					t.Errorf("%s: the agent is %q", telling.Name, e.Agent.ID)
				}
				if telling.Name == "CHAT_ON_CLOSE" && (e.Actor.Role != model.RoleAgent || e.Actor.ID != "agent-12" || e.Status != model.StatusClosed) {
					t.Errorf("closed by %+v: %s", e.Actor, e.Status)
				}
			}
		}
	}
}
