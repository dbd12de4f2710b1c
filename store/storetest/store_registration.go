package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var registrationKind = kind[service.Registration]{
	bare: func(id string) service.Registration {
		return service.Registration{ID: id, Rev: 1, SiteID: "s", Month: november2026, PersonID: "person of " + id}
	},
	insert: func(s service.Store, ctx context.Context, n service.Registration) error {
		_, _, err := s.InsertRegistration(ctx, n)
		return err
	},
	read:        service.Store.Registration,
	update:      service.Store.UpdateRegistration,
	note:        func(n *service.Registration) *string { return &n.VoidReason },
	answersKept: true,
}

var registrationList = listing[service.Registration]{
	kind: registrationKind,
	list: service.Store.Registrations,
	record: func(id, site string, m calendar.Month, status service.Status) service.Registration {
		n := registrationKind.bare(id)
		n.SiteID, n.Month, n.Status = site, m, status
		return n
	},
}

func insertRegistration(t *testing.T, s service.Store, n service.Registration) (service.Registration, bool) {
	t.Helper()
	kept, created, err := s.InsertRegistration(deadline(t), n)
	check(t, err)
	return kept, created
}

var jobSeekers = []storeTest{
	{"of the same site, month and person is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Registration]("first", 0)
		kept, created := insertRegistration(t, s, first)
		wantSame(t, kept, first)
		wantSame(t, created, true)

		again := filled[service.Registration]("again", 1)
		again.SiteID, again.Month, again.PersonID = first.SiteID, first.Month, first.PersonID
		kept, created = insertRegistration(t, s, again)
		wantSame(t, kept, first)
		wantSame(t, created, false)
		_, err := s.Registration(deadline(t), "again")
		wantIs(t, err, service.ErrNoRecord)
	}},
	{"of another site, month or person is another", func(t *testing.T, s service.Store) {
		for i, n := range []service.Registration{
			{SiteID: "s", Month: november2026, PersonID: "p"}, {SiteID: "s2", Month: november2026, PersonID: "p"},
			{SiteID: "s", Month: december2026, PersonID: "p"}, {SiteID: "s", Month: november2026, PersonID: "P"},
			{SiteID: "s", Month: calendar.Month{Year: 2025, Month: 11}, PersonID: "p"},
		} {
			n.ID, n.Rev = fmt.Sprint(i), 1
			kept, created := insertRegistration(t, s, n)
			wantSame(t, created, true)
			wantSame(t, kept, n)
		}
	}},
	{"voided keeps its key", func(t *testing.T, s service.Store) {
		n := registrationKind.bare("x")
		insertRegistration(t, s, n)
		voided := must(s.UpdateRegistration(deadline(t), "x", func(n *service.Registration) error {
			n.Status, n.VoidedBy, n.VoidedAt, n.VoidReason = service.Void, "somebody", noon, "重复登记"
			return nil
		}))(t)
		again := n
		again.ID = "again"
		kept, created := insertRegistration(t, s, again)
		wantSame(t, kept, voided)
		wantSame(t, created, false)
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Registration, func(i int) (service.Registration, bool, error) {
			n := registrationKind.bare("x")
			n.ID, n.Intent.Area = fmt.Sprint(i), fmt.Sprint("area ", i)
			return s.InsertRegistration(deadline(t), n)
		})
	}},
	{"of a person", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for id, person := range map[string]string{"%03d": "a", "%03d of another": "b"} {
				n := registrationKind.bare(fmt.Sprintf(id, i))
				n.PersonID, n.SiteID, n.Month = person, fmt.Sprint("s", i%3), november2026.Add(i)
				insertRegistration(t, s, n)
			}
		}
		wantPages(t, add, func(p service.Page) []string {
			list := idsOf(must(s.RegistrationsOfPerson(deadline(t), "a", p))(t))
			if many := idsOf(must(s.RegistrationsOfPeople(deadline(t), []string{"c", "a"}, p))(t)); !slices.Equal(many, list) {
				t.Errorf("of people: %q, of the one who has any: %q", many, list)
			}
			return list
		})
		if got := must(s.RegistrationsOfPeople(deadline(t), nil, service.Page{}))(t); len(got) > 0 {
			t.Errorf("nobody has %+v", got)
		}
	}},
	{"of an account", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for id, account := range map[string]string{"%03d": "a", "%03d by another": "b", "%03d by staff": ""} {
				n := registrationKind.bare(fmt.Sprintf(id, i))
				n.AccountID, n.SiteID, n.Month = account, fmt.Sprint("s", i%3), november2026.Add(i%5)
				insertRegistration(t, s, n)
			}
		}
		list := func(account string, p service.Page) []service.Registration {
			return must(s.RegistrationsOfAccount(deadline(t), account, p))(t)
		}
		wantPages(t, add, func(p service.Page) []string { return idsOf(list("a", p)) })
		if got := idsOf(list("b", service.Page{Limit: 1, Before: "101"})); !slices.Equal(got, []string{"100 by another"}) {
			t.Errorf("the other account's first: %q", got)
		}
		if got := list("c", service.Page{Limit: 10}); len(got) > 0 {
			t.Errorf("an account that registered nothing has %+v", got)
		}
	}},
}

// wantOneKept runs insert by many at once and checks that one of them created
// the record and that all answer it.
func wantOneKept[N any](t *testing.T, read func(context.Context, string) (N, error), insert func(i int) (N, bool, error)) {
	t.Helper()
	kept, created := make([]N, racers), make([]bool, racers)
	for _, err := range together(racers, func(i int) (err error) {
		kept[i], created[i], err = insert(i)
		return err
	}) {
		check(t, err)
	}
	winner := slices.Index(created, true)
	if winner < 0 || slices.Contains(created[winner+1:], true) {
		t.Fatalf("created: %v, want one", created)
	}
	ids := idsOf(kept)
	if ids[winner] != fmt.Sprint(winner) {
		t.Fatalf("%d created %q", winner, ids[winner])
	}
	there := must(read(deadline(t), ids[winner]))(t)
	for _, n := range kept {
		wantSame(t, n, there)
	}
}
