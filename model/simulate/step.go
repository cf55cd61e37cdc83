package simulate

import (
	"math/rand/v2"
	"slices"
	"time"

	"offhook/model"
)

// Step is one webhook call of a simulated platform.
type Step struct {
	After    time.Duration // pause since the step before
	Platform string        // who sends it; "unknown" for a platform that offhook does not know
	Path     string        // where to, "/jivo"
	Header   []model.Field
	Body     []byte
	Fault    Fault
}

// Fault says what is wrong with a step on purpose.
type Fault string

const (
	Sound     Fault = ""
	Twice     Fault = "twice"     // the same bytes as an earlier step
	Belated   Fault = "belated"   // sent after its successor
	Malformed Fault = "malformed" // JSON with a mistake
	Foreign   Fault = "foreign"   // from a platform that offhook does not know
)

// Platforms lists whose chats can be simulated.
func Platforms() []string { return []string{"blinger", "acquire", "ebbot", "jivo"} }

// Chat returns the steps of one whole lifelike chat that begins at start, all of them
// sound. It panics on a name that [Platforms] does not list.
func Chat(platform string, rng *rand.Rand, start time.Time) []Step {
	steps, sent := []Step(nil), start.UTC()
	for _, t := range Tell(sceneOf(platform, rng, start)) {
		t.Step.After, sent = t.At.Sub(sent), t.At
		steps = append(steps, t.Step)
	}
	return steps
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// clone copies a step, so that faults never share a body with their original.
func (s Step) clone() Step {
	s.Header, s.Body = slices.Clone(s.Header), slices.Clone(s.Body)
	return s
}
