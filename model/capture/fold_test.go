package capture_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/capture"
)

// twice makes the n-th arrival hold the bytes of an earlier one, with an id of its
// own, so that it is a duplicate.
func twice(n int) *model.Arrival {
	a := arrival(n)
	a.Request.Body = request(n - 3).Body
	a.Events = identified(a.Request)
	return a
}

func identified(r *model.Request) []model.Event {
	list := parse(r)
	for i := range list {
		list[i].Identified = true
		list[i].Messages[0].ID = list[i].Messages[0].Text
	}
	return list
}

func identifiedOptions() capture.Options {
	o := options()
	o.Parse = identified
	return o
}

func storeDuplicates(t *testing.T, f *capture.File, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		a := arrival(n)
		a.Events = identified(a.Request)
		if n%10 == 0 {
			a = twice(n)
		}
		if err := f.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

func duplicates(f *capture.File) (seqs []uint64) {
	for _, l := range rows(f) {
		if l.Problems.Has(model.Duplicate) {
			seqs = append(seqs, l.Seq)
		}
	}
	return seqs
}

func TestConversationsAfterReopening(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, identifiedOptions())
	storeDuplicates(t, f, 1, 100)
	sums := conversations(t, f) // once the index is live, which it need not be when the first request comes
	want := duplicates(f)
	if len(want) != 10 || want[0] != 10 {
		t.Fatalf("duplicates %v", want)
	}
	timeline, err := f.Timeline(t.Context(), sums[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	check := func(f *capture.File) {
		t.Helper()
		got := conversations(t, f)
		if len(got) != 3 {
			t.Fatalf("%d conversations", len(got))
		}
		for i := range got {
			if got[i].Key != sums[i].Key || got[i].Events != sums[i].Events || got[i].Messages != sums[i].Messages || got[i].Last != sums[i].Last {
				t.Fatalf("conversation %+v, want %+v", got[i], sums[i])
			}
		}
		if dup := duplicates(f); !slices.Equal(dup, want) {
			t.Fatalf("duplicates %v, want %v", dup, want)
		}
		record, err := f.Load(t.Context(), 20)
		if err != nil || !model.CodesOf(record.Events[0].Problems).Has(model.Duplicate) {
			t.Fatalf("loaded %+v, %v", record.Events, err)
		}
		again, err := f.Timeline(t.Context(), sums[0].Key)
		if err != nil || len(again.Entries) != len(timeline.Entries) || len(again.Entries) == 0 {
			t.Fatalf("timeline of %d entries, want %d: %v", len(again.Entries), len(timeline.Entries), err)
		}
		if s := f.Status(); s.Indexing.Done != 100 || s.Indexing.Total != 100 {
			t.Fatalf("progress %+v", s.Indexing)
		}
	}
	check(f)
	_ = f.Close()
	check(follow(t, dir, identifiedOptions()))
	indexes, _ := filepath.Glob(filepath.Join(dir, "*.idx"))
	for _, path := range indexes {
		_ = os.Remove(path)
	}
	check(follow(t, dir, identifiedOptions()))
	check(open(t, dir, identifiedOptions()))
}

// Requests are accepted while the conversations of older ones are still being read;
// they are taken in afterwards, in order.
func TestAppendWhileIndexing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, identifiedOptions())
	storeDuplicates(t, f, 1, 49)
	_ = f.Close()

	gate := make(chan struct{})
	o := identifiedOptions()
	o.Parse = func(r *model.Request) []model.Event {
		<-gate
		return identified(r)
	}
	f = open(t, dir, o)
	storeDuplicates(t, f, 50, 60)
	if n := len(rows(f)); n != 60 {
		t.Errorf("%d rows", n)
	}
	if s := f.Status(); s.Indexing.Done != 0 || s.Indexing.Total != 60 {
		t.Errorf("progress %+v", s.Indexing)
	}
	if _, total, _ := f.Conversations(model.ByActivity, 0, 10, nil); total != 0 {
		t.Errorf("%d conversations already", total)
	}
	close(gate)
	if err := f.Indexed(t.Context()); err != nil {
		t.Fatal(err)
	}
	storeDuplicates(t, f, 61, 70)
	waitRows(t, f, "duplicate 60", func(r *model.Rows) bool { return r.At(59).Problems.Has(model.Duplicate) })
	if got := duplicates(f); !slices.Equal(got, []uint64{10, 20, 30, 40, 50, 60, 70}) {
		t.Errorf("duplicates %v", got)
	}
	for _, s := range conversations(t, f) {
		seqs := f.ConversationEvents(s.Key)
		if !slices.IsSorted(seqs) || len(seqs) < 20 {
			t.Errorf("%s has the events %v", s.Key, seqs)
		}
	}
	_ = f.Close()
	f = follow(t, dir, identifiedOptions())
	if err := f.Indexed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := duplicates(f); len(got) != 7 { // what was found afterwards is found again
		t.Errorf("duplicates %v", got)
	}
}

func TestCloseWhileIndexing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := open(t, dir, options())
	store(t, f, 1, 300)
	_ = f.Close()
	begun := make(chan struct{}, 1000)
	gate := make(chan struct{})
	o := options()
	o.Parse = func(r *model.Request) []model.Event {
		begun <- struct{}{}
		<-gate
		return parse(r)
	}
	f = open(t, dir, o)
	<-begun
	time.AfterFunc(time.Millisecond, func() { close(gate) })
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Indexed(t.Context()); err == nil {
		t.Error("a closed capture says that it is indexed")
	}
}

func TestConversationPages(t *testing.T) {
	t.Parallel()
	f := open(t, t.TempDir(), options())
	store(t, f, 1, 30)
	all := conversations(t, f)
	if len(all) != 3 || all[0].Key != "blinger:c0" || all[2].Key != "blinger:c1" {
		t.Fatalf("conversations %+v", all)
	}
	page, total, version := f.Conversations(model.ByActivity, 1, 1, nil)
	if total != 3 || len(page) != 1 || page[0].Key != all[1].Key {
		t.Errorf("page %+v of %d", page, total)
	}
	page, total, _ = f.Conversations(model.ByActivity, 1, 5, func(s *model.Summary) bool { return !strings.HasSuffix(s.Key, "c2") })
	if total != 2 || len(page) != 1 || page[0].Key != "blinger:c1" {
		t.Errorf("page %+v of %d", page, total)
	}
	if page, total, _ = f.Conversations(model.ByActivity, 9, 5, nil); total != 3 || page != nil {
		t.Errorf("behind the end: %+v of %d", page, total)
	}
	if s, ok := f.Conversation("blinger:c1"); !ok || s.Events != 10 {
		t.Errorf("summary %+v", s)
	}
	if _, ok := f.Conversation("blinger:none"); ok {
		t.Error("found a conversation that is not there")
	}
	store(t, f, 31, 31)
	if _, _, later := f.Conversations(model.ByActivity, 0, 0, nil); later == version {
		t.Error("the version did not change")
	}
}

// TestPagesWhileWriting makes pages in every order while requests are stored: each
// has every conversation that was there before, once.
func TestPagesWhileWriting(t *testing.T) {
	t.Parallel()
	f := open(t, t.TempDir(), options())
	store(t, f, 1, 30)
	var pages sync.WaitGroup
	done := make(chan struct{})
	for order := model.ByActivity; order <= model.ByProblems; order++ {
		pages.Go(func() {
			for {
				page, total, _ := f.Conversations(order, 0, 1000, func(s *model.Summary) bool { return s.Events > 0 })
				seen := map[string]bool{}
				for _, s := range page {
					seen[s.Key] = true
				}
				if len(seen) != len(page) || total != len(page) || len(page) < 3 {
					t.Errorf("by %v: %d conversations, %d different, of %d", order, len(page), len(seen), total)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	store(t, f, 31, 300)
	close(done)
	pages.Wait()
}

// A chat names its client, of whom nothing need be there.
func TestTimelineLinksOnlyToWhatIsThere(t *testing.T) {
	t.Parallel()
	o := options()
	o.Parse = func(r *model.Request) []model.Event {
		list := identified(r)
		list[0].Links = []string{list[0].Conversation, "client:404"}
		if r.Seq > 1 {
			list[0].Conversation = "client:404"
		}
		return list
	}
	f := open(t, t.TempDir(), o)
	chat := ""
	for n, want := range [][]string{nil, {"client:404"}} {
		a := arrival(1)
		a.Events = o.Parse(&model.Request{Seq: uint64(n + 1), Body: a.Request.Body})
		if err := f.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		sums := conversations(t, f)
		if n == 0 {
			chat = sums[0].Key
		}
		timeline, err := f.Timeline(t.Context(), chat)
		if err != nil || len(timeline.Links) != len(want) {
			t.Errorf("links %v, want %v: %v", timeline.Links, want, err)
		}
	}
}
