package simulate_test

import (
	"slices"
	"strconv"
	"testing"

	"offhook/model"
	"offhook/model/platform"
	"offhook/model/simulate"
)

// idsOf are the ids that messages have live and in transcripts, by act.
func idsOf(reads []read) (live, listed map[int][]string) {
	live, listed = map[int][]string{}, map[int][]string{}
	for _, r := range reads {
		for n, act := range r.Listed {
			listed[act] = append(listed[act], r.Messages[n].ID)
		}
		if r.Kind != model.KindTranscript && len(r.Messages) == 1 {
			live[r.Live[0]] = append(live[r.Live[0]], r.Messages[0].ID)
		}
	}
	return live, listed
}

func TestIDsAreOneLiveAndListed(t *testing.T) {
	t.Parallel()
	registry := platform.Default()
	for seed := range uint64(20) {
		for _, name := range []string{"blinger", "ebbot"} {
			s := everything(name, seed)
			live, listed := idsOf(readAll(t, registry, s))
			seen, both := map[string]int{}, 0
			for act, ids := range listed {
				all := append(slices.Clone(ids), live[act]...)
				if len(slices.Compact(all)) != 1 {
					t.Errorf("%s, seed %d: act %d has the ids %v and %v", name, seed, act, ids, live[act])
				}
				if seen[ids[0]]++; seen[ids[0]] > 1 {
					t.Errorf("%s, seed %d: two acts have the id %s", name, seed, ids[0])
				}
				if len(live[act]) > 0 {
					both++
				}
			}
			if both < 5 {
				t.Errorf("%s, seed %d: %d messages are live and listed", name, seed, both)
			}
		}
	}
}

func TestBlingerNumbersInOrderAndCommentsOnTheirOwn(t *testing.T) {
	t.Parallel()
	registry, collide, apart := platform.Default(), 0, 0
	for seed := range uint64(40) {
		messages, comments, last := map[string]bool{}, []string{}, 0
		for _, r := range readAll(t, registry, everything("blinger", seed)) {
			for _, m := range r.Messages {
				switch r.Kind {
				case model.KindComment:
					comments = append(comments, m.ID)
				case model.KindMessage:
					id, err := strconv.Atoi(m.ID)
					if err != nil || id <= last {
						t.Errorf("seed %d: the id %s comes after %d", seed, m.ID, last)
					}
					last = id
					fallthrough
				default:
					messages[m.ID] = true
				}
			}
		}
		if slices.ContainsFunc(comments, func(id string) bool { return messages[id] }) {
			collide++
		} else {
			apart++
		}
	}
	if collide == 0 || apart == 0 {
		t.Errorf("ids of comments and messages collide in %d scenes and do not in %d", collide, apart)
	}
}

// After a first end the second transcript has all, or what is new.
func TestSecondTranscriptsAreWholeOrNew(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"blinger", "ebbot"} {
		whole, fresh := 0, 0
		for seed := range uint64(20) {
			var ends []simulate.Telling
			for _, telling := range simulate.Tell(everything(name, seed)) {
				if telling.Listed != nil {
					ends = append(ends, telling)
				}
			}
			if len(ends) != 2 {
				t.Fatalf("%s, seed %d: %d transcripts", name, seed, len(ends))
			}
			first, second := ends[0].Listed, ends[1].Listed
			switch {
			case len(second) == len(first)+2 && slices.Equal(second[:len(first)], first):
				whole++
			case len(second) == 2:
				fresh++
			default:
				t.Errorf("%s, seed %d: the transcripts list %v and %v", name, seed, first, second)
			}
		}
		if whole == 0 || fresh == 0 {
			t.Errorf("%s: %d whole and %d new second transcripts", name, whole, fresh)
		}
	}
}

func TestBlingerNamesNoOperatorOfABot(t *testing.T) {
	t.Parallel()
	for _, r := range readAll(t, platform.Default(), everything("blinger", 1)) {
		if len(r.Messages) != 1 || r.Kind != model.KindMessage {
			continue
		}
		by := everything("blinger", 1).Acts[r.Live[0]].By
		if by.Role == model.RoleAgent && r.Agent.Name != by.Name || by.Role == model.RoleBot && !r.Agent.IsZero() {
			t.Errorf("what %q says is told with the operator %q", by.Name, r.Agent.Name)
		}
	}
}

func TestBlingerTellsAFile(t *testing.T) {
	t.Parallel()
	n := 0
	for _, r := range readAll(t, platform.Default(), everything("blinger", 1)) {
		for _, m := range r.Messages {
			if m.Type != "image" {
				continue
			}
			want := model.Attachment{Name: "anchor.png", Type: "image", URL: "https://files.example/anchor.png"}
			if n++; len(m.Files) != 1 || m.Files[0] != want {
				t.Errorf("the files are %v", m.Files)
			}
		}
	}
	if n < 2 {
		t.Errorf("the file is told %d times", n)
	}
}

func TestEbbotUserIDs(t *testing.T) {
	t.Parallel()
	s := everything("ebbot", 2)
	s.Form.UserIDs = true
	live, listed := idsOf(readAll(t, platform.Default(), s))
	ids, own := map[string]bool{}, map[string]bool{}
	for act, all := range live {
		if s.Acts[act].By.Role == model.RoleCustomer {
			ids[all[0]] = true
			own[listed[act][0]] = true
		}
	}
	if len(ids) != 1 || len(own) < 4 {
		t.Errorf("the customer's messages have the ids %v live and %v in the transcript", ids, own)
	}
}

// Within a millisecond the fraction tells the order, in both scales.
func TestEbbotsTimesAscend(t *testing.T) {
	t.Parallel()
	s := everything("ebbot", 2)
	for i := range s.Acts {
		s.Acts[i].At = start
	}
	tie := ""
	for _, r := range readAll(t, platform.Default(), s) {
		if r.Kind == model.KindTranscript {
			if s.Acts[r.Live[0]].Deed != simulate.Closes || len(r.Messages) < 3 {
				continue
			}
			listed := start
			for _, m := range r.Messages {
				if !m.At.After(listed) || m.At.UnixMilli() != start.UnixMilli() {
					t.Errorf("in the transcript %v comes after %v", m.At, listed)
				}
				listed = m.At
			}
			continue
		}
		for _, m := range r.Messages {
			if seconds := m.Role == model.RoleAgent; seconds != (m.Tie == "") {
				t.Errorf("the time of the %s has the tie %q", m.Role, m.Tie)
			}
			if m.Tie != "" && m.Tie <= tie {
				t.Errorf("%s comes after %s", m.Tie, tie)
			}
			tie = max(tie, m.Tie)
		}
	}
}

// The documents' own transcript has times that are not in the order of its list.
func TestLooseTimesAreOutOfOrder(t *testing.T) {
	t.Parallel()
	s := everything("ebbot", 2)
	s.Form.Loose = true
	unordered := 0
	for _, r := range readAll(t, platform.Default(), s) {
		for n, act := range r.Listed {
			if at := r.Messages[n].At; at.Unix() != s.Acts[act].At.Unix() {
				t.Errorf("%v is another second than %v", at, s.Acts[act].At)
			}
			if n > 0 && r.Messages[n].At.Before(r.Messages[n-1].At) {
				unordered++
			}
		}
	}
	if unordered == 0 {
		t.Error("all times are in order")
	}
}
