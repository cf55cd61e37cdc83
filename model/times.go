package model

import "time"

// Times are the spans that matter to people in a conversation. All of them are
// measured by one clock each: the platform's own where both ends have it, else ours
// where both have that; a span between two clocks is not known. An answer of the same
// moment as the question counts as a millisecond: 0 says that there is none.
type Times struct {
	FirstReply  time.Duration // customer's first message to the first agent's message after it; 0 when there is none. Bots and what is probably automatic do not count
	BotReply    time.Duration // customer's first message to the first bot's message after it, while no agent has the conversation; 0 when there is none
	LongestWait time.Duration // the customer's longest wait that an answer has ended, a closing is none; see [Times.Longest] for the present one
	Wait        Wait          // who waits now
	Began       time.Time     // of one that is not closed, by our clock: the opening, else the first message, else the first acceptance; zero when unknown
	Lasted      time.Duration // of a closed one: from the same beginning to the last closing; 0 when unknown
}

// Open reports how long a conversation has been open, or was until its last closing;
// 0 when its beginning is not known.
func (t Times) Open(now time.Time) time.Duration {
	if t.Began.IsZero() {
		return t.Lasted
	}
	return max(now.Sub(t.Began), 0)
}

// Wait says who waits for whom. In a closed conversation nobody waits, nor after the
// answer of a bot that has the conversation.
type Wait struct {
	Who   Role      // RoleCustomer waits for an answer, RoleAgent for the customer; RoleNone when nobody does
	Since time.Time // of the customer's first message without an answer, or of the agent's latest: by our clock, never after its receipt; zero when nobody waits
}

// For reports how long somebody of a role has been waiting; 0 when that side does not.
func (w Wait) For(who Role, now time.Time) time.Duration {
	if w.Who != who || w.Since.IsZero() {
		return 0
	}
	return max(now.Sub(w.Since), 0)
}

// Longest is the customer's longest wait, the present one included.
func (t Times) Longest(now time.Time) time.Duration {
	return max(t.LongestWait, t.Wait.For(RoleCustomer, now))
}
