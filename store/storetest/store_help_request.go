package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var helpRequestKind = kind[service.HelpRequest]{
	bare: func(id string) service.HelpRequest {
		return service.HelpRequest{ID: id, Rev: 1, Request: "request of " + id, SiteID: "s", PersonID: "p"}
	},
	insert: func(s service.Store, ctx context.Context, n service.HelpRequest) error {
		_, _, err := s.InsertHelpRequest(ctx, n)
		return err
	},
	read:        service.Store.HelpRequest,
	update:      service.Store.UpdateHelpRequest,
	note:        func(n *service.HelpRequest) *string { return &n.Text },
	answersKept: true,
}

var helpRequests = []storeTest{
	{"of a site and of people", func(t *testing.T, s service.Store) {
		for i, n := range []service.HelpRequest{
			{SiteID: "s", PersonID: "p", Month: november2026, State: "open"}, {SiteID: "s", PersonID: "q", Month: december2026, State: "closed"},
			{SiteID: "t", PersonID: "p", Month: november2026, State: "open"}, {SiteID: "s", PersonID: "r", Month: november2026, State: "closed"},
		} {
			n.ID, n.Rev, n.Request, n.By = fmt.Sprint(i), 1, fmt.Sprint("request ", i), fmt.Sprint("account ", i%2)
			check(t, helpRequestKind.insert(s, deadline(t), n))
		}
		for want, f := range map[string]service.HelpFilter{
			"[3 1 0]": {SiteID: "s"}, "[3 0]": {SiteID: "s", Month: november2026}, "[3 1]": {SiteID: "s", State: "closed"},
			"[3]": {SiteID: "s", State: "closed", Month: november2026}, "[0]": {SiteID: "s", Page: service.Page{Limit: 1, Before: "1"}}, "[]": {SiteID: "none"},
		} {
			if got := fmt.Sprint(idsOf(must(s.HelpRequests(deadline(t), f))(t))); got != want {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
		if got := idsOf(must(s.HelpRequestsOfPeople(deadline(t), []string{"p", "x"}, service.Page{Limit: 10}))(t)); !slices.Equal(got, []string{"2", "0"}) {
			t.Errorf("of people: %q", got)
		}
		if got := idsOf(must(s.HelpRequestsOfAccount(deadline(t), "account 1", service.Page{Limit: 10}))(t)); !slices.Equal(got, []string{"3", "1"}) {
			t.Errorf("of an account: %q", got)
		}
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.HelpRequest, func(i int) (service.HelpRequest, bool, error) {
			n := helpRequestKind.bare(fmt.Sprint(i))
			n.Request = "one"
			return s.InsertHelpRequest(deadline(t), n)
		})
	}},
}
