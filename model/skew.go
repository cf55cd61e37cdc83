package model

import (
	"slices"
	"time"
)

// skew estimates how far a platform's clock is behind ours: the median of receipt
// less own time of its recent live events. Milliseconds.
type skew struct {
	recent [32]int64
	count  int
	base   int64
	tight  bool // most of the recent events agree within a minute
}

const (
	skewAgrees = int64(time.Minute / time.Millisecond)
	// skewReplay is the distance beyond which traffic is a replay of old samples:
	// nothing can be said about a single event's delay then.
	skewReplay  = int64(24 * time.Hour / time.Millisecond)
	skewSamples = 8 // how many events a clock must be off alike to be believed
)

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
	agree := 0
	for _, d := range sorted[:n] {
		if d-s.base <= skewAgrees && s.base-d <= skewAgrees {
			agree++
		}
	}
	s.tight = agree*4 >= n*3
}

// behind is how far the platform's clock is behind ours, where that is beyond doubt:
// one event that came late looks like a clock that is off.
func (s *skew) behind() int64 {
	switch {
	case s.base < 0, s.base > skewReplay: // none comes before it happened, none a day late
		return s.base
	case s.count > 1 && s.tight:
		return s.base
	}
	return 0
}

// late reports whether a delay stands out from the platform's other traffic.
func (s *skew) late(diff, after int64) bool {
	if s.count == 0 || diff-s.base <= after {
		return false
	}
	off := max(s.base, -s.base)
	return off <= skewAgrees || off <= skewReplay && s.tight && s.count >= skewSamples
}
