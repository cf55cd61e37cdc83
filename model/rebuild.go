package model

// Rebuild makes the timeline of one conversation from its events, which must be in
// the order of storing and carry the problems that Extend gave them.
func Rebuild(key string, events []Event, evidence Evidence) Timeline { return Timeline{Key: key} }
