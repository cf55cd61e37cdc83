package model_test

import (
	"fmt"
	"testing"
	"time"

	"offhook/model"
)

// TestCopiesAreCounted: each copy says how many there are by now, and how far apart.
func TestCopiesAreCounted(t *testing.T) {
	t.Parallel()
	hello := blingerIn("1", "hi", at(0))
	t.Run("bytes with an id", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello)
		s.after(time.Second).deliver(blingerIn("2", "there", at(1)))
		wantSentence(t, s.after(4*time.Second).deliver(hello), "the same bytes as #1 for the 2nd time, 5 s after the first")
		wantSentence(t, s.after(2*time.Minute).deliver(hello), "the same bytes as #1 for the 3rd time, 2 m 5 s after the first")
		tl := s.timeline("blinger:173")
		wantTexts(t, tl, "hi!duplicate | there")
		wantFlag(t, tl.Entries[0], model.Duplicate, "delivered 3 times, the last 2 m 5 s after the first")
	})
	t.Run("after an answer that was no success", func(t *testing.T) {
		s := newStory(t)
		s.answered(503, hello)
		wantSentence(t, s.after(time.Minute).deliver(hello), "the same bytes as #1 for the 2nd time, 1 m after the first, after 5xx was answered")
		wantSentence(t, s.after(time.Minute).deliver(hello), "the same bytes as #1 for the 3rd time, 2 m after the first")
	})
	t.Run("bytes without an id or time", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		s.after(3 * time.Second).deliver(jivoEvent("chat_accepted"))
		wantSentence(t, s.after(3*time.Second).deliver(jivoEvent("chat_accepted")),
			"perhaps a retry: the same bytes as #1 for the 3rd time, 6 s after the first, and nothing else of the conversation between; nothing in them tells two events apart")
		wantFlag(t, s.timeline("jivo:7607").Entries[0], model.Duplicate, "perhaps delivered 3 times, the last 6 s after the first: nothing in them tells two events apart")
	})
	t.Run("equal bytes that are another event begin anew", func(t *testing.T) {
		s := newStory(t)
		s.deliver(jivoEvent("chat_accepted"))
		s.after(time.Hour).deliver(jivoEvent("chat_accepted"))
		wantDetail(t, s.after(3*time.Second).deliver(jivoEvent("chat_accepted")), "the same bytes as #2 for the 2nd time, 3 s after the first")
	})
	t.Run("in a long conversation", func(t *testing.T) {
		s := newStory(t)
		for i := range 300 {
			s.after(time.Second).deliver(blingerIn(number(i), "text "+number(i), at(i)))
		}
		again := blingerIn("9", "text 9", at(9))
		wantDetail(t, s.deliver(again), "the same bytes as #10 for the 2nd time, 4 m 50 s after the first")
		wantDetail(t, s.after(3*time.Hour).deliver(again), "the same bytes as #10 for the 3rd time, 3 h 4 m after the first")
		wantFlag(t, s.timeline("blinger:173").Entries[9], model.Duplicate, "delivered 3 times, the last 3 h 4 m after the first")
	})
	t.Run("several events of one request", func(t *testing.T) {
		for _, before := range []int{3, 100} { // short and long conversations are searched in two ways
			s := newStory(t)
			for i := range before {
				s.after(time.Second).deliver(blingerIn(number(i), "text "+number(i), at(i)))
			}
			s.together(blingerIn("5000", "one", at(500)), blingerIn("5001", "two", at(501)), blingerIn("5002", "three", at(502)))
			for _, nth := range []string{"2nd", "3rd", "4th"} {
				for _, problems := range s.after(time.Second).together(blingerIn("5000", "one", at(500)), blingerIn("5001", "two", at(501)), blingerIn("5002", "three", at(502))) {
					wantDetail(t, problems, fmt.Sprintf("the same bytes as #%d for the %s time", before+1, nth))
				}
			}
		}
	})
	t.Run("written differently", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello, "ab")
		wantSentence(t, s.after(20*time.Second).deliver(hello, "ba"), "the same message was delivered before by the same event, written differently")
		wantFlag(t, s.timeline("blinger:173").Entries[0], model.Duplicate, "delivered 2 times, the last 20 s after the first")
	})
	t.Run("a subset topic is no copy", func(t *testing.T) {
		s := newStory(t)
		e := ebbotSays(model.RoleCustomer, "m-1", "hi", at(0))
		s.deliver(e)
		s.after(2 * time.Second).deliver(e)
		e.Name = "chat.message"
		wantCodes(t, s.deliver(e), "")
		wantFlag(t, s.timeline("ebbot:c-1").Entries[0], model.Duplicate, "delivered 2 times, the last 2 s after the first")
	})
	t.Run("the first was forgotten", func(t *testing.T) {
		s := newStory(t)
		s.deliver(hello)
		s.after(time.Minute).deliver(hello)
		s.index.Forget(2)
		wantSentence(t, s.after(time.Minute).deliver(hello), "the same bytes as #2 for the 2nd time, 1 m after the first")
	})
}

// together stores one request with several events.
func (s *story) together(events ...model.Event) (problems [][]model.Problem) {
	s.seq++
	for i := range events {
		events[i].Seq, events[i].Part, events[i].Received = s.seq, i+1, s.now
	}
	s.index.Extend(events, model.Delivered{Body: []byte("together"), Status: 200})
	for i := range events {
		problems = append(problems, events[i].Problems)
	}
	return problems
}

// TestArrivalsAcrossSilence: the time of any earlier delivery is known, whatever came
// between.
func TestArrivalsAcrossSilence(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	first := blingerIn("0", "first", at(0))
	s.deliver(first)
	for i := range 1000 {
		pause := time.Duration(i%7) * 13 * time.Second // more than a minute now and then
		other := blingerIn(number(i+1), "other", s.now)
		other.Conversation = number(i % 90)
		s.after(pause).deliver(other)
	}
	s.now = noon.Add(50 * time.Hour)
	wantDetail(t, s.deliver(first), "2 days after the first")
	s.index.Forget(990)
	second := blingerIn("2000", "second", s.now)
	s.deliver(second)
	wantDetail(t, s.after(90*time.Second).deliver(second), "the same bytes as #1003 for the 2nd time, 1 m 30 s after the first")
}

func wantSentence(t *testing.T, problems []model.Problem, want string) {
	t.Helper()
	if len(problems) != 1 || problems[0].Detail != want {
		t.Errorf("problems %v, want %q", problems, want)
	}
}

func wantFlag(t *testing.T, e model.Entry, code model.Code, want string) {
	t.Helper()
	for i, f := range e.Flags {
		if f == code {
			if e.Detail[i] != want {
				t.Errorf("%s says %q, want %q", code, e.Detail[i], want)
			}
			return
		}
	}
	t.Errorf("no %s among %v", code, e.Flags)
}
