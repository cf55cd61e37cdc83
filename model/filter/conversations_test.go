package filter_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"offhook/model"
	"offhook/model/filter"
)

// waitingChat is the conversation of the question.
func waitingChat() model.Summary {
	return model.Summary{
		Key: "jivo@shop:7607", Platform: "jivo", Status: model.StatusAssigned, Messages: 12, Problems: 2,
		Customer: model.Person{Role: model.RoleCustomer, ID: "481", Name: "John Weaver"}, Agent: model.Person{Role: model.RoleAgent, ID: "22", Name: "Ганна"},
		Times: model.Times{LongestWait: 3 * time.Minute, Wait: model.Wait{Who: model.RoleCustomer, Since: present().Add(-6 * time.Minute)}},
	}
}

// closedChat is the conversation of the closing.
func closedChat() model.Summary {
	return model.Summary{Key: "acquire:client:1217", Platform: "acquire", Status: model.StatusClosed, Messages: 2, Customer: model.Person{ID: "1217"}}
}

func lookup(key string) (model.Summary, bool) {
	for _, s := range []model.Summary{waitingChat(), closedChat()} {
		if s.Key == key {
			return s, true
		}
	}
	return model.Summary{}, false
}

// ownCases say which of the three events, with their conversations at hand, are
// chosen: q the question, c the closing, n nothing, which has no conversation.
var ownCases = [][2]string{
	{"conv.status:assigned", "q"}, {"conv.status:Assigned,closed", "qc"}, {"conv.status=closed", "c"}, {"conv.status!=closed", "qn"}, {"-conv.status:closed", "qn"}, {"conv.status:open", ""}, {"CONV.Status:closed", "c"},
	{"conversation.status:closed", "c"}, {"status:closed conv.status:closed", "c"}, {"status:open conv.status:assigned", "q"},
	{"waiting:>5m", "q"}, {"waiting>5m", "q"}, {"waiting:>=6m", "q"}, {"waiting:>6m", ""}, {"waiting:<1d", "q"}, {"waiting:1m..10m", "q"}, {"waiting:..10m", "q"}, {"waiting:10m..", ""}, {"waiting:<1m,>0.1h", ""}, {"waiting:<1m,>5m", "q"}, {"-waiting:>5m", "cn"},
	{"has:waiting", "q"}, {"-has:waiting", "cn"}, {"has:waiting,call", "qn"}, {"has:delivery,waiting,fault", "qc"}, {"-has:waiting,call", "c"}, {"platform:* has:waiting,call", "qn"},
	{"longest:>5m", "q"}, {"longest:<5m", ""}, {"longest:<1h", "q"}, {"longest:>0s", "q"},
	{"conv.problems:>0", "q"}, {"conv.problems:0", "c"}, {"conv.problems:2,3", "q"}, {"conv.problems:1..", "q"}, {"conv.problems>2", ""},
	{"conv.messages:>10", "q"}, {"conv.messages:<=12", "qc"}, {"conv.messages:!=2", "qn"},
	{"conv.customer:weaver", "q"}, {"conv.customer:WEAVER", ""}, {"conv.customer:jo*", "q"}, {"conv.customer:1217,481", "qc"}, {"conv.customer:*", "qc"}, {"conv.agent:ганна", "q"}, {`conv.agent:"г"`, "q"},
	{"has:waiting or seq:122", "qn"}, {"(waiting:>5m or conv.status:closed) -seq:120", "c"}, {"-(conv.status:closed or waiting:>5m)", "n"}, {"waiting:>5m body:3599", "q"}, {"waiting:>5m or body:plain", "qn"},
	{"conv.status", ""}, {"conv.xyz", ""}, {"conv.", ""}, {"conv..status:open", ""}, {"waiting", ""}, {"from.me:5", ""}, {"example.com:80", ""},
}

func TestOwnTermsOfEvents(t *testing.T) {
	t.Parallel()
	for _, c := range ownCases {
		t.Run(c[0], func(t *testing.T) {
			t.Parallel()
			for _, e := range []*filter.Expr{parse(t, c[0]), parse(t, parse(t, c[0]).String())} {
				if got := chosenWith(t, e); got != c[1] {
					t.Errorf("%s chooses %q, want %q", e, got, c[1])
				}
			}
		})
	}
}

func chosenWith(t *testing.T, e *filter.Expr) (names string) {
	t.Helper()
	for _, r := range []struct {
		name   string
		record *model.Record
		event  int
	}{{"q", question(), 0}, {"c", closing(), 0}, {"n", nothing(), 1}} {
		line := lineOf(r.record, r.event)
		yes := e.Record(line, filter.NewContent(r.record, nil).WithConversations(lookup))
		if v := e.LineIn(line, lookup); v != filter.Undecided && yes != (v == filter.Yes) {
			t.Errorf("%s: the row says %v of %s, the record %v", e, v, r.name, yes)
		}
		if yes {
			names += r.name
		}
	}
	return names
}

// TestOwnTermsNeedConversations has nobody to look a conversation up.
func TestOwnTermsNeedConversations(t *testing.T) {
	t.Parallel()
	line := lineOf(question(), 0)
	for src, want := range map[string]bool{"waiting:>5m": false, "-waiting:>5m": true, "has:waiting or seq:120": true, "conv.status:assigned,open": false} {
		e := parse(t, src)
		if !e.NeedsConversation() || !e.NeedsContent() {
			t.Errorf("%s: asks for no conversation", src)
		}
		if e.Record(line, filter.NewContent(question(), nil)) != want || e.Record(line, nil) != want || (e.LineIn(line, nil) == filter.Yes) != want {
			t.Errorf("%s: want %v without conversations", src, want)
		}
	}
	var none *filter.Content
	if !parse(t, "waiting:>5m").Record(line, none.WithConversations(lookup)) {
		t.Error("the row alone does not find its conversation")
	}
	if parse(t, "status:open waited").NeedsConversation() {
		t.Error("an event's status asks for the conversation")
	}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	chat := waitingChat()
	for src, want := range map[string]filter.Verdict{
		"": filter.Yes, "waiting:>5m": filter.Yes, "waiting:>7m": filter.No, "-waiting:>7m": filter.Yes, "has:waiting refund": filter.Undecided, "has:waiting or refund": filter.Yes, "-has:waiting refund": filter.No,
		"platform:jivo waiting:>5m": filter.Yes, "-platform:jivo refund": filter.No, "conv:7607": filter.Yes, "conv:1": filter.No, "source:shop": filter.Yes, "source:other or refund": filter.Undecided,
		"kind:message": filter.Undecided, "channel:bot": filter.Undecided,
	} {
		if got := parse(t, src).Conversations().Decide(&chat); got != want {
			t.Errorf("%s: %v, want %v", src, got, want)
		}
	}
	if v := (*filter.Expr)(nil).Conversations().Decide(&chat); v != filter.Yes {
		t.Errorf("no expression says %v", v)
	}
}

// TestCasesMoveWithTheClock chooses by what was found once, while a customer waits on.
func TestCasesMoveWithTheClock(t *testing.T) {
	t.Parallel()
	now := present()
	e, err := filter.Parse("waiting:>10m text:заказ or waiting:>1h", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	c, chat := e.Conversations(), waitingChat()
	matched, open := c.Line(lineOf(question(), 0))
	if c.Cases() != 4 || open != 0 {
		t.Fatalf("%d cases, open %b", c.Cases(), open)
	}
	var got []bool
	for _, pass := range []time.Duration{0, 5 * time.Minute, 2 * time.Hour} {
		now = present().Add(pass)
		got = append(got, matched.Has(c.Case(&chat)))
	}
	if want := []bool{false, true, true}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if text := c.Events(0).String(); parse(t, text).Line(lineOf(question(), 0)) != filter.No {
		t.Errorf("a case without events is written %q", text)
	}
}

// ownTermOf draws terms about conversations, of which an expression may have six.
var ownTermOf = shared(rapid.SampledFrom([]string{"conv.status:open", "-conv.status:closed,open", "waiting:>5m", "conv.problems:>0", "conv.customer:ann", "has:waiting", "has:waiting,call", "longest:1m..10m"}))

var mixedOf = shared(rapid.Custom(func(t *rapid.T) string {
	if rapid.Bool().Draw(t, "own") {
		return ownTermOf.Draw(t, "term")
	}
	return termOf.Draw(t, "term")
}))

var summaryOf = shared(rapid.Custom(func(t *rapid.T) model.Summary {
	s := model.Summary{Status: model.Status(rapid.IntRange(0, 6).Draw(t, "status")), Problems: rapid.IntRange(0, 1).Draw(t, "problems"), Customer: personOf.Draw(t, "customer")}
	s.LongestWait = time.Duration(rapid.IntRange(0, 12).Draw(t, "longest")) * time.Minute
	if rapid.Bool().Draw(t, "waits") {
		s.Wait = model.Wait{Who: model.Role(rapid.IntRange(1, 2).Draw(t, "who")), Since: present().Add(-time.Duration(rapid.IntRange(0, 12).Draw(t, "wait")) * time.Minute)}
	}
	return s
}))

// TestChosenAsEachEvent compares choosing by cases with the whole expression on each
// event of the conversation.
func TestChosenAsEachEvent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := joined(mixedOf).Draw(t, "expression")
		e, err := filter.Parse(src, present)
		if err != nil {
			t.Skip(err) // more than six terms
		}
		s := summaryOf.Draw(t, "summary")
		records := rapid.SliceOfN(recordOf, 1, 4).Draw(t, "records")
		known := rapid.IntRange(0, 5).Draw(t, "known") > 0
		ofKey := keyOf(records, &s)
		find := func(key string) (model.Summary, bool) { return s, known && key == s.Key }
		c := e.Conversations()
		var matched filter.CaseSet
		want := false
		for _, r := range records {
			content := filter.NewContent(r, nil).WithConversations(find)
			for i := range r.Events {
				line := lineOf(r, i)
				yes, row := e.Record(line, content), e.LineIn(line, find)
				if row != filter.Undecided && yes != (row == filter.Yes) {
					t.Fatalf("%s: the row says %v, the record %v", e, row, yes)
				}
				if v := e.Line(line); v != filter.Undecided && yes != (v == filter.Yes) {
					t.Fatalf("%s: the row without conversations says %v, the record %v", e, v, yes)
				}
				if ofKey == "" || r.Events[i].Key() != ofKey || !known {
					continue
				}
				want = want || yes
				cases, open := c.Line(line)
				decided := c.Record(line, content)
				if cases&open != 0 || cases&^decided != 0 || decided&^(cases|open) != 0 {
					t.Fatalf("%s: the row says cases %b and open %b, the record %b", e, cases, open, decided)
				}
				if yes != c.Events(c.Case(&s)).Record(line, content) || yes != decided.Has(c.Case(&s)) {
					t.Fatalf("%s: the event matches: %v, but not so in case %d", e, yes, c.Case(&s))
				}
				matched |= decided
			}
		}
		if ofKey == "" || !known {
			return
		}
		v := c.Decide(&s)
		if got := v == filter.Yes || v == filter.Undecided && matched.Has(c.Case(&s)); got != want || v == filter.No && want {
			t.Fatalf("%s: decided %v, in cases %b, want %v", e, v, matched, want)
		}
	})
}

// keyOf gives the summary the key of the first event that has one.
func keyOf(records []*model.Record, s *model.Summary) string {
	for _, r := range records {
		for i := range r.Events {
			if e := &r.Events[i]; e.Key() != "" {
				s.Key, s.Platform = e.Key(), e.Platform
				return s.Key
			}
		}
	}
	return ""
}
