package model_test

import (
	"testing"
	"time"

	"offhook/model"
)

// says delivers messages of one chat, a second apart, by a clock that is off, and
// returns what all of them revealed.
func (s *story) says(count int, off time.Duration) (problems []model.Problem) {
	for range count {
		s.after(time.Second)
		id := number(int(s.seq) + 1)
		problems = append(problems, s.deliver(blingerIn(id, "text "+id, s.now.Add(off)))...)
	}
	return problems
}

func TestClockSkew(t *testing.T) {
	t.Parallel()
	t.Run("ahead is said once", func(t *testing.T) {
		s := newStory(t)
		wantCodes(t, s.says(7, 185*time.Second), "")
		wantSentence(t, s.says(100, 185*time.Second), "blinger's clock is about 3 m 5 s ahead of ours")
	})
	t.Run("behind cannot be told from a constant delay", func(t *testing.T) {
		s := newStory(t)
		wantSentence(t, s.says(100, -2*time.Minute), "blinger's clock is about 2 m behind ours, or all that it sends takes so long to come: the two cannot be told apart")
	})
	t.Run("some seconds on the way are no skew", func(t *testing.T) {
		s := newStory(t)
		for i := range 100 {
			wantCodes(t, s.says(1, -time.Duration(i%9)*time.Second), "")
		}
	})
	t.Run("events that do not agree establish nothing", func(t *testing.T) {
		s := newStory(t)
		s.index.LateAfter = time.Hour
		for i := range 100 {
			id := number(i)
			e := blingerIn(id, id, s.now.Add(-time.Duration(i%4)*7*time.Minute))
			e.Conversation = id
			wantCodes(t, s.after(time.Second).deliver(e), "")
		}
	})
	t.Run("it is said again when it moves", func(t *testing.T) {
		s := newStory(t)
		wantCodes(t, s.says(20, 3*time.Minute), "clock-skew")
		wantCodes(t, s.says(100, 3*time.Minute+40*time.Second), "")
		s.seq += 1000 // another chat's ids
		moved := s.says(64, 20*time.Minute)
		wantSentence(t, moved, "blinger's clock is about 20 m ahead of ours")
	})
	t.Run("it is said when it is right again", func(t *testing.T) {
		s := newStory(t)
		s.index.LateAfter = time.Hour
		wantCodes(t, s.says(20, -5*time.Minute), "clock-skew")
		wantSentence(t, s.says(64, -100*time.Millisecond), "blinger's clock agrees with ours again")
	})
	t.Run("accounts have their own clocks", func(t *testing.T) {
		s := newStory(t)
		var problems []model.Problem
		for i := range 20 {
			s.after(time.Second)
			right, wrong := blingerIn(number(i), number(i), s.now), blingerIn(number(i), number(i), s.now.Add(time.Hour))
			wrong.Source = "shop"
			wantCodes(t, s.deliver(right), "")
			problems = append(problems, s.deliver(wrong)...)
		}
		wantSentence(t, problems, "blinger@shop's clock is about 1 h ahead of ours")
	})
	t.Run("the timeline says what depends on it", func(t *testing.T) {
		s := newStory(t)
		s.says(30, -185*time.Second)
		untimed := blingerStatus("on_conversation_assigned", time.Time{})
		s.deliver(untimed)
		wantNote(t, s.timeline("blinger:173"), "Events without the platform's own time are moved by 3 m 5 s: its clock is that far behind ours, or all that it sends takes so long to come.")
	})
	t.Run("nothing depends on it where all events have times", func(t *testing.T) {
		s := newStory(t)
		s.says(30, -185*time.Second)
		if notes := s.timeline("blinger:173").Notes; len(notes) != 0 {
			t.Errorf("notes %q", notes)
		}
	})
}

// TestReplay: old samples and imports are said once, and their delays are not judged.
func TestReplay(t *testing.T) {
	t.Parallel()
	const years = 8 * 365 * 24 * time.Hour
	t.Run("from the first event on", func(t *testing.T) {
		s := newStory(t)
		wantSentence(t, s.says(1, -years), "what blinger sends is 8 years old by its own times: old samples or an import; delays are not judged")
		wantCodes(t, s.says(50, -years+10*time.Hour), "")
	})
	t.Run("times to come", func(t *testing.T) {
		s := newStory(t)
		wantSentence(t, s.says(10, 72*time.Hour), "what blinger sends is 3 days ahead of our clock by its own times: a wrong clock, or made-up times; delays are not judged")
	})
	t.Run("single live events among old ones change nothing", func(t *testing.T) {
		s := newStory(t)
		s.says(10, -years)
		for range 10 {
			live := s.says(1, -time.Hour)
			old := blingerIn("o"+number(int(s.seq)), "old", s.now.Add(-years))
			old.Conversation = number(int(s.seq))
			wantCodes(t, append(live, s.deliver(old)...), "")
		}
	})
	t.Run("a single old event of a live account is late", func(t *testing.T) {
		s := newStory(t)
		s.says(10, -years)
		wantCodes(t, s.says(20, 0), "")
		late := blingerIn("late", "late", s.now.Add(-72*time.Hour))
		late.Conversation = "200"
		wantSentence(t, s.deliver(late), "it happened at 2026-03-11 12:00:30 and came 3 days later than usual")
		wantCodes(t, s.says(20, 0), "")
	})
	t.Run("an import into a live account", func(t *testing.T) {
		s := newStory(t)
		s.says(20, 0)
		late, said := 0, 0
		for i := range 50 {
			old := blingerIn("o"+number(i), "old", s.now.Add(-years))
			old.Conversation = "o" + number(i)
			for _, p := range s.after(time.Second).deliver(old) {
				switch p.Code {
				case model.Late:
					late++
				case model.ClockSkew:
					said++
				}
			}
		}
		if late != 7 || said != 1 {
			t.Errorf("%d late, said %d times", late, said)
		}
	})
}

func wantNote(t *testing.T, tl model.Timeline, want string) {
	t.Helper()
	for _, n := range tl.Notes {
		if n == want {
			return
		}
	}
	t.Errorf("notes %q, want %q", tl.Notes, want)
}
