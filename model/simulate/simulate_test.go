package simulate_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"offhook/model/simulate"
)

var start = time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func TestTheSameSeedGivesTheSameChat(t *testing.T) {
	t.Parallel()
	for _, platform := range simulate.Platforms() {
		first, second := simulate.Chat(platform, rng(7), start), simulate.Chat(platform, rng(7), start)
		if len(first) != len(second) || len(first) == 0 {
			t.Fatalf("%s: %d and %d steps", platform, len(first), len(second))
		}
		for i := range first {
			if string(first[i].Body) != string(second[i].Body) || first[i].After != second[i].After {
				t.Errorf("%s: step %d differs", platform, i)
			}
		}
	}
}

// spoken is a message as a live event or a transcript tells it.
type spoken struct {
	text string
	at   int64
}

func TestBlingerRepeatsItsMessagesInTheTranscript(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		live, closing := map[int]spoken{}, 0
		for _, step := range simulate.Chat("blinger", rng(seed), start) {
			var body struct {
				Webhook string
				Message struct {
					ID      int
					Message string
					Created int64 `json:"date_created"`
				}
				Conversation struct {
					Messages []struct {
						ID      int
						Message string
						Created int64 `json:"date_created"`
						Inner   bool  `json:"is_inner_message"`
					}
				}
			}
			decode(t, step.Body, &body)
			if m := body.Message; m.ID != 0 {
				live[m.ID] = spoken{m.Message, m.Created}
			}
			if body.Webhook != "on_conversation_closed" {
				continue
			}
			closing++
			for _, m := range body.Conversation.Messages {
				if !m.Inner && live[m.ID] != (spoken{m.Message, m.Created}) {
					t.Errorf("seed %d: message %d is %v live and %q at %d in the transcript", seed, m.ID, live[m.ID], m.Message, m.Created)
				}
			}
		}
		if closing != 1 || len(live) == 0 {
			t.Errorf("seed %d: %d closings, %d messages", seed, closing, len(live))
		}
	}
}

func TestEbbotRepeatsItsMessagesInTheTranscript(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		live, seen := map[string]bool{}, 0
		for _, step := range simulate.Chat("ebbot", rng(seed), start) {
			var body struct {
				Topic string
				Data  struct {
					ID, Sender   string
					Conversation []struct{ ID string }
				}
			}
			decode(t, step.Body, &body)
			if body.Data.Sender != "" {
				live[body.Data.ID] = true
			}
			for _, m := range body.Data.Conversation {
				if live[m.ID] {
					seen++
				}
			}
		}
		if seen != len(live) || seen == 0 {
			t.Errorf("seed %d: %d live messages, %d of them in the transcript", seed, len(live), seen)
		}
	}
}

func TestDemoGoesOnAtALivelyPace(t *testing.T) {
	t.Parallel()
	var elapsed time.Duration
	steps, platforms, faults := 0, map[string]int{}, map[simulate.Fault]int{}
	for step := range simulate.Demo(rng(3), start) {
		if step.After < 0 {
			t.Fatalf("step %d comes %v before the one before", steps, -step.After)
		}
		elapsed += step.After
		steps++
		platforms[step.Platform]++
		faults[step.Fault]++
		if valid := json.Valid(step.Body); valid == (step.Fault == simulate.Malformed) {
			t.Errorf("step %d, %q: valid JSON is %v: %s", steps, step.Fault, valid, step.Body)
		}
		if steps == 5000 {
			break
		}
	}
	if rate := float64(steps) / elapsed.Seconds(); rate < 1 || rate > 3 {
		t.Errorf("%.2f events a second", rate)
	}
	for _, platform := range append(simulate.Platforms(), "unknown") {
		if platforms[platform] < 10 {
			t.Errorf("%d of 5000 events are from %s", platforms[platform], platform)
		}
	}
	for _, fault := range []simulate.Fault{simulate.Twice, simulate.Belated, simulate.Malformed, simulate.Foreign} {
		if n := faults[fault]; n < 5 || n > 250 {
			t.Errorf("%d of 5000 deliveries are %s", n, fault)
		}
	}
}

func decode(t *testing.T, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
}
