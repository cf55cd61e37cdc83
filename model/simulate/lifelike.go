package simulate

import (
	"fmt"
	"math/rand/v2"
	"time"

	"offhook/model"
)

// lifelike draws a scene from a dialogue: who takes the chat when, what is opened,
// rated and closed around it, and how long people need to read and type.
type lifelike struct {
	scene    Scene
	rng      *rand.Rand
	now      time.Time
	dialogue dialogue
	agents   []Party
	taken    Party // who has the chat
}

// sceneOf draws a chat of a platform that begins at start.
func sceneOf(platform string, rng *rand.Rand, start time.Time) Scene {
	d := dialogues[rng.IntN(len(dialogues))]
	l := lifelike{rng: rng, now: start.UTC().Truncate(time.Millisecond), dialogue: d}
	for _, i := range rng.Perm(len(d.agents)) {
		l.agents = append(l.agents, d.agents[i])
	}
	l.scene = Scene{
		Platform: platform, ID: fmt.Sprint(100_000 + rng.IntN(900_000)), Topic: d.topic, Language: d.language,
		Customer: pick(rng, d.customers), Seed: rng.Uint64(),
	}
	switch platform {
	case "blinger":
		l.scene.Channel = pick(rng, []string{"telegrambot", "vk", "whatsapp", "livechat"})
	case "acquire":
		l.scene.Channel = "chat"
	case "ebbot":
		l.scene.Channel = "web"
		l.scene.ID = fmt.Sprintf("%d.%03d.%s", l.now.Unix(), l.now.Nanosecond()/1e6, uuid(rng))
	case "jivo":
		l.scene.Channel = pick(rng, []string{"4410", "4411"})
	}
	l.play()
	return l.scene
}

// play lets people talk; with Jivo some only leave a message, or are called back.
func (l *lifelike) play() {
	switch {
	case l.scene.Platform == "jivo" && l.chance(15):
		l.open()
		l.turn(l.dialogue.turns[0])
	case l.scene.Platform == "jivo" && l.chance(25):
		l.open()
		l.call()
	default:
		l.open()
		l.talk()
	}
}

func (l *lifelike) talk() {
	for i, t := range l.dialogue.turns {
		l.turn(t)
		if i == 0 {
			l.waiting()
		}
	}
	if l.scene.Channel == "vk" && l.chance(50) {
		l.wait(2*time.Second, 5*time.Second)
		l.act(Act{Deed: Comments, By: l.scene.Customer, Text: "👍👍👍"})
	}
	l.afterwards()
	l.wait(2*time.Second, 6*time.Second)
	l.act(Act{Deed: Closes, By: l.taken})
}

// waiting lets the chat wait for an agent after the first message.
func (l *lifelike) waiting() {
	l.wait(50*time.Millisecond, 300*time.Millisecond)
	l.act(Act{Deed: Waits})
	if l.chance(50) {
		l.wait(2*time.Second, 6*time.Second)
		l.act(Act{Deed: Queues})
	}
}

func (l *lifelike) open() {
	l.act(Act{Deed: Opens, By: l.scene.Customer})
	if l.scene.Platform != "ebbot" {
		return
	}
	l.wait(100*time.Millisecond, 600*time.Millisecond)
	l.act(Act{Deed: Updates, By: l.scene.Customer})
	l.wait(300*time.Millisecond, time.Second)
	l.act(Act{Deed: Runs, By: Party{Role: model.RoleBot}, Text: "welcome"})
}

// turn lets somebody speak; an agent takes the chat first, and may be relieved by
// another one later.
func (l *lifelike) turn(t turn) {
	l.typing(t.text)
	a := Act{Deed: Says, Text: t.text, Buttons: t.buttons}
	switch t.role {
	case model.RoleCustomer:
		a.By = l.scene.Customer
	case model.RoleAgent:
		l.take()
		a.By = l.taken
	default:
		a.By = Party{Role: t.role}
	}
	if t.note {
		a.Deed = Notes
	}
	l.act(a)
}

// take gives the chat to an agent, or now and then from the first to another one.
func (l *lifelike) take() {
	a := Act{Deed: Takes, By: l.agents[0]}
	switch {
	case l.taken == Party{}:
		l.taken = a.By
	case l.taken == a.By && len(l.agents) > 1 && l.chance(20):
		a.Deed, a.To = Transfers, l.agents[1]
		l.taken = a.To
	default:
		return
	}
	if l.scene.Platform == "ebbot" {
		l.act(Act{Deed: Says, By: Party{Role: model.RoleSystem}, Text: l.taken.Name + " has joined the chat"})
		l.wait(100*time.Millisecond, 400*time.Millisecond)
	}
	l.act(a)
	l.wait(500*time.Millisecond, 2*time.Second)
}

// afterwards is what comes when all is said.
func (l *lifelike) afterwards() {
	if l.dialogue.rating > 0 {
		l.wait(time.Second, 2*time.Second)
		l.act(Act{Deed: Asks, By: Party{Role: model.RoleBot}, Text: "How did we do?"})
		l.wait(2*time.Second, 5*time.Second)
		l.act(Act{Deed: Rates, By: l.scene.Customer, Rating: l.dialogue.rating})
	}
	for _, deed := range []Deed{Updates, Deals, Deals} {
		if l.scene.Platform == "jivo" && l.chance(35) {
			l.wait(time.Second, 3*time.Second)
			l.act(Act{Deed: deed, By: l.taken})
		}
	}
}

// call calls the customer back.
func (l *lifelike) call() {
	for _, status := range []string{"start", "agent_connected", "client_connected", "end"} {
		call := model.Call{Type: "callback", Phone: l.scene.Customer.Phone, Status: status}
		if status == "end" {
			l.wait(5*time.Second, 20*time.Second)
			call.Record = "https://records.example/" + l.scene.ID + ".mp3"
		}
		l.act(Act{Deed: Calls, By: l.agents[0], Call: call})
		l.wait(2*time.Second, 6*time.Second)
	}
}

func (l *lifelike) act(a Act) {
	a.At = l.now
	l.scene.Acts = append(l.scene.Acts, a)
}

// wait lets between low and high pass.
func (l *lifelike) wait(low, high time.Duration) {
	l.now = l.now.Add(low + time.Duration(l.rng.Int64N(int64(high-low)+1))).Truncate(time.Millisecond)
}

// typing lets the time pass that somebody needs to read and type.
func (l *lifelike) typing(text string) {
	pause := time.Second + time.Duration(len([]rune(text)))*40*time.Millisecond
	l.wait(pause, pause+3*time.Second)
}

func (l *lifelike) chance(percent int) bool { return l.rng.IntN(100) < percent }
