// Package receiver takes webhooks in over HTTP: it reads each body once, has it
// parsed and stored, and answers.
//
// What it promises:
//
//   - Exact: a [model.Request] holds the bytes, target and header values as they
//     came. A content encoding is left on. (net/http keeps no order among header
//     names, so they are sorted; the values of one name keep theirs.)
//   - Stored before acknowledged: a sender sees a 2xx only after
//     [Recorder.Append] has returned without an error. What could not be stored is
//     answered 503 with Retry-After and counted, never dropped silently.
//   - Bounded: one body, all bodies together, headers, connections and every wait
//     for a sender have a limit, and all limits are on by default.
//   - Owned: a body's buffer belongs to the Recorder until Append returns, even
//     when the sender has left meanwhile; afterwards it is used for another request.
//
// A request is read, parsed and answered on the goroutine of its connection; no
// other goroutine is started for it. Whatever may be called from several
// goroutines says so.
package receiver
