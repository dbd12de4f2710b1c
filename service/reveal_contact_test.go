package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// Whoever works with employers can call one; that the number was shown is on record
// before it is, and no person's view.
func TestStaffCallEmployers(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm, ctx := w.team(), t.Context()
		e, _, err := w.CreateEnterprise(ctx, tm.staff, service.EnterpriseInput{Name: "泉州某某物业有限公司", ContactPhone: "138 0013 8000"})
		check(t, err)
		n := w.post(tm.staff, posting(tm.site, e.ID, func(in *service.PostingInput) { in.ContactPhone = "0595-22345678" }))
		if !e.MayReveal || !n.May.Reveal {
			t.Errorf("may not: %v %v", e.MayReveal, n.May.Reveal)
		}
		if phone, err := w.RevealEmployer(ctx, tm.mate, e.ID, " 核对岗位 "); err != nil || phone != e.ContactPhone {
			t.Errorf("the employer's: %q, %v", phone, err)
		}
		if phone, err := w.RevealPosting(ctx, w.city, n.ID, "核对岗位"); err != nil || phone != n.ContactPhone || phone == "" {
			t.Errorf("the posting's: %q, %v", phone, err)
		}
		for by, want := range map[string]int{tm.mate.Account.ID: 1, w.city.Account.ID: 1, tm.staff.Account.ID: 0} {
			if got, err := w.store.ViewsBy(ctx, by, noon, 9); err != nil || got != want {
				t.Errorf("on record: %d, %v, want %d", got, err, want)
			}
		}
		if of, err := w.store.ViewsOfPeople(ctx, []string{""}, service.Page{Limit: 9}); err != nil || len(of) != 2 ||
			of[0].PostingID != n.ID || of[0].EnterpriseID != e.ID || of[0].SiteID != tm.site.ID || !of[0].Supervises ||
			of[1].PostingID != "" || of[1].EnterpriseID != e.ID || of[1].Reason != "核对岗位" || of[1].Via != service.ViaReveal {
			t.Errorf("%+v, %v", of, err)
		}
		_, err = w.RevealEmployer(ctx, tm.mate, e.ID, "  ")
		refused(t, err, "invalid_input")
		bare := w.post(tm.staff, posting(tm.site, e.ID, titled("搬运工")))
		_, err = w.RevealPosting(ctx, tm.mate, bare.ID, "核对岗位")
		if refused(t, err, "no_phone"); bare.May.Reveal {
			t.Error("offered where there is none")
		}
		w.store.before("InsertView", func() error { return errStore })
		if phone, err := w.RevealEmployer(ctx, tm.mate, e.ID, "核对岗位"); err == nil || phone != "" {
			t.Error("shown without a record")
		}
	})
}

// Numbers of employers count into the same limit as people's.
func TestCallsOfEmployersAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	e, _, err := w.CreateEnterprise(ctx, g.staff, service.EnterpriseInput{Name: "泉州某某酒店", ContactPhone: "13800138000"})
	check(t, err)
	for range 20 {
		_, err := w.RevealEmployer(ctx, g.staff, e.ID, "核对岗位")
		check(t, err)
	}
	_, err = w.RevealPerson(ctx, g.staff, g.person.ID, service.RevealInput{Reason: "联系"})
	refused(t, err, "too_many_requests")
	_, err = w.RevealEmployer(ctx, g.staff, e.ID, "核对岗位")
	refused(t, err, "too_many_requests")
}
