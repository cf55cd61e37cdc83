package model

import (
	"cmp"
	"math"
	"slices"
)

// alignWithin is how far the times of one message in two tellings may differ, in
// milliseconds: Blinger and Jivo count seconds.
const alignWithin = 2000

// maxCandidates bounds the search among equal texts of unequal times.
const maxCandidates = 256

// messageID is an id within its own space: a Blinger comment and a message may
// share a number.
type messageID struct {
	id   uint32
	kind Kind
}

// saying is what equal texts are gathered by.
type saying struct {
	text   uint32
	role   Role
	kind   Kind
	millis int64
}

func (d messageDigest) named() messageID { return messageID{d.id, d.kind()} }

// align finds each entry of a transcript among the known messages: the result holds
// an index into known, or -1. No known message is taken twice, so two equal texts
// of one second stay two. An equal id decides; else role and text with the same
// time; else role and text within two seconds, the nearest. shared says of whom
// live messages and transcripts are known to use the same ids: then unequal ids are
// two messages, as they are within transcripts. It is returned with what was learnt.
// closed is the own time of the transcript, 0 without one: what was said after it is
// not in it.
func align(known, listed []messageDigest, shared roleSet, closed int64) (found []int, learnt roleSet) {
	a := alignment{closed: closed, known: dropShared(known), listed: dropShared(listed), shared: shared, found: make([]int, len(listed)), taken: make([]bool, len(known))}
	for i := range a.found {
		a.found[i] = -1
	}
	a.byID()
	a.byText(sameMoment, 0)
	a.byText(anyMoment, alignWithin)
	return a.found, a.shared
}

type alignment struct {
	known, listed []messageDigest
	found         []int
	taken         []bool
	shared        roleSet
	closed        int64
}

func (a *alignment) take(listed, known int) {
	a.found[listed] = known
	a.taken[known] = true
}

// byID matches by message ids; one whose time and text both differ proves nothing.
func (a *alignment) byID() {
	known := make(map[messageID]int, len(a.known))
	for k, d := range a.known {
		known[d.named()] = k
	}
	for i, d := range a.listed {
		k, ok := known[d.named()]
		if d.id != 0 && ok && (d.text == a.known[k].text || near(d, a.known[k], alignWithin)) {
			a.take(i, k)
			if (d.when^a.known[k].when)&toldLive != 0 {
				a.shared |= 1 << d.role()
			}
		}
	}
}

// dropShared takes the ids from messages that share one: it is no message id.
func dropShared(digests []messageDigest) []messageDigest {
	count := make(map[messageID]int, len(digests))
	for _, d := range digests {
		count[d.named()]++
	}
	digests = slices.Clone(digests)
	for i := range digests {
		if count[digests[i].named()] > 1 {
			digests[i].id = 0
		}
	}
	return digests
}

// sameMoment makes the place in which exactly equal texts of one time are gathered.
func sameMoment(d messageDigest) saying {
	return saying{d.text, d.role(), d.kind(), d.millis()}
}

func anyMoment(d messageDigest) saying { return saying{d.text, d.role(), d.kind(), 0} }

// byText matches what ids left over, among equal texts gathered by place.
func (a *alignment) byText(place func(messageDigest) saying, within int64) {
	texts, pairs := make(map[saying][]int), make(map[saying][]int)
	for k, d := range a.known {
		if !a.taken[k] {
			texts[place(d)] = append(texts[place(d)], k)
		}
	}
	for i, d := range a.listed {
		if a.found[i] >= 0 {
			continue
		}
		left := slices.DeleteFunc(texts[place(d)], func(k int) bool { return a.taken[k] })
		texts[place(d)] = left
		if best := a.nearest(d, left[:min(len(left), maxCandidates)], within); best >= 0 {
			a.take(i, best)
			pairs[place(d)] = append(pairs[place(d)], i)
		}
	}
	for key, listed := range pairs {
		if left := slices.DeleteFunc(texts[key], func(k int) bool { return a.taken[k] }); len(left) > 0 && len(left)+len(listed) <= maxCandidates {
			listed = a.together(place, key, listed, left, within)
		}
		a.uncross(listed, within)
	}
}

// together matches equal texts anew, in the order in which they were said, where the
// nearest of one left another one without any: then more of them find theirs.
func (a *alignment) together(place func(messageDigest) saying, key saying, listed, left []int, within int64) []int {
	var all []int
	for i, d := range a.listed {
		if place(d) == key && (a.found[i] < 0 || slices.Contains(listed, i)) {
			all = append(all, i)
		}
	}
	known := slices.Clone(left)
	for _, l := range listed {
		known = append(known, a.found[l])
	}
	slices.SortFunc(known, func(x, y int) int {
		return cmp.Or(cmp.Compare(a.known[x].millis(), a.known[y].millis()), cmp.Compare(x, y))
	})
	found := make(map[int]int)
	for _, l := range all {
		d := a.listed[l]
		i := slices.IndexFunc(known, func(k int) bool { return a.fits(d, a.known[k], within) })
		if i >= 0 {
			found[l] = known[i]
			known = slices.Delete(known, i, i+1)
		}
	}
	if len(found) <= len(listed) {
		return listed
	}
	for _, l := range listed {
		a.taken[a.found[l]], a.found[l] = false, -1
	}
	matched := make([]int, 0, len(found))
	for _, l := range all {
		if k, ok := found[l]; ok {
			a.take(l, k)
			matched = append(matched, l)
		}
	}
	return matched
}

// fits reports whether two equal texts may be one message.
func (a *alignment) fits(d, other messageDigest, within int64) bool {
	seconds := d.millis()%1000 == 0 && other.millis()%1000 == 0
	if (d.when|other.when)&toldLive == 0 || other.when&toldListed != 0 && seconds { // two lists have the very same time
		within = 0
	}
	return near(d, other, within) && !a.differ(d, other) && !earlier(a.closed, other.millis())
}

// uncross lets equal texts have the order in which they were said: the nearest in
// time need not be the same where a list's times are loose.
func (a *alignment) uncross(listed []int, within int64) {
	known := make([]int, len(listed))
	for i, l := range listed {
		known[i] = a.found[l]
	}
	slices.SortStableFunc(known, func(x, y int) int { return cmp.Compare(a.known[x].millis(), a.known[y].millis()) })
	for i, l := range listed {
		if d, other := a.listed[l], a.known[known[i]]; !near(d, other, within) || a.differ(d, other) {
			return
		}
	}
	for i, l := range listed {
		a.found[l] = known[i]
	}
}

func (a *alignment) nearest(d messageDigest, candidates []int, within int64) int {
	best := -1
	for _, k := range candidates {
		other := a.known[k]
		if !a.fits(d, other, within) {
			continue
		}
		if best < 0 || apart(d, other) < apart(d, a.known[best]) {
			best = k
		}
	}
	return best
}

// differ reports whether two ids prove two messages.
func (a *alignment) differ(d, other messageDigest) bool {
	comparable := a.shared&(1<<d.role()) != 0 || (d.when|other.when)&toldLive == 0
	return comparable && d.id != 0 && other.id != 0 && d.id != other.id
}

// near reports whether two times agree. Where both sides have none, the order of
// the lists decides alone.
func near(a, b messageDigest, within int64) bool {
	if a.millis() == 0 || b.millis() == 0 {
		return a.millis() == b.millis()
	}
	return apart(a, b) <= within
}

func apart(a, b messageDigest) int64 {
	if a.millis() > b.millis() {
		return a.millis() - b.millis()
	}
	return b.millis() - a.millis()
}

// roleSet is a set of roles, a bit each.
type roleSet uint8

// sharedIDs is of whom a platform documents that a transcript has the ids of
// the live messages: Blinger's webhook page shows them equal. For others it is
// learnt of each role for itself: Ebbot's live user messages may all carry the user's
// id, whatever its other messages do.
func sharedIDs(platform string) roleSet {
	if platform == "blinger" {
		return math.MaxUint8
	}
	return 0
}
