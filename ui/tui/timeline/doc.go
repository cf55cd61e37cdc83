// Package timeline draws a conversation: who wrote what on which side, what else
// happened, and what is missing.
//
// [Model] is a stateful value with imperative methods, owned by one goroutine. An
// entry is laid out when it comes near the screen and kept until the width, theme,
// search or conversation changes, so a frame costs the height of the screen.
// Everything that is drawn went through theme.Drawable; the output holds no control
// sequences but those of the theme.
package timeline
