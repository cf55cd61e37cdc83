package capture

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"

	"offhook/model"
)

const (
	indexMagic   = "offhidx\n"
	indexVersion = 1
	indexHeader  = 40
	blockHeader  = 36
	rowSize      = 76
	refSize      = 20
	// chunkRows is how many rows share an arena.
	chunkRows = 4096
)

// ref says where a record lies and what a list must know of it.
type ref struct {
	seq    uint64
	off    uint32
	took   uint32 // microseconds, of a reply
	status uint16 // of a reply, a delivery, or of the request's own row
	kind   kind
	shown  bool // the row has it already
}

// chunk is a run of rows with the references of the same stretch of the segment.
type chunk struct {
	run     model.Run
	refs    []ref
	covered int64 // where in the segment the stretch ends
}

// indexer collects the rows of a segment and, beside them, where its records lie.
// Rows of one chunk share one arena, in which every text is kept once.
type indexer struct {
	rows   []model.Row
	arena  model.Arena
	refs   []ref
	intern map[string]model.Text
	// What append has written of the chunk.
	wroteRows, wroteBytes int
}

func newIndexer() *indexer { return &indexer{intern: make(map[string]model.Text)} }

func (x *indexer) add(s string) model.Text {
	if t, ok := x.intern[s]; ok {
		return t
	}
	t := x.arena.Add(s)
	x.intern[s] = t
	return t
}

// request takes the rows of one request.
func (x *indexer) request(it *item) {
	for i := range it.events {
		x.rows = append(x.rows, model.NewRow(it.request, &it.events[i], it.reply, x.add))
	}
	x.refs = append(x.refs, it.ref)
}

func (x *indexer) full() bool { return len(x.rows) >= chunkRows }

// append appends to the bytes of an index file what is new of the chunk.
func (x *indexer) append(b []byte, covered int64) []byte {
	b = appendBlock(b, x.wroteRows == 0, x.rows[x.wroteRows:], x.arena[x.wroteBytes:], x.refs, covered)
	x.wroteRows, x.wroteBytes, x.refs = len(x.rows), len(x.arena), x.refs[:0]
	if x.full() {
		*x = *newIndexer()
	}
	return b
}

// indexBegin is the header of an index file.
func indexBegin(s *segment, fingerprint uint32) []byte {
	b := append(make([]byte, 0, indexHeader), indexMagic...)
	b = binary.LittleEndian.AppendUint32(b, indexVersion)
	b = binary.LittleEndian.AppendUint32(b, fingerprint)
	b = binary.LittleEndian.AppendUint64(b, s.first)
	b = append(b, s.marker[:]...)
	b = binary.LittleEndian.AppendUint32(b, 0)
	return binary.LittleEndian.AppendUint32(b, checksum(b))
}

// appendBlock appends rows of one chunk, what its arena has gained since the block
// before, and references. covered is where in the segment the block's records end.
func appendBlock(b []byte, begins bool, rows []model.Row, arena []byte, refs []ref, covered int64) []byte {
	start := len(b)
	b = binary.LittleEndian.AppendUint32(b, 0) // the checksum
	var flags uint32
	if begins {
		flags = 1
	}
	for _, v := range []uint32{flags, uint32(len(rows)), uint32(len(arena)), uint32(len(refs)), 0, 0, 0} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	binary.LittleEndian.PutUint64(b[start+20:], uint64(covered))
	b = append(b, make([]byte, 4)...)
	for i := range rows {
		b = appendRow(b, &rows[i])
	}
	b = append(b, arena...)
	for _, r := range refs {
		b = appendRef(b, r)
	}
	binary.LittleEndian.PutUint32(b[start:], checksum(b[start+4:]))
	return b
}

func appendRow(b []byte, r *model.Row) []byte {
	for _, v := range [...]uint64{r.Seq, uint64(r.Received), uint64(r.Occurred), uint64(r.Problems)} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	for _, v := range [...]uint32{r.Size, r.Took, uint32(r.Platform), uint32(r.Name), uint32(r.Key), uint32(r.Channel), uint32(r.Customer), uint32(r.Agent), uint32(r.Snippet)} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	b = binary.LittleEndian.AppendUint16(b, r.Reply)
	return append(b, r.Part, byte(r.Kind), byte(r.Role), byte(r.Status), 0, 0)
}

func readRow(b []byte, r *model.Row) {
	_ = b[rowSize-1]
	le := binary.LittleEndian
	r.Seq, r.Received, r.Occurred, r.Problems = le.Uint64(b), int64(le.Uint64(b[8:])), int64(le.Uint64(b[16:])), model.CodeSet(le.Uint64(b[24:]))
	r.Size, r.Took = le.Uint32(b[32:]), le.Uint32(b[36:])
	r.Platform, r.Name, r.Key, r.Channel = model.Text(le.Uint32(b[40:])), model.Text(le.Uint32(b[44:])), model.Text(le.Uint32(b[48:])), model.Text(le.Uint32(b[52:]))
	r.Customer, r.Agent, r.Snippet = model.Text(le.Uint32(b[56:])), model.Text(le.Uint32(b[60:])), model.Text(le.Uint32(b[64:]))
	r.Reply, r.Part = le.Uint16(b[68:]), b[70]
	r.Kind, r.Role, r.Status = model.Kind(b[71]), model.Role(b[72]), model.Status(b[73])
}

func appendRef(b []byte, r ref) []byte {
	b = binary.LittleEndian.AppendUint64(b, r.seq)
	b = binary.LittleEndian.AppendUint32(b, r.off)
	b = binary.LittleEndian.AppendUint32(b, r.took)
	b = binary.LittleEndian.AppendUint16(b, r.status)
	shown := byte(0)
	if r.shown {
		shown = 1
	}
	return append(b, byte(r.kind), shown)
}

func readRef(b []byte) ref {
	_ = b[refSize-1]
	le := binary.LittleEndian
	return ref{seq: le.Uint64(b), off: le.Uint32(b[8:]), took: le.Uint32(b[12:]), status: le.Uint16(b[16:]), kind: kind(b[18]), shown: b[19] == 1}
}

// decodeIndex reads an index file as far as it is whole. ok is false when it is not
// this segment's, not this program's, or says what cannot be; whole is false when
// something follows that was not understood.
func decodeIndex(b []byte, s *segment, size int64, next uint64, fingerprint uint32) (chunks []chunk, whole, ok bool) {
	if len(b) < indexHeader || !bytes.Equal(b[:indexHeader], indexBegin(s, fingerprint)) {
		return nil, false, false
	}
	b = b[indexHeader:]
	covered := int64(segmentHeader)
	for {
		m, ok := measureChunk(b, covered, size)
		if !ok {
			return nil, false, false
		}
		if m.length == 0 {
			return chunks, len(b) == 0, plausible(chunks, s, next)
		}
		chunks = append(chunks, decodeChunk(b[:m.length], m))
		b, covered = b[m.length:], m.covered
	}
}

// blockLength is how long a block says that it is.
func blockLength(b []byte) uint64 {
	le := binary.LittleEndian
	return blockHeader + uint64(le.Uint32(b[8:]))*rowSize + uint64(le.Uint32(b[12:])) + uint64(le.Uint32(b[16:]))*refSize
}

// measure is the size of the whole blocks of one chunk.
type measure struct {
	length, rows, arena, refs int
	covered                   int64
}

// measureChunk measures the chunk at the beginning of b as far as its blocks are
// whole. ok is false when it covers more than there is, so that the segment is
// another one.
func measureChunk(b []byte, covered, size int64) (m measure, ok bool) {
	le := binary.LittleEndian
	for m.covered = covered; len(b)-m.length >= blockHeader; {
		k := b[m.length:]
		begins := k[4] == 1
		length := blockLength(k)
		if length > uint64(len(k)) || checksum(k[4:length]) != le.Uint32(k) || begins && m.length > 0 {
			break
		}
		to := int64(le.Uint64(k[20:]))
		if to < m.covered || to > size || !begins && m.length == 0 {
			return m, false
		}
		m.covered = to
		m.length += int(length)
		m.rows, m.arena, m.refs = m.rows+int(le.Uint32(k[8:])), m.arena+int(le.Uint32(k[12:])), m.refs+int(le.Uint32(k[16:]))
	}
	return m, true
}

// decodeChunk joins the blocks of a chunk.
func decodeChunk(b []byte, m measure) chunk {
	c := chunk{run: model.Run{Rows: make([]model.Row, 0, m.rows), Arena: make(model.Arena, 0, m.arena)}, refs: make([]ref, 0, m.refs), covered: m.covered}
	le := binary.LittleEndian
	for len(b) > 0 {
		rows, arena, refs := le.Uint32(b[8:]), le.Uint32(b[12:]), le.Uint32(b[16:])
		b = b[blockHeader:]
		for range rows {
			c.run.Rows = append(c.run.Rows, model.Row{})
			readRow(b, &c.run.Rows[len(c.run.Rows)-1])
			b = b[rowSize:]
		}
		c.run.Arena = append(c.run.Arena, b[:arena]...)
		b = b[arena:]
		for range refs {
			c.refs = append(c.refs, readRef(b))
			b = b[refSize:]
		}
	}
	return c
}

// plausible reports whether references and rows can be the segment's.
func plausible(chunks []chunk, s *segment, next uint64) bool {
	last, row := s.first-1, model.RowID(0)
	for _, c := range chunks {
		for _, r := range c.refs {
			if r.off < segmentHeader || int64(r.off)+headerSize > c.covered || r.kind < kindRequest || r.kind > kindOutage {
				return false
			}
			if r.kind != kindRequest {
				continue
			}
			if r.seq <= last || r.seq >= next || !s.holds(r.seq, c.covered) {
				return false
			}
			last = r.seq
		}
		for i := range c.run.Rows {
			r := &c.run.Rows[i]
			id := r.ID()
			if id < row || r.Seq < s.first || r.Seq > last {
				return false
			}
			row = id
		}
	}
	return true
}

// fingerprint changes with everything that the numbers in a row mean.
func fingerprint(schema string) uint32 {
	var words []string
	for _, list := range [][]string{model.Codes(), model.Kinds(), model.Roles(), model.Statuses(), {schema}} {
		words = append(words, strings.Join(list, ","))
	}
	return checksum([]byte(strings.Join(words, ";")))
}

// writeIndex replaces a segment's index file.
func writeIndex(s *segment, chunks []chunk, fingerprint uint32) error {
	b := indexBegin(s, fingerprint)
	for _, c := range chunks {
		b = appendBlock(b, true, c.run.Rows, c.run.Arena, c.refs, c.covered)
	}
	path := indexPath(s.path)
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
