package simulate_test

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"time"

	"offhook/model"
	"offhook/model/simulate"
)

// oracle says what the deliveries of a world decide, by the rules that the design
// states and from nothing but the truth: the scenes, how they were told and what
// arrived.
type oracle struct {
	*world
	sheets []sheet
	chats  map[string]*heardChat
	seen   map[kindOfLine]bool // what a platform delivered live, by its name
	half   map[kindOfLine]bool // what it delivered live in bodies that were cut: that may count or not
	cuts   map[uint64]bool     // requests whose body is not whole: what they tell is not decided
}

type kindOfLine struct {
	platform, typ string
	role          model.Role
}

// heardChat is what was heard of one conversation.
type heardChat struct {
	key, platform string
	heard         []*hearing
	wants         []*want
	said          map[place]*want // messages that have an id or a time
	calls         map[place]*want // by the act that began them
	unsure        bool            // a body that is not whole may have told of it
}

type place struct{ scene, act int }

// hearing is one whole delivery.
type hearing struct {
	seq      uint64
	delivery simulate.Delivery
	sheet    *sheet
	scene    int
	copyOf   *hearing // that it repeats, nil for news
	unsure   bool     // whether it repeats anything is not decided
	told     []*want  // entries that it tells as they happen
	list     []*want  // entries of its transcript, in order
	name     string
}

// want is one entry that the timeline must have.
type want struct {
	scene, act   int
	name         string // of the event, where it is no message
	line         line   // where it is one
	said         bool
	ids          []string
	times        []int64
	events       []uint64
	live, listed bool
	copies       int
	received     time.Time // the first delivery
	own          int64     // 0 is our clock only
	loose        bool      // its time is right to the second only
	places       map[uint64]int
	deed         simulate.Deed
	mustGap      bool
	mayGap       bool
	twin         bool // another one may be this
	doubtful     bool // whether it is one that another delivery tells is not decided
}

// decide hears all deliveries in order.
func decide(w *world) *oracle {
	o := &oracle{world: w, sheets: w.sheets(), chats: make(map[string]*heardChat), seen: make(map[kindOfLine]bool), half: make(map[kindOfLine]bool), cuts: make(map[uint64]bool)}
	for i, d := range w.deliveries {
		o.hear(uint64(i+1), d)
	}
	for _, c := range o.chats {
		o.gaps(c)
		c.unsure = o.twins(c) || c.unsure
	}
	return o
}

func (o *oracle) hear(seq uint64, d simulate.Delivery) {
	s := &o.sheets[d.Telling]
	scene := o.of[d.Telling]
	if s.key == "" {
		return
	}
	c := o.chats[s.key]
	if c == nil {
		c = &heardChat{key: s.key, platform: o.scenes[scene].Platform, said: make(map[place]*want), calls: make(map[place]*want)}
		o.chats[s.key] = c
	}
	if d.Cut {
		o.cuts[seq], c.unsure = true, true
		for _, l := range s.live {
			o.half[kindOfLine{c.platform, l.typ, l.role}] = true
		}
		return
	}
	h := &hearing{seq: seq, delivery: d, sheet: s, scene: scene, name: o.tellings[d.Telling].Name}
	c.redelivered(h)
	c.heard = append(c.heard, h)
	if h.copyOf != nil {
		h.repeat()
		return
	}
	o.news(c, h)
}

// redelivered finds what a delivery repeats. With an id or a time of its own, equal
// bytes or another order of the members is the same again. Without, equal bytes are
// only when the earlier delivery was refused, or when nothing else of the conversation
// came between and under 60 seconds passed.
func (c *heardChat) redelivered(h *hearing) {
	for i := len(c.heard) - 1; i >= 0; i-- {
		before := c.heard[i]
		same := bytes.Equal(before.delivery.Body, h.delivery.Body)
		if h.sheet.identified && len(h.sheet.live) == 0 { // another order of the members is the same
			same = same || sameMembers(before.delivery, h.delivery)
		}
		switch {
		case h.sheet.identified && (same || before.delivery.Telling == h.delivery.Telling):
			h.copyOf = before
			return
		case !h.sheet.identified && same:
			soon := i == len(c.heard)-1 && h.delivery.Received.Sub(before.delivery.Received) < time.Minute
			if before.delivery.Status/100 != 2 || soon {
				h.copyOf = before
			}
			h.unsure = c.unsure // a body that was cut may have come between
			return
		}
	}
}

func sameMembers(a, b simulate.Delivery) bool {
	return (a.Rewritten || b.Rewritten) && len(a.Body) == len(b.Body) && reflect.DeepEqual(documentOf(a.Body), documentOf(b.Body))
}

func (h *hearing) repeat() {
	h.told, h.list = h.copyOf.told, h.copyOf.list
	for _, w := range h.told {
		w.events = append(w.events, h.seq)
		w.copies++
	}
	for _, w := range h.list {
		w.events = append(w.events, h.seq)
	}
}

// news takes in a delivery that repeats nothing.
func (o *oracle) news(c *heardChat, h *hearing) {
	for _, l := range h.sheet.live {
		o.seen[kindOfLine{c.platform, l.typ, l.role}] = true
		w := c.want(h, l, !h.sheet.identified)
		w.live = true
		w.times, w.ids = append(w.times, l.at), append(w.ids, l.id)
		w.own, w.loose = l.at, false
		h.told = append(h.told, w)
	}
	if len(h.sheet.live) == 0 {
		h.told = append(h.told, o.happening(c, h))
	}
	for i, l := range h.sheet.list {
		w := c.want(h, l, false)
		if !w.listed && !w.live {
			w.own, w.loose = l.at, o.scenes[h.scene].Form.Loose
		}
		w.listed, w.places[h.seq] = true, i
		w.times, w.ids = append(w.times, l.at), append(w.ids, l.id)
		h.list = append(h.list, w)
	}
}

// want finds the entry of a message, or makes it. Where nothing tells two messages
// apart, each live delivery is an entry of its own.
func (c *heardChat) want(h *hearing, l line, own bool) *want {
	at := place{h.scene, l.act}
	w := c.said[at]
	if w == nil || own {
		w = &want{scene: h.scene, act: l.act, line: l, said: true, received: h.delivery.Received, places: make(map[uint64]int)}
		c.wants = append(c.wants, w)
		c.said[at] = w
	}
	if !slices.Contains(w.events, h.seq) {
		w.events = append(w.events, h.seq)
	}
	return w
}

// happening makes the entry of what is no message.
func (o *oracle) happening(c *heardChat, h *hearing) *want {
	call := place{h.scene, -1}
	if h.name == "call_event" {
		call.act = o.callOf(h.scene, h.sheet.act)
		if w := c.calls[call]; w != nil { // the steps of a call are one entry
			w.events = append(w.events, h.seq)
			return w
		}
	}
	w := &want{
		scene: h.scene, act: h.sheet.act, name: h.name, events: []uint64{h.seq}, live: true, received: h.delivery.Received, own: h.sheet.own,
		places: make(map[uint64]int), deed: h.sheet.deed,
	}
	if h.sheet.own != 0 {
		w.times = []int64{h.sheet.own}
	}
	c.wants = append(c.wants, w)
	if call.act >= 0 {
		c.calls[call] = w
	}
	return w
}

// gaps says which messages should have been delivered: those of a customer, agent or
// bot that only a transcript has, at or after the conversation's first live event, of
// a sender and type that came live.
func (o *oracle) gaps(c *heardChat) {
	first, least := c.firstLive(o.listening.Ahead[c.platform])
	done := make(map[*want]bool)
	for _, h := range c.heard {
		if !h.sheet.transcript || h.copyOf != nil {
			continue
		}
		end := promised(c.platform, h.list)
		began := false
		for i, w := range h.list {
			began = began || w.live
			if done[w] {
				continue
			}
			done[w] = true
			if w.live || !w.line.spoken() || w.line.at == 0 || least == 0 || i >= end || !cameLive(o.seen, c, w) && !cameLive(o.half, c, w) {
				continue
			}
			// The first live event by arrival may have been delayed: whether the listening
			// had begun when an earlier one happened is not decided.
			// So it is where that event has our clock only and what the platform's is off
			// was estimated from what came late.
			w.mayGap = w.own >= least || first == 0 && !o.punctual(c.platform)
			// Within the second in which the listening began it counts behind a live one.
			began = began || w.own > first
			w.mustGap = first != 0 && w.own >= first && began && cameLive(o.seen, c, w)
			if o.scenes[w.scene].Form.Loose { // the list's own time is right to the second only
				w.mayGap, w.mustGap = w.own >= least-1000, w.mustGap && w.own >= first+1000
			}
		}
	}
}

// firstLive is the platform's time of the first live event to arrive, 0 without one,
// and the earliest of all: of one with our clock only, when it came at the latest.
func (c *heardChat) firstLive(ahead time.Duration) (first, least int64) {
	for i, h := range c.live() {
		if i == 0 {
			first = h.sheet.own
		}
		own := cmp.Or(h.sheet.own, h.delivery.Received.Add(ahead).UnixMilli())
		if least == 0 || own < least {
			least = own
		}
	}
	return first, least
}

func (c *heardChat) live() []*hearing {
	return slices.DeleteFunc(slices.Clone(c.heard), func(h *hearing) bool { return h.sheet.transcript })
}

// promised is the number of entries of a list up to which live delivery is proven:
// Jivo's ends with the last live one, elsewhere a hand-over from the bot may end it,
// unless something came live after that.
func promised(platform string, list []*want) int {
	lastLive, lastBot, handOver := -1, -1, len(list)
	for i, w := range list {
		if w.live {
			lastLive = i
		}
		if handOver == len(list) && w.line.role == model.RoleBot {
			lastBot = i
		}
		if handOver == len(list) && w.line.role == model.RoleAgent && lastBot >= 0 {
			handOver = lastBot + 1
		}
	}
	switch {
	case platform == "jivo":
		return lastLive + 1
	case lastLive >= handOver:
		return len(list)
	}
	return handOver
}

// cameLive reports whether the platform delivered such messages live. Jivo's list has
// no types.
func cameLive(seen map[kindOfLine]bool, c *heardChat, w *want) bool {
	for kind := range seen {
		if kind.platform == c.platform && kind.role == w.line.role && (kind.typ == w.line.typ || w.line.typ == "") {
			return true
		}
	}
	return false
}

func (l line) spoken() bool {
	return (l.kind == model.KindMessage || l.kind == model.KindComment) && (l.role == model.RoleCustomer || l.role == model.RoleAgent || l.role == model.RoleBot)
}

// lost reports whether an act was told live and nothing of that arrived.
func (o *oracle) lost(scene, act int) bool {
	told := false
	for i, t := range o.tellings {
		if o.of[i] == scene && slices.Contains(t.Live, act) {
			told = true
			if slices.ContainsFunc(o.deliveries, func(d simulate.Delivery) bool { return d.Telling == i && !d.Cut }) {
				return false
			}
		}
	}
	return told
}
