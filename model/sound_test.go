package model_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

// faults are the codes of what goes wrong on the way.
var faults = []model.Code{model.Duplicate, model.OutOfOrder, model.Late, model.Gap, model.StatusRegression, model.Orphan, model.ClockSkew}

// TestSoundDeliveriesHaveNoFaults: whatever chats of whatever platforms are told at
// once, nothing is blamed on a delivery in which all came once, in order and at once,
// also where the listening began in the middle of it, the platforms' clock is off or
// retention follows closely.
func TestSoundDeliveriesHaveNoFaults(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	rapid.Check(t, func(t *rapid.T) {
		sent := anyTraffic(t)
		off := time.Duration(rapid.SampledFrom([]int{0, 0, -5, 5, -90, 90}).Draw(t, "minutes behind")) * time.Minute
		from := rapid.IntRange(0, len(sent)/2).Draw(t, "listening from")
		kept := rapid.SampledFrom([]int{1 << 20, 1 << 20, 1, 5, 30}).Draw(t, "requests kept")
		index := model.NewConversations()
		for i, r := range sent[from:] {
			r.Seq, r.Received = uint64(i+1), r.Received.Add(off)
			events := registry.Parse(&r)
			for j := range events {
				events[j].Seq = r.Seq
			}
			index.Extend(events, model.Delivered{Body: r.Body, Status: 200})
			if i > kept {
				index.Forget(uint64(i - kept))
			}
			for _, e := range events {
				if e.Kind == model.KindContact {
					continue // two chats may make up the same new user
				}
				for _, p := range e.Problems {
					if slices.Contains(faults, p.Code) && (p.Code != model.ClockSkew || off == 0) {
						t.Fatalf("#%d %s of %s: %s: %s", r.Seq, e.Name, e.Key(), p.Code, p.Detail)
					}
				}
			}
		}
	})
}

// anyTraffic draws the requests of some chats that overlap, in the order of sending.
func anyTraffic(t *rapid.T) []model.Request {
	var sent []model.Request
	for i := range rapid.IntRange(1, 12).Draw(t, "chats") {
		name := rapid.SampledFrom(simulate.Platforms()).Draw(t, "platform")
		at := noon.Add(time.Duration(rapid.IntRange(0, 300_000).Draw(t, "begins")) * time.Millisecond)
		for _, step := range simulate.Chat(name, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), uint64(i))), at) {
			at = at.Add(step.After)
			sent = append(sent, model.Request{Received: at, Method: "POST", Target: step.Path, Header: step.Header, Body: step.Body, Size: int64(len(step.Body))})
		}
	}
	slices.SortStableFunc(sent, func(a, b model.Request) int { return a.Received.Compare(b.Received) })
	return sent
}
