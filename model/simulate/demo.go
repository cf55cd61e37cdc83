package simulate

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"offhook/model"
)

// chatsAtOnce makes one to three events a second of chats whose people need some
// seconds for every message.
const chatsAtOnce = 8

// Demo returns an endless run of chats of all platforms, several at once, that
// begins at start. Now and then a delivery goes wrong as deliveries do: it comes
// twice, or late, or never, or is not quite JSON, or is somebody else's.
func Demo(rng *rand.Rand, start time.Time) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		d := demo{rng: rng, now: start.UTC()}
		for i := range chatsAtOnce {
			d.begin(d.now.Add(time.Duration(i) * 500 * time.Millisecond))
		}
		for yield(d.next()) {
		}
	}
}

// demo holds the chats that are going on.
type demo struct {
	rng    *rand.Rand
	now    time.Time // when the latest step was sent
	begun  int
	queues [][]timed
}

type timed struct {
	at   time.Time
	step Step
}

// next takes the earliest step; where a chat ends, the next one begins.
func (d *demo) next() Step {
	first := 0
	for i, q := range d.queues {
		if q[0].at.Before(d.queues[first][0].at) {
			first = i
		}
	}
	t := d.queues[first][0]
	t.step.After = max(0, t.at.Sub(d.now))
	d.now = d.now.Add(t.step.After)
	d.queues[first] = d.queues[first][1:]
	if len(d.queues[first]) == 0 {
		d.queues = slices.Delete(d.queues, first, first+1)
		d.begin(d.now.Add(time.Duration(500+d.rng.IntN(3000)) * time.Millisecond))
	}
	return t.step
}

func (d *demo) begin(at time.Time) {
	platforms := Platforms()
	steps := Chat(platforms[d.begun%len(platforms)], d.rng, at)
	d.begun++
	queue := make([]timed, 0, len(steps)+1)
	for _, s := range steps {
		at = at.Add(s.After)
		queue = append(queue, timed{at, s})
	}
	d.queues = append(d.queues, d.spoil(queue))
}

// spoil lets something go wrong in about every second chat.
func (d *demo) spoil(queue []timed) []timed {
	i := d.rng.IntN(len(queue))
	switch d.rng.IntN(12) {
	case 0, 1:
		return insertAfter(queue, i, timed{queue[i].at.Add(800 * time.Millisecond), again(queue[i].step)})
	case 2:
		if i > 0 && i < len(queue)-2 {
			queue[i], queue[i+1] = late(queue[i], queue[i+1])
		}
	case 3:
		if i > 0 && i < len(queue)-1 { // lost on the way
			return slices.Delete(queue, i, i+1)
		}
	case 4:
		return insertAfter(queue, i, timed{queue[i].at.Add(400 * time.Millisecond), malformed(queue[i].step)})
	case 5:
		return insertAfter(queue, i, timed{queue[i].at.Add(300 * time.Millisecond), d.foreign()})
	}
	return queue
}

// insertAfter keeps the queue in the order of time.
func insertAfter(queue []timed, i int, t timed) []timed {
	for i++; i < len(queue) && queue[i].at.Before(t.at); i++ {
	}
	return slices.Insert(queue, i, t)
}

func again(s Step) Step {
	s = s.clone()
	s.Fault = Twice
	return s
}

func late(a, b timed) (timed, timed) {
	a.step.Fault = Belated
	a.at, b.at = b.at.Add(600*time.Millisecond), a.at
	return b, a
}

// malformed loses the last comma between two members, as a template that was
// written by hand does.
func malformed(s Step) Step {
	s = s.clone()
	s.Fault = Malformed
	if i := bytes.LastIndex(s.Body, []byte(`,"`)); i >= 0 {
		s.Body = append(s.Body[:i:i], append([]byte("\n"), s.Body[i+1:]...)...)
	}
	return s
}

// foreign is the webhook of a parcel service that was pointed here.
func (d *demo) foreign() Step {
	body := object{
		"kind", "parcel.scanned", "parcel", fmt.Sprintf("TW-%d", 20_000+d.rng.IntN(2000)), "depot", "Halifax", "weight_kg", 2.4, "fragile", true,
	}
	return Step{
		Platform: "unknown", Path: "/parcels", Fault: Foreign,
		Header: []model.Field{{Name: "Content-Type", Value: "application/json"}}, Body: encode(body),
	}
}
