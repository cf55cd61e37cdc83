package model

import (
	"maps"
	"slices"
)

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
// Its cost is small, but that of the conversations where some belong together.
func (c *Conversations) Evidence(key string) Evidence {
	v, ok := c.byKey[key]
	if !ok {
		return Evidence{}
	}
	s := &v.account.skew
	return Evidence{live: maps.Clone(v.account.live), behind: s.behind(), clocked: s.count > 0, cut: c.line > 0, oneIDs: v.account.oneSpace, links: c.linked(v)}
}

// linked finds the conversations that name the same client, in both directions. It
// looks at all of them, which is done only for one that somebody looks at.
func (c *Conversations) linked(v *conversation) []string {
	self := c.hash.key(v.key)
	var keys []string
	for other := c.latest; other != nil; other = other.older {
		if other == v || other.account != v.account {
			continue
		}
		if other.link == self || v.link != 0 && (other.link == v.link || c.hash.key(other.key) == v.link) {
			keys = append(keys, other.key)
		}
	}
	slices.Sort(keys)
	return keys
}
