// Package jsonview draws one body: [Model] is a JSON tree that folds, [RawView] is
// text or a hex dump.
//
// Both are stateful values with imperative methods, owned by one goroutine. They
// keep no text of lines that are not on the screen: a frame costs the height of the
// screen, whatever the size of the document. Everything that is drawn went through
// theme.Drawable; their output holds no control sequences but those of the theme.
package jsonview
