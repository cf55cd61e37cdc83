package model

import "maps"

// Evidence is what the rest of the capture says: which senders and types a platform
// delivered live, how far its clock is off, which conversations are the client's.
type Evidence struct {
	live    map[liveKind]uint64
	behind  int64 // milliseconds that the platform's clock is behind ours
	clocked bool  // behind is known
	cut     bool  // retention has dropped events
	oneIDs  bool  // live messages and transcripts use the same message ids
	links   []string
}

// Evidence returns what rebuilding a timeline must know of the rest of the capture.
// Its cost is small.
func (c *Conversations) Evidence(key string) Evidence {
	v, ok := c.byKey[key]
	if !ok {
		return Evidence{}
	}
	s := &v.account.skew
	return Evidence{live: maps.Clone(v.account.live), behind: s.behind(), clocked: s.count > 0, cut: c.line > 0, oneIDs: v.account.oneSpace, links: c.linked(v)}
}
