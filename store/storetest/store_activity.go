package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var activityKind = kind[service.Activity]{
	bare: func(id string) service.Activity {
		return service.Activity{ID: id, Rev: 1, SiteID: "s", Month: november2026, ClientID: "phone's " + id}
	},
	insert: func(s service.Store, ctx context.Context, n service.Activity) error {
		_, _, err := s.InsertActivity(ctx, n)
		return err
	},
	read:        service.Store.Activity,
	update:      service.Store.UpdateActivity,
	note:        func(n *service.Activity) *string { return &n.Note },
	answersKept: true,
}

var activityList = listing[service.Activity]{
	kind: activityKind,
	list: service.Store.Activities,
	record: func(id, site string, m calendar.Month, status service.Status) service.Activity {
		n := activityKind.bare(id)
		n.SiteID, n.Month, n.HeldOn, n.Status = site, m, m.FirstDay(), status
		return n
	},
}

var activities = []storeTest{
	{"of the same site and client id is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Activity]("first", 0)
		_, created, err := s.InsertActivity(deadline(t), first)
		check(t, err)
		wantSame(t, created, true)
		again := filled[service.Activity]("again", 1)
		again.SiteID, again.ClientID = first.SiteID, first.ClientID
		kept, created, err := s.InsertActivity(deadline(t), again)
		check(t, err)
		wantSame(t, kept, first)
		wantSame(t, created, false)
		again.SiteID = "another"
		kept, created, err = s.InsertActivity(deadline(t), again)
		check(t, err)
		wantSame(t, kept, again)
		wantSame(t, created, true)
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Activity, func(i int) (service.Activity, bool, error) {
			n := activityKind.bare("x")
			n.ID, n.Note = fmt.Sprint(i), fmt.Sprint("note ", i)
			return s.InsertActivity(deadline(t), n)
		})
	}},
	{"are facts of their month but the void ones", func(t *testing.T, s service.Store) {
		var want []service.ActivityFact
		for i, status := range []service.Status{service.Recorded, service.Confirmed, service.Void} {
			for _, m := range []calendar.Month{november2026, december2026} {
				n := activityList.record(fmt.Sprint(m, i), "s", m, status)
				n.Type, n.HeldOn = service.ActivityType(fmt.Sprint("type ", i)), m.FirstDay().AddDays(i)
				check(t, activityKind.insert(s, deadline(t), n))
				if m == november2026 && status != service.Void {
					want = append(want, service.ActivityFact{Day: n.HeldOn, Type: n.Type, Confirmed: status == service.Confirmed})
				}
			}
		}
		check(t, activityKind.insert(s, deadline(t), activityList.record("elsewhere", "other", november2026, service.Recorded)))
		got := must(s.MonthFacts(deadline(t), "s", november2026))(t)
		wantAlike(t, got.Activities, want, func(a, b service.ActivityFact) int { return a.Day.Day - b.Day.Day })
	}},
}
