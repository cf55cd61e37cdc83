package cli

import (
	"math"
	"testing"
)

func TestMemoryLimit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		events   int
		live     int64
		from, to int64
	}{
		{"a small capture is left alone", 100_000, 50 << 20, math.MaxInt64, math.MaxInt64},
		{"a small capture with large bodies in flight as well", 0, 1 << 30, math.MaxInt64, math.MaxInt64},
		{"a million events stay under 300 MB with the program itself", 1_000_000, 190e6, 200e6, 290e6},
		{"ten million events get what they need", 10_000_000, 1900e6, 1900e6, 2400e6},
		{"what is held is never more than the limit", 1_000_000, 900e6, 950e6, 1100e6},
	} {
		if got := memoryLimit(test.events, test.live); got < test.from || got > test.to {
			t.Errorf("%s: %d is not within %d and %d", test.name, got, test.from, test.to)
		}
	}
}

func TestLiveHeapIsKnown(t *testing.T) {
	t.Parallel()
	if live := liveHeap(); live < 0 {
		t.Errorf("live heap %d", live)
	}
}
