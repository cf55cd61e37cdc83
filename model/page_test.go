package model_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
)

// crowd is an index of many chats: customers who wait and some who were answered,
// some closed, some with problems.
type crowd struct {
	index *model.Conversations
	seq   uint64
}

func newCrowd() *crowd { return &crowd{index: model.NewConversations()} }

func (c *crowd) deliver(chat int, e model.Event) {
	c.seq++
	e.Conversation, e.Seq, e.Received = fmt.Sprint(chat), c.seq, noon.Add(time.Duration(c.seq)*time.Second)
	c.index.Extend([]model.Event{e}, model.Delivered{Body: fmt.Append(nil, c.seq), Status: 200})
}

// happen lets one of four things happen in a chat.
func (c *crowd) happen(chat, what int) {
	own := noon.Add(time.Duration(c.seq+1) * time.Second)
	id := fmt.Sprint("m", c.seq)
	switch what {
	case 0:
		c.deliver(chat, blingerIn(id, "where is it?", own))
	case 1:
		c.deliver(chat, blingerOut(id, "on its way", own, "Thea"))
	case 2:
		c.deliver(chat, blingerClosed(own))
	default:
		e := blingerIn(id, "odd", own)
		e.Problems = []model.Problem{{Code: model.MalformedJSON}}
		c.deliver(chat, e)
	}
}

// sorted is the order in the plainest way.
func (c *crowd) sorted(order model.Order, match func(*model.Summary) bool) (keys []string) {
	list := slices.DeleteFunc(slices.Collect(c.index.Recent), func(s model.Summary) bool { return match != nil && !match(&s) })
	waits := func(s *model.Summary) bool { return s.Wait.Who == model.RoleCustomer }
	slices.SortStableFunc(list, func(a, b model.Summary) int {
		switch {
		case order == model.ByProblems:
			return b.Problems - a.Problems
		case order == model.ByWaiting && waits(&a) && waits(&b):
			return a.Wait.Since.Compare(b.Wait.Since)
		case order == model.ByWaiting:
			return cmp.Compare(map[bool]int{false: 1}[waits(&a)], map[bool]int{false: 1}[waits(&b)])
		}
		return 0
	})
	for _, s := range list {
		keys = append(keys, s.Key)
	}
	return keys
}

func keysOf(page []model.Summary) (keys []string) {
	for _, s := range page {
		keys = append(keys, s.Key)
	}
	return keys
}

// TestPages compares every page with the whole list, sorted.
func TestPages(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := newCrowd()
		for range rapid.IntRange(0, 60).Draw(t, "events") {
			c.happen(rapid.IntRange(1, 15).Draw(t, "chat"), rapid.IntRange(0, 3).Draw(t, "what"))
		}
		order := model.Order(rapid.IntRange(0, 2).Draw(t, "order"))
		var match func(*model.Summary) bool
		if rapid.Bool().Draw(t, "match") {
			match = func(s *model.Summary) bool { return strings.HasSuffix(s.Key, "3") || s.Problems > 0 }
		}
		want := c.sorted(order, match)
		offset, limit := rapid.IntRange(0, 20).Draw(t, "offset"), rapid.IntRange(0, 20).Draw(t, "limit")
		page, total := c.index.Page(order, offset, limit, match)
		from := min(offset, len(want))
		if got := keysOf(page); total != len(want) || !slices.Equal(got, want[from:min(from+limit, len(want))]) {
			t.Fatalf("by %v, %d from %d: got %v of %d, want a part of %v", order, limit, offset, got, total, want)
		}
	})
}

// TestPageWhileItChanges lets events and retention come between the walks and the
// steps.
func TestPageWhileItChanges(t *testing.T) {
	t.Parallel()
	c := newCrowd()
	for chat := range 10 {
		c.happen(chat, 0)
	}
	p := c.index.Paging(model.ByWaiting, 0, 100, func(*model.Summary) bool { return true })
	p.Walk(3) // 9, 8, 7
	c.happen(7, 0)
	c.happen(6, 0) // the next one
	p.Walk(2)      // 5, 4
	c.happen(2, 0)
	c.happen(99, 0)
	c.index.Forget(6) // takes chats 0, 1, 3, 4, the last that was looked at among them
	for p.Walk(3) {
	}
	p.Sort()
	p.Step(3)
	c.index.Forget(7) // takes chat 5
	c.happen(9, 1)
	for p.Step(3) {
	}
	want := []string{"blinger:2", "blinger:6", "blinger:7", "blinger:8", "blinger:9", "blinger:99"}
	got := keysOf(p.Page)
	slices.Sort(got)
	if got = slices.DeleteFunc(got, func(key string) bool { return key == "blinger:5" }); !slices.Equal(got, want) {
		t.Errorf("got %v of %d, want %v", got, p.Total, want)
	}
}

// TestPagesWhileTheyChange lets anything happen between the parts of a page: it has
// every conversation once that was there all the time, and none that is gone.
func TestPagesWhileTheyChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := newCrowd()
		change := func(most int) {
			for range rapid.IntRange(0, most).Draw(t, "events") {
				c.happen(rapid.IntRange(1, 30).Draw(t, "chat"), rapid.IntRange(0, 3).Draw(t, "what"))
			}
			if rapid.IntRange(0, 5).Draw(t, "forget") == 0 {
				c.index.Forget(c.seq * 2 / 3)
			}
		}
		change(60)
		before := c.sorted(model.ByActivity, nil)
		order := model.Order(rapid.IntRange(0, 2).Draw(t, "order"))
		p := c.index.Paging(order, 0, 1000, func(*model.Summary) bool { return true })
		for p.Walk(rapid.IntRange(1, 5).Draw(t, "walk")) {
			change(3)
		}
		walked := c.sorted(order, nil)
		p.Sort()
		for p.Step(100) {
		}
		got := keysOf(p.Page)
		for _, key := range before {
			if slices.Contains(walked, key) && !slices.Contains(got, key) {
				t.Fatalf("%s is missing in %v", key, got)
			}
		}
		if all := slices.Sorted(slices.Values(got)); len(slices.Compact(all)) != len(got) {
			t.Fatalf("twice in %v", got)
		}
		if gone := slices.DeleteFunc(got, func(key string) bool { return slices.Contains(walked, key) }); len(gone) > 0 {
			t.Fatalf("%v are gone", gone)
		}
		if order == model.ByActivity && !slices.Equal(keysOf(p.Page), walked) {
			t.Fatalf("got %v, want %v", keysOf(p.Page), walked)
		}
	})
}

func TestOrdersGoRound(t *testing.T) {
	t.Parallel()
	var names []string
	for o := model.ByActivity; len(names) < 4; o = o.Next() {
		names = append(names, o.String())
	}
	if want := []string{"activity", "waiting", "problems", "activity"}; !slices.Equal(names, want) {
		t.Errorf("orders %v, want %v", names, want)
	}
}

// BenchmarkPage is one screenful of 100,000 conversations, half of which wait. What a
// writer may wait for is "guarded".
func BenchmarkPage(b *testing.B) {
	c := newCrowd()
	for chat := range 100_000 {
		c.happen(chat, chat%2)
	}
	for _, m := range []struct {
		name  string
		match func(*model.Summary) bool
	}{{"all", nil}, {"match", func(s *model.Summary) bool { return s.Status != model.StatusClosed && s.Key[len(s.Key)-1] == '7' }}} {
		for o := model.ByActivity; o <= model.ByProblems; o++ {
			b.Run(fmt.Sprintf("%v/%s", o, m.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.index.Page(o, 20, 60, m.match)
				}
			})
		}
	}
	b.Run("guarded", func(b *testing.B) {
		for b.Loop() {
			c.index.Paging(model.ByWaiting, 0, 60, nil).Walk(512)
		}
	})
}
