package storetest

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var sampleKind = kind[service.Sample]{
	bare:   func(id string) service.Sample { return service.Sample{ID: id, Rev: 1, SiteID: "s"} },
	insert: service.Store.InsertSample,
	read:   service.Store.Sample,
	update: service.Store.UpdateSample,
	note:   func(n *service.Sample) *string { return &n.Seed },
}

var samples = []storeTest{
	{"of a site", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for site, id := range map[string]string{"s": "%03d", "other": "%03d elsewhere"} {
				n := sampleKind.bare(fmt.Sprintf(id, i))
				n.SiteID = site
				check(t, s.InsertSample(deadline(t), n))
			}
		}
		wantPages(t, add, func(p service.Page) []string { return idsOf(must(s.Samples(deadline(t), "s", p))(t)) })
		if got := must(s.Samples(deadline(t), "none", service.Page{Limit: 10}))(t); len(got) > 0 {
			t.Errorf("a site without samples has %+v", got)
		}
	}},
}
