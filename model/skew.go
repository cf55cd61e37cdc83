package model

import (
	"math"
	"slices"
	"time"
)

// skew estimates how far a platform's clock is behind ours: the median of receipt
// less own time of its recent live events. Milliseconds.
//
// An account is live or a replay (old samples, an import). The first event with a time
// decides; afterwards the state changes when skewSamples events in a row, and none
// between, say so. In a replay no delay is judged; an old event of a live account is
// late.
type skew struct {
	recent [32]int64
	count  int
	base   int64
	tight  bool  // most of the recent events agree within a minute
	steady bool  // most of them agree well enough to name the distance
	replay bool  // what comes is more than a day off
	other  int   // how many events in a row say that this has changed
	told   int64 // the distance that was said last; 0 when none was
}

const (
	skewAgrees = int64(time.Minute / time.Millisecond)
	// skewReplay is the distance beyond which traffic is a replay of old samples:
	// nothing can be said about a single event's delay then.
	skewReplay  = int64(24 * time.Hour / time.Millisecond)
	skewSamples = 8 // how many events a clock must be off alike to be believed
	// skewAhead and skewBehind are how far off a clock is worth saying. Nothing arrives
	// before it happens; what arrives after it may be on its way for some seconds.
	skewAhead  = int64(5 * time.Second / time.Millisecond)
	skewBehind = int64(10 * time.Second / time.Millisecond)
)

// see takes in the distance of one event. It reports whether the event tells
// something of delays, and whether it shows that the account is a replay.
func (s *skew) see(diff int64) (judged, replays bool) {
	old := magnitude(diff) > skewReplay
	switch {
	case s.count == 0:
		s.replay = old
	case old == s.replay:
		s.other = 0
		s.add(diff)
		return !old, false
	default:
		if s.other++; s.other < skewSamples {
			return !s.replay, false
		}
		*s = skew{replay: old, told: s.told}
	}
	s.add(diff)
	return false, old
}

func (s *skew) add(diff int64) {
	s.recent[s.count%len(s.recent)] = diff
	s.count++
	if s.count > skewSamples && s.count%skewSamples != 0 {
		return
	}
	sorted := s.recent
	n := min(s.count, len(sorted))
	slices.Sort(sorted[:n])
	s.base = sorted[(n-1)/2]
	most := func(within int64) bool {
		agree := 0
		for _, d := range sorted[:n] {
			if magnitude(d-s.base) <= within {
				agree++
			}
		}
		return agree*4 >= n*3
	}
	s.tight = most(skewAgrees)
	s.steady = most(max(skewAhead, magnitude(s.base)/10))
}

// behind is how far the platform's clock is behind ours, where that is beyond doubt:
// one event that came late looks like a clock that is off.
func (s *skew) behind() int64 {
	if s.sure() {
		return s.base
	}
	return 0
}

// sure reports whether the distance is beyond doubt: nothing comes before it happened
// or a day late, and several do not come late alike.
func (s *skew) sure() bool {
	return s.base < 0 || s.base > skewReplay || s.count > 1 && s.tight
}

// late reports whether a delay stands out from the platform's other traffic.
func (s *skew) late(diff, after int64) bool {
	if s.count == 0 || s.replay || diff-s.base <= after {
		return false
	}
	off := magnitude(s.base)
	return off <= skewAgrees || s.tight && s.count >= skewSamples
}

// news reports whether the clock's distance is established and was not said yet: at
// first where it is off, then when it moved by more than half of what was said, but
// by 10 seconds at least and a minute at most.
func (s *skew) news() bool {
	if s.replay || !s.steady || s.count < skewSamples {
		return false
	}
	if s.told == 0 {
		return s.off()
	}
	enough := min(max(magnitude(s.told)/2, skewBehind), skewAgrees)
	return magnitude(s.base-s.told) > enough
}

// off reports whether the distance is more than a delay on the way.
func (s *skew) off() bool { return isOff(s.base) }

func isOff(behind int64) bool { return behind < -skewAhead || behind > skewBehind }

func magnitude(n int64) int64 { return max(n, -max(n, -math.MaxInt64)) }
