package cli

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
)

// What a large capture may take: the collector usually waits until there is as much
// garbage as there is to keep, which reading a million requests makes in no time.
const (
	largeCapture  = 200_000   // requests; below, that is little
	bytesAnEvent  = 170       // row, snippet and its share of the conversations
	bytesAtLeast  = 112 << 20 // what the screen, the program and some garbage take
	bytesOfWork   = 40 << 20  // garbage allowed beside what is held
	liveHeapGauge = "/gc/heap/live:bytes"
)

// fitMemory has the collector run earlier while a large capture is held, so that the
// program stays near what it needs; a small one keeps the collector's usual pace.
// It may be called from any goroutine, as often as somebody looks. GOGC and
// GOMEMLIMIT in the environment are an order: then it does nothing.
func (p *Program) fitMemory(events int) {
	if p.Getenv("GOGC") != "" || p.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(memoryLimit(events, liveHeap()))
}

// memoryLimit is above what is held, however much that is: a limit below it would
// keep the collector running all the time.
func memoryLimit(events int, live int64) int64 {
	if events < largeCapture {
		return math.MaxInt64
	}
	return max(bytesAtLeast+bytesAnEvent*int64(events), live+live/8+bytesOfWork)
}

// liveHeap is what the last collection left.
func liveHeap() int64 {
	gauge := []metrics.Sample{{Name: liveHeapGauge}}
	metrics.Read(gauge)
	if gauge[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(min(gauge[0].Value.Uint64(), math.MaxInt64/2))
}
