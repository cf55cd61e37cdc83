package simulate_test

import (
	"testing"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

func parse(registry *platform.Registry, step simulate.Step) []model.Event {
	return registry.Parse(&model.Request{Method: "POST", Target: step.Path, Header: step.Header, Body: step.Body, Size: int64(len(step.Body))})
}

func TestEveryStepIsReadWithoutProblems(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for seed := range uint64(50) {
		for _, name := range simulate.Platforms() {
			keys := map[string]bool{}
			for i, step := range simulate.Chat(name, rng(seed), start) {
				for _, e := range parse(registry, step) {
					if e.Platform != name || e.Kind == model.KindUnknown || len(e.Problems) > 0 {
						t.Errorf("seed %d, step %d: %s %s %s has %v: %s", seed, i, e.Platform, e.Kind, e.Name, e.Problems, step.Body)
					}
					if e.Key() != "" && e.Kind != model.KindCRM && e.Kind != model.KindContact {
						keys[e.Key()] = true
					}
				}
			}
			if len(keys) != 1 {
				t.Errorf("seed %d: a chat of %s is %d conversations: %v", seed, name, len(keys), keys)
			}
		}
	}
}

// What is delivered once, soundly and in order leaves nothing to complain about, in
// the index and in the rebuilt conversation.
func TestSoundChatsRevealNoProblems(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for seed := range uint64(50) {
		for _, name := range simulate.Platforms() {
			index, now, told, key := model.NewConversations(), start, []model.Event(nil), ""
			for i, step := range simulate.Chat(name, rng(seed), start) {
				now = now.Add(step.After)
				events := parse(registry, step)
				for k := range events {
					events[k].Seq, events[k].Received = uint64(i+1), now
				}
				index.Extend(events, model.Delivered{Body: step.Body, Status: 200})
				for _, e := range events {
					if len(e.Problems) > 0 {
						t.Errorf("%s, seed %d, step %d: %s reveals %v", name, seed, i, e.Name, e.Problems)
					}
					if e.Key() != "" && e.Kind != model.KindCRM && e.Kind != model.KindContact {
						key, told = e.Key(), append(told, e)
					}
				}
			}
			if rebuilt := model.Rebuild(key, told, index.Evidence(key)); len(rebuilt.Problems) > 0 {
				t.Errorf("%s, seed %d: %s has %v", name, seed, key, rebuilt.Problems)
			}
		}
	}
}

func TestOnlySpoiledStepsOfTheDemoHaveProblems(t *testing.T) {
	t.Parallel()
	registry, n := platform.Default(), 0
	for step := range simulate.Demo(rng(5), start) {
		for _, e := range parse(registry, step) {
			spoiled := step.Fault == simulate.Malformed || step.Fault == simulate.Foreign
			if (len(e.Problems) > 0) != spoiled {
				t.Errorf("%q %s has %v: %s", step.Fault, e.Name, e.Problems, step.Body)
			}
			if step.Fault == simulate.Malformed && !model.CodesOf(e.Problems).Has(model.MalformedJSON) {
				t.Errorf("a malformed body has %v", e.Problems)
			}
			if step.Fault != simulate.Foreign && e.Platform != step.Platform {
				t.Errorf("%s is taken for %s: %s", step.Platform, e.Platform, step.Body)
			}
		}
		if n++; n == 2000 {
			return
		}
	}
}

// Kinds that a newcomer should meet in the first minutes.
func TestTheDemoShowsEverySortOfEvent(t *testing.T) {
	t.Parallel()
	registry, kinds, roles, n := platform.Default(), map[model.Kind]int{}, map[model.Role]int{}, 0
	for step := range simulate.Demo(rng(9), start) {
		for _, e := range parse(registry, step) {
			kinds[e.Kind]++
			roles[e.Actor.Role]++
		}
		if n++; n == 1000 {
			break
		}
	}
	for _, k := range []model.Kind{
		model.KindMessage, model.KindComment, model.KindStatus, model.KindTranscript, model.KindContact, model.KindPresence, model.KindCall, model.KindActivity, model.KindCRM, model.KindUnknown,
	} {
		if kinds[k] == 0 {
			t.Errorf("no event of kind %s among 1000", k)
		}
	}
	for _, r := range []model.Role{model.RoleCustomer, model.RoleAgent, model.RoleBot, model.RoleSystem} {
		if roles[r] == 0 {
			t.Errorf("no event by a %s among 1000", r)
		}
	}
}
