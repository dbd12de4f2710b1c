package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var followUpKind = kind[service.FollowUp]{
	bare:   func(id string) service.FollowUp { return service.FollowUp{ID: id, Rev: 1} },
	insert: service.Store.InsertFollowUp,
	read:   service.Store.FollowUp,
	update: service.Store.UpdateFollowUp,
	note:   func(n *service.FollowUp) *string { return &n.Note },
}

var followUps = []storeTest{
	{"by id, those that there are", func(t *testing.T, s service.Store) {
		for _, id := range []string{"l|7", "l|30", "m|7"} {
			check(t, s.InsertFollowUp(deadline(t), followUpKind.bare(id)))
		}
		got := idsOf(must(s.FollowUpsByID(deadline(t), []string{"l|7", "l|30", "l|90"}))(t))
		slices.Sort(got)
		wantSame(t, fmt.Sprint(got), "[l|30 l|7]")
		wantSame(t, len(must(s.FollowUpsByID(deadline(t), nil))(t)), 0)
	}},
	{"of a site", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for id, site := range map[string]string{"%03d": "s", "%03d of another": "other"} {
				n := followUpKind.bare(fmt.Sprintf(id, i))
				n.SiteID = site
				check(t, s.InsertFollowUp(deadline(t), n))
			}
		}
		wantPages(t, add, func(p service.Page) []string { return idsOf(must(s.FollowUps(deadline(t), "s", p))(t)) })
	}},
}
