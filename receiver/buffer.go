package receiver

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// Buffers come in powers of two between these; a larger one is made for its
// request alone.
const (
	smallestClass = 10 // 1 KiB
	largestClass  = 24 // 16 MiB
)

// pool keeps buffers by size class, so that a large one is never taken for a
// small body.
type pool struct {
	classes [largestClass - smallestClass + 1]sync.Pool
}

// A buffer is handed around by pointer, so that returning it to the pool
// allocates nothing.
type buffer struct{ bytes []byte }

// get returns a buffer of at least n bytes.
func (p *pool) get(n int64) *buffer {
	class := classOf(n)
	if class > largestClass {
		return &buffer{make([]byte, n)}
	}
	if b, ok := p.classes[class-smallestClass].Get().(*buffer); ok {
		return b
	}
	return &buffer{make([]byte, 1<<class)}
}

// put takes a buffer back; the caller must have no slice of it left.
func (p *pool) put(b *buffer) {
	if class := classOf(int64(len(b.bytes))); class <= largestClass {
		p.classes[class-smallestClass].Put(b)
	}
}

func classOf(n int64) int { return max(bits.Len64(uint64(n-1)), smallestClass) }

// budget counts the bytes of the bodies in flight against a limit.
type budget struct {
	limit int64
	used  atomic.Int64
}

func (b *budget) reserve(n int64) bool {
	if b.used.Add(n) <= b.limit {
		return true
	}
	b.used.Add(-n)
	return false
}

func (b *budget) release(n int64) { b.used.Add(-n) }
