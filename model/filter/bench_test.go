package filter_test

import (
	"fmt"
	"testing"
	"time"

	"offhook/model"
	"offhook/model/filter"
)

// million makes a million rows in runs like those of the Log.
func million() []model.Run {
	var runs []model.Run
	platforms, kinds := []string{"jivo", "ebbot", "blinger", "acquire"}, len(model.Kinds())
	for seq := uint64(1); seq <= 1_000_000; {
		run := model.Run{Rows: make([]model.Row, 0, 4096)}
		kept := make(map[string]model.Text)
		add := func(s string) model.Text {
			if _, ok := kept[s]; !ok {
				kept[s] = run.Arena.Add(s)
			}
			return kept[s]
		}
		for range 4096 {
			n := int(seq)
			event := model.Event{
				Platform: platforms[n%4], Name: fmt.Sprint("chat_event_", n%9), Kind: model.Kind(n % kinds), Conversation: fmt.Sprint(7000 + n%500), Channel: "Telegram bot",
				Customer: model.Person{ID: fmt.Sprint(n % 700), Name: "Оксана Weaver"}, Detail: "where is my parcel, please?", Status: model.Status(n % 7),
			}
			reply := &model.Reply{Status: 200 + n%4*100, Took: time.Duration(n%300) * time.Millisecond}
			run.Rows = append(run.Rows, model.NewRow(&model.Request{Seq: seq, Received: present(), Size: int64(n % 20_000)}, &event, reply, add))
			seq++
		}
		runs = append(runs, run)
	}
	return runs
}

func BenchmarkLine(b *testing.B) {
	runs := million()
	for _, src := range []string{"", "kind:message", "reply:>=500", "since:5m", "platform:jivo", "event:chat_*", "conv:7123", "customer:оксан", "channel:tele", "platform:jivo kind:message -reply:2xx", "text:parcel", "parcel or platform:jivo"} {
		b.Run(src, func(b *testing.B) {
			e, err := filter.Parse(src, time.Now)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			rows, found := 0, 0
			for b.Loop() {
				for _, run := range runs {
					for i := range run.Rows {
						if e.Line(run.Line(i)) == filter.Yes {
							found++
						}
					}
					rows += len(run.Rows)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rows), "ns/row")
		})
	}
}

func BenchmarkBody(b *testing.B) {
	record := question()
	line := lineOf(record, 0)
	for len(record.Request.Body) < 1<<20 {
		record.Request.Body = append(record.Request.Body, record.Request.Body...)
	}
	for _, src := range []string{"body:nowhere", "body:Nowhere", "body:жука", "body:/no.?where/"} {
		b.Run(src, func(b *testing.B) {
			e := parse(b, src)
			b.SetBytes(int64(len(record.Request.Body)))
			for b.Loop() {
				e.Record(line, filter.NewContent(record, nil))
			}
		})
	}
}

// TestFieldsDoNotAllocate has one term of every sort that rows decide.
func TestFieldsDoNotAllocate(t *testing.T) {
	line := lineOf(question(), 0)
	for _, src := range []string{
		"kind:message", "from:agent", "problem:gap", "has:fault", "reply:5xx", "took:>1s", "size:>1k", "seq:1..500", "since:5m", "occurred:>1d", "platform:jivo,ebbot", "event:client_*",
		"channel:GRAM", "customer:weaver", "agent:ганн?", "conv:7607", "source:shop", "text:заказ", "nowhere", "-(kind:message or platform:jivo) conv:*7", "waiting:>5m or conv.status:open -kind:call",
	} {
		e, err := filter.Parse(src, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		c := e.Conversations()
		if n := testing.AllocsPerRun(100, func() { e.Line(line); c.Line(line) }); n != 0 {
			t.Errorf("%s: %v allocations", src, n)
		}
	}
}
