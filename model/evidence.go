package model

import "maps"

// Evidence is what the rest of the capture says: which senders and types a platform
// delivered live, how far its clock is off, which conversations are the client's.
type Evidence struct {
	live    map[liveKind]uint64
	behind  int64   // milliseconds that the platform's clock is behind ours
	clocked bool    // behind is known
	sure    bool    // beyond doubt
	cut     bool    // retention has dropped events
	shared  roleSet // whose messages have the same ids live and in transcripts
	links   []string
	repeats map[uint64]uint64 // by request: the latest before that it repeats
}

// Evidence returns what rebuilding a timeline must know of the rest of the capture.
// Its cost is that of the conversation's deliveries.
func (c *Conversations) Evidence(key string) Evidence {
	v, ok := c.byKey[key]
	if !ok {
		return Evidence{}
	}
	s := &v.account.skew
	return Evidence{live: maps.Clone(v.account.live), behind: s.behind(), clocked: s.count > 0, sure: s.sure(), cut: c.line > 0, shared: v.account.shared, links: c.linked(v), repeats: v.repeats()}
}

// repeats finds what each repeated delivery repeats.
func (v *conversation) repeats() map[uint64]uint64 {
	latest := make(map[uint64]uint64)
	repeats := make(map[uint64]uint64)
	for i, d := range v.events {
		before, known := latest[d.body()]
		if known && d.again() && before != v.seq(i) {
			repeats[v.seq(i)] = before
		}
		latest[d.body()] = v.seq(i)
	}
	return repeats
}
