package capture_test

import (
	"strings"
	"testing"

	"offhook/model"
	"offhook/model/capture"
)

// shy reads bodies as parse does, but only who says so names herself.
func shy(r *model.Request) []model.Event {
	list := parse(r)
	for i := range list {
		e := &list[i]
		if !strings.HasPrefix(e.Messages[0].Text, "I am ") {
			e.Customer, e.Actor = model.Person{}, model.Person{Role: model.RoleCustomer}
		}
	}
	return list
}

// TestNamesAreKnown: a message that names nobody is one of the conversation's
// customer, in the list and when it is loaded, now and after opening again.
func TestNamesAreKnown(t *testing.T) {
	t.Parallel()
	dir, o := t.TempDir(), options()
	o.Parse = shy
	f := open(t, dir, o)
	// A row that comes before the conversations were read has the names of its own body
	// only; what is loaded knows them all the same.
	if err := f.Indexed(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n, body := range []string{"c1 I am Irma", "c1 hello", "c2 hello"} {
		a := arrival(n + 1)
		a.Request.Body = []byte(body)
		a.Events = shy(a.Request)
		if err := f.Append(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	check := func(f *capture.File) {
		t.Helper()
		if err := f.Indexed(t.Context()); err != nil {
			t.Fatal(err)
		}
		waitRows(t, f, "three rows", func(rows *model.Rows) bool { return rows.Len() == 3 })
		list := rows(f)
		for i, want := range []string{"Irma", "Irma", ""} {
			got, err := f.Load(t.Context(), uint64(i+1))
			if err != nil {
				t.Fatal(err)
			}
			name, _ := model.SplitPerson(list[i].CustomerText())
			if e := got.Events[0]; e.Actor.Name != want || e.Customer.Name != want || string(name) != want {
				t.Errorf("request %d: actor %v, customer %v, row %q; want %q", i+1, e.Actor, e.Customer, name, want)
			}
		}
	}
	check(f)
	_ = f.Close()
	check(follow(t, dir, o))
}
