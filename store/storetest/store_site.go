package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

var siteKind = kind[service.Site]{
	bare:   func(id string) service.Site { return service.Site{ID: id, Rev: 1} },
	insert: service.Store.InsertSite,
	read:   service.Store.Site,
	update: service.Store.UpdateSite,
	note:   func(n *service.Site) *string { return &n.Hours },
}

func site(id, county string, k rubric.SiteKind) service.Site {
	return service.Site{ID: id, Rev: 1, County: county, Kind: k, OpenedOn: day(1)}
}

var sites = []storeTest{
	{"within a scope", func(t *testing.T, s service.Store) {
		for _, n := range []service.Site{
			site("1", "350502", rubric.Market), site("2", "350502", rubric.Station),
			site("3", "350503", rubric.Market), site("4", "350503", rubric.Station), site("5", "350504", rubric.Station),
		} {
			check(t, s.InsertSite(deadline(t), n))
		}
		everything := service.Scope{Everything: true}
		here := service.Scope{Counties: []string{"350503"}}
		one := service.Scope{SiteIDs: []string{"2"}}
		both := service.Scope{Counties: []string{"350503", "350504"}, SiteIDs: []string{"4", "1", "none"}}
		for _, row := range []struct {
			name   string
			filter service.SiteFilter
			want   []string
		}{
			{"no scope", service.SiteFilter{}, nil},
			{"no scope, narrowed", service.SiteFilter{County: "350503", Kind: rubric.Market, Page: service.Page{Limit: 10}}, nil},
			{"empty lists", service.SiteFilter{Scope: service.Scope{Counties: []string{}, SiteIDs: []string{}}}, nil},
			{"everything", service.SiteFilter{Scope: everything}, []string{"5", "4", "3", "2", "1"}},
			{"everything in a county", service.SiteFilter{Scope: everything, County: "350502"}, []string{"2", "1"}},
			{"everything of a kind", service.SiteFilter{Scope: everything, Kind: rubric.Market}, []string{"3", "1"}},
			{"everything, and more", service.SiteFilter{Scope: service.Scope{Everything: true, SiteIDs: []string{"1"}}}, []string{"5", "4", "3", "2", "1"}},
			{"a county", service.SiteFilter{Scope: here}, []string{"4", "3"}},
			{"a county, narrowed to itself", service.SiteFilter{Scope: here, County: "350503"}, []string{"4", "3"}},
			{"a county, narrowed to another", service.SiteFilter{Scope: here, County: "350502"}, nil},
			{"a county, narrowed to a kind", service.SiteFilter{Scope: here, Kind: rubric.Station}, []string{"4"}},
			{"one site", service.SiteFilter{Scope: one}, []string{"2"}},
			{"one site, narrowed to another kind", service.SiteFilter{Scope: one, Kind: rubric.Market}, nil},
			{"one site, narrowed to another county", service.SiteFilter{Scope: one, County: "350503"}, nil},
			{"counties and sites, each once", service.SiteFilter{Scope: both}, []string{"5", "4", "3", "1"}},
			{"counties and sites, narrowed", service.SiteFilter{Scope: both, County: "350502"}, []string{"1"}},
			{"counties and sites, a page", service.SiteFilter{Scope: both, Page: service.Page{Limit: 2, Before: "5"}}, []string{"4", "3"}},
			{"counties and sites, the last page", service.SiteFilter{Scope: both, Page: service.Page{Limit: 2, Before: "3"}}, []string{"1"}},
		} {
			t.Run(row.name, func(t *testing.T) {
				got := idsOf(must(s.Sites(deadline(t), row.filter))(t))
				if !slices.Equal(got, row.want) {
					t.Fatalf("got %q, want %q", got, row.want)
				}
			})
		}
	}},
	{"listed come whole", func(t *testing.T, s service.Store) {
		n := filled[service.Site]("x", 2)
		check(t, s.InsertSite(deadline(t), n))
		for _, scope := range []service.Scope{{Everything: true}, {Counties: []string{n.County}}, {SiteIDs: []string{"x"}}} {
			wantSame(t, must(s.Sites(deadline(t), service.SiteFilter{Scope: scope}))(t), []service.Site{n})
		}
	}},
	{"in pages", func(t *testing.T, s service.Store) {
		add := func(i int) {
			check(t, s.InsertSite(deadline(t), site(fmt.Sprintf("%03d", i), "350502", rubric.Market)))
		}
		scope := service.Scope{Counties: []string{"350502"}, SiteIDs: []string{"003", "010", "900"}}
		wantPages(t, add, func(p service.Page) []string {
			return idsOf(must(s.Sites(deadline(t), service.SiteFilter{Scope: scope, Page: p}))(t))
		})
	}},
	{"filtered as a model does", func(t *testing.T, s service.Store) {
		var all []service.Site
		for i := range 24 {
			all = append(all, site(fmt.Sprint("s", 10+i), counties[i%3], siteKinds[i%2]))
			check(t, s.InsertSite(deadline(t), all[i]))
		}
		rapid.Check(t, func(rt *rapid.T) {
			f := drawSiteFilter(rt, idsOf(all))
			got, want := idsOf(must(s.Sites(deadline(t), f))(t)), idsOf(modelSites(all, f))
			if !slices.Equal(got, want) {
				rt.Fatalf("%+v\ngot  %q\nwant %q", f, got, want)
			}
		})
	}},
}

var (
	counties  = []string{"350502", "350503", "QZ-KFQ"}
	siteKinds = []rubric.SiteKind{rubric.Market, rubric.Station}
)

func drawSiteFilter(rt *rapid.T, ids []string) service.SiteFilter {
	id, county := rapid.SampledFrom(append(ids, "s", "s99")), rapid.SampledFrom(append(counties, "350504"))
	return service.SiteFilter{
		Scope: service.Scope{
			Everything: rapid.IntRange(0, 4).Draw(rt, "everything") == 4,
			Counties:   rapid.SliceOfN(county, 0, 3).Draw(rt, "counties"),
			SiteIDs:    rapid.SliceOfN(id, 0, 6).Draw(rt, "sites"),
		},
		County: rapid.SampledFrom(append(counties, "", "", "350504")).Draw(rt, "county"),
		Kind:   rapid.SampledFrom(append(siteKinds, "", "")).Draw(rt, "kind"),
		Page:   service.Page{Limit: rapid.IntRange(0, 8).Draw(rt, "limit"), Before: rapid.OneOf(rapid.Just(""), id).Draw(rt, "before")},
	}
}

func modelSites(all []service.Site, f service.SiteFilter) []service.Site {
	var list []service.Site
	for _, n := range all {
		if f.Scope.Covers(n) && (f.County == "" || n.County == f.County) && (f.Kind == "" || n.Kind == f.Kind) &&
			(f.Page.Before == "" || n.ID < f.Page.Before) {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b service.Site) int { return cmp.Compare(b.ID, a.ID) })
	if f.Page.Limit > 0 && len(list) > f.Page.Limit {
		list = list[:f.Page.Limit]
	}
	return list
}
