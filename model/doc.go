// Package model is the vocabulary of offhook: requests, events, rows,
// conversations and timelines, as plain values.
//
// It uses the standard library only and holds no files, clocks or goroutines.
// Values that were handed out are never changed afterwards: a [Request] is kept
// byte for byte as it came, an [Event] is what one platform's rules read from it,
// a [Row] is the event's line in the list. [Log] is the one type that may be used
// from several goroutines (one writer, any number of readers); everything else
// belongs to whoever made it.
package model
