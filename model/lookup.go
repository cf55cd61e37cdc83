package model

// lookupFrom is how many digests are searched one by one at most.
const lookupFrom = 48

// lookup finds the digests of a long conversation.
type lookup struct {
	bodies   map[uint64]uint32 // the latest delivery of each
	chains   map[uint64]chain  // of bodies that came more than once
	messages map[messageDigest]uint32
	many     map[int]int // how many messages an event told that told more than its digest can count
}

// chain is bytes that were delivered again and again.
type chain struct {
	first  uint32 // which delivery began it
	before uint32 // the one before the latest
	count  uint32 // of requests
}

// index keeps the lookup of a long conversation current.
func (v *conversation) index(event, message int) {
	if v.lookup == nil {
		if len(v.events) <= lookupFrom && len(v.messages) <= lookupFrom {
			return
		}
		v.lookup = &lookup{bodies: make(map[uint64]uint32), chains: make(map[uint64]chain), messages: make(map[messageDigest]uint32), many: make(map[int]int)}
		event, message = 0, 0
	}
	for ; event < len(v.events); event++ {
		v.lookup.add(v, event)
	}
	for ; message < len(v.messages); message++ {
		v.lookup.messages[v.messages[message].identity()] = uint32(message)
	}
}

// reindex makes the lookup anew after the first n events were dropped.
func (v *conversation) reindex(n int) {
	before := v.lookup
	v.lookup = nil
	v.index(len(v.events), len(v.messages))
	if before == nil || v.lookup == nil {
		return
	}
	for i, added := range before.many {
		if i >= n {
			v.lookup.many[i-n] = added
		}
	}
}

// add takes in the i-th delivery of a long conversation.
func (l *lookup) add(v *conversation, i int) {
	d := v.events[i]
	before, known := l.bodies[d.body()]
	if known && v.events[before].seq == d.seq {
		return // another part of the same request
	}
	l.bodies[d.body()] = uint32(i)
	switch {
	case known && d.again():
		c, ok := l.chains[d.body()]
		if !ok {
			c = chain{first: before, count: 1}
		}
		c.before = before
		c.count++
		l.chains[d.body()] = c
	default:
		delete(l.chains, d.body())
	}
}

// findBody returns the latest delivery of the same bytes by an earlier request.
func (v *conversation) findBody(body, seq uint64) (int, bool) {
	if v.lookup != nil {
		i, ok := v.lookup.bodies[body]
		if ok && v.seq(int(i)) == seq { // another part of this request
			var c chain
			c, ok = v.lookup.chains[body]
			i = c.before
		}
		return int(i), ok
	}
	for i := len(v.events) - 1; i >= 0; i-- {
		if v.events[i].body() == body && v.seq(i) != seq {
			return i, true
		}
	}
	return 0, false
}

// findMessage returns the message that a digest tells again, exactly.
func (v *conversation) findMessage(d messageDigest) (int, bool) {
	if !d.identified() {
		return 0, false
	}
	if v.lookup != nil {
		i, ok := v.lookup.messages[d.identity()]
		return int(i), ok
	}
	for i := len(v.messages) - 1; i >= 0; i-- {
		if v.messages[i].identity() == d.identity() {
			return i, true
		}
	}
	return 0, false
}
