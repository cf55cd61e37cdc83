// Package tui is the terminal app. There is one tea.Model: [Model] routes messages
// to components, which are plain structs with imperative methods and own their
// state. Update and View do no I/O, parse no payload, never sleep or lock: whatever
// takes time runs in a command that captured values, and its result carries an id,
// so that what is stale is dropped.
//
// Rows arrive as one message a frame, never one an event; the lists draw visible
// rows only. Everything that came over the network passes through model.Visible
// before it is drawn.
package tui
