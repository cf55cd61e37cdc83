package model_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"offhook/model"
)

// chunk is how many rows the log drops at a time.
const chunk = 4096

// fill appends count rows, the first with a seq.
func fill(l *model.Log, first uint64, count int) {
	l.Append(count, func(i int, add func(string) model.Text) model.Row {
		seq := first + uint64(i)
		return model.Row{Seq: seq, Platform: add("jivo"), Snippet: add(fmt.Sprint("text ", seq))}
	})
}

func seqs(b model.Batch) []uint64 {
	var seqs []uint64
	for line := range b.Lines {
		seqs = append(seqs, line.Seq)
	}
	return seqs
}

func TestLogReadersSeeEveryRowOnceInOrder(t *testing.T) {
	t.Parallel()
	const total = 20_000
	l := model.NewLog()
	var readers sync.WaitGroup
	errs := make(chan error, 4)
	for range cap(errs) {
		readers.Go(func() { errs <- follow(l, total) })
	}
	for seq := uint64(1); seq <= total; {
		n := int(min(seq%7+1, total-seq+1))
		fill(l, seq, n)
		seq += uint64(n)
	}
	l.Close()
	readers.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
}

// follow reads until the log is closed and checks that nothing was missed.
func follow(l *model.Log, total uint64) error {
	var p model.Position
	var last uint64
	for {
		b := l.Since(p)
		for line := range b.Lines {
			if line.Seq != last+1 || string(line.SnippetText()) != fmt.Sprint("text ", line.Seq) {
				return fmt.Errorf("after %d came %d %q", last, line.Seq, line.SnippetText())
			}
			last = line.Seq
		}
		p = b.Next
		if b.Closed {
			if last != total || b.Skipped != 0 {
				return fmt.Errorf("the last row was %d, skipped %d", last, b.Skipped)
			}
			return nil
		}
		<-b.Changed
	}
}

func TestLogWakesUp(t *testing.T) {
	t.Parallel()
	l := model.NewLog()
	woken := func(b model.Batch) bool {
		select {
		case <-b.Changed:
			return true
		default:
			return false
		}
	}
	b := l.Since(model.Position{})
	if woken(b) {
		t.Error("an empty log woke its reader")
	}
	fill(l, 1, 1)
	if !woken(b) {
		t.Error("a row between Since and waiting woke nobody")
	}
	b = l.Since(b.Next)
	l.Update(model.Update{Seq: 1, Reply: 200})
	if !woken(b) {
		t.Error("an update woke nobody")
	}
	b = l.Since(b.Next)
	if len(b.Updates) != 1 || b.New != 0 {
		t.Errorf("updates %v, %d new rows", b.Updates, b.New)
	}
	l.Update()
	if woken(b) {
		t.Error("no update woke the reader")
	}
	l.Close()
	l.Close()
	if !woken(b) || !l.Since(b.Next).Closed {
		t.Error("the closing woke nobody")
	}
}

func TestLogRetain(t *testing.T) {
	t.Parallel()
	l := model.NewLog()
	fill(l, 1, 3*chunk+10)
	slow := l.Since(model.Position{}).Next
	early := model.NewLog().Since(model.Position{}).Next // read when nothing was there
	l.Update(model.Update{Seq: 5, Reply: 200}, model.Update{Seq: 3 * chunk, Reply: 500})
	l.Retain(2*chunk + 5)
	if got := l.Len(); got != chunk+10 {
		t.Errorf("%d rows are left: only whole chunks go", got)
	}
	b := l.Since(model.Position{})
	if got := seqs(b); len(got) != chunk+10 || got[0] != 2*chunk+1 || b.Skipped != 0 {
		t.Errorf("a new reader sees %d rows from %d, skipped %d", len(got), got[0], b.Skipped)
	}
	if len(b.Updates) != 1 || b.Updates[0].Seq != 3*chunk {
		t.Errorf("updates %v", b.Updates)
	}
	if b := l.Since(early); b.Skipped != 2*chunk {
		t.Errorf("the slow reader skipped %d", b.Skipped)
	}
	if b := l.Since(slow); b.New != 0 || b.Skipped != 0 || len(b.Updates) != 1 {
		t.Errorf("the reader that had seen all gets %d, skipped %d, updates %v", b.New, b.Skipped, b.Updates)
	}
	l.Retain(1 << 50)
	if l.Len() == 0 {
		t.Error("the chunk that is being written went too")
	}
}

func TestLogAppendRun(t *testing.T) {
	t.Parallel()
	var arena model.Arena
	rows := []model.Row{{Seq: 1, Snippet: arena.Add("one")}, {Seq: 2, Snippet: arena.Add("two")}}
	l := model.NewLog()
	l.AppendRun(nil, nil)
	l.AppendRun(rows, arena)
	fill(l, 3, 2)
	var texts []string
	b := l.Since(model.Position{})
	for line := range b.Lines {
		texts = append(texts, string(line.SnippetText()))
	}
	if got := strings.Join(texts, ","); got != "one,two,text 3,text 4" {
		t.Errorf("rows %s", got)
	}
	fill(l, 5, 1)
	if got := seqs(l.Since(b.Next)); !slices.Equal(got, []uint64{5}) {
		t.Errorf("then %v", got)
	}
}

func TestErrClosedIsARoot(t *testing.T) {
	t.Parallel()
	if !errors.Is(fmt.Errorf("append rows: %w", model.ErrClosed), model.ErrClosed) {
		t.Error("ErrClosed is not found in what wraps it")
	}
}

// TestRowsFollowTheLog compares what a reader holds with the log itself.
func TestRowsFollowTheLog(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l, rows, view := model.NewLog(), &model.Rows{}, &model.View{}
		view.ShowOnly(nil)
		var p model.Position
		next := uint64(1)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"append", "append", "read", "retain", "update"}).Draw(t, "step") {
			case "append":
				n := rapid.IntRange(1, 3000).Draw(t, "rows")
				fill(l, next, n)
				next += uint64(n)
			case "retain":
				l.Retain(rapid.Uint64Range(1, next).Draw(t, "seq"))
			case "update":
				l.Update(model.Update{Seq: rapid.Uint64Range(1, next).Draw(t, "seq"), Reply: 503})
			case "read":
				p = read(l, p, rows, view)
			}
		}
		read(l, p, rows, view)
		checkRows(t, l, rows, view)
	})
}

// read takes what is new; the view shows even rows only.
func read(l *model.Log, p model.Position, rows *model.Rows, view *model.View) model.Position {
	b := l.Since(p)
	rows.Extend(b)
	var ids []model.RowID
	for line := range b.Lines {
		if line.Seq%2 == 0 {
			ids = append(ids, line.ID())
		}
	}
	view.Extend(ids)
	view.Trim(rows)
	return b.Next
}

func checkRows(t *rapid.T, l *model.Log, rows *model.Rows, view *model.View) {
	whole := l.Since(model.Position{})
	if rows.Len() != l.Len() {
		t.Fatalf("the reader holds %d rows, the log %d", rows.Len(), l.Len())
	}
	even := 0
	i := 0
	for line := range whole.Lines {
		if got := rows.At(i); got.Seq != line.Seq || string(got.SnippetText()) != string(line.SnippetText()) {
			t.Fatalf("row %d is %d, want %d", i, got.Seq, line.Seq)
		}
		if got := rows.Find(line.ID()); got != i {
			t.Fatalf("row %d is found at %d", i, got)
		}
		if line.Seq%2 == 0 {
			if got := view.At(rows, even); got.Seq != line.Seq || view.Find(rows, line.ID()) != even {
				t.Fatalf("the view's row %d is %d, want %d", even, got.Seq, line.Seq)
			}
			even++
		}
		i++
	}
	if view.Len(rows) != even {
		t.Fatalf("the view shows %d rows, want %d", view.Len(rows), even)
	}
	if rows.Find(1<<60) != rows.Len() {
		t.Fatal("a later row is found")
	}
}

func TestRowsApplyUpdates(t *testing.T) {
	t.Parallel()
	l, rows := model.NewLog(), &model.Rows{}
	fill(l, 1, 3)
	l.Update(model.Update{Seq: 2, Reply: 500, Took: 7}, model.Update{Seq: 2, Problems: model.CodesOf([]model.Problem{{Code: model.ReplySlow}})})
	rows.Extend(l.Since(model.Position{}))
	if got := rows.At(1); got.Reply != 500 || got.Took != 7 || !got.Problems.Has(model.ReplySlow) {
		t.Errorf("the row with both updates: %+v", got.Row)
	}
	if got := rows.At(0); got.Reply != 0 || got.Problems != 0 {
		t.Errorf("another row was changed: %+v", got.Row)
	}
}

func idAt(rows *model.Rows, i int) model.RowID {
	line := rows.At(i)
	return line.ID()
}

func TestView(t *testing.T) {
	t.Parallel()
	l, rows := model.NewLog(), &model.Rows{}
	fill(l, 1, 10)
	rows.Extend(l.Since(model.Position{}))
	var v model.View
	if v.Filtered() || v.Len(rows) != 10 || v.At(rows, 3).Seq != 4 || v.Find(rows, idAt(rows, 3)) != 3 {
		t.Error("the zero view does not show all rows")
	}
	v.ShowOnly([]model.RowID{idAt(rows, 1), idAt(rows, 7)})
	if !v.Filtered() || v.Len(rows) != 2 || v.At(rows, 1).Seq != 8 {
		t.Error("a filtered view shows something else")
	}
	if got := v.Find(rows, idAt(rows, 4)); got != 1 {
		t.Errorf("a hidden row's place is %d, want the next shown one's", got)
	}
	v.Trim(&model.Rows{})
	if v.Len(rows) != 0 {
		t.Error("without rows there is nothing to show")
	}
	v.ShowAll()
	if v.Filtered() || v.Len(rows) != 10 {
		t.Error("filtering did not end")
	}
}

func TestRowIsSmallAndWithoutPointers(t *testing.T) {
	t.Parallel()
	row := reflect.TypeFor[model.Row]()
	if row.Size() > 96 {
		t.Errorf("a row has %d bytes", row.Size())
	}
	for i := range row.NumField() {
		switch kind := row.Field(i).Type.Kind(); {
		case kind >= reflect.Bool && kind <= reflect.Complex128:
		default:
			t.Errorf("%s is a %s", row.Field(i).Name, kind)
		}
	}
}

func TestArenaDoubtsReferences(t *testing.T) {
	t.Parallel()
	var a model.Arena
	one, two := a.Add("one"), a.Add(strings.Repeat("x", 300))
	if string(a.Bytes(one)) != "one" || len(a.Bytes(two)) != 300 || a.Add("") != 0 || a.Bytes(0) != nil {
		t.Error("texts do not come back")
	}
	for _, damaged := range []model.Arena{nil, {0}, {0, 5, 'a'}, {0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}} {
		if got := damaged.Bytes(1); got != nil {
			t.Errorf("%v gave %q", damaged, got)
		}
	}
}

func TestPersonText(t *testing.T) {
	t.Parallel()
	for _, p := range []model.Person{{}, {Name: "Ann"}, {ID: "7"}, {Name: "Ann", ID: "7"}} {
		name, id := model.SplitPerson([]byte(model.PersonText(p)))
		if string(name) != p.Name || string(id) != p.ID {
			t.Errorf("%+v came back as %q %q", p, name, id)
		}
	}
	long := model.PersonText(model.Person{Name: strings.Repeat("é", 100)})
	if len(long) != 120 {
		t.Errorf("a long name has %d bytes", len(long))
	}
}

// BenchmarkLogAppend and BenchmarkLogSince must not depend on the log's length.
func BenchmarkLogAppend(b *testing.B) {
	for _, length := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			l := lengthy(length)
			seq := uint64(length)
			for b.Loop() {
				seq++
				fill(l, seq, 1)
			}
		})
	}
}

func BenchmarkLogSince(b *testing.B) {
	for _, length := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			l := lengthy(length)
			p := l.Since(model.Position{}).Next
			seq := uint64(length)
			for b.Loop() {
				seq++
				fill(l, seq, 1)
				batch := l.Since(p)
				if batch.New != 1 {
					b.Fatalf("%d new rows", batch.New)
				}
				p = batch.Next
			}
		})
	}
}

func lengthy(length int) *model.Log {
	l := model.NewLog()
	for seq := 1; seq <= length; seq += 1000 {
		fill(l, uint64(seq), 1000)
	}
	runtime.GC()
	return l
}
