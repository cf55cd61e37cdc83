// Package platform reads the webhooks of chat platforms: which platform sent a
// request, which events it holds, and what that platform wants as an answer.
//
// Reading never fails: what cannot be read is an event too, with a problem that
// says why and where. Nothing is taken from anywhere but the request, so the same
// request gives the same events, today and when a capture is opened again. An
// event keeps no byte of the request's body: texts are copied, and the body may be
// used again when [Registry.Parse] has returned.
//
// A [Registry] is never changed once it is made; any number of goroutines may use it.
package platform
