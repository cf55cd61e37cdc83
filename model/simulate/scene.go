package simulate

import (
	"time"

	"offhook/model"
)

// Scene is one chat as it truly happened, whatever its platform tells of it. [Tell]
// writes it as the platform does. A scene says all that matters; what does not, such
// as tokens and browsers, is made from its Seed.
type Scene struct {
	Platform string
	ID       string // of the conversation; digits, except Ebbot's
	Channel  string
	Topic    string
	Language string
	Customer Party
	Form     Form
	Acts     []Act // as they happened; no act is earlier than the one before it
	Seed     uint64
}

// Party is somebody in a scene.
type Party struct {
	Role               model.Role // customer, agent, bot; system only in Ebbot, which itself says "Mira has joined"
	ID                 int        // 0 of a bot
	Name               string
	Phone, Email, City string
}

// Form says which of its ways of telling a platform takes.
type Form struct {
	// Topics are what is subscribed, by event name; nil is everything that the platform
	// has but for the topics that repeat others (Ebbot's chat.message beside
	// chat.user.message, chat.status.change beside chat.update).
	Topics []string
	// UserIDs makes every live message of a customer carry the customer's id instead of
	// one of its own, as Ebbot's may.
	UserIDs bool
	// Loose makes the times in Ebbot's transcript right to the second only, so that they
	// are not in the order of its list, as in the documents' own example.
	Loose bool
	// Old takes the older bodies: Acquire's version 1.
	Old bool
	// Bot lets Jivo's Bot API tell live what is said until an agent takes the chat.
	Bot bool
}

// Act is one thing that happened in a scene.
type Act struct {
	Deed Deed
	At   time.Time // the true time, UTC
	By   Party     // who did it: who speaks, takes the chat, rates it; zero when the platform did
	To   Party     // of Transfers: who has the chat from now on

	Text    string   // of Says, Notes, Comments; the question of Asks; the name of the scenario of Runs
	Buttons []string // of Says, offered by a bot
	Files   []model.Attachment
	Rating  int        // of Rates, 1 to 5
	Call    model.Call // of Calls: one step of its course
}

// Deed is what sort of thing happened.
type Deed uint8

const (
	Opens     Deed = iota // the platform opens the chat
	Says                  // a message
	Notes                 // an agent's, for colleagues only
	Comments              // in public, under a post
	Invites               // the business invites the visitor; before anything is said
	Waits                 // the chat waits for an agent: unassigned, pending
	Queues                // the chat is put in a queue
	Takes                 // an agent takes the chat
	Transfers             // another agent has it from now on
	Closes                // the chat ends
	Reopens               // it goes on after an end
	Rates                 // the customer rates it
	Runs                  // the bot runs a scenario
	Updates               // what is known of the customer changes
	Calls                 // a step of a phone call
	Deals                 // something in the CRM about the customer
	Asks                  // the bot asks for a rating
)

// Telling is one webhook about a scene. One that tells no act, neither live nor
// listed, repeats a state or speaks of the customer alone.
type Telling struct {
	At     time.Time // when the platform sends it; its own clock is the true one
	Step   Step      // After and Fault are not set
	Live   []int     // acts that it tells as they happen or states outside a list: places in Scene.Acts
	Listed []int     // acts that its transcript lists, in the order of the list
	Name   string    // the event's name, as [model.Event.Name] has it
}

// Tell writes a scene as its platform does, in the order in which the platform sends.
// The same scene gives the same tellings, to the byte. It panics on a platform that
// [Platforms] does not list.
func Tell(s Scene) []Telling {
	switch s.Platform {
	case "blinger":
		return tellBlinger(s)
	case "acquire":
		return tellAcquire(s)
	case "ebbot":
		return tellEbbot(s)
	case "jivo":
		return tellJivo(s)
	}
	panic("simulate: no platform " + s.Platform)
}
