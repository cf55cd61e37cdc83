package model

import (
	"fmt"
	"strings"
)

// liveKind is what a platform has been seen to deliver live: who said it, and the
// platform's own word for its type.
type liveKind struct {
	role Role
	typ  string
}

// listedEntry is an entry of a transcript with what is known of it otherwise.
type listedEntry struct {
	kind  Kind
	role  Role
	typ   string
	at    int64 // milliseconds, 0 without a time
	live  bool  // it was delivered live
	known bool  // live, or in an earlier transcript
}

// estimated is how much later than a receipt by our clock a live event counts, in
// milliseconds: the distance of the clocks is an estimate, and times are whole seconds.
const estimated = 1000

// gapRule decides which entries of a transcript should have been delivered.
type gapRule struct {
	platform string
	from     int64 // own time of the conversation's first live event, milliseconds; 0 when it has none
	cut      bool  // retention may have taken what came just before
	seen     func(liveKind) bool
}

// missing returns the places of the entries that are gaps: messages of a customer,
// agent or bot that only the transcript has, at or after the conversation's first
// live event, of a sender and type that the platform delivers live. What is of that
// very moment counts only behind a live message: times may be whole seconds.
func (g gapRule) missing(entries []listedEntry) []int {
	if g.from == 0 {
		return nil
	}
	from := g.from
	if g.cut {
		from += alignWithin + 1
	}
	end := g.promised(entries)
	var places []int
	listening := false
	for i, e := range entries[:end] {
		listening = listening || e.live || e.at > from
		if !e.known && spoken(e.kind, e.role) && e.at >= from && listening && g.seen(liveKind{e.role, e.typ}) {
			places = append(places, i)
		}
	}
	return places
}

// promised is the number of entries up to which live delivery is proven. Jivo gives
// live messages only while its Bot API has the chat; elsewhere a hand-over from the
// bot may end them, unless a later message did come live.
func (g gapRule) promised(entries []listedEntry) int {
	lastLive, lastBot, handOver := -1, -1, len(entries)
	for i, e := range entries {
		if e.live {
			lastLive = i
		}
		if e.role == RoleBot && handOver == len(entries) {
			lastBot = i
		}
		if e.role == RoleAgent && lastBot >= 0 && handOver == len(entries) {
			handOver = lastBot + 1
		}
	}
	switch {
	case g.platform == "jivo":
		return lastLive + 1
	case lastLive >= handOver:
		return len(entries)
	}
	return handOver
}

// gapSentence says how many messages are missing, and which.
func gapSentence(messages []*Message) string {
	const named = 3
	var which []string
	for _, m := range messages[:min(len(messages), named)] {
		who := cutText(Person{Role: m.Role, ID: m.Sender, Name: m.Name}.Label(), maxNameText) // a stranger chose it
		which = append(which, fmt.Sprintf("from %s, %s", who, clock(m.At)))
	}
	list := strings.Join(which, "; ")
	if len(messages) > named {
		list += fmt.Sprintf("; and %d more", len(messages)-named)
	}
	if len(messages) == 1 {
		return "1 message is only in the transcript: it was never delivered (" + list + ")"
	}
	return fmt.Sprintf("%d messages are only in the transcript: they were never delivered (%s)", len(messages), list)
}
