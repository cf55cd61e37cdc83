package simulate

import (
	"slices"
	"time"

	"offhook/model"
)

// Fate is what happens to a [Telling] on its way. The zero value is a sound delivery.
type Fate struct {
	Lost    bool          // it never comes, nor do its copies
	Delay   time.Duration // how much later than it was sent it comes
	Keep    int           // bytes of the body that come before the sender leaves; 0 is all of them. Copies are whole
	Refused bool          // the first delivery is not answered 2xx
	Again   []Again       // further deliveries
}

// Again is a further delivery of what came before.
type Again struct {
	After     time.Duration // since the first delivery
	Rewritten bool          // the members in another order: the same meaning in other bytes
}

// Listening says from when and by which clock the deliveries are received.
type Listening struct {
	From  time.Time                // by our clock; what comes before is not there. Zero is the beginning
	Ahead map[string]time.Duration // how far a platform's clock is ahead of ours, by platform
}

// Delivery is one request as it arrives.
type Delivery struct {
	Received  time.Time // our clock
	Path      string
	Header    []model.Field
	Body      []byte // what came of it
	Size      int    // bytes that were sent
	Status    int    // what is answered
	Telling   int    // which one it is, a place in the tellings
	Copy      int    // 0 is the first delivery, 1 the first copy
	Rewritten bool   // with the members in another order
	Cut       bool   // the sender left before the end
}

// Deliver sends tellings on their way. The fates belong to the tellings by place;
// where there are fewer, the rest is delivered soundly. The result is in order of
// arrival; what arrives at one moment keeps the order of the tellings.
func Deliver(tellings []Telling, fates []Fate, l Listening) []Delivery {
	var arrived []Delivery
	for i, t := range tellings {
		var f Fate
		if i < len(fates) {
			f = fates[i]
		}
		if !f.Lost {
			arrived = append(arrived, f.deliver(i, t, l.Ahead[t.Step.Platform])...)
		}
	}
	arrived = slices.DeleteFunc(arrived, func(d Delivery) bool { return d.Received.Before(l.From) })
	slices.SortStableFunc(arrived, func(a, b Delivery) int { return a.Received.Compare(b.Received) })
	return arrived
}

// deliver makes the deliveries of one telling, the copies after the first.
func (f Fate) deliver(place int, t Telling, ahead time.Duration) []Delivery {
	first := Delivery{
		Received: t.At.Add(f.Delay - ahead), Path: t.Step.Path, Header: t.Step.Header, Body: t.Step.Body, Size: len(t.Step.Body), Status: 200, Telling: place,
	}
	all := []Delivery{first}
	if f.Keep > 0 && f.Keep < len(first.Body) {
		all[0].Body, all[0].Cut = first.Body[:f.Keep:f.Keep], true
	}
	if f.Refused {
		all[0].Status = 503
	}
	for i, again := range f.Again {
		d := first
		d.Received, d.Copy = d.Received.Add(again.After), i+1
		if again.Rewritten {
			d.Body, d.Rewritten = rewritten(d.Body), true
			d.Size = len(d.Body)
		}
		all = append(all, d)
	}
	return all
}

// Request is the delivery as a receiver would build it. Its Seq is the caller's.
func (d Delivery) Request() *model.Request {
	r := &model.Request{
		Received: d.Received, Method: "POST", Target: d.Path, Proto: "HTTP/1.1", Header: d.Header, Body: d.Body, Size: int64(d.Size),
	}
	if d.Cut {
		r.Cut = model.CutBySender
	}
	return r
}
