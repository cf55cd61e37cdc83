// Package theme says how things look: colours by meaning, glyphs, and the texts of
// durations and sizes.
//
// A [Theme] is a value made by a function ([New], [Plain]) and passed to who draws;
// there is no global one. It is never written after it was made, so copies of it
// may be used from several goroutines. Red is for what needs a person, yellow for
// what is odd, green for "up" and "verified" only; colour is never the only sign.
//
// Text from the network goes through [Drawable] before a [Pen] paints it.
package theme
