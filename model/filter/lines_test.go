package filter_test

import (
	"testing"
	"time"

	"offhook/model"
	"offhook/model/filter"
)

// present is the clock of all tests: a Saturday evening in a zone of its own.
func present() time.Time {
	return time.Date(2026, 11, 21, 18, 52, 30, 0, time.FixedZone("EET", 2*60*60))
}

func parse(t testing.TB, src string) *filter.Expr {
	t.Helper()
	e, err := filter.Parse(src, present)
	if err != nil {
		t.Fatalf("Parse(%q): %v", src, err)
	}
	return e
}

// lineOf makes the row of a record's i-th event.
func lineOf(record *model.Record, i int) model.Line {
	var arena model.Arena
	row := model.NewRow(&record.Request, &record.Events[i], record.Reply, arena.Add)
	return model.Run{Rows: []model.Row{row}, Arena: arena}.Line(0)
}

func matches(e *filter.Expr, record *model.Record, i int) bool {
	return e.Record(lineOf(record, i), filter.NewContent(record, nil))
}

// question is a customer's message, answered late with an error.
func question() *model.Record {
	body := `{"id":3599,"big":12345678901234567891,"name":"Zo\u0451","draft":false,"gone":null,"price":12.5,"on":"2026-11-20",
		"tags":["vip","New"],"odd key":{"a.b":[{"c":"x"},{"c":"Y"}]},"text":"\u0433\u0434\u0435 \u0437\u0430\u043a\u0430\u0437"}`
	return &model.Record{
		Request: model.Request{Seq: 120, Received: present().Add(-4 * time.Minute), Method: "POST", Target: "/jivo/@shop/hook", Body: []byte(body), Size: 12_000},
		Events: []model.Event{{
			Seq: 120, Platform: "jivo", Source: "shop", Name: "client_message", Kind: model.KindMessage, Conversation: "7607", Channel: "Telegram bot",
			Occurred: present().Add(-26 * time.Hour), Status: model.StatusOpen,
			Actor: model.Person{Role: model.RoleCustomer, ID: "481", Name: "John Weaver"}, Customer: model.Person{Role: model.RoleCustomer, ID: "481", Name: "John Weaver"},
			Agent:    model.Person{Role: model.RoleAgent, ID: "22", Name: "Ганна"},
			Messages: []model.Message{{ID: "1", Kind: model.KindMessage, Role: model.RoleCustomer, Text: "Где заказ 4711?", Files: []model.Attachment{{Name: "a.png"}}}},
			Problems: []model.Problem{{Code: model.Duplicate, Detail: "the same bytes came 3 s before"}},
		}},
		Reply: &model.Reply{Status: 502, Took: 1500 * time.Millisecond},
	}
}

// closing is a transcript, not answered yet.
func closing() *model.Record {
	return &model.Record{
		Request: model.Request{Seq: 121, Received: present().Add(-2 * time.Hour), Target: "/", Body: []byte(`[{"n":1},{"n":2}]`), Size: 17},
		Events: []model.Event{{
			Seq: 121, Platform: "acquire", Name: "Case new", Kind: model.KindTranscript, Conversation: "client:1217", Status: model.StatusClosed,
			Actor:    model.Person{Role: model.RoleSystem},
			Messages: []model.Message{{Text: "We are open until six"}, {Text: "Thanks"}},
			Detail:   "closed by the visitor", Problems: []model.Problem{{Code: model.SignatureMismatch}},
		}},
		Deliveries: []model.Delivery{{Seq: 121, Status: 200}},
	}
}

// nothing is an event of which little is known, the second of its request.
func nothing() *model.Record {
	return &model.Record{
		Request: model.Request{Seq: 122, Received: present().Add(-24 * time.Hour), Body: []byte(`plain words`), Size: 11},
		Events: []model.Event{
			{Seq: 122, Part: 1, Platform: "unknown", Messages: []model.Message{{Text: "first part"}}},
			{Seq: 122, Part: 2, Platform: "unknown", Source: "depot", Detail: "second part", Call: &model.Call{}},
		},
		Reply: &model.Reply{Status: 204, Took: 180 * time.Microsecond},
	}
}
