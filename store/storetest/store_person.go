package storetest

import (
	"cmp"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var personKind = kind[service.Person]{
	bare:   func(id string) service.Person { return service.Person{ID: id, Rev: 1} },
	insert: service.Store.InsertPerson,
	read:   service.Store.Person,
	update: service.Store.UpdatePerson,
	note:   func(n *service.Person) *string { return &n.Name },
}

var people = []storeTest{
	{"by their ids", func(t *testing.T, s service.Store) {
		a, b, c := filled[service.Person]("a", 0), filled[service.Person]("b", 1), personKind.bare("c")
		for _, n := range []service.Person{a, b, c} {
			check(t, s.InsertPerson(deadline(t), n))
		}
		for _, row := range []struct {
			ids  []string
			want []service.Person
		}{
			{nil, nil},
			{[]string{}, nil},
			{[]string{"none"}, nil},
			{[]string{"b"}, []service.Person{b}},
			{[]string{"c", "none", "a", "c", ""}, []service.Person{a, c}},
		} {
			got := must(s.People(deadline(t), row.ids))(t)
			wantAlike(t, got, row.want, func(a, b service.Person) int { return cmp.Compare(a.ID, b.ID) })
		}
	}},
	{"may share name, phone and document", func(t *testing.T, s service.Store) {
		a, b := filled[service.Person]("a", 0), filled[service.Person]("b", 0) // what tells people apart is their keys
		check(t, s.InsertPerson(deadline(t), a))
		check(t, s.InsertPerson(deadline(t), b))
		wantSame(t, must(s.Person(deadline(t), "b"))(t), b)
	}},
	{"of an account", func(t *testing.T, s service.Store) {
		for id, account := range map[string]string{"1": "a", "2": "b", "3": "a", "4": ""} {
			n := personKind.bare(id)
			n.AccountID = account
			check(t, s.InsertPerson(deadline(t), n))
		}
		for account, want := range map[string][]string{"a": {"1", "3"}, "b": {"2"}, "c": nil, "": nil} {
			if got := idsOf(must(s.PeopleOfAccount(deadline(t), account))(t)); !slices.Equal(got, want) {
				t.Errorf("of %q: %q, want %q", account, got, want)
			}
		}
	}},
}
