package simulate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// sheet is what one telling says: who said what is taken from the scene, ids and
// times from the body as sent. Nothing of it comes from the code that is tested.
type sheet struct {
	key        string // "" without a conversation
	own        int64  // the platform's own time of it, milliseconds; 0 for none
	identified bool   // it has an id or time of its own
	request    string // request id
	transcript bool
	deed       simulate.Deed // of the act that is no message, where it tells one
	act        int           // that act, or -1
	live, list []line
	began      int64 // what it says of the beginning, milliseconds
	handled    bool  // of Ebbot's chat.update: an agent handles the chat
}

// line is a message, or what stands among messages in a transcript.
type line struct {
	act     int
	kind    model.Kind
	role    model.Role
	id, typ string
	text    string
	at      int64 // milliseconds; 0 for none
}

// document is a body with the few ways in that the sheets need.
type document struct{ value any }

func documentOf(body []byte) document {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return document{}
	}
	return document{v}
}

func (d document) at(names ...string) document {
	v := d.value
	for _, name := range names {
		members, _ := v.(map[string]any)
		v = members[name]
	}
	return document{v}
}

func (d document) items() []document {
	var items []document
	list, _ := d.value.([]any)
	for _, v := range list {
		items = append(items, document{v})
	}
	return items
}

func (d document) text() string {
	if d.value == nil {
		return ""
	}
	return fmt.Sprint(d.value)
}

func (d document) seconds() int64 {
	n, _ := strconv.ParseInt(d.text(), 10, 64)
	return n * 1000
}

// ebbotMillis reads both of Ebbot's scales: 13 digits are milliseconds, 10 seconds.
func (d document) ebbotMillis() int64 {
	whole, fraction, _ := strings.Cut(d.text(), ".")
	if len(whole) == 10 {
		whole += (fraction + "000")[:3]
	}
	n, _ := strconv.ParseInt(whole, 10, 64)
	return n
}

// sheets reads all tellings of a world.
func (w *world) sheets() []sheet {
	sheets := make([]sheet, len(w.tellings))
	for i, t := range w.tellings {
		scene := &w.scenes[w.of[i]]
		s := sheet{key: scene.Platform + ":" + scene.ID, act: -1, transcript: len(t.Listed) > 0}
		for _, act := range t.Live {
			if a := &scene.Acts[act]; !isSaid(a.Deed) || scene.Platform == "jivo" && a.Deed == simulate.Rates {
				s.act, s.deed = act, a.Deed // the last one: a rating stands before its closing
			} else {
				s.live = append(s.live, lineOf(scene, act))
			}
		}
		for _, act := range t.Listed {
			s.list = append(s.list, lineOf(scene, act))
		}
		doc := documentOf(t.Step.Body)
		switch scene.Platform {
		case "blinger":
			s.blinger(t.Name, doc)
		case "ebbot":
			s.ebbot(t.Name, doc)
		case "jivo":
			s.jivo(t.Name, scene, doc)
		case "acquire":
			s.acquire(t.Name, doc)
		}
		sheets[i] = s
	}
	return sheets
}

// isSaid reports whether an act is a message, or something that stands among them.
func isSaid(d simulate.Deed) bool {
	switch d {
	case simulate.Says, simulate.Notes, simulate.Comments, simulate.Rates, simulate.Asks:
		return true
	}
	return false
}

// lineOf is how an act is told as a message.
func lineOf(scene *simulate.Scene, act int) line {
	a := &scene.Acts[act]
	l := line{act: act, kind: model.KindMessage, role: a.By.Role, text: a.Text, typ: "text"}
	switch a.Deed {
	case simulate.Notes:
		l.kind = model.KindNote
	case simulate.Comments:
		l.kind = model.KindComment
	case simulate.Rates:
		l.kind, l.typ, l.text = model.KindActivity, "rating", fmt.Sprintf("rated %d", a.Rating)
	case simulate.Asks:
		l.role, l.typ = model.RoleBot, "rating_request"
	case simulate.Invites:
		l.kind, l.role, l.typ = model.KindActivity, model.RoleSystem, "invitation"
	case simulate.Runs: // only in the transcript: the visitor's choice; that the bot ran it is another entry
		l.kind, l.role, l.typ, l.text = model.KindActivity, model.RoleCustomer, "scenario", "chose a scenario"
	}
	switch {
	case scene.Platform == "blinger" && l.role == model.RoleBot: // it has no bots: the business speaks
		l.role = model.RoleAgent
	case scene.Platform == "ebbot" && len(a.Buttons) > 0:
		l.typ = "url"
	case scene.Platform == "jivo" && a.Deed == simulate.Says: // the list has no types
		l.typ = ""
	}
	return l
}

func (s *sheet) blinger(name string, doc document) {
	if name == "on_user_new" {
		s.key, s.own, s.identified = "blinger:user:"+doc.at("user", "blinger_user_id").text(), doc.at("user", "date_created").seconds(), true
		return
	}
	s.identified = true
	for _, what := range []string{"message", "comment"} {
		if m := doc.at(what); m.value != nil {
			s.own, s.live[0].at, s.live[0].id = m.at("date_created").seconds(), m.at("date_created").seconds(), m.at("id").text()
			return
		}
	}
	c := doc.at("conversation")
	s.own, s.began, s.transcript = c.at("date_updated").seconds(), c.at("date_created").seconds(), name == "on_conversation_closed"
	for i, m := range c.at("messages").items() {
		s.list[i].at, s.list[i].id = m.at("date_created").seconds(), m.at("id").text()
	}
}

func (s *sheet) ebbot(name string, doc document) {
	s.identified, s.request, s.own = true, doc.at("requestId").text(), doc.at("timestamp").ebbotMillis()
	s.transcript = name == "chat.close"
	data := doc.at("data")
	if len(s.live) > 0 {
		s.own = data.at("timestamp").ebbotMillis()
		s.live[0].at, s.live[0].id = s.own, data.at("id").text()
	}
	for i, m := range data.at("conversation").items() {
		s.list[i].at, s.list[i].id = m.at("timestamp").ebbotMillis(), m.at("id").text()
	}
	if at, ok := time3339(doc.at("chat", "createdAt").text()); ok {
		s.began = at
	}
	s.handled = doc.at("chat", "handled_by").text() == "agent"
}

func (s *sheet) jivo(name string, scene *simulate.Scene, doc document) {
	client := fmt.Sprintf("jivo:client:%d", scene.Customer.ID)
	switch name {
	case "client_updated":
		s.key = client
	case "created_deal", "created_task":
		s.key, s.own, s.identified = client, doc.at("created_ts").seconds(), true
	case "offline_message":
		s.live[0].id, s.identified = doc.at("offline_message_id").text(), true
	case "CLIENT_MESSAGE":
		s.own = doc.at("message", "timestamp").seconds()
		s.live[0].at, s.live[0].typ = s.own, "TEXT"
	case "CHAT_CLOSED":
		s.own = doc.at("timestamp").seconds()
	case "chat_finished":
		s.transcript = true
		times := doc.at("chat", "messages").items()
		s.identified = len(times) > 0
		for i := range s.list {
			if from := i - (len(s.list) - len(times)); from >= 0 { // the invitation stands before them
				s.list[i].at = times[from].at("timestamp").seconds()
			}
		}
	}
	if doc.at("event").value != nil { // the Bot API
		s.request, s.identified = doc.at("id").text(), true
	}
}

func (s *sheet) acquire(name string, doc document) {
	switch name {
	case "Case new":
		s.own, s.identified = time3339(doc.at("data", "case", "dateCreated").text())
	case "Agent Status Change":
		s.key = ""
	}
}

func time3339(text string) (int64, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at.UnixMilli(), err == nil
}
