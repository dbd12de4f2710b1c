package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var guidanceKind = kind[service.Guidance]{
	bare:   func(id string) service.Guidance { return service.Guidance{ID: id, Rev: 1, SiteID: "s", PersonID: "p"} },
	insert: service.Store.InsertGuidance,
	read:   service.Store.Guidance,
	update: service.Store.UpdateGuidance,
	note:   func(n *service.Guidance) *string { return &n.Advice },
}

var guidance = []storeTest{
	{"of a site and of people", func(t *testing.T, s service.Store) {
		for i, n := range []service.Guidance{{SiteID: "s", PersonID: "p"}, {SiteID: "s", PersonID: "q"}, {SiteID: "other", PersonID: "p"}, {SiteID: "s", PersonID: "p"}} {
			n.ID, n.Rev = fmt.Sprint(i), 1
			check(t, s.InsertGuidance(deadline(t), n))
		}
		for want, f := range map[string]service.GuidanceFilter{
			"[3 1 0]": {SiteID: "s"}, "[3 0]": {SiteID: "s", PersonID: "p"}, "[2]": {SiteID: "other"}, "[]": {SiteID: "none"},
			"[3]": {SiteID: "s", Page: service.Page{Limit: 1}}, "[0]": {SiteID: "s", PersonID: "p", Page: service.Page{Limit: 1, Before: "3"}},
		} {
			if got := fmt.Sprint(idsOf(must(s.GuidanceOf(deadline(t), f))(t))); got != want {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
		if got := idsOf(must(s.GuidanceOfPeople(deadline(t), []string{"p", "x"}, service.Page{Limit: 2}))(t)); !slices.Equal(got, []string{"3", "2"}) {
			t.Errorf("of people: %q", got)
		}
	}},
}
