package service_test

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestWhoSeesANumber(t *testing.T) { onEachEngine(t, whoSees) }

func whoSees(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	shows := func(a service.Actor, in service.RevealInput) (service.Revealed, string) {
		r, err := w.RevealPerson(ctx, a, g.person.ID, in)
		return r, code(t, err)
	}
	county := w.hold("fengze", service.County, "350503")
	outsider := w.team(inCounty("350504"))
	reason := service.RevealInput{Reason: "通知面试"}
	document := service.RevealInput{Reason: "核对证件", IDNumber: true}
	w.register(g.staff, g.site, service.PersonInput{Name: g.person.Name, Phone: g.person.Phone, IDNumber: idNumber(3)})
	for name, row := range map[string]struct {
		actor      service.Actor
		phone, doc string
	}{
		"staff": {g.staff, "", "forbidden"}, "manager": {g.manager, "", ""}, "county": {county, "", ""}, "city": {w.city, "", ""},
		"other site": {outsider.manager, "not_found", "not_found"}, "other county": {w.hold("anxi", service.County, "350524"), "not_found", "not_found"},
		"admin": {w.hold("admin", service.Admin, service.All), "not_found", "not_found"}, "nobody": {w.login("nobody").Actor, "not_found", "not_found"},
		"the seeker": {g.seeker, "not_found", "not_found"},
	} {
		if r, got := shows(row.actor, reason); got != row.phone || got == "" && (r.Phone != g.person.Phone || r.IDNumber != "") {
			t.Errorf("%s sees the phone: %q, %+v", name, got, r)
		}
		if r, got := shows(row.actor, document); got != row.doc || got == "" && r.IDNumber != idNumber(3) {
			t.Errorf("%s sees the document: %q, %+v", name, got, r)
		}
	}
	if _, got := shows(g.staff, service.RevealInput{Reason: " "}); got != "invalid_input" {
		t.Errorf("without a reason: %q", got)
	}
	_, err := w.RevealPerson(ctx, g.staff, "missing", reason)
	refused(t, err, "not_found")
	views, err := w.MyViews(ctx, g.seeker, service.Page{Limit: 50})
	check(t, err)
	var by []string
	for _, v := range views {
		if v.Via != service.ViaReveal || v.Reason == "" || v.Site.ID != g.site.ID || v.Shown[0] != service.ShownPhone {
			t.Errorf("view: %+v", v)
		}
		by = append(by, string(v.Viewer))
	}
	slices.Sort(by)
	if want := []string{"staff", "staff", "staff", "supervisor", "supervisor", "supervisor", "supervisor"}; !slices.Equal(by, want) {
		t.Errorf("seen by %v, want %v", by, want)
	}
	_, err = w.WithdrawConsent(ctx, g.seeker)
	check(t, err)
	if _, got := shows(g.manager, reason); got != "consent_withdrawn" {
		t.Errorf("after the consent was withdrawn: %q", got)
	}
}

// Nobody copies the register number by number.
func TestRevealsAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	limited := ""
	for range 40 {
		if _, err := w.RevealPerson(ctx, g.staff, g.person.ID, service.RevealInput{Reason: "联系"}); err != nil {
			limited = code(t, err)
			break
		}
	}
	if limited != "too_many_requests" {
		t.Errorf("40 in a minute: %q", limited)
	}
	seen, err := w.MyViews(ctx, g.seeker, service.Page{Limit: 50})
	check(t, err)
	for range 200 - len(seen) {
		check(t, w.store.InsertView(ctx, service.View{ID: w.somebody().Name, Rev: 1, PersonID: "p", By: g.mate.Account.ID, At: noon}))
	}
	for i := range len(seen) {
		check(t, w.store.InsertView(ctx, service.View{ID: w.somebody().Name, Rev: 1, PersonID: "p", By: g.mate.Account.ID, At: noon.Add(time.Duration(i))}))
	}
	_, err = w.RevealPerson(ctx, g.mate, g.person.ID, service.RevealInput{Reason: "联系"})
	refused(t, err, "too_many_views")
	w.clock.add(24 * time.Hour)
	_, err = w.RevealPerson(ctx, g.mate, g.person.ID, service.RevealInput{Reason: "联系"})
	check(t, err)
}

// A call-back is a view, too.
func TestACallBackIsAView(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, ctx := newAgency(w), t.Context()
	n := w.draw(g.team, service.RegistrationRecord, 1, "")
	_, err := w.RevealPhone(ctx, w.city, n.ID, n.Drawn[0].RecordID, "抽样回访")
	check(t, err)
	views, err := w.MyViews(ctx, g.seeker, service.Page{Limit: 9})
	if err != nil || len(views) != 1 || views[0].Via != service.ViaSample || views[0].Viewer != service.ViewerSupervisor {
		t.Errorf("%+v, %v", views, err)
	}
}

// Who deletes himself leaves no number and no word behind; that it was seen stays.
func TestErasureOfApplications(t *testing.T) { onEachEngine(t, erasureOfApplications) }

func erasureOfApplications(t *testing.T, w *world) {
	g, ctx := newAgency(w), t.Context()
	n, _, err := w.ApplyMe(ctx, g.seeker, service.ApplyInput{PostingID: g.posting.ID, Note: "家住某街道"})
	check(t, err)
	g.refer()
	code := g.link(n.ID)
	_, err = w.PhoneByLink(ctx, code)
	check(t, err)
	_, err = w.RevealPerson(ctx, g.staff, g.person.ID, service.RevealInput{Reason: "家住某街道"})
	check(t, err)
	copied, err := w.CopyMyData(ctx, g.seeker, true)
	check(t, err)
	found := map[string]int{}
	for _, section := range copied.Sections {
		found[section.Name] = len(section.Items)
	}
	if found["applications"] != 1 || found["contact_views"] != 2 {
		t.Errorf("copied %v", found)
	}
	_, err = w.DeleteMe(ctx, g.seeker, "删除")
	check(t, err)
	_, err = w.PhoneByLink(ctx, code)
	refused(t, err, "link_invalid")
	_, err = w.RevealPerson(ctx, g.staff, g.person.ID, service.RevealInput{Reason: "联系"})
	refused(t, err, "not_found")
	_, err = w.Letter(ctx, g.staff, n.ID)
	refused(t, err, "person_erased")
	_, err = w.Conclude(ctx, g.staff, n.ID, service.OutcomeInput{Outcome: service.Hired})
	refused(t, err, "person_erased")
	got, err := w.Application(ctx, g.staff, n.ID)
	check(t, err)
	if !got.Erased || got.Shared || got.State != service.Withdrawn || got.AccountID != "" || got.Steps[0].Note != "" || got.Steps[0].By != "" || got.Link.Code != "" {
		t.Errorf("left: %+v", got.Application)
	}
	views, err := w.store.ViewsOfPeople(ctx, []string{g.person.ID}, service.Page{Limit: 9})
	if err != nil || len(views) != 2 || views[0].Reason == "家住某街道" {
		t.Errorf("views left: %+v, %v", views, err)
	}
}
