package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var applicationKind = kind[service.Application]{
	bare: func(id string) service.Application {
		return service.Application{ID: id, Rev: 1, PersonID: "person of " + id, PostingID: "o"}
	},
	insert: func(s service.Store, ctx context.Context, n service.Application) error {
		_, _, err := s.InsertApplication(ctx, n)
		return err
	},
	read:        service.Store.Application,
	update:      service.Store.UpdateApplication,
	note:        func(n *service.Application) *string { return &n.ReferredBy },
	answersKept: true,
}

var applications = []storeTest{
	{"of the same person and posting is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Application]("first", 0)
		check(t, applicationKind.insert(s, deadline(t), first))
		again := filled[service.Application]("again", 1)
		again.PersonID, again.PostingID = first.PersonID, first.PostingID
		kept, created, err := s.InsertApplication(deadline(t), again)
		check(t, err)
		wantSame(t, kept, first)
		wantSame(t, created, false)
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Application, func(i int) (service.Application, bool, error) {
			n := applicationKind.bare("x")
			n.ID, n.SiteID = fmt.Sprint(i), fmt.Sprint("site ", i)
			return s.InsertApplication(deadline(t), n)
		})
	}},
	{"listed by site, posting and state", func(t *testing.T, s service.Store) {
		for id, n := range map[string]service.Application{
			"1": {SiteID: "s", PostingID: "o", State: service.Applied}, "2": {SiteID: "s", PostingID: "p", State: service.Referred},
			"3": {SiteID: "other", PostingID: "o", State: service.Applied}, "4": {SiteID: "s", PostingID: "o", State: service.Referred},
		} {
			n.ID, n.Rev, n.PersonID = id, 1, "person of "+id
			check(t, applicationKind.insert(s, deadline(t), n))
		}
		for _, row := range []struct {
			filter service.ApplicationFilter
			want   string
		}{
			{service.ApplicationFilter{}, "[]"},
			{service.ApplicationFilter{SiteID: "s"}, "[4 2 1]"},
			{service.ApplicationFilter{SiteID: "s", Page: service.Page{Limit: 1, Before: "4"}}, "[2]"},
			{service.ApplicationFilter{SiteID: "s", PostingID: "o"}, "[4 1]"},
			{service.ApplicationFilter{SiteID: "s", State: service.Referred}, "[4 2]"},
			{service.ApplicationFilter{SiteID: "s", PostingID: "o", State: service.Referred}, "[4]"},
			{service.ApplicationFilter{SiteID: "other", State: service.Referred}, "[]"},
		} {
			if got := fmt.Sprint(idsOf(must(s.Applications(deadline(t), row.filter))(t))); got != row.want {
				t.Errorf("%+v: got %s, want %s", row.filter, got, row.want)
			}
		}
	}},
	{"of several people, and of an account", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for id, person := range map[string]string{"%03d": fmt.Sprint("p", i%2), "%03d of another": "q"} {
				n := applicationKind.bare(fmt.Sprintf(id, i))
				n.PersonID, n.PostingID, n.AccountID = person, fmt.Sprint("o", i), "account of "+person
				check(t, applicationKind.insert(s, deadline(t), n))
			}
		}
		wantPages(t, add, func(p service.Page) []string {
			return idsOf(must(s.ApplicationsOfPeople(deadline(t), []string{"p0", "p1", "nobody"}, p))(t))
		})
		list := must(s.ApplicationsOfAccount(deadline(t), "account of q", service.Page{Limit: 2}))(t)
		if len(list) != 2 || list[0].AccountID != "account of q" || list[0].ID < list[1].ID {
			t.Errorf("of an account: %q", idsOf(list))
		}
		wantSame(t, len(must(s.ApplicationsOfAccount(deadline(t), "nobody", service.Page{Limit: 2}))(t)), 0)
		if got := must(s.ApplicationsOfPeople(deadline(t), nil, service.Page{Limit: 10}))(t); len(got) > 0 {
			t.Errorf("of nobody: %+v", got)
		}
	}},
	{"found by the hash of their open link", func(t *testing.T, s service.Store) {
		without, with := applicationKind.bare("without"), applicationKind.bare("with")
		with.Link = service.EmployerLink{Code: "first", MadeBy: "a", ExpiresAt: noon}
		check(t, applicationKind.insert(s, deadline(t), without))
		check(t, applicationKind.insert(s, deadline(t), with))
		wantSame(t, must(s.ApplicationByLink(deadline(t), "first"))(t), with)
		must(s.UpdateApplication(deadline(t), "with", func(n *service.Application) error { n.Link.Code = "second"; return nil }))(t)
		for _, code := range []string{"", "first", "SECOND"} {
			_, err := s.ApplicationByLink(deadline(t), code)
			wantIs(t, err, service.ErrNoRecord)
		}
	}},
}
