package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
)

// anyEvent draws one event of one conversation of a platform.
func anyEvent(platform string) *rapid.Generator[model.Event] {
	return rapid.Custom(func(t *rapid.T) model.Event {
		own := at(rapid.IntRange(0, 30).Draw(t, "own"))
		text := rapid.SampledFrom([]string{"ok", "hello", "thanks"}).Draw(t, "text")
		id := rapid.SampledFrom([]string{"1", "2", "3", "40", "u-1"}).Draw(t, "id")
		switch platform {
		case "blinger": // an id is one message, as it is there
			n := rapid.IntRange(1, 9).Draw(t, "number")
			id, text, own = number(n), []string{"ok", "hello", "thanks"}[n%3], at(2*n)
			said := blingerIn(id, text, own)
			if n%2 == 0 {
				said = blingerOut(id, text, own, "Anna")
			}
			return rapid.SampledFrom([]model.Event{
				said, said, said,
				blingerStatus("on_conversation_assigned", own), blingerStatus("on_conversation_unassigned", own),
				blingerClosed(own, blingerIn("1", "hello", at(2)), said),
			}).Draw(t, "event")
		case "ebbot":
			return rapid.SampledFrom([]model.Event{
				ebbotSays(model.RoleCustomer, id, text, own), ebbotSays(model.RoleBot, id, text, own), ebbotSays(model.RoleAgent, id, text, own),
				ebbotState("chat.create", own), ebbotState("chat.update", own), ebbotState("chat.status.change", own),
				ebbotClose(own, ebbotSays(model.RoleCustomer, "u-1", "ok", at(2)), ebbotSays(model.RoleBot, id, text, own)),
			}).Draw(t, "event")
		}
		return rapid.SampledFrom([]model.Event{
			jivoEvent("chat_accepted"), jivoEvent("chat_updated"), jivoCall("start"), jivoCall("agent_connected"), jivoCall("end"),
			jivoFinished(jivoSays(model.RoleCustomer, text, own), jivoSays(model.RoleAgent, "hi", at(9))),
		}).Draw(t, "event")
	})
}

func anyStory(t *rapid.T) []model.Event {
	platform := rapid.SampledFrom([]string{"blinger", "ebbot", "jivo"}).Draw(t, "platform")
	return rapid.SliceOfN(anyEvent(platform), 1, 14).Draw(t, "events")
}

// tell delivers events at set times and returns them with their problems.
func tell(events []model.Event, received func(i int) time.Time) ([]model.Event, *model.Conversations) {
	index := model.NewConversations()
	told := slices.Clone(events)
	for i := range told {
		told[i].Seq, told[i].Received = uint64(i+1), received(i)
		sent := events[i]
		call := callStatus(sent.Call)
		sent.Call, sent.Problems = nil, nil
		index.Extend(told[i:i+1], model.Delivered{Body: fmt.Appendf(nil, "%+v %s", sent, call), Status: 200})
	}
	return told, index
}

func rebuilt(told []model.Event, index *model.Conversations) model.Timeline {
	key := told[0].Key()
	return model.Rebuild(key, told, index.Evidence(key))
}

// bare is what an entry says, without who delivered it.
func bare(tl model.Timeline) []string {
	var lines []string
	for _, e := range tl.Entries {
		gap := slices.Contains(e.Flags, model.Gap)
		lines = append(lines, fmt.Sprint(e.At.UnixMilli(), e.Kind, e.Message.Role, e.Message.ID, e.Message.Text, e.Status, e.Source, gap))
	}
	return lines
}

func TestDuplicatesChangeNoEntry(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := anyStory(t)
		plain, index := tell(events, func(i int) time.Time { return at(100 * i) })
		which := rapid.IntRange(0, len(events)-1).Draw(t, "which")
		if !events[which].Identified {
			t.Skip("equal bytes without an id may be two events")
		}
		where := rapid.IntRange(which+1, len(events)).Draw(t, "where")
		doubled := slices.Insert(slices.Clone(events), where, events[which])
		again, twice := tell(doubled, func(i int) time.Time {
			if i >= where {
				i--
			}
			return at(100 * i)
		})
		if want, got := bare(rebuilt(plain, index)), bare(rebuilt(again, twice)); !slices.Equal(want, got) {
			t.Fatalf("without %q\nwith    %q", want, got)
		}
	})
}

func TestArrivalDoesNotReorderOwnTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var events []model.Event
		for i := range rapid.IntRange(1, 12).Draw(t, "count") {
			own := at(rapid.IntRange(0, 5).Draw(t, "own"))
			events = append(events, blingerIn(number(i), "text "+number(i), own))
		}
		shuffled := rapid.Permutation(events).Draw(t, "arrival")
		received := func(i int) time.Time { return at(10 + i) }
		texts := func(events []model.Event) []string {
			told, index := tell(events, received)
			var texts []string
			for _, e := range rebuilt(told, index).Entries {
				texts = append(texts, e.Message.Text)
			}
			return texts
		}
		if want, got := texts(events), texts(shuffled); !slices.Equal(want, got) {
			t.Fatalf("in order %q, shuffled %q", want, got)
		}
	})
}

func TestEveryEventHasAnEntry(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		told, index := tell(anyStory(t), func(i int) time.Time { return at(7 * i) })
		seen := make(map[uint64]bool)
		tl := rebuilt(told, index)
		for _, e := range tl.Entries {
			if len(e.Events) == 0 || !slices.IsSorted(e.Events) || len(e.Flags) != len(e.Detail) {
				t.Fatalf("entry %+v", e)
			}
			for _, seq := range e.Events {
				seen[seq] = true
			}
		}
		if len(seen) != len(told) {
			t.Fatalf("%d of %d events have an entry: %v", len(seen), len(told), seen)
		}
	})
}

func TestIndexAndTimelineAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Where ids do not decide (Ebbot), the timeline knows more: it sees what came later.
		platform := rapid.SampledFrom([]string{"blinger", "jivo"}).Draw(t, "platform")
		events := rapid.SliceOfN(anyEvent(platform), 1, 14).Draw(t, "events")
		told, index := tell(events, func(i int) time.Time { return at(61 * i) })
		sum, _ := index.Summary(told[0].Key())
		tl := rebuilt(told, index)
		messages := 0
		for _, e := range tl.Entries {
			if e.Kind == model.KindMessage || e.Kind == model.KindComment {
				messages++
			}
		}
		if sum.Status != tl.Status || !sum.Closed.Equal(tl.Closed) || !sum.Opened.Equal(tl.Opened) {
			t.Fatalf("summary %+v\ntimeline %s %s %s", sum, tl.Status, tl.Opened, tl.Closed)
		}
		if sum.PlatformStatus != tl.PlatformStatus {
			t.Fatalf("summary %q, timeline %q", sum.PlatformStatus, tl.PlatformStatus)
		}
		if sum.Messages != messages {
			t.Fatalf("summary counts %d messages, the timeline %d: %s", sum.Messages, messages, texts(tl))
		}
	})
}

func TestOneRequestOrMany(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := anyStory(t)
		for i := range events {
			events[i].Seq, events[i].Received, events[i].Part = 1, noon, i+1
		}
		whole, steps := model.NewConversations(), model.NewConversations()
		body := model.Delivered{Body: []byte("one request")}
		whole.Extend(slices.Clone(events), body)
		for i := range events {
			steps.Extend(slices.Clone(events[i:i+1]), body)
		}
		a, _ := whole.Summary(events[0].Key())
		b, _ := steps.Summary(events[0].Key())
		if a != b {
			t.Fatalf("at once %+v\nin steps %+v", a, b)
		}
	})
}

func TestForgettingIsLikeNeverSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		told, index := tell(anyStory(t), func(i int) time.Time { return at(61 * i) })
		line := rapid.Uint64Range(1, uint64(len(told))+1).Draw(t, "line")
		index.Forget(line)
		key := told[0].Key()
		kept := index.Events(key)
		if len(kept) != len(told)-int(line)+1 {
			t.Fatalf("line %d of %d: kept %v", line, len(told), kept)
		}
		if sum, ok := index.Summary(key); ok && (sum.Events != len(kept) || sum.First != kept[0] || sum.Messages < 0) {
			t.Fatalf("kept %v, summary %+v", kept, sum)
		}
	})
}
