package model

import "time"

// Summary is a conversation's line in the list of conversations.
type Summary struct {
	Key            string
	Platform       string
	Channel        string
	Status         Status
	PlatformStatus string
	Customer       Person
	Agent          Person
	Opened         time.Time // first opening; zero when it was not seen
	Closed         time.Time // last closing; zero while it is open
	Active         time.Time // our time of the latest event
	Times
	LastText    string // the latest message, cut short
	LastRole    Role
	Messages    int    // entries that are messages, each once
	Events      int    // deliveries
	Problems    int    // events with a problem that is more than odd
	First, Last uint64 // seq of the first and the latest event
}
