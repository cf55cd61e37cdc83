package simulate_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

// world is some chats as they truly happened, how they were told, and what became of
// the tellings on their way.
type world struct {
	scenes     []simulate.Scene
	tellings   []simulate.Telling
	of         []int // by telling: whose it is, a place in scenes
	fates      []simulate.Fate
	listening  simulate.Listening
	deliveries []simulate.Delivery
}

// drawWorld draws one to four chats that go on at once, and their fates.
func drawWorld(t *rapid.T) world {
	var w world
	chosen := rapid.SampledFrom([][]string{{"blinger"}, {"ebbot"}, {"jivo"}, {"acquire"}, simulate.Platforms()}).Draw(t, "platforms")
	forms := make(map[string]simulate.Form) // an account has one
	for n := range rapid.SampledFrom([]int{1, 1, 2, 3, 4}).Draw(t, "chats") {
		name := rapid.SampledFrom(chosen).Draw(t, "platform")
		begin := start.Add(rapid.SampledFrom([]time.Duration{0, 5 * time.Second, 3 * time.Minute}).Draw(t, "begin"))
		if _, drawn := forms[name]; !drawn {
			forms[name] = drawForm(t, name)
		}
		w.scenes = append(w.scenes, drawScene(t, name, n, begin, forms[name]))
		w.tell(n)
	}
	w.fates = drawFates(t, w.tellings)
	w.listening.Ahead = make(map[string]time.Duration)
	ahead := rapid.SampledFrom([]time.Duration{0, 0, 0, 4 * time.Minute, -4 * time.Minute})
	for _, name := range simulate.Platforms() {
		w.listening.Ahead[name] = ahead.Draw(t, "ahead")
	}
	if rapid.IntRange(0, 5).Draw(t, "mid-chat") == 5 && len(w.tellings) > 0 {
		w.listening.From = rapid.SampledFrom(w.tellings).Draw(t, "from").At
	}
	w.deliver()
	return w
}

func (w *world) tell(n int) {
	for _, telling := range simulate.Tell(w.scenes[n]) {
		w.tellings, w.of = append(w.tellings, telling), append(w.of, n)
	}
}

func (w *world) deliver() { w.deliveries = simulate.Deliver(w.tellings, w.fates, w.listening) }

// drawFates draws what happens to the tellings: in some worlds nothing at all.
func drawFates(t *rapid.T, tellings []simulate.Telling) []simulate.Fate {
	if rapid.IntRange(0, 2).Draw(t, "faults") == 0 {
		return nil
	}
	fates := make([]simulate.Fate, len(tellings))
	for i := range fates {
		fates[i] = drawFate(t, len(tellings[i].Step.Body))
	}
	return fates
}

func drawFate(t *rapid.T, size int) (f simulate.Fate) {
	again := func() {
		after := rapid.SampledFrom([]time.Duration{3 * time.Second, 100 * time.Millisecond, 59 * time.Second, 2 * time.Minute, 3 * time.Hour}).Draw(t, "after")
		f.Again = append(f.Again, simulate.Again{After: after, Rewritten: rapid.Bool().Draw(t, "rewritten")})
	}
	switch rapid.IntRange(0, 23).Draw(t, "fate") {
	default:
	case 16, 17:
		f.Lost = true
	case 18, 19:
		f.Delay = rapid.SampledFrom([]time.Duration{1500 * time.Millisecond, 10 * time.Second, 90 * time.Second, 10 * time.Minute, 5 * time.Hour}).Draw(t, "delay")
	case 20:
		again()
	case 21:
		again()
		again()
	case 22:
		f.Refused = true
		again()
	case 23:
		if f.Keep = rapid.IntRange(1, size-1).Draw(t, "keep"); rapid.Bool().Draw(t, "retried") {
			again()
		}
	}
	return f
}

// rebuilt is what offhook makes of the deliveries of a world.
type rebuilt struct {
	events [][]model.Event // by delivery; the seq is the place + 1
	index  *model.Conversations
	keys   []string
}

// registry knows the platforms; it is read only.
var registry = platform.Default()

// rebuild takes the deliveries in as a capture does.
func rebuild(deliveries []simulate.Delivery) rebuilt {
	r := rebuilt{index: model.NewConversations()}
	for i, d := range deliveries {
		request := d.Request()
		request.Seq = uint64(i + 1)
		events := registry.Parse(request)
		r.index.Extend(events, model.Delivered{Body: d.Body, Status: d.Status})
		r.events = append(r.events, events)
	}
	for s := range r.index.Recent {
		r.keys = append(r.keys, s.Key)
	}
	slices.Sort(r.keys)
	return r
}

func (r rebuilt) timeline(key string) model.Timeline {
	var own []model.Event
	for _, events := range r.events {
		for _, e := range events {
			if e.Key() == key {
				own = append(own, e)
			}
		}
	}
	return model.Rebuild(key, own, r.index.Evidence(key))
}
