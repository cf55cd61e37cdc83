package model

import "slices"

// listedWindow is how many messages a late live copy is searched among.
const listedWindow = 256

// learnMessages takes in live messages. It returns how many are new, whether any of
// them came live for the first time, and a problem when the same event told all of
// them before in other bytes.
func (c *Conversations) learnMessages(v *conversation, e *Event) (added int, first bool, again *Problem) {
	v.began(e)
	repeated := 0
	name := v.account.nameBit(e)
	for i := range e.Messages {
		m := &e.Messages[i]
		v.account.sawLive(e, m)
		d := c.hash.digest(e, m)
		d.when |= toldLive
		place, known := v.findMessage(d)
		if !known {
			if place, known = v.findListed(d, c.hash.short(v.customerID())); known {
				v.cameLive(place, d)
			}
		}
		if !known {
			d.when |= name | unsigned(e, m)
			v.messages = grown(v.messages, d)
			v.counted(d)
			added++
			continue
		}
		first = first || v.messages[place].when&toldLive == 0
		if v.messages[place].when&name != 0 {
			repeated++
		}
		v.signed(place, e, m)
		v.told(place, toldLive|name)
	}
	first = first || added > 0
	if repeated == 0 || repeated < len(e.Messages) {
		return added, first, nil
	}
	return added, first, &Problem{Duplicate, "the same message was delivered before by the same event, written differently"}
}

// cameLive lets a message that a transcript told be known by its live copy from now
// on: that one is what comes again.
func (v *conversation) cameLive(place int, d messageDigest) {
	known := &v.messages[place]
	known.id, known.text, known.when = d.id, d.text, d.when&identityBits|known.when&^identityBits
	if v.lookup != nil {
		v.lookup.messages[known.identity()] = uint32(place)
	}
}

// began notes where live delivery of the conversation begins, by the platform's clock.
func (v *conversation) began(e *Event) {
	if v.firstLive != 0 {
		return
	}
	if own := millis(ownTime(e)); own != 0 {
		v.firstLive = own
	} else if s := &v.account.skew; s.count > 0 {
		v.firstLive = millis(e.Received) - s.base + estimated
	}
}

// told marks a message as told in one more way.
func (v *conversation) told(place int, how uint64) {
	d := &v.messages[place]
	if d.when&toldLive == 0 && how&toldLive != 0 {
		v.listedOnly--
	}
	d.when |= how
}

// ended is the own time of the last closing, milliseconds; 0 where it has none.
func (l *life) ended() int64 {
	if l.closed/1000 != l.closedOwn { // the latest time that its transcript lists
		return 0
	}
	return l.closedOwn
}

// findListed finds the message that a transcript told before it came live. What was
// said after the last end is in no transcript yet.
func (v *conversation) findListed(d messageDigest, customer uint32) (int, bool) {
	if v.listedOnly == 0 || earlier(v.life.ended(), d.millis()) {
		return 0, false
	}
	var known []messageDigest
	var places []int
	for i := max(0, len(v.messages)-listedWindow); i < len(v.messages); i++ {
		other := v.messages[i]
		if other.when&toldLive == 0 && (other.text == d.text || other.id == d.id) {
			known, places = append(known, other), append(places, i)
		}
	}
	if len(known) == 0 {
		return 0, false
	}
	found, shared := align(without(customer, known), without(customer, []messageDigest{d}), v.account.shared, 0)
	v.account.shared = shared
	if found[0] < 0 {
		return 0, false
	}
	return places[found[0]], true
}

// nameBit is the flag of the event's name among those that bring live messages: two
// names may tell one message (Ebbot's subset topics), one name should tell it once.
func (a *account) nameBit(e *Event) uint64 {
	if len(e.Messages) == 0 || len(e.Name) > maxNameText {
		return 0
	}
	i := slices.Index(a.names, e.Name)
	if i < 0 {
		if len(a.names) == maxNames {
			return 0
		}
		i = len(a.names)
		a.names = append(a.names, clone(e.Name))
	}
	return 1 << (nameShift + i)
}

// maxLiveKinds bounds what a stranger can make the index remember; nor is a type
// remembered that is longer than any platform's words.
const maxLiveKinds = 256

func (a *account) sawLive(e *Event, m *Message) {
	kind := liveKind{m.Role, m.Type}
	if m.Type != "" {
		a.live[liveKind{m.Role, ""}] = e.Seq // what a list without types is compared with
	}
	if _, ok := a.live[kind]; !ok {
		if len(a.live) == maxLiveKinds || len(m.Type) > maxNameText {
			return
		}
		kind.typ = clone(m.Type)
	}
	a.live[kind] = e.Seq
}

// learnTranscript takes in a transcript: what it shares with the messages known so
// far, what it alone has, and which of that should have been delivered. It returns
// how many entries are new, and the places of all in the order of the list.
func (c *Conversations) learnTranscript(v *conversation, e *Event) (added int, spine []int) {
	listed := make([]messageDigest, len(e.Messages))
	for i := range e.Messages {
		listed[i] = c.hash.digest(e, &e.Messages[i])
	}
	start := max(0, len(v.messages)-2*len(listed)-listedWindow)
	customer := c.hash.short(v.customerID())
	found, shared := align(without(customer, v.messages[start:]), without(customer, listed), v.account.shared, millis(e.Occurred))
	v.account.shared = shared
	entries := make([]listedEntry, len(listed))
	spine = make([]int, len(listed))
	for i, d := range listed {
		m := &e.Messages[i]
		entries[i] = listedEntry{kind: d.kind(), role: m.Role, typ: m.Type, at: millis(m.At), known: found[i] >= 0}
		if found[i] < 0 {
			spine[i] = len(v.messages)
			d.when |= toldListed | unsigned(e, m)
			v.messages = grown(v.messages, d)
			v.counted(d)
			added++
			continue
		}
		spine[i] = start + found[i]
		entries[i].live = v.messages[start+found[i]].when&toldLive != 0
		v.told(start+found[i], toldListed)
	}
	if missing := c.gapRule(v).missing(entries); len(missing) > 0 {
		messages := make([]*Message, len(missing))
		for i, place := range missing {
			messages[i] = &e.Messages[place]
		}
		e.Problems = append(e.Problems, Problem{Gap, gapSentence(messages)})
	}
	return added, spine
}

func (c *Conversations) gapRule(v *conversation) gapRule {
	return gapRule{
		platform: v.account.key.platform,
		from:     v.firstLive,
		cut:      c.line > 0,
		seen:     func(kind liveKind) bool { _, ok := v.account.live[kind]; return ok },
	}
}
