package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/wording"
)

// posting is an offer of work of an employer until the year's end.
func posting(s service.Site, employer string, change ...func(*service.PostingInput)) service.PostingInput {
	in := service.PostingInput{SiteID: s.ID, EnterpriseID: employer, Offer: service.Offer{
		Title: "保洁员", Place: "丰泽街100号", Headcount: 3, Description: "打扫写字楼", Conditions: "身体健康",
		Pay: service.Pay{Min: 2000, Max: 2500, Unit: service.PerHour}, Kind: service.Temporary, ValidUntil: day(2026, 12, 31),
	}}
	for _, c := range change {
		c(&in)
	}
	return in
}

func titled(title string) func(*service.PostingInput) {
	return func(in *service.PostingInput) { in.Title = title }
}

// post publishes and must succeed.
func (w *world) post(a service.Actor, in service.PostingInput) service.PostingView {
	w.Helper()
	v, _, err := w.Post(context.Background(), a, in)
	check(w, err)
	return v
}

// codes are the reasons why a posting does not count.
func codes(notes []service.Note) string {
	var list []string
	for _, n := range notes {
		list = append(list, n.Code)
	}
	return strings.Join(list, " ")
}

func TestPostings(t *testing.T) { onEachEngine(t, testPostings) }

func testPostings(t *testing.T, w *world) {
	tm, other := w.team(), w.team(inCounty("350504"))
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	first := w.post(tm.staff, posting(tm.site, e.ID))
	if !first.Counts() || !first.Public || len(first.NotCounted)+len(first.Missing) > 0 || first.Area != "350503" ||
		first.CountsOn != day(2026, 7, 15) || first.Month != first.CountsOn.In() || !first.May.Void || first.May.Confirm || first.May.Rename {
		t.Errorf("the first: %+v", first)
	}
	for name, change := range map[string]func(*service.PostingInput){
		"the same":         func(*service.PostingInput) {},
		"in other words":   func(in *service.PostingInput) { in.Title, in.Description = " 保洁员！", "打扫" },
		"traditional":      func(in *service.PostingInput) { in.Title, in.Place = "保潔員", "豐澤街100號。" },
		"the place spelt":  func(in *service.PostingInput) { in.Place = "丰泽街 １００号" },
		"without pay said": func(in *service.PostingInput) { in.Pay, in.Conditions = service.Pay{Unit: service.Negotiable}, "" },
	} {
		v := w.post(other.staff, posting(other.site, e.ID, change))
		if v.Counts() || v.DuplicateOf != first.ID || !v.Public || codes(v.NotCounted) != "duplicate" {
			t.Errorf("%s, at another site: %+v", name, v.Posting)
		}
		if name == "without pay said" && codes(v.Missing) != "conditions pay" {
			t.Errorf("missing %v", v.Missing)
		}
	}
	if v := w.post(other.staff, posting(other.site, e.ID, titled("保安"))); !v.Counts() {
		t.Errorf("another title: %+v", v.Posting)
	}
	w.clock.add(time.Second)
	_, err := w.ConfirmPosting(t.Context(), tm.staff, first.ID)
	refused(t, err, "own_record")
	v, err := w.ConfirmPosting(t.Context(), tm.mate, first.ID)
	if check(t, err); v.Status != service.Confirmed {
		t.Errorf("confirmed: %+v", v.Trail)
	}
	if v, err = w.VoidPosting(t.Context(), tm.mate, first.ID, "岗位不属实"); err != nil || v.Public || codes(v.NotCounted) != "void" {
		t.Errorf("void: %+v, %v", v.Posting, err)
	}
	if v := w.post(other.staff, posting(other.site, e.ID)); v.DuplicateOf != first.ID {
		t.Errorf("a void one keeps its key: %+v", v.Posting)
	}
	if v, err = w.RestorePosting(t.Context(), tm.staff, first.ID); err != nil || !v.Counts() || v.Status != service.Recorded {
		t.Errorf("restored: %+v, %v", v.Posting, err)
	}
	if v, err = w.TakeDownPosting(t.Context(), tm.mate, first.ID, "岗位不实"); err != nil || v.Public || !v.Counts() {
		t.Errorf("taken down: %+v, %v", v.Posting, err)
	}
	again, created, err := w.Repost(t.Context(), tm.staff, first.ID, day(2027, 3, 1))
	if check(t, err); !created || again.DuplicateOf != first.ID || again.RepostOf != first.ID || !again.Public || again.ValidUntil != day(2027, 3, 1) {
		t.Errorf("reposted: %+v", again.Posting)
	}
	w.clock.set(time.Date(2027, 1, 2, 9, 0, 0, 0, calendar.Shanghai))
	if next, _, err := w.Repost(t.Context(), tm.staff, first.ID, day(2027, 3, 1)); err != nil || !next.Counts() {
		t.Errorf("in another year: %+v, %v", next.Posting, err)
	}
}

func TestPostingsThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	for location, change := range map[string]func(*service.PostingInput){
		"body.title":           titled(" "),
		"body.headcount":       func(in *service.PostingInput) { in.Headcount = 0 },
		"body.description":     func(in *service.PostingInput) { in.Description = "" },
		"body.place":           func(in *service.PostingInput) { in.Place = "" },
		"body.pay":             func(in *service.PostingInput) { in.Pay.Min, in.Pay.Max = 0, 0 },
		"body.pay.unit":        func(in *service.PostingInput) { in.Pay.Unit = "year" },
		"body.kind":            func(in *service.PostingInput) { in.Kind = "" },
		"body.valid_until":     func(in *service.PostingInput) { in.ValidUntil = day(2026, 7, 14) },
		"body.enterprise_id":   func(in *service.PostingInput) { in.EnterpriseID = "none" },
		"body.contact_phone":   func(in *service.PostingInput) { in.ContactPhone = "12345" },
		"body.area":            func(in *service.PostingInput) { in.Area = "110000" },
		"body.occupation_code": func(in *service.PostingInput) { in.OccupationCode = "4-7" },
		"body.posted_on":       func(in *service.PostingInput) { in.PostedOn = day(2026, 7, 16) },
	} {
		_, _, err := w.Post(t.Context(), tm.staff, posting(tm.site, e.ID, change))
		refused(t, err, "invalid_input")
		var r *service.Error
		if !asError(err, &r) || len(r.Fields) != 1 || r.Fields[0].Location != location {
			t.Errorf("%s: %+v", location, r.Fields)
		}
	}
}

// A text that somebody should look at waits for a supervisor; one that the law
// forbids waits for other words.
func TestPostingsUnderReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(), w.hold("boss", service.County, "350503")
	stranger := w.hold("stranger", service.County, "350504")
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	fake := func(in *service.PostingInput) {
		in.Pay = service.Pay{Min: 100, Max: 20_000_000, Unit: service.PerMonth}
	}
	held := w.post(tm.staff, posting(tm.site, e.ID, fake))
	if held.Review.State != service.Held || held.Public || held.Counts() || codes(held.NotCounted) != "held" || held.May.Release || !held.May.Rename {
		t.Fatalf("held: %+v", held)
	}
	list, err := w.HeldPostings(t.Context(), boss, "", service.Page{Limit: 10})
	if check(t, err); len(list) != 1 || list[0].ID != held.ID || !list[0].May.Release {
		t.Errorf("the queue: %+v", list)
	}
	if list, err := w.HeldPostings(t.Context(), stranger, "350503", service.Page{Limit: 10}); err != nil || len(list) != 0 {
		t.Errorf("a foreign county's queue: %+v, %v", list, err)
	}
	first := w.post(tm.staff, posting(tm.site, e.ID)) // passes before the one that was sent first
	if !first.Counts() {
		t.Errorf("the first that passes: %+v", first.Posting)
	}
	_, err = w.ReleasePosting(t.Context(), tm.mate, held.ID)
	refused(t, err, "forbidden")
	_, err = w.ReleasePosting(t.Context(), stranger, held.ID)
	refused(t, err, "not_found")
	_, err = w.ReleasePosting(t.Context(), w.hold("boss", service.Staff, tm.site.ID), held.ID)
	refused(t, err, "own_site")
	boss = w.hold("another boss", service.County, "350503")
	v, err := w.ReleasePosting(t.Context(), boss, held.ID)
	if check(t, err); !v.Public || v.DuplicateOf != first.ID || v.Review.By != boss.Account.ID {
		t.Errorf("released: %+v", v.Posting)
	}
	_, err = w.ReleasePosting(t.Context(), boss, held.ID)
	refused(t, err, "posting_not_held")

	no := w.post(tm.staff, posting(tm.site, e.ID, fake, titled("主管")))
	v, err = w.RejectPosting(t.Context(), boss, no.ID, "薪资不属实")
	if check(t, err); codes(v.NotCounted) != "rejected" || v.Public || !strings.Contains(v.NotCounted[0].Message, "薪资不属实") {
		t.Errorf("rejected: %+v", v)
	}
	v, err = w.RevisePosting(t.Context(), tm.mate, no.ID, func(in *service.PostingInput) { in.Pay.Max = 600_000 })
	if check(t, err); v.Public || codes(v.NotCounted) != "held" {
		t.Errorf("with other words: %+v", v.Posting)
	}
	v, err = w.ReleasePosting(t.Context(), boss, no.ID)
	if check(t, err); !v.Counts() || !v.Public {
		t.Errorf("and released: %+v", v.Posting)
	}
	_, err = w.ConfirmPosting(t.Context(), tm.mate, no.ID) // whose words they are
	refused(t, err, "own_record")
	_, err = w.RevisePosting(t.Context(), tm.staff, no.ID, titledChange("经理"))
	refused(t, err, "posting_identity")
	if v, err = w.RevisePosting(t.Context(), tm.staff, no.ID, titledChange("【主管】")); err != nil || v.Public {
		t.Errorf("the same title: %+v, %v", v.Posting, err)
	}
	v, err = w.RevisePosting(t.Context(), tm.staff, no.ID, fake)
	if check(t, err); v.Public || v.Counts() || codes(v.NotCounted) != "held" {
		t.Errorf("held again: %+v", v.Posting)
	}
	v, err = w.ReleasePosting(t.Context(), boss, no.ID)
	if check(t, err); !v.Counts() || v.CountsOn != day(2026, 7, 15) {
		t.Errorf("and released again: %+v", v.Posting)
	}
}

func titledChange(title string) service.PostingChange {
	return func(in *service.PostingInput) { in.Title = title }
}

// What is sent twice is one posting; what is sent at once by many is one that counts.
func TestPostingsInParallel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, other := w.team(), w.team(inCounty("350504"))
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	ids, counted := make([]string, 20), make([]bool, 20)
	parallel(20, func(i int) {
		who := []team{tm, other}[i%2]
		v := w.post(who.staff, posting(who.site, e.ID, func(in *service.PostingInput) { in.ClientID = []string{"", "one"}[i/10] }))
		ids[i], counted[i] = v.ID, v.Counts()
	})
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != 12 {
		t.Errorf("%d postings, want 10 and one at each site", n)
	}
	firsts := 0
	for _, s := range []service.Site{tm.site, other.site} {
		list, err := w.Postings(t.Context(), w.city, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: s.ID}})
		check(t, err)
		for _, v := range list {
			firsts += one(v.Counts())
		}
	}
	if firsts != 1 {
		t.Errorf("%d count", firsts)
	}
}

// Anybody sees what is open, and nothing that is personal.
func TestJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	private, _, err := w.CreateEnterprise(t.Context(), tm.staff, service.EnterpriseInput{Kind: service.PrivatePerson, Name: "王小明", ContactPhone: "13800138000"})
	check(t, err)
	open := w.post(tm.staff, posting(tm.site, private.ID, func(in *service.PostingInput) {
		in.Description, in.ContactPhone, in.ContactName = "家中保洁，电话 13800138000，微信同号 138-0013-8000", "13800138000", "王小明"
	}))
	brief := w.post(tm.staff, posting(tm.site, private.ID, titled("搬运"), func(in *service.PostingInput) {
		in.ValidUntil, in.Area, in.Occupation = day(2026, 7, 15), "晋江", "搬运工"
	}))
	down := w.post(tm.staff, posting(tm.site, private.ID, titled("已撤下")))
	_, err = w.TakeDownPosting(t.Context(), tm.staff, down.ID, "岗位不实")
	check(t, err)
	jobs := func(f service.JobFilter) (ids []string) {
		t.Helper()
		list, err := w.Jobs(t.Context(), f)
		check(t, err)
		for _, j := range list {
			ids = append(ids, j.ID)
		}
		return ids
	}
	if got := jobs(service.JobFilter{}); !slices.Equal(got, []string{brief.ID, open.ID}) {
		t.Errorf("open: %v", got)
	}
	if got := jobs(service.JobFilter{Area: "350582", Occupation: "搬运工"}); !slices.Equal(got, []string{brief.ID}) {
		t.Errorf("in Jinjiang: %v", got)
	}
	j, err := w.Job(t.Context(), open.ID)
	if check(t, err); j.Employer != "王**" || j.ContactPhone != "" || j.ContactName != "" || strings.Contains(j.Description, "0013") || j.CountyOf != "丰泽区" {
		t.Errorf("shown: %+v", j)
	}
	w.clock.set(time.Date(2026, 7, 16, 0, 0, 0, 0, calendar.Shanghai))
	if got := jobs(service.JobFilter{}); !slices.Equal(got, []string{open.ID}) {
		t.Errorf("on the next day: %v", got)
	}
	for _, id := range []string{brief.ID, down.ID, "none"} {
		_, err := w.Job(t.Context(), id)
		refused(t, err, "not_found")
	}
}

func TestPlacementsFromPostings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	v := w.post(tm.staff, posting(tm.site, e.ID))
	who := w.register(tm.staff, tm.site, w.somebody()).PersonID
	place := func(in service.PlacementInput) (service.PlacementView, error) {
		in.SiteID, in.PersonID, in.Kind = tm.site.ID, who, service.Casual
		p, _, err := w.Place(t.Context(), tm.staff, in)
		return p, err
	}
	for code, in := range map[string]service.PlacementInput{
		"unknown_posting": {PostingID: "none", EnterpriseID: e.ID}, "posting_employer": {PostingID: v.ID, EmployerName: "另一家"},
	} {
		_, err := place(in)
		var r *service.Error
		if !asError(err, &r) || len(r.Fields) != 1 || r.Fields[0].Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	p, err := place(service.PlacementInput{PostingID: v.ID})
	if check(t, err); p.EnterpriseID != e.ID || p.PostingID != v.ID {
		t.Errorf("placed: %+v", p.Placement)
	}
}

// A process that dies between the record and its key leaves a round behind, and
// whoever sweeps ends it.
func TestRoundsThatWereLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	v := w.post(tm.staff, posting(tm.site, e.ID))
	left := v.Posting
	left.ID, left.ClientID, left.Title, left.AcceptedAt, left.CountsOn = "left", "left", "保安", time.Time{}, calendar.Date{}
	left.Review = service.Review{State: service.Held, Verdict: wording.OK, Round: "a"}
	_, _, err := w.store.InsertPosting(t.Context(), left)
	check(t, err)
	check(t, w.Sweep(t.Context()))
	if got, err := w.Posting(t.Context(), w.city, "left"); err != nil || got.Counts() {
		t.Errorf("too early: %+v, %v", got.Posting, err)
	}
	w.clock.add(time.Minute)
	if v := w.post(tm.staff, posting(tm.site, e.ID, titled("保安"))); !v.Counts() {
		t.Errorf("the first that passes: %+v", v.Posting)
	}
	check(t, w.Sweep(t.Context()))
	if got, err := w.Posting(t.Context(), w.city, "left"); err != nil || !got.Public || got.DuplicateOf == "" {
		t.Errorf("swept: %+v, %v", got.Posting, err)
	}
}
