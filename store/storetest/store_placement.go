package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var placementKind = kind[service.Placement]{
	bare: func(id string) service.Placement {
		return service.Placement{ID: id, Rev: 1, PersonID: "person of " + id, EnterpriseID: "e", StartedOn: day(23)}
	},
	insert: func(s service.Store, ctx context.Context, n service.Placement) error {
		_, _, err := s.InsertPlacement(ctx, n)
		return err
	},
	read:        service.Store.Placement,
	update:      service.Store.UpdatePlacement,
	note:        func(n *service.Placement) *string { return &n.Title },
	answersKept: true,
}

var placementList = listing[service.Placement]{
	kind: placementKind,
	list: service.Store.Placements,
	record: func(id, site string, m calendar.Month, status service.Status) service.Placement {
		n := placementKind.bare(id)
		n.SiteID, n.Month, n.StartedOn, n.Status = site, m, m.FirstDay(), status
		return n
	},
}

func insertPlacement(t *testing.T, s service.Store, n service.Placement) (service.Placement, bool) {
	t.Helper()
	kept, created, err := s.InsertPlacement(deadline(t), n)
	check(t, err)
	return kept, created
}

var placements = []storeTest{
	{"of the same person, employer and start is the first, whichever site's", func(t *testing.T, s service.Store) {
		first := filled[service.Placement]("first", 0)
		kept, created := insertPlacement(t, s, first)
		wantSame(t, kept, first)
		wantSame(t, created, true)

		elsewhere := filled[service.Placement]("elsewhere", 1)
		elsewhere.PersonID, elsewhere.EnterpriseID, elsewhere.StartedOn = first.PersonID, first.EnterpriseID, first.StartedOn
		kept, created = insertPlacement(t, s, elsewhere)
		wantSame(t, kept, first)
		wantSame(t, created, false)
		_, err := s.Placement(deadline(t), "elsewhere")
		wantIs(t, err, service.ErrNoRecord)
	}},
	{"of another person, employer or start is another", func(t *testing.T, s service.Store) {
		for i, n := range []service.Placement{
			{PersonID: "p", EnterpriseID: "e", StartedOn: day(23)}, {PersonID: "p", EnterpriseID: "e", StartedOn: day(24)},
			{PersonID: "p", EnterpriseID: "E", StartedOn: day(23)}, {PersonID: "p2", EnterpriseID: "e", StartedOn: day(23)},
		} {
			n.ID, n.Rev, n.SiteID = fmt.Sprint(i), 1, "s"
			kept, created := insertPlacement(t, s, n)
			wantSame(t, created, true)
			wantSame(t, kept, n)
		}
	}},
	{"voided keeps its key", func(t *testing.T, s service.Store) {
		n := placementKind.bare("x")
		insertPlacement(t, s, n)
		voided := must(s.UpdatePlacement(deadline(t), "x", func(n *service.Placement) error {
			n.Status, n.VoidReason = service.Void, "未上岗"
			return nil
		}))(t)
		again := n
		again.ID = "again"
		kept, created := insertPlacement(t, s, again)
		wantSame(t, kept, voided)
		wantSame(t, created, false)
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Placement, func(i int) (service.Placement, bool, error) {
			n := placementKind.bare("x")
			n.ID, n.SiteID = fmt.Sprint(i), fmt.Sprint("site ", i)
			return s.InsertPlacement(deadline(t), n)
		})
	}},
	{"of several people", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for id, person := range map[string]string{"%03d": fmt.Sprint("p", i%2), "%03d of another": "q"} {
				n := placementKind.bare(fmt.Sprintf(id, i))
				n.PersonID, n.EnterpriseID, n.SiteID = person, fmt.Sprint("e", i), fmt.Sprint("s", i%3)
				insertPlacement(t, s, n)
			}
		}
		wantPages(t, add, func(p service.Page) []string {
			return idsOf(must(s.PlacementsOfPeople(deadline(t), []string{"p0", "p1", "nobody"}, p))(t))
		})
		if got := must(s.PlacementsOfPeople(deadline(t), nil, service.Page{Limit: 10}))(t); len(got) > 0 {
			t.Errorf("of nobody: %+v", got)
		}
	}},
	{"found by the hash of their open link", func(t *testing.T, s service.Store) {
		without, with := placementKind.bare("without"), placementKind.bare("with")
		with.Link = service.EmployerLink{Code: "first", MadeBy: "a", ExpiresAt: noon}
		insertPlacement(t, s, without)
		insertPlacement(t, s, with)
		wantSame(t, must(s.PlacementByLink(deadline(t), "first"))(t), with)
		for _, code := range []string{"", "FIRST", "another"} {
			_, err := s.PlacementByLink(deadline(t), code)
			wantIs(t, err, service.ErrNoRecord)
		}
		must(s.UpdatePlacement(deadline(t), "with", func(n *service.Placement) error { n.Link.Code = "second"; return nil }))(t)
		_, err := s.PlacementByLink(deadline(t), "first")
		wantIs(t, err, service.ErrNoRecord)
		wantSame(t, must(s.PlacementByLink(deadline(t), "second"))(t).ID, "with")
	}},
}
