package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"offhook/model"
	"offhook/model/filter"
)

// countingShelf counts what is read from the disk.
type countingShelf struct {
	*shelf
	loads []uint64
}

func (s *countingShelf) Load(ctx context.Context, seq uint64) (model.Record, error) {
	s.loads = append(s.loads, seq)
	return s.shelf.Load(ctx, seq)
}

func chats() (*countingShelf, []model.Summary) {
	said := func(conversation, text string) model.Event {
		return model.Event{Platform: "jivo", Conversation: conversation, Kind: model.KindMessage, Messages: []model.Message{{Text: text}}}
	}
	s := newShelf(
		record(1, "/jivo", 1, nil, said("1", "refund")), record(2, "/jivo", 1, nil, said("2", "hello"), said("3", "hello")),
		record(3, "/jivo", 1, nil, said("2", "refund")), record(4, "/jivo", 1, nil, model.Event{Platform: "jivo"}),
	)
	s.Update(model.Update{Seq: 2, Problems: model.CodesOf([]model.Problem{{Code: model.Gap}})})
	list := []model.Summary{{Key: "jivo:3", Platform: "jivo", Problems: 1, Events: 1}, {Key: "jivo:2", Platform: "jivo", Problems: 1, Events: 2}, {Key: "jivo:1", Platform: "jivo", Events: 1}}
	return &countingShelf{shelf: s}, list
}

func TestConversationsAreChosenWithTheFewestReads(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]struct{ keys, loads []uint64 }{
		"":                            {keys: []uint64{3, 2, 1}},
		"conv.problems:>0":            {keys: []uint64{3, 2}},
		"text:refund":                 {keys: []uint64{2, 1}, loads: []uint64{2}}, // 3 may be deeper in its record
		"text:refund conv.problems:0": {keys: []uint64{1}},
		"text:hello conv.problems:0":  {loads: []uint64{1}},
		"problem:gap":                 {keys: []uint64{3, 2}}, // known only later
		"seq:3 or conv:1":             {keys: []uint64{2, 1}},
		"-kind:message":               {},
		"body:x platform:ebbot":       {},
	} {
		expr, err := filter.Parse(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		s, list := chats()
		c := chooser{src: s, say: t.Logf, decode: decoded}
		got, err := c.choose(t.Context(), expr, list)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, n := range want.keys {
			keys = append(keys, fmt.Sprint("jivo:", n))
		}
		if !slices.Equal(got, keys) || !slices.Equal(s.loads, want.loads) {
			t.Errorf("%s: %v after reading %v, want %v after %v", src, got, s.loads, keys, want.loads)
		}
	}
}

func TestChoosingGoesOnWithoutWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	s, list := chats()
	delete(s.records, 2)
	var told []string
	c := chooser{src: s, say: func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }, decode: decoded}
	expr, err := filter.Parse("text:lost or seq:3", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.choose(t.Context(), expr, list)
	if err != nil || !slices.Equal(got, []string{"jivo:2"}) || !slices.Equal(told, []string{"event 2 cannot be read: retention took it"}) {
		t.Errorf("%v, %v, %q", got, err, told)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.choose(ctx, expr, list); !errors.Is(err, context.Canceled) {
		t.Errorf("after being stopped: %v", err)
	}
}
