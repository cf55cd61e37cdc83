package capture

import (
	"encoding/binary"
	"time"
)

// SegmentFile lets tests inject faults.
type SegmentFile = segmentFile

// WithFiles makes the writer open its segments by create.
func (o Options) WithFiles(create func(path string) (SegmentFile, error)) Options {
	o.create = create
	return o
}

// CreateFile is what the writer opens its segments by otherwise.
func CreateFile(path string) (SegmentFile, error) { return createFile(path) }

// Hasty shortens the pauses of followers and of late records.
func (o Options) Hasty() Options {
	o.idle, o.poll = time.Millisecond, [2]time.Duration{time.Millisecond, 4 * time.Millisecond}
	return o
}

// Unsynced leaves out the sync, to fill large captures for benchmarks.
func (o Options) Unsynced() Options {
	o.unsynced = true
	return o
}

// SetSegmentVersion changes the version in a segment's header.
func SetSegmentVersion(b []byte, version uint32) {
	binary.LittleEndian.PutUint32(b[8:], version)
	binary.LittleEndian.PutUint32(b[28:], checksum(b[:28]))
}

func putChecksum(block []byte) { binary.LittleEndian.PutUint32(block, checksum(block[4:])) }
