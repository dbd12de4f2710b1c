package service_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// place says where something lies, as those see it who work at the site here.
type place string

const (
	here    place = "here"
	beside  place = "same county"
	foreign place = "foreign"
	nowhere place = "missing"
)

// town has a site with records at each place but nowhere.
type town struct {
	*world
	teams         map[place]team
	registrations map[place]string
	placements    map[place]string
	imports       map[place]string
	seeker        string // somebody who is registered at each place
	employer      string // an enterprise
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := newWorld(t)
	v := &town{world: w, teams: map[place]team{here: w.team(), beside: w.team(), foreign: w.team(inCounty("350504"))},
		registrations: map[place]string{}, placements: map[place]string{}, imports: map[place]string{}}
	who := w.somebody()
	for p, tm := range v.teams {
		v.seeker = w.register(tm.staff, tm.site, who).PersonID
		r := w.register(tm.staff, tm.site, w.somebody())
		job, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "a ledger without rows", nil, nil)
		check(t, err)
		v.registrations[p], v.imports[p] = r.ID, job.ID
		v.placements[p] = w.place(tm.staff, tm.site, r.PersonID, fmt.Sprint("雇主", p)).ID
	}
	e, _ := w.enterprise("某某劳务公司", "")
	v.employer = e.ID
	v.teams[nowhere] = team{site: service.Site{ID: "missing"}}
	v.registrations[nowhere], v.placements[nowhere], v.imports[nowhere] = "missing", "missing", "missing"
	return v
}

func (v *town) site(p place) string { return v.teams[p].site.ID }

// fresh is a new record of the place.
func (v *town) fresh(p place) service.RegistrationView {
	v.Helper()
	if p == nowhere {
		return service.RegistrationView{Registration: service.Registration{ID: "missing"}}
	}
	return v.register(v.teams[p].staff, v.teams[p].site, v.somebody())
}

// member is the account of a new member of the place.
func (v *town) member(p place) string {
	v.Helper()
	if p == nowhere {
		return "missing"
	}
	return v.hold(v.somebody().Name, service.Staff, v.site(p)).Account.ID
}

// caller is somebody with one role, whose scope reaches some places.
type caller struct {
	actor service.Actor
	role  service.Role
	reach []place
}

func (v *town) callers() map[string]caller {
	tm := v.teams[here]
	gone := v.hold("gone", service.Manager, tm.site.ID)
	check(v, v.RemoveMember(v.Context(), v.city, tm.site.ID, gone.Account.ID))
	everywhere := []place{here, beside, foreign}
	return map[string]caller{
		"seeker":         {v.login("seeker").Actor, service.Seeker, nil},
		"former manager": {v.login("gone").Actor, service.Seeker, nil},
		"staff":          {tm.mate, service.Staff, []place{here}},
		"manager":        {tm.manager, service.Manager, []place{here}},
		"county":         {v.hold("fengze", service.County, "350503"), service.County, []place{here, beside}},
		"other county":   {v.hold("anxi", service.County, "350524"), service.County, nil},
		"city":           {v.hold("town hall", service.City, service.All), service.City, everywhere},
		"admin":          {v.hold("admin", service.Admin, service.All), service.Admin, everywhere},
	}
}

// want is the refusal that a caller must meet: whoever does not see it is told
// the same as if it were not there.
func (p permission) want(c caller, at place) string {
	switch {
	case !slices.Contains(c.reach, at) || !slices.Contains(p.see, c.role):
		return "not_found"
	case !slices.Contains(p.may, c.role):
		return "forbidden"
	}
	return ""
}

func TestWhoMayDoWhatWhere(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for who, c := range v.callers() {
		for what, p := range permissions {
			for _, at := range []place{here, beside, foreign, nowhere} {
				err := p.do(t.Context(), v, c.actor, at)
				if got, want := code(t, err), p.want(c, at); got != want {
					t.Errorf("%s, %s, %s: %q, want %q", who, what, at, got, want)
				}
			}
		}
	}
}

func TestWhoMayOpenSites(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for who, c := range v.callers() {
		for where, reach := range map[string]place{"350503": here, "350504": foreign} {
			_, err := v.CreateSite(t.Context(), c.actor, service.Site{
				Name: "新站", Kind: rubric.Station, County: where, OpenedOn: day(2026, 1, 1)})
			want := "forbidden"
			if slices.Contains(c.reach, reach) && slices.Contains(supervisors, c.role) {
				want = ""
			}
			if got := code(t, err); got != want {
				t.Errorf("%s in %s: %q, want %q", who, where, got, want)
			}
		}
	}
}

// Lists show exactly what single reads would answer, whatever is asked for.
func TestSitesAreListedWithinTheScope(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	for who, c := range v.callers() {
		for _, f := range []service.SiteFilter{
			{Page: service.Page{Limit: 50}},
			{Scope: service.Scope{Everything: true}, Page: service.Page{Limit: 50}}, // nobody widens his own scope
		} {
			list, err := v.Sites(t.Context(), c.actor, f)
			check(t, err)
			if len(list) != len(c.reach) {
				t.Errorf("%s sees %d sites of %v", who, len(list), c.reach)
			}
			for _, s := range list {
				if _, err := v.Site(t.Context(), c.actor, s.ID); err != nil {
					t.Errorf("%s is shown %s: %v", who, s.ID, err)
				}
			}
		}
	}
	list, err := v.Sites(t.Context(), v.city, service.SiteFilter{County: "350504", Page: service.Page{Limit: 50}})
	if err != nil || len(list) != 1 || list[0].ID != v.site(foreign) {
		t.Errorf("of one county: %v, %v", list, err)
	}
}

// Employers are the whole city's, for all who work with them.
func TestWhoMayReadAndWriteEmployers(t *testing.T) {
	t.Parallel()
	v := newTown(t)
	e, _ := v.enterprise("某某公司", "")
	for who, c := range v.callers() {
		member := slices.Contains(members, c.role)
		_, _, err := v.CreateEnterprise(t.Context(), c.actor, service.EnterpriseInput{Name: "某某公司"})
		if got := code(t, err); (got == "") != member || !member && got != "forbidden" {
			t.Errorf("%s makes one known: %q", who, got)
		}
		_, err = v.Enterprise(t.Context(), c.actor, e.ID)
		if got := code(t, err); (got == "") != member || !member && got != "not_found" {
			t.Errorf("%s reads one: %q", who, got)
		}
		_, err = v.Enterprises(t.Context(), c.actor, "某某", service.Page{Limit: 5})
		if got := code(t, err); (got == "") != member || !member && got != "forbidden" {
			t.Errorf("%s looks for one: %q", who, got)
		}
		_, err = v.ChangeEnterprise(t.Context(), c.actor, e.ID, service.EnterpriseChange{Address: ptr("丰泽街")})
		if got := code(t, err); (got == "") != member || !member && got != "not_found" {
			t.Errorf("%s fills one in: %q", who, got)
		}
		_, err = v.RevealEmployer(t.Context(), c.actor, e.ID, "核对岗位")
		if got := code(t, err); (got == "no_phone") != member || !member && got != "not_found" {
			t.Errorf("%s calls one: %q", who, got)
		}
		_, err = v.HeldPostings(t.Context(), c.actor, "", service.Page{Limit: 5})
		if got := code(t, err); (got == "") != slices.Contains(checkers, c.role) || got != "" && got != "forbidden" {
			t.Errorf("%s sees what is held: %q", who, got)
		}
		_, _, err = v.SupervisedPostings(t.Context(), c.actor, service.PostingDeskInput{Page: service.Page{Limit: 5}})
		if got := code(t, err); (got == "") != slices.Contains(checkers, c.role) || got != "" && got != "forbidden" {
			t.Errorf("%s looks postings up: %q", who, got)
		}
	}
	_, err := v.Enterprise(t.Context(), v.city, "nobody's")
	refused(t, err, "not_found")
}
