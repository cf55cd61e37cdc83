package model_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
)

// sameTimes: all the same, but that the index does not know when each message came.
// So the present wait may begin later there, never after the latest receipt.
func sameTimes(t *rapid.T, listed model.Times, tl model.Timeline) {
	t.Helper()
	since := tl.Wait.Since
	if listed.Wait.Since.After(since) && !listed.Wait.Since.After(tl.Active) {
		listed.Wait.Since = since
	}
	if listed != tl.Times {
		t.Fatalf("the list says %+v\nthe timeline %+v\n%s", listed, tl.Times, texts(tl))
	}
}

// trueBlinger draws a chat as it happened, with its closings and their transcripts;
// some of what was said never comes live.
func trueBlinger(t *rapid.T) []model.Event {
	var said, events []model.Event
	seconds := 0
	for i := range rapid.IntRange(1, 14).Draw(t, "count") {
		seconds += rapid.IntRange(1, 90).Draw(t, "pause")
		e := blingerIn(number(i), "text "+number(i%4), at(seconds))
		switch rapid.IntRange(0, 6).Draw(t, "what") {
		case 0, 1:
			e = blingerOut(number(i), "text "+number(i%4), at(seconds), "Anna")
		case 2:
			e = blingerOut(number(i), "text "+number(i%4), at(seconds), "")
		case 3:
			events = append(events, blingerClosed(at(seconds), said...))
			continue
		case 4:
			events = append(events, blingerStatus("on_conversation_assigned", at(seconds)))
			continue
		}
		said = append(said, e)
		if rapid.IntRange(0, 5).Draw(t, "lost") > 0 {
			events = append(events, e)
		}
	}
	return events
}

// trueJivo draws a chat that nothing tells live but that it was accepted.
func trueJivo(t *rapid.T) []model.Event {
	var said, events []model.Event
	seconds := 0
	for range rapid.IntRange(1, 3).Draw(t, "rounds") {
		seconds++ // a chat does not go on in the second in which it ended
		for range rapid.IntRange(1, 6).Draw(t, "count") {
			seconds += rapid.IntRange(0, 90).Draw(t, "pause")
			role := rapid.SampledFrom([]model.Role{model.RoleCustomer, model.RoleAgent, model.RoleBot}).Draw(t, "who")
			said = append(said, jivoSays(role, "text "+number(len(said)%4), at(seconds)))
		}
		events = append(events, jivoEvent("chat_accepted"), jivoFinished(said...))
	}
	return events
}

// trueEbbot draws a chat with a bot that may hand over to an agent.
func trueEbbot(t *rapid.T) []model.Event {
	events := []model.Event{ebbotState("chat.create", at(0))}
	var said []model.Event
	seconds := 0
	for i := range rapid.IntRange(1, 12).Draw(t, "count") {
		seconds += rapid.IntRange(2, 90).Draw(t, "pause")
		who := rapid.SampledFrom([]model.Role{model.RoleCustomer, model.RoleBot, model.RoleAgent, model.RoleSystem}).Draw(t, "who")
		e := ebbotSays(who, "m-"+number(i), "text "+number(i), at(seconds))
		switch rapid.IntRange(0, 7).Draw(t, "what") {
		case 0:
			u := ebbotState("chat.update", at(seconds))
			u.Status = model.StatusAssigned
			events = append(events, u)
			continue
		case 1:
			events = append(events, ebbotClose(at(seconds), said...))
			continue
		}
		said = append(said, e)
		if rapid.IntRange(0, 5).Draw(t, "lost") > 0 {
			events = append(events, e)
		}
	}
	return events
}

func TestIndexAndTimelineAgreeOnTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SampledFrom([]func(*rapid.T) []model.Event{trueBlinger, trueJivo, trueEbbot}).Draw(t, "platform")
		events := draw(t)
		for i := range rapid.IntRange(0, 4).Draw(t, "swaps") {
			if at := rapid.IntRange(0, len(events)+8).Draw(t, "swap"); at+1 < len(events) && events[0].Platform != "jivo" {
				events[at], events[at+1] = events[at+1], events[at]
			} else if at < len(events) && i == 0 {
				events = append(events, events[at])
			}
		}
		if len(events) == 0 {
			t.Skip("nothing is told")
		}
		told, index := tell(events, func(i int) time.Time { return at(61 * i) })
		sum, _ := index.Summary(told[0].Key())
		sameTimes(t, sum.Times, rebuilt(told, index))
	})
}
