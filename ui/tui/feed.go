package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"offhook/model"
)

// How long a burst may gather before it is drawn: a frame of a fast screen while
// little arrives, 12 frames a second under load, so that drawing never takes the
// processor from receiving.
const (
	frameCalm = 25 * time.Millisecond
	frameBusy = 85 * time.Millisecond
	busyRows  = 20 // rows in one frame from which on it is load
)

// feed holds what came from the Log and what is counted of it.
type feed struct {
	rows    model.Rows
	next    model.Position
	total   uint64 // rows ever seen
	faulty  int    // rows with a problem that is more than odd
	skipped uint64
	closed  bool
	frame   time.Duration
	rate    rate
}

// extend takes over a batch.
func (f *feed) extend(b model.Batch, now time.Time) {
	f.rows.Extend(b)
	f.next, f.closed = b.Next, b.Closed
	f.total += uint64(b.New)
	f.skipped += b.Skipped
	for line := range b.Lines {
		if line.Problems.Faulty() {
			f.faulty++
		}
		f.rate.add(line.Row, now)
	}
	f.frame = frameCalm
	if b.New >= busyRows {
		f.frame = frameBusy
	}
}

// matcher decides which new rows a filtered list shows; nil passes everything.
type matcher func(context.Context, model.Line) bool

// waitForRows waits for the Log to change, lets a frame pass so that a burst comes
// as one message, and tests the new rows with the filter. It ends with the context:
// a command that waits for ever would outlive the program.
func waitForRows(ctx context.Context, source Source, after model.Position, frame time.Duration, match matcher, filterID int) tea.Cmd {
	return func() tea.Msg {
		b := source.Since(after)
		if b.New == 0 && len(b.Updates) == 0 && !b.Closed {
			select {
			case <-b.Changed:
			case <-ctx.Done():
				return nil
			}
		}
		if !b.Closed && !pause(ctx, frame) {
			return nil
		}
		msg := rowsMsg{batch: source.Since(after), filter: filterID}
		if match == nil {
			return msg
		}
		for line := range msg.batch.Lines {
			if match(ctx, line) {
				msg.matched = append(msg.matched, line.ID())
			}
		}
		return msg
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// rateSeconds is how much of the past the small graph shows.
const rateSeconds = 10

// rate counts arrivals in each of the last seconds.
type rate struct {
	second int64 // Unix time of counts[second%len]
	counts [rateSeconds + 1]int
}

func (r *rate) add(row model.Row, now time.Time) {
	r.advance(now)
	at := row.Received / 1e6
	if at > r.second-int64(len(r.counts)) && at <= r.second {
		r.counts[at%int64(len(r.counts))]++
	}
}

func (r *rate) advance(now time.Time) {
	second := now.Unix()
	if second-r.second > int64(len(r.counts)) {
		r.second, r.counts = second, [rateSeconds + 1]int{}
		return
	}
	for r.second < second {
		r.second++
		r.counts[r.second%int64(len(r.counts))] = 0
	}
}

// history returns the finished seconds, oldest first.
func (r *rate) history() []int {
	h := make([]int, 0, rateSeconds)
	for s := r.second - rateSeconds; s < r.second; s++ {
		h = append(h, r.counts[(s%int64(len(r.counts))+int64(len(r.counts)))%int64(len(r.counts))])
	}
	return h
}

// perSecond is the mean of the last three finished seconds.
func (r *rate) perSecond() float64 {
	h := r.history()
	sum := 0
	for _, n := range h[len(h)-3:] {
		sum += n
	}
	return float64(sum) / 3
}

// quiet reports whether the graph is empty, so that nothing needs to move.
func (r *rate) quiet() bool {
	for _, n := range r.counts {
		if n > 0 {
			return false
		}
	}
	return true
}
