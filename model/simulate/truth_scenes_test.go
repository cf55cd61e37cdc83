package simulate_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
	"offhook/model/simulate"
)

// The people of the drawn scenes. Two customers are few enough for two chats of one.
var (
	guests = []simulate.Party{
		{Role: model.RoleCustomer, ID: 3741, Name: "Ines Varga", Phone: "+12025550171", Email: "ines@mail.example", City: "Győr"},
		{Role: model.RoleCustomer, ID: 3742, Name: "Olu Brandt", Phone: "+12025550172", Email: "olu@mail.example", City: "Oslo"},
	}
	staff = []simulate.Party{
		{Role: model.RoleAgent, ID: 31, Name: "Pia Solberg", Email: "pia@tidewater.example"},
		{Role: model.RoleAgent, ID: 32, Name: "Abel Nunes", Email: "abel@tidewater.example"},
	}
	skipper = simulate.Party{Role: model.RoleBot, Name: "Skipper"}

	// Few words, so that equal ones meet; the last are what breaks naive code.
	words  = []string{"ok", "ok", "ok", "yes", "hello", "and now?", "thank you", "it is 5 €", "привет 👋", "a \"b\" \\ <c>\nd", "مرحبا"}
	pauses = []time.Duration{
		7 * time.Second, time.Second, 2 * time.Second, 400 * time.Millisecond, 0, 2600 * time.Millisecond, 40 * time.Second, 4 * time.Minute, 50 * time.Minute,
	}
)

// drawing is a scene while it is drawn, with the state that says what can happen next.
type drawing struct {
	*rapid.T
	scene  simulate.Scene
	now    time.Time
	taken  int // 1 and more: the place of the agent who has the chat in staff; 0 is nobody
	closed bool
	spoken bool // somebody said something in this round
	called string
}

// drawScene draws the n-th chat of a world.
func drawScene(t *rapid.T, platform string, n int, begin time.Time, form simulate.Form) simulate.Scene {
	d := drawing{T: t, now: begin}
	d.scene = simulate.Scene{
		Platform: platform, ID: fmt.Sprint(7600 + n), Channel: "4410", Topic: "parcel", Language: "en",
		Customer: rapid.SampledFrom(guests).Draw(t, "customer"), Seed: uint64(1000 + n),
	}
	if platform == "ebbot" {
		d.scene.ID = fmt.Sprintf("%d.%03d.1f0c22d8-7c5e-4c27-9f10-0000000076%02d", begin.Unix(), n, n)
	}
	d.scene.Form = form
	for _, deed := range d.beginning() {
		d.act(deed)
	}
	for range rapid.IntRange(1, 12).Draw(t, "acts") {
		next := d.next()
		if len(next) == 0 {
			break
		}
		d.act(rapid.SampledFrom(next).Draw(t, "deed"))
	}
	if !d.closed && rapid.IntRange(0, 3).Draw(t, "ends") < 3 && slices.Contains(d.next(), simulate.Closes) {
		d.act(simulate.Closes)
	}
	return d.scene
}

// drawForm draws in which of its ways an account of a platform tells its chats.
func drawForm(t *rapid.T, platform string) (f simulate.Form) {
	switch platform {
	case "ebbot":
		// Not both: without ids and with times that are right to the second only, a list's
		// equal texts cannot be told apart, and the order of two lists hangs on them.
		f.Loose = rapid.IntRange(0, 3).Draw(t, "loose") == 3
		f.UserIDs = !f.Loose && rapid.Bool().Draw(t, "user ids")
		f.Topics = rapid.SampledFrom([][]string{
			nil,
			{"chat.create", "chat.message", "chat.user.message", "chat.bot.message", "chat.agent.message", "chat.update", "chat.status.change", "chat.close"},
			{"chat.create", "chat.message", "chat.update", "chat.close"},
			{"chat.user.message", "chat.close"},
			{"chat.create", "chat.user.message", "chat.bot.message", "chat.scenario.run"},
			{"chat.close"},
		}).Draw(t, "topics")
	case "acquire":
		f.Old = rapid.Bool().Draw(t, "old")
	case "jivo":
		f.Bot = rapid.Bool().Draw(t, "bot")
	}
	return f
}

func (d *drawing) beginning() []simulate.Deed {
	deeds := []simulate.Deed{simulate.Opens}
	if d.scene.Platform == "jivo" && rapid.IntRange(0, 3).Draw(d.T, "invited") == 3 {
		deeds = append(deeds, simulate.Invites)
	}
	return deeds
}

// next is what can happen now, each as often as it is likely.
func (d *drawing) next() []simulate.Deed {
	if d.closed {
		return []simulate.Deed{simulate.Reopens}
	}
	next := []simulate.Deed{simulate.Says, simulate.Says, simulate.Says, simulate.Says, simulate.Updates}
	if d.taken > 0 {
		next = append(next, simulate.Transfers, simulate.Closes)
	} else {
		next = append(next, simulate.Takes, simulate.Takes)
	}
	switch d.scene.Platform {
	case "blinger":
		next = append(next, simulate.Comments, simulate.Waits)
		if d.taken > 0 {
			next = append(next, simulate.Notes)
		}
	case "acquire":
		next = append(next, simulate.Waits, simulate.Queues)
	case "ebbot":
		next = append(next, simulate.Rates)
		if d.taken == 0 {
			next = append(next, simulate.Runs)
		}
	case "jivo":
		next = append(next, simulate.Rates, simulate.Calls, simulate.Deals)
	}
	if d.spoken {
		next = append(next, simulate.Closes)
	}
	return next
}

// act lets a deed happen after a pause.
func (d *drawing) act(deed simulate.Deed) {
	d.now = d.now.Add(rapid.SampledFrom(pauses).Draw(d.T, "pause"))
	a := simulate.Act{Deed: deed, At: d.now}
	switch deed {
	case simulate.Says:
		d.say(&a)
	case simulate.Comments:
		a.By, a.Text = d.scene.Customer, d.word()
		if d.taken > 0 && rapid.Bool().Draw(d.T, "outgoing") {
			a.By = staff[d.taken-1]
		}
	case simulate.Notes:
		a.By, a.Text = staff[d.taken-1], d.word()
	case simulate.Invites:
		a.By, a.Text = staff[0], "May we help you?"
	case simulate.Waits, simulate.Queues:
		d.taken = 0
	case simulate.Takes:
		d.taken = rapid.IntRange(1, len(staff)).Draw(d.T, "agent")
		a.By = staff[d.taken-1]
	case simulate.Transfers:
		a.By, a.To = staff[d.taken-1], staff[2-d.taken]
		d.taken = 3 - d.taken
	case simulate.Rates:
		a.By, a.Rating = d.scene.Customer, rapid.IntRange(1, 5).Draw(d.T, "rating")
	case simulate.Runs:
		a.By, a.Text = skipper, "welcome"
	case simulate.Updates, simulate.Opens, simulate.Deals:
		a.By = d.scene.Customer
	case simulate.Calls:
		d.call(&a)
	case simulate.Closes:
		d.closed, d.spoken = true, false
		if d.taken > 0 {
			a.By = staff[d.taken-1]
		}
	case simulate.Reopens:
		d.closed, d.taken = false, 0
		a.By = d.scene.Customer
	}
	d.scene.Acts = append(d.scene.Acts, a)
}

func (d *drawing) word() string { return rapid.SampledFrom(words).Draw(d.T, "text") }

// say lets the customer speak, and whoever has the chat.
func (d *drawing) say(a *simulate.Act) {
	d.spoken = true
	other := skipper
	if d.taken > 0 {
		other = staff[d.taken-1]
	}
	a.By, a.Text = rapid.SampledFrom([]simulate.Party{d.scene.Customer, other}).Draw(d.T, "by"), d.word()
	if a.By == skipper && rapid.IntRange(0, 3).Draw(d.T, "offers") == 3 {
		a.Buttons = []string{"Parcel", "Return"}
	}
}

// call takes the next step of a phone call, or begins one.
func (d *drawing) call(a *simulate.Act) {
	follows := map[string][]string{
		"": {"start"}, "start": {"agent_connected", "error"}, "agent_connected": {"client_connected", "end"}, "client_connected": {"end"}, "end": {"start"}, "error": {"start"},
	}
	d.called = rapid.SampledFrom(follows[d.called]).Draw(d.T, "call")
	a.By, a.Call = staff[0], model.Call{Type: "callback", Phone: d.scene.Customer.Phone, Status: d.called}
	switch d.called {
	case "error":
		a.Call.Reason = "no_answer"
	case "end":
		a.Call.Record = "https://records.example/" + d.scene.ID + ".mp3"
	}
}
