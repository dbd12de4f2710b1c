package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

func TestOnePlacementInParallel(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	who := w.register(tm.staff, tm.site, w.somebody())
	var got, employers answers
	parallel(50, func(int) {
		v, created, err := w.Place(t.Context(), tm.staff, service.PlacementInput{
			SiteID: tm.site.ID, PersonID: who.PersonID, EmployerName: "某某公司", Kind: service.Casual,
		})
		check(t, err)
		got.add(v.ID, created)
		employers.add(v.EnterpriseID, false)
	})
	got.once(t, 50)
	if len(employers.ids) != 1 {
		t.Fatalf("employers: %v", employers.ids)
	}
	w.counts(tm.site, service.Tallied{Registered: 2, Complete: 2, Casual: 1}, none)
	w.rebuildChangesNothing(tm.site)
}

// City-wide, each start of work is one site's.
func TestAStartOfWorkIsOneSites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, there := w.team(), w.team(inCounty("350504"))
	who := w.register(here.staff, here.site, w.somebody())
	met := service.PersonInput{Name: who.Person.Name, Phone: who.Person.Phone}
	w.register(there.staff, there.site, met)
	first := w.place(here.staff, here.site, who.PersonID, "某某公司")
	again := service.PlacementInput{SiteID: there.site.ID, PersonID: who.PersonID, EnterpriseID: first.EnterpriseID, Kind: service.Stable}
	v, created, err := w.Place(t.Context(), there.staff, again)
	refused(t, err, "placed_by_other_site")
	if created || v.ID != "" || v.Person.ID != "" {
		t.Fatalf("another site's record is shown: %+v", v)
	}
	w.counts(there.site, registered(1), none)

	again.SiteID = here.site.ID // the same start, another kind: the first record stands
	if v, created, err := w.Place(t.Context(), here.mate, again); err != nil || created || v.ID != first.ID || v.Kind != service.Casual {
		t.Fatalf("%+v, created %v, %v", v, created, err)
	}
	again.StartedOn = day(2026, 7, 14) // another start
	again.SiteID = there.site.ID
	if _, created, err := w.Place(t.Context(), there.staff, again); err != nil || !created {
		t.Fatal(created, err)
	}
	w.counts(here.site, service.Tallied{Registered: 1, Complete: 1, Casual: 1}, none)
	w.counts(there.site, service.Tallied{Registered: 1, Complete: 1, Stable: 1}, none)
}

// An id from elsewhere is nobody, like one that does not exist: who is not registered
// where staff work gets no record, talk, request or seat from them.
func TestWhoIsNotRegisteredHereIsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here, there := w.team(), w.team()
	who := w.register(here.staff, here.site, w.somebody())
	v := w.course(there, 5)
	before := w.figures(there.site)
	for name, id := range map[string]string{"from elsewhere": who.PersonID, "that there is not": "x"} {
		_, _, placed := w.Place(t.Context(), there.staff, service.PlacementInput{SiteID: there.site.ID, PersonID: id, EmployerName: "某某公司", Kind: service.Casual})
		_, guided := w.Guide(t.Context(), there.staff, talk(there.site, id))
		_, asked := w.AskHelp(t.Context(), there.staff, service.HelpInput{SiteID: there.site.ID, PersonID: id, Type: "policy_advice", Text: "代办"})
		_, seated := w.SignUpFor(t.Context(), there.staff, v.ID, id)
		for what, err := range map[string]error{"placed": placed, "guided": guided, "asked for": asked, "signed up": seated} {
			if got := firstField(t, err); got != "body.person_id unknown_person" {
				t.Errorf("an id %s is %s: %q", name, what, got)
			}
		}
	}
	if after := w.figures(there.site); !sameJSON(t, after, before) {
		t.Errorf("counted %+v, before %+v", after, before)
	}
	w.register(there.staff, there.site, service.PersonInput{Name: who.Person.Name, Phone: who.Person.Phone})
	w.place(there.staff, there.site, who.PersonID, "某某公司")
}

func TestWhatAPlacementNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team(opened(day(2025, 12, 1)))
	who := w.register(tm.staff, tm.site, w.somebody())
	employer, _ := w.enterprise("某某公司", "")
	for name, c := range map[string]struct {
		change func(*service.PlacementInput)
		field  string
	}{
		"all of it":             {func(*service.PlacementInput) {}, ""},
		"an employer by name":   {func(in *service.PlacementInput) { in.EnterpriseID, in.EmployerName = "", "另一公司" }, ""},
		"nobody":                {func(in *service.PlacementInput) { in.PersonID = "" }, "body.person_id unknown_person"},
		"a person from nowhere": {func(in *service.PlacementInput) { in.PersonID = "x" }, "body.person_id unknown_person"},
		"no employer":           {func(in *service.PlacementInput) { in.EnterpriseID = "" }, "body.enterprise_id employer_missing"},
		"an employer twice":     {func(in *service.PlacementInput) { in.EmployerName = "某某公司" }, "body.employer_name employer_twice"},
		"an unknown employer":   {func(in *service.PlacementInput) { in.EnterpriseID = "x" }, "body.enterprise_id unknown_enterprise"},
		"an employer unseen":    {func(in *service.PlacementInput) { in.EnterpriseID, in.EmployerName = "", "\u202e" }, "body.employer_name name_characters"},
		"no kind":               {func(in *service.PlacementInput) { in.Kind = "" }, "body.kind kind"},
		"evidence from nowhere": {func(in *service.PlacementInput) { in.EvidenceIDs = []string{"x"} }, "body.evidence_ids unknown_evidence"},
		"tomorrow":              {func(in *service.PlacementInput) { in.StartedOn = day(2026, 7, 16) }, "body.started_on date_future"},
		"before opening":        {func(in *service.PlacementInput) { in.StartedOn = day(2025, 11, 30) }, "body.started_on date_before_opening"},
	} {
		in := service.PlacementInput{SiteID: tm.site.ID, PersonID: who.PersonID, EnterpriseID: employer.ID, Kind: service.Casual}
		c.change(&in)
		_, _, err := w.Place(t.Context(), tm.staff, in)
		if got := firstField(t, err); got != c.field {
			t.Errorf("%s: %q, want %q", name, got, c.field)
		}
	}
}

// A stable placement without evidence helps the self score twice and the
// assessor's once.
func TestStableWithoutEvidence(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	who := w.register(tm.staff, tm.site, w.somebody())
	v, _, err := w.Place(t.Context(), tm.staff, service.PlacementInput{
		SiteID: tm.site.ID, PersonID: who.PersonID, EmployerName: "某某公司", Kind: service.Stable,
	})
	check(t, err)
	if v.Proven() {
		t.Fatal("proven by nothing")
	}
	_, err = w.ConfirmPlacement(t.Context(), tm.mate, v.ID)
	check(t, err)
	w.counts(tm.site, service.Tallied{Registered: 2, Complete: 2, Stable: 1}, service.Tallied{Casual: 1})
}

func TestPlacementsAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	who := w.register(tm.staff, tm.site, w.somebody())
	first := w.place(tm.staff, tm.site, who.PersonID, "甲公司")
	second := w.place(tm.staff, tm.site, who.PersonID, "乙公司")
	list, err := w.Placements(t.Context(), tm.mate, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 10}})
	if err != nil || len(list) != 2 || list[0].ID != second.ID || list[1].ID != first.ID {
		t.Fatalf("%+v, %v", list, err)
	}
	if v := list[0]; v.Person.ID != who.PersonID || v.Enterprise.Name != "乙公司" || v.May != (service.May{Confirm: true, Void: true, Attach: true}) {
		t.Fatalf("%+v", v)
	}
	june, err := w.Placements(t.Context(), tm.mate, service.RecordFilter{SiteID: tm.site.ID, Month: calendar.Month{Year: 2026, Month: 6}})
	if err != nil || len(june) != 0 {
		t.Fatalf("June: %+v, %v", june, err)
	}
}
