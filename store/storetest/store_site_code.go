package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var siteCodeKind = kind[service.SiteCode]{
	bare: func(id string) service.SiteCode { return service.SiteCode{ID: id, Rev: 1, SiteID: "site of " + id} },
	insert: func(s service.Store, ctx context.Context, n service.SiteCode) error {
		_, err := s.EnsureSiteCode(ctx, n)
		return err
	},
	read:        service.Store.SiteCode,
	answersKept: true,
}

var siteCodes = []storeTest{
	{"of one site is the first", func(t *testing.T, s service.Store) {
		first := service.SiteCode{ID: "first", Rev: 1, SiteID: "s", CreatedAt: noon}
		for _, id := range []string{"first", "again", "and again"} {
			fresh := first
			fresh.ID = id
			wantSame(t, must(s.EnsureSiteCode(deadline(t), fresh))(t), first)
		}
		_, err := s.SiteCode(deadline(t), "again")
		wantIs(t, err, service.ErrNoRecord)
	}},
	{"of another site is not given away", func(t *testing.T, s service.Store) {
		first := must(s.EnsureSiteCode(deadline(t), service.SiteCode{ID: "x", Rev: 1, SiteID: "s"}))(t)
		_, err := s.EnsureSiteCode(deadline(t), service.SiteCode{ID: "x", Rev: 1, SiteID: "other"})
		wantIs(t, err, service.ErrExists)
		wantSame(t, must(s.SiteCode(deadline(t), "x"))(t), first)
	}},
	{"wanted by many at once is one", func(t *testing.T, s service.Store) {
		answers := make([]service.SiteCode, racers)
		for _, err := range together(racers, func(i int) (err error) {
			answers[i], err = s.EnsureSiteCode(deadline(t), service.SiteCode{ID: fmt.Sprint(i), Rev: 1, SiteID: "s"})
			return err
		}) {
			check(t, err)
		}
		for _, a := range answers {
			wantSame(t, a, answers[0])
		}
		wantSame(t, must(s.SiteCode(deadline(t), answers[0].ID))(t), answers[0])
	}},
}
