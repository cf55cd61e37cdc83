package model

import "cmp"

// people are those who take part in a conversation. Two ids are two people, even
// with one name: only the platform could say otherwise. Of a person's names the
// latest counts.
type people struct {
	platform string
	list     []Person // in order of appearance
	places   map[Person]int
}

// known is what somebody is recognised by: the id, else the name.
func (p Person) known() Person {
	if p.ID != "" {
		p.Name = ""
	}
	return p
}

// gatherPeople finds everybody that the events name, and fills from one event the
// name that another leaves out.
func gatherPeople(events []Event) people {
	p := people{places: make(map[Person]int)}
	if len(events) > 0 {
		p.platform = events[0].Platform
	}
	for i := range events {
		e := &events[i]
		p.meet(e.Customer)
		p.meet(e.Agent)
		p.meet(e.Actor)
		for j := range e.Messages {
			m := &e.Messages[j]
			if m.Role == RoleAgent && m.Sender == "" && e.Platform == "blinger" {
				continue // the name is the account's, not an operator's
			}
			p.meet(Person{Role: m.Role, ID: m.Sender, Name: m.Name})
		}
	}
	p.settle()
	return p
}

func (p *people) meet(who Person) {
	if who.Role == RoleNone || who.Role == RoleSystem {
		return
	}
	if i, ok := p.places[who.known()]; ok {
		p.list[i].Name = cmp.Or(who.Name, p.list[i].Name)
		return
	}
	p.places[who.known()] = len(p.list)
	p.list = append(p.list, who)
}

// settle takes out who is only another mention of somebody: a name without an id
// when one person has both, or when the platform knows only one person (Ebbot's chat
// has one visitor), and a role alone when its people are known.
func (p *people) settle() {
	var kept []Person
	for _, who := range p.list {
		if who.ID == "" && p.mentioned(who) {
			continue
		}
		kept = append(kept, who)
	}
	p.list = kept
	clear(p.places)
	for i, who := range kept {
		p.places[who.known()] = i
	}
}

func (p *people) mentioned(who Person) bool {
	same := 0
	for _, other := range p.list {
		alike := who.Name == "" || other.Name == who.Name || other.ID != "" && oneCustomer(p.platform, who.Role)
		if other.Role == who.Role && other != who && alike {
			same++
		}
	}
	return same == 1 || who.Name == "" && same > 0
}

func (p *people) isCustomer(id string) bool {
	_, ok := p.places[Person{Role: RoleCustomer, ID: id}]
	return ok && id != ""
}

// oneCustomer reports whether all customers of a conversation are one person: the
// user of Ebbot's chat.create, chat.update and chat.user.update is the chat's.
func oneCustomer(platform string, role Role) bool {
	return role == RoleCustomer && platform == "ebbot"
}

// name fills what a message leaves out about who said it: somebody without an id is
// the conversation's only one of that role. Blinger's business side is more than its
// operators.
func (p *people) name(m *Message) {
	switch {
	case m.Name != "":
	case m.Sender != "":
		if i, ok := p.places[Person{Role: m.Role, ID: m.Sender}]; ok {
			m.Name = p.list[i].Name
		}
	case m.Role == RoleCustomer, m.Role == RoleAgent && p.platform != "blinger":
		if only, ok := p.only(m.Role); ok {
			m.Name, m.Sender = only.Name, only.ID
		}
	}
}

// only returns the one person of a role, when there is exactly one.
func (p *people) only(role Role) (Person, bool) {
	var only Person
	for _, who := range p.list {
		switch {
		case who.Role != role:
		case only.Role == role:
			return Person{}, false
		default:
			only = who
		}
	}
	return only, only.Role == role
}
