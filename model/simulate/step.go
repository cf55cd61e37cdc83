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

// Chat returns the steps of one whole chat that begins at start, all of them sound.
// It panics on a name that [Platforms] does not list.
func Chat(platform string, rng *rand.Rand, start time.Time) []Step {
	switch platform { // until their tellings are written
	case "acquire":
		c := newChat(platform, rng, start)
		c.acquire()
		return c.steps
	case "jivo":
		c := newChat(platform, rng, start)
		c.jivo()
		return c.steps
	}
	steps, sent := []Step(nil), start.UTC()
	for _, t := range Tell(sceneOf(platform, rng, start)) {
		t.Step.After, sent = t.At.Sub(sent), t.At
		steps = append(steps, t.Step)
	}
	return steps
}

// chat is a chat while it is being written.
type chat struct {
	platform string
	rng      *rand.Rand
	dialogue dialogue
	customer Party
	agent    Party

	now   time.Time // the platform's time of what happens
	sent  time.Time // when the latest step was sent
	steps []Step
}

func newChat(platform string, rng *rand.Rand, start time.Time) *chat {
	d := dialogues[rng.IntN(len(dialogues))]
	return &chat{
		platform: platform, rng: rng, dialogue: d, customer: pick(rng, d.customers), agent: pick(rng, d.agents),
		now: start.UTC(), sent: start.UTC(),
	}
}

// wait lets between low and high pass.
func (c *chat) wait(low, high time.Duration) {
	c.now = c.now.Add(low + time.Duration(c.rng.Int64N(int64(high-low)+1))).Truncate(time.Millisecond)
}

// typing lets the time pass that somebody needs to read and type.
func (c *chat) typing(text string) {
	pause := time.Second + time.Duration(len([]rune(text)))*40*time.Millisecond
	c.wait(pause, pause+3*time.Second)
}

// send delivers a body a little after the platform's own time.
func (c *chat) send(body any) {
	lag := time.Duration(30+c.rng.IntN(200)) * time.Millisecond
	at := c.now.Add(lag)
	if at.Before(c.sent) {
		at = c.sent.Add(time.Duration(5+c.rng.IntN(40)) * time.Millisecond)
	}
	c.steps = append(c.steps, Step{
		After: at.Sub(c.sent), Platform: c.platform, Path: "/" + c.platform,
		Header: []model.Field{{Name: "Content-Type", Value: "application/json"}}, Body: encode(body),
	})
	c.sent = at
}

func (c *chat) chance(percent int) bool { return c.rng.IntN(100) < percent }

// id returns a number between low and ten times low.
func (c *chat) id(low int) int { return low + c.rng.IntN(9*low) }

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// clone copies a step, so that faults never share a body with their original.
func (s Step) clone() Step {
	s.Header, s.Body = slices.Clone(s.Header), slices.Clone(s.Body)
	return s
}
