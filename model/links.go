package model

import (
	"slices"
)

// maxLinks bounds how many conversations of one client are named: the latest active.
const maxLinks = 50

// links finds the conversations that name the same client: by the hash of the client's
// key the one that was active last, from which the others hang by activity.
type links struct {
	heads map[uint64]*conversation
	peak  int // the most clients since the map was made
}

// link notes that a conversation belongs with another one, or that it was active.
func (l *links) link(v *conversation, with uint64) {
	if with == 0 || v.link == with && v.linkedNewer == nil {
		return // the latest already
	}
	l.unlink(v)
	v.link = with
	if head := l.heads[with]; head != nil {
		v.linkedOlder, head.linkedNewer = head, v
	}
	l.heads[with] = v
	l.peak = max(l.peak, len(l.heads))
}

func (l *links) unlink(v *conversation) {
	if v.link == 0 {
		return
	}
	switch {
	case v.linkedNewer != nil:
		v.linkedNewer.linkedOlder = v.linkedOlder
	case v.linkedOlder != nil:
		l.heads[v.link] = v.linkedOlder
	default:
		delete(l.heads, v.link)
	}
	if v.linkedOlder != nil {
		v.linkedOlder.linkedNewer = v.linkedNewer
	}
	v.link, v.linkedNewer, v.linkedOlder = 0, nil, nil
}

// belong notes which client's a conversation is, and that it was active.
func (c *Conversations) belong(v *conversation, e *Event) {
	with := v.link
	if len(e.Links) > 0 {
		with = c.hash.key(ConversationKey(e.Platform, e.Source, e.Links[0]))
	}
	c.links.link(v, with)
}

// linked finds the conversations that name the same client as one does, or that name
// it as their client: the latest active of them, sorted by key.
func (c *Conversations) linked(v *conversation) []string {
	var keys []string
	for _, with := range [...]uint64{c.hash.key(v.key), v.link} {
		for other := c.links.heads[with]; other != nil && len(keys) < maxLinks; other = other.linkedOlder {
			if other != v {
				keys = append(keys, other.key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
