package model

import (
	"maps"
	"strings"
	"time"
)

// Conversations is the index of all conversations: it is extended event by event,
// in the order of storing, and finds what an event reveals about earlier ones. The
// cost of one event depends neither on the number of events nor of conversations.
// A plain value: whoever owns it sees to locking.
type Conversations struct {
	// LateAfter is the delay between an event's own time and its receipt, beyond
	// the account's usual one (the median of its recent live events), that makes it
	// late; 0 means a minute. Delays are not judged while an account sends what is more
	// than a day old, which is said once, as [ClockSkew], by the event that shows it.
	LateAfter time.Duration

	hash     hasher
	byKey    map[string]*conversation
	accounts map[accountKey]*account
	shared   map[words]*words
	came     arrivals
	latest   *conversation
	oldest   *conversation
	version  uint64
	line     uint64 // what lay before this seq was forgotten
	peak     int    // the most conversations since the map was made
	links    links
}

// accountKey names one account of a platform.
type accountKey struct{ platform, source string }

// account is what the index knows of one account of a platform.
type account struct {
	key    accountKey
	skew   skew
	watch  watch
	live   map[liveKind]uint64       // what came live, and the seq of the latest
	names  []string                  // names of the events that bring live messages
	shared roleSet                   // whose messages have the same ids live and in transcripts
	states map[*conversation]*stated // of a platform that states what it is
	peak   int                       // the most of these since the map was made
	loose  *conversation             // the events without a conversation, for their redeliveries
}

// NewConversations returns an empty index.
func NewConversations() *Conversations {
	return &Conversations{
		hash:     newHasher(),
		byKey:    make(map[string]*conversation),
		accounts: make(map[accountKey]*account),
		shared:   make(map[words]*words),
		links:    links{heads: make(map[uint64]*conversation)},
	}
}

// Delivered is what the index needs to know of a request beside its events.
type Delivered struct {
	Body   []byte // as sent; only its hash is kept
	Status int    // what was answered; 0 when it is not known yet
}

// Extend takes in the events of one request, which must carry its Seq, and appends
// to each the problems that it reveals: a problem goes on the event that reveals
// it, never on an older one.
func (c *Conversations) Extend(events []Event, d Delivered) {
	body, content := c.hash.body(d.Body), uint64(0)
	for i := range events {
		c.came.note(events[i].Seq, events[i].Received)
		sum := body
		if recognised(&events[i]) {
			if content == 0 { // once, however many events the body holds
				content = c.hash.content(d.Body)
			}
			sum = content
		}
		c.extend(&events[i], sum, d.Status)
	}
	c.version++
}

func (c *Conversations) extend(e *Event, body uint64, status int) {
	account := c.account(e)
	conv := c.conversation(account, e)
	account.watch.hear(e)
	again, repeated := c.redelivery(conv, e, body)
	added := 0
	switch {
	case repeated:
		e.Problems = append(e.Problems, again)
	case conv != account.loose:
		added = c.learn(conv, e)
	}
	if conv != account.loose {
		conv.name(e)
		c.belong(conv, e)
	}
	if conv != account.loose || e.Identified {
		conv.record(e, body, status, added, repeated)
	}
}

// learn takes in what an event says that was not delivered before, and returns how
// many messages are new.
func (c *Conversations) learn(conv *conversation, e *Event) int {
	var added int
	var spine []int
	fresh := true
	if isTranscript(e) {
		added, spine = c.learnTranscript(conv, e)
	} else {
		var first bool
		var again *Problem
		added, first, again = c.learnMessages(conv, e)
		fresh = added > 0 || len(e.Messages) == 0
		if again != nil {
			e.Problems = append(e.Problems, *again)
		}
		if fresh || first {
			e.Problems = append(e.Problems, c.timing(conv, e)...)
		}
	}
	changed := conv.life.apply(e, fresh, conv.past(e))
	if changed.regress != "" {
		e.Problems = append(e.Problems, Problem{StatusRegression, changed.regress})
	}
	if fresh {
		e.Problems = append(e.Problems, c.opening(conv, e)...)
	}
	c.summarize(conv, e, changed, fresh)
	return conv.listen(e, added, spine)
}

func (c *Conversations) account(e *Event) *account {
	key := accountKey{e.Platform, e.Source}
	a, ok := c.accounts[key]
	if !ok {
		key = accountKey{strings.Clone(e.Platform), strings.Clone(e.Source)}
		a = &account{key: key, shared: sharedIDs(e.Platform), live: make(map[liveKind]uint64)}
		c.accounts[key] = a
	}
	return a
}

// conversation returns an event's conversation, moved to the front.
func (c *Conversations) conversation(a *account, e *Event) *conversation {
	if e.Conversation == "" {
		if a.loose == nil {
			a.loose = &conversation{account: a}
		}
		return a.loose
	}
	key := e.Key()
	conv, ok := c.byKey[key]
	if !ok {
		conv = &conversation{account: a, key: key}
		c.byKey[key] = conv
		c.peak = max(c.peak, len(c.byKey))
	}
	c.toFront(conv)
	return conv
}

func (c *Conversations) toFront(conv *conversation) {
	if c.latest == conv {
		return
	}
	c.unlink(conv)
	conv.older = c.latest
	if c.latest != nil {
		c.latest.newer = conv
	} else {
		c.oldest = conv
	}
	c.latest = conv
}

func (c *Conversations) unlink(conv *conversation) {
	switch {
	case conv.newer != nil:
		conv.newer.older = conv.older
	case c.latest == conv:
		c.latest = conv.older
	}
	switch {
	case conv.older != nil:
		conv.older.newer = conv.newer
	case c.oldest == conv:
		c.oldest = conv.newer
	}
	conv.newer, conv.older = nil, nil
}

// Answered notes an answer that became known after Extend.
func (c *Conversations) Answered(seq uint64, key string, status int) {
	if conv, ok := c.byKey[key]; ok && conv.answered(seq, status) {
		c.version++
	}
}

// Forget drops everything before seq, as retention has; no gap is claimed across
// that line. Its cost is that of the conversations.
func (c *Conversations) Forget(seq uint64) {
	if seq <= c.line {
		return
	}
	c.line = seq
	c.came.forget(seq)
	used := make(map[*account]bool, len(c.accounts))
	for conv := c.oldest; conv != nil; {
		newer := conv.newer
		if conv.forget(seq) {
			c.unlink(conv)
			c.links.unlink(conv)
			delete(conv.account.states, conv)
			delete(c.byKey, conv.key)
		} else {
			used[conv.account] = true
		}
		conv = newer
	}
	for key, a := range c.accounts {
		maps.DeleteFunc(a.live, func(_ liveKind, last uint64) bool { return last < seq })
		if a.watch.seq < seq {
			a.watch.seq = 0
		}
		if a.loose != nil && a.loose.forget(seq) {
			a.loose = nil
		}
		a.states = shrunk(a.states, &a.peak)
		if a.loose == nil && !used[a] {
			delete(c.accounts, key)
		}
	}
	c.byKey = shrunk(c.byKey, &c.peak)
	c.links.heads = shrunk(c.links.heads, &c.links.peak)
	c.forgetWords()
	c.version++
}

// shrunk gives memory back, which a map never does by itself: what holds under half of
// the most since it was made is made anew.
func shrunk[K comparable, V any](m map[K]V, peak *int) map[K]V {
	if len(m) >= *peak/2 {
		return m
	}
	*peak = len(m)
	return maps.Collect(maps.All(m))
}

// Len counts the conversations.
func (c *Conversations) Len() int { return len(c.byKey) }

// Version changes with every change.
func (c *Conversations) Version() uint64 { return c.version }

// Summary returns the line of one conversation.
func (c *Conversations) Summary(key string) (Summary, bool) {
	conv, ok := c.byKey[key]
	if !ok {
		return Summary{}, false
	}
	return conv.summary(), true
}

// Recent visits the conversations by activity, the latest first.
func (c *Conversations) Recent(yield func(Summary) bool) {
	for conv := c.latest; conv != nil; conv = conv.older {
		if !yield(conv.summary()) {
			return
		}
	}
}

// Events returns the requests of a conversation in the order of storing.
func (c *Conversations) Events(key string) []uint64 {
	conv, ok := c.byKey[key]
	if !ok {
		return nil
	}
	seqs := make([]uint64, 0, len(conv.events))
	for _, d := range conv.events {
		if seq := conv.base + uint64(d.seq); len(seqs) == 0 || seqs[len(seqs)-1] != seq {
			seqs = append(seqs, seq)
		}
	}
	return seqs
}
