package simulate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"offhook/model"
)

// teller writes the tellings of one scene. What the scene leaves open comes from its
// seed.
type teller struct {
	scene    Scene
	rng      *rand.Rand
	sent     time.Time // when the latest telling was sent
	tellings []Telling
}

func newTeller(s Scene) *teller {
	return &teller{scene: s, rng: rand.New(rand.NewPCG(s.Seed, 0x7e11))}
}

// subscribes reports whether a topic is delivered.
func (f Form) subscribes(topic string) bool {
	if f.Topics == nil {
		return topic != "chat.message" && topic != "chat.status.change"
	}
	return slices.Contains(f.Topics, topic)
}

// tell sends a body a little after what it tells of, if its topic is subscribed. A
// body that nobody subscribed is made and dropped here, so that the ids of the others
// are the same whatever is subscribed.
func (t *teller) tell(topic string, at time.Time, body any, live, listed []int) {
	at = at.Add(time.Duration(30+t.rng.IntN(200)) * time.Millisecond)
	behind := t.sent.Add(time.Duration(5+t.rng.IntN(40)) * time.Millisecond)
	if !t.scene.Form.subscribes(topic) {
		return
	}
	if !at.After(t.sent) {
		at = behind
	}
	t.sent = at
	t.tellings = append(t.tellings, Telling{
		At: at, Name: topic, Live: live, Listed: listed,
		Step: Step{
			Platform: t.scene.Platform, Path: "/" + t.scene.Platform,
			Header: []model.Field{{Name: "Content-Type", Value: "application/json"}}, Body: encode(body),
		},
	})
}

// chance is true in so many cases of a hundred.
func (t *teller) chance(percent int) bool { return t.rng.IntN(100) < percent }

func (t *teller) uuid() string { return uuid(t.rng) }

// uuid returns a random identifier in the usual form.
func uuid(rng *rand.Rand) string {
	a, b := rng.Uint64(), rng.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>52, b&0xffffffffffff)
}

// history is what a transcript lists. After a first end a platform may begin a new
// list or go on with the old one; that is not documented of any, so both happen.
type history struct {
	whole   bool
	entries list
	acts    []int
}

func (h *history) add(act int, entry object) {
	h.entries, h.acts = append(h.entries, entry), append(h.acts, act)
}

// take returns the list as it is at an end of the chat.
func (h *history) take() (entries list, acts []int) {
	entries, acts = slices.Clone(h.entries), slices.Clone(h.acts)
	if !h.whole {
		h.entries, h.acts = nil, nil
	}
	if entries == nil {
		entries = list{}
	}
	return entries, acts
}
