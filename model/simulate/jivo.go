package simulate

import (
	"cmp"
	"fmt"
	"slices"

	"offhook/model"
)

// tellJivo writes a scene as Jivo does. Its webhooks are silent while people write:
// they tell who takes the chat, and all that was said when it ends. Only the Bot API
// tells what a customer writes at once, until an agent takes the chat; what the bot
// answers travels the other way, from the bot to Jivo, and is told by nobody. Notes,
// comments, buttons and files in a chat are told by nobody either.
func tellJivo(s Scene) []Telling {
	j := newJivoTeller(s)
	for i, a := range s.Acts {
		j.act(i, a)
	}
	return j.tellings
}

// jivoTeller is what the bodies of one Jivo chat agree on.
type jivoTeller struct {
	*teller
	jivoForm
	offline bool    // nobody of the business ever has a part in it
	taken   bool    // an agent has had the chat
	closed  bool    // it has ended and was not taken up again
	agent   Party   // who has the chat
	agents  []Party // who has had a part in it, in order
	said    history // the messages for the list
	invited int     // the act of the invitation that no list has told, or -1
	rated   int     // the act of the rating, or -1
	left    int64   // the id of the latest message that was left
	updates int
	deals   int
}

func newJivoTeller(s Scene) *jivoTeller {
	t := newTeller(s)
	return &jivoTeller{
		teller: t, jivoForm: newJivoForm(t), offline: !s.Form.Bot && !slices.ContainsFunc(s.Acts, attended),
		said: history{whole: t.chance(50)}, invited: -1, rated: -1,
	}
}

// attended reports whether an agent has a part in the chat by this act.
func attended(a Act) bool {
	switch a.Deed {
	case Takes, Transfers:
		return true
	case Says:
		return isAgent(a.By)
	}
	return false
}

func (j *jivoTeller) act(i int, a Act) {
	switch a.Deed {
	case Says:
		j.says(i, a)
	case Invites:
		if j.invited < 0 {
			j.invited = i
		}
	case Rates:
		j.rated = i
	case Waits:
		if j.withBot() {
			j.bot(i, a, "AGENT_UNAVAILABLE")
		}
	case Takes:
		j.takes(i, a, a.By)
	case Transfers:
		j.transfers(i, a)
	case Reopens:
		j.reopens(i, a)
	case Closes:
		j.closes(i, a)
	case Updates:
		j.changes(i, a)
	case Calls:
		j.calls(i, a)
	case Deals:
		j.deal(i, a)
	}
}

// withBot reports whether the bot has the chat.
func (j *jivoTeller) withBot() bool { return j.scene.Form.Bot && !j.taken }

func (j *jivoTeller) says(i int, a Act) {
	j.enlist(i, a)
	switch {
	case isAgent(a.By):
		j.joins(a.By)
	case a.By.Role != model.RoleCustomer:
	case j.offline:
		j.left = max(a.At.UnixMilli(), j.left+1)
		body := append(j.chat("offline_message", true), j.session()...)
		j.tell("offline_message", a.At, append(body, "message", a.Text, "offline_message_id", j.left), []int{i}, nil)
	case j.withBot():
		j.bot(i, a, "CLIENT_MESSAGE")
	}
}

// joins notes that an agent has a part in the chat.
func (j *jivoTeller) joins(agent Party) {
	if !slices.ContainsFunc(j.agents, func(p Party) bool { return p.ID == agent.ID }) {
		j.agents = append(j.agents, agent)
	}
}

// takes tells that an agent has the chat now. AGENT_JOINED, which only public bots
// know of, repeats it to the bot: it comes where it is named among the topics.
func (j *jivoTeller) takes(i int, a Act, agent Party) {
	repeats := j.withBot() && slices.Contains(j.scene.Form.Topics, "AGENT_JOINED")
	j.has(agent)
	j.tell("chat_accepted", a.At, append(j.chat("chat_accepted", true), j.desk(agent)...), []int{i}, nil)
	if repeats {
		j.bot(i, a, "AGENT_JOINED")
	}
}

func (j *jivoTeller) has(agent Party) {
	j.agent, j.taken, j.closed = agent, true, false
	j.joins(agent)
}

// transfers tells of another agent as of the first one, or only by the list of
// agents at the end: the documents do not say which.
func (j *jivoTeller) transfers(i int, a Act) {
	if j.again {
		j.takes(i, a, a.To)
		return
	}
	j.has(a.To)
}

// reopens tells that the agent who had the chat has it again; where another act
// says who takes it, that one does.
func (j *jivoTeller) reopens(i int, a Act) {
	agent := j.agent
	if isAgent(a.By) {
		agent = a.By
	}
	if isAgent(agent) && !j.scene.follows(i, Takes) {
		j.takes(i, a, agent)
	}
}

// closes tells the bot of the end while it has the chat, and the shop of the end of
// a chat that an agent has had.
func (j *jivoTeller) closes(i int, a Act) {
	switch {
	case len(j.agents) > 0:
		j.finish(i, a)
	case j.withBot():
		j.bot(i, a, "CHAT_CLOSED")
	}
	j.closed = true
}

// changes tells what is known of the visitor: in the chat while it goes on, and
// without a chat in the list of clients.
func (j *jivoTeller) changes(i int, a Act) {
	j.updates++
	j.about = cmp.Or(a.Text, fmt.Sprintf("Called back %d times", j.updates))
	running := j.taken && !j.closed
	if running {
		j.tell("chat_updated", a.At, append(j.chat("chat_updated", true), j.desk(j.agent)...), []int{i}, nil)
	}
	if also := j.chance(30); also || !running {
		body := append(j.known("client_updated", true, j.scene.Customer.ID), "client_id", fmt.Sprint(j.scene.Customer.ID))
		j.tell("client_updated", a.At, body, []int{i}, nil)
	}
}

func (j *jivoTeller) calls(i int, a Act) {
	call := object{"type", a.Call.Type, "phone", cmp.Or(a.Call.Phone, j.scene.Customer.Phone), "status", a.Call.Status}
	if a.Call.Reason != "" {
		call = append(call, "reason", a.Call.Reason)
	}
	if a.Call.Record != "" {
		call = append(call, "record_url", a.Call.Record)
	}
	agent := j.agent
	if isAgent(a.By) {
		agent = a.By
	}
	body := append(j.chat("call_event", false), j.desk(agent)...)
	j.tell("call_event", a.At, append(body, "call", call), []int{i}, nil)
}
