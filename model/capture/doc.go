// Package capture keeps requests on disk: a directory of append-only segments, as
// docs/capture-format.md specifies it.
//
// Promises:
//
//   - What [File.Append] acknowledged is on the disk. It returns after the record was
//     written and synced, never before; many callers share one write and one sync.
//   - Requests are numbered from 1 without gaps, in the order of storing, also over
//     reopening. Their rows appear in that order.
//   - Nothing wrong is ever read: every byte of a record is under a checksum. What is
//     damaged is named in [Status] and skipped, the rest is read.
//   - One process writes, which a lock sees to; any number of others follow the same
//     directory with [Follow] while it does.
//   - Index files only save time: they are never trusted beyond their own checksums and
//     are rebuilt from the segments.
//
// All methods of [File] may be called from any goroutine. Values that they return
// belong to the caller, with the exception of [File.Scan].
package capture
