package simulate

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// message sends what is said, asked or rated, live, and keeps it for the transcript.
// An agent's live message states seconds, everyone else's milliseconds.
func (e *ebbotTeller) message(i int, a *Act) {
	id, sender := e.uuid(), ebbotRole(a.By.Role)
	typ, value := e.value(a)
	switch a.Deed {
	case Asks:
		sender = "bot"
	case Rates:
		sender, e.rating = "user", a.Rating
	}
	live, listed := e.clock.stamps(a.At)
	if sender == "agent" {
		live = listed
	}
	e.history.add(i, ebbotEntry(id, sender, typ, value, e.loosely(listed)))
	if sender == "user" {
		if e.input = a.Text; e.scene.Form.UserIDs {
			id = e.user
		}
	}
	data := object{"chatId", e.scene.ID, "sender", sender, "value", value, "type", typ, "id", id, "timestamp", live}
	request, twin := e.uuid(), e.uuid()
	e.envelope("chat."+sender+".message", a.At, "data", data, request, []int{i}, nil)
	if e.twins {
		twin = request
	}
	e.envelope("chat.message", a.At, "data", data, twin, []int{i}, nil)
}

// value is the content of a message by its type.
func (e *ebbotTeller) value(a *Act) (typ string, value any) {
	switch {
	case a.Deed == Asks:
		return "rating_request", object{"question", a.Text}
	case a.Deed == Rates:
		return "rating", object{"rating", a.Rating}
	case ebbotRole(a.By.Role) == "system":
		return "text_info", a.Text
	case len(a.Buttons) == 0:
		return "text", a.Text
	}
	var buttons list
	for _, label := range a.Buttons {
		buttons = append(buttons, object{"id", e.uuid(), "label", label, "type", "scenario", "next", object{"scenario", e.uuid(), "state", e.uuid()}})
	}
	return "url", object{"description", a.Text, "urls", buttons}
}

func ebbotEntry(id, sender, typ string, value any, at string) object {
	return object{"id", id, "sender", sender, "type", typ, "value", value, "timestamp", at}
}

// loosely is the time of an entry of the transcript: the true one, or, in a scene
// whose Form is Loose, one that is right to the second only.
func (e *ebbotTeller) loosely(at string) string {
	if fraction := e.rng.IntN(1e9); e.scene.Form.Loose {
		return fmt.Sprintf("%s.%09d", at[:len(at)-10], fraction)
	}
	return at
}

// ebbotClock writes times in Ebbot's two scales. Both have nine digits behind the
// point; behind milliseconds they are no part of the time, but ascend within one.
type ebbotClock struct {
	rng      *rand.Rand
	millis   int64
	fraction int64
}

// stamps writes a moment in milliseconds, as live messages of everybody but agents
// have it, and in seconds. The latter's last six digits are the former's first six
// behind the point, so that both ascend.
func (c *ebbotClock) stamps(at time.Time) (millis, seconds string) {
	now := at.UnixMilli()
	if now != c.millis {
		c.millis, c.fraction = now, c.rng.Int64N(5e8)
	}
	c.fraction += 1000 + c.rng.Int64N(1e6)
	return fmt.Sprintf("%d.%09d", now, c.fraction), fmt.Sprintf("%d.%03d%06d", now/1000, now%1000, c.fraction/1000)
}
