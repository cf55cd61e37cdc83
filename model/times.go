package model

import "time"

// Times are the spans that matter to people in a conversation. All of them are
// measured by one clock each: the platform's own where both ends have it, else ours.
type Times struct {
	FirstReply  time.Duration // customer's first message to the first agent's message after it; 0 when there is none. Bots and what is probably automatic do not count
	BotReply    time.Duration // customer's first message to the first bot's message after it; 0 when there is none
	LongestWait time.Duration // the customer's longest wait that has ended; see [Times.Longest] for the present one
	Wait        Wait          // who waits now
}

// Wait says who waits for whom. In a closed conversation nobody waits.
type Wait struct {
	Who   Role      // RoleCustomer waits for an answer, RoleAgent for the customer; RoleNone when nobody does
	Since time.Time // by our clock, never after the receipt of what they wait after; zero when nobody waits
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
