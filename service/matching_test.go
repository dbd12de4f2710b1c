package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/match"
)

// fair is a site with an employer and a seeker who wants to carry things on weekends.
type fair struct {
	*world
	tm       team
	employer string
	seeker   service.Actor
}

func newFair(w *world) *fair {
	w.Helper()
	e, _ := w.enterprise("泉州某某物流有限公司", "")
	f := &fair{w, w.team(), e.ID, w.login("porter").Actor}
	f.registerMe("装卸工")
	return f
}

// registerMe has the seeker register with a wish.
func (f *fair) registerMe(wish string) service.RegistrationView {
	f.Helper()
	in := registration(f.tm.site, service.PersonInput{Name: "求职者", Phone: "13900000001"})
	in.Intent = service.Intent{Occupations: []string{wish}, Area: "丰泽区"}
	in.Profile = service.Profile{WantedPay: 200_00, WantedPayUnit: "day", Available: []string{"weekend_day"}, Skills: []string{"叉车证"}}
	v, _, err := f.RegisterMe(f.Context(), f.seeker, in)
	check(f, err)
	return v
}

// offer publishes a posting of that title.
func (f *fair) offer(title string, change ...func(*service.PostingInput)) service.PostingView {
	f.Helper()
	return f.post(f.tm.staff, posting(f.tm.site, f.employer, append([]func(*service.PostingInput){titled(title)}, change...)...))
}

// turn has the index of an instance do its work.
func turn(t testing.TB, s *service.Service) {
	t.Helper()
	check(t, s.MatchTurn(context.Background()))
}

// insert writes an open posting past every instance.
func (f *fair) insert(id string, touched time.Time) {
	f.Helper()
	_, _, err := f.store.Store.InsertPosting(f.Context(), service.Posting{ID: id, Rev: 1, SiteID: f.tm.site.ID, County: "350503",
		ClientID: id, EnterpriseID: f.employer, PostedOn: day(2026, 7, 1), TouchedAt: touched,
		Offer:  service.Offer{Title: "搬运工", Area: "350503", ValidUntil: day(2026, 12, 31)},
		Review: service.Review{State: service.Passed}, Trail: service.Trail{Status: service.Recorded}})
	check(f, err)
}

// mine are the titles that an instance shows the seeker, the best first.
func (f *fair) mine(s *service.Service, limit int) []string {
	f.Helper()
	m, err := s.MyJobs(f.Context(), f.seeker, service.MyJobsFilter{Limit: limit})
	check(f, err)
	return titlesOf(m)
}

func titlesOf(m service.MatchedJobs) []string {
	titles := []string{}
	for _, j := range m.Items {
		titles = append(titles, j.Title)
	}
	return titles
}

func (f *fair) wantMine(s *service.Service, want ...string) {
	f.Helper()
	if got := f.mine(s, 9); !slices.Equal(got, want) {
		f.Errorf("shown %v, want %v", got, want)
	}
}

func TestJobsThatFit(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		f := newFair(w)
		f.offer("保安员")
		f.offer("理货员", func(in *service.PostingInput) { in.WorkTime = "周末白天" })
		porter := f.offer("搬运工", func(in *service.PostingInput) {
			in.Pay, in.WorkTime, in.Skills = service.Pay{Min: 220_00, Unit: service.PerDay}, "周末白天", []string{"叉车证"}
			in.At = match.Point{Lat: 24_880_000, Lng: 118_650_000}
		})
		m, err := f.MyJobs(t.Context(), f.seeker, service.MyJobsFilter{Limit: 9})
		if check(t, err); !m.Partial || titlesOf(m)[0] != "搬运工" || len(m.Items) != 3 {
			t.Errorf("before the index is full: %+v", m)
		}
		turn(t, f.Service)
		at := match.Point{Lat: 24_900_000, Lng: 118_645_000}
		m, err = f.MyJobs(t.Context(), f.seeker, service.MyJobsFilter{Limit: 9, At: at})
		check(t, err)
		if got := titlesOf(m); m.Partial || m.RegistrationID == "" || !slices.Equal(got, []string{"搬运工", "理货员", "保安员"}) {
			t.Errorf("shown %v, %+v", got, m)
		}
		want := []string{"工种相同：装卸工", "同在丰泽区，约2.3公里", "日薪220元，高于期望200元", "时间合适：周末白天", "具备叉车证", "今天发布"}
		if first := m.Items[0]; !slices.Equal(first.Fit.For, want) || len(first.Fit.Against) > 0 || first.Metres < 2200 || first.Metres > 2400 || first.ContactPhone != "" {
			t.Errorf("%+v, %d metres", first.Fit, first.Metres)
		}
		if last := m.Items[2]; !slices.Contains(last.Fit.Against, "工种不同，期望装卸工") || last.Metres != -1 {
			t.Errorf("%+v, %d metres", last.Fit, last.Metres)
		}
		_, err = f.TakeDownPosting(t.Context(), f.tm.staff, porter.ID, "岗位不实")
		check(t, err)
		f.wantMine(f.Service, "理货员", "保安员")
	})
}

func TestWhoseWishesJobsFit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	f.offer("搬运工")
	f.offer("保安员")
	turn(t, f.Service)
	nobody := w.login("nobody").Actor
	m, err := f.MyJobs(t.Context(), nobody, service.MyJobsFilter{Limit: 9})
	check(t, err)
	if got := titlesOf(m); m.RegistrationID != "" || !slices.Equal(got, []string{"保安员", "搬运工"}) || m.Items[0].Fit != nil {
		t.Errorf("without a registration the newest: %v", got)
	}
	w.clock.add(32 * 24 * time.Hour)
	newest := f.registerMe("保安")
	f.wantMine(f.Service, "保安员", "搬运工")
	_, err = f.VoidRegistration(t.Context(), f.tm.mate, newest.ID, "录入有误")
	check(t, err)
	f.wantMine(f.Service, "搬运工", "保安员")
	m, err = f.MyJobs(t.Context(), f.seeker, service.MyJobsFilter{Limit: 9, SiteID: "elsewhere"})
	if check(t, err); m.RegistrationID != "" {
		t.Errorf("not registered at that site: %+v", m)
	}
}

// A closed, expired or changed posting is never shown, whatever the index believes.
func TestTheStoreHasTheLastWord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	var ids []string
	for _, title := range []string{"搬运工", "装卸工", "仓库搬运"} {
		ids = append(ids, f.offer(title).ID)
	}
	f.offer("理货员", func(in *service.PostingInput) { in.ValidUntil = day(2026, 7, 20) })
	turn(t, f.Service)
	secretly := func(id string, change func(*service.Posting)) {
		_, err := w.store.Store.UpdatePosting(t.Context(), id, func(p *service.Posting) error { change(p); return nil })
		check(t, err)
	}
	secretly(ids[0], func(p *service.Posting) { p.Status = service.Void })
	secretly(ids[1], func(p *service.Posting) { p.Title = "保安员" })
	f.wantMine(f.Service, "仓库搬运", "理货员", "保安员")
	if got := f.mine(f.Service, 1); !slices.Equal(got, []string{"仓库搬运"}) {
		t.Errorf("the best: %v", got)
	}
	w.clock.set(time.Date(2026, 7, 21, 0, 0, 1, 0, noon.Location()))
	f.wantMine(f.Service, "仓库搬运", "保安员")
	turn(t, f.Service)
	f.wantMine(f.Service, "仓库搬运", "保安员")
}

func TestInstancesFollowEachOther(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		f := newFair(w)
		other := w.instance()
		turn(t, other)
		turn(t, f.Service)
		n := f.offer("搬运工")
		f.wantMine(f.Service, "搬运工")
		f.wantMine(other)
		turn(t, other)
		f.wantMine(other, "搬运工")
		_, err := other.VoidPosting(t.Context(), f.tm.mate, n.ID, "岗位不属实")
		check(t, err)
		f.wantMine(f.Service)
		w.clock.add(time.Hour)
		turn(t, f.Service)
		_, err = other.RestorePosting(t.Context(), f.tm.mate, n.ID)
		check(t, err)
		turn(t, f.Service)
		f.wantMine(f.Service, "搬运工")
	})
}

// A write whose answer was lost is found as others' are, and one that reached the
// store late is found although a turn has passed meanwhile.
func TestNothingIsMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	turn(t, f.Service)
	w.store.after("UpdatePosting", func() error { return errStore })
	if _, _, err := f.Post(t.Context(), f.tm.staff, posting(f.tm.site, f.employer, titled("搬运工"))); err == nil {
		t.Fatal("the answer was not lost")
	}
	w.store.after("UpdatePosting", nil)
	turn(t, f.Service)
	f.wantMine(f.Service, "搬运工")

	late := w.clock.Now()
	w.clock.add(40 * time.Second)
	turn(t, f.Service)
	f.insert("late", late)
	turn(t, f.Service)
	f.wantMine(f.Service, "搬运工", "搬运工")
}

func TestTheIndexIsFilledAlthoughTheStoreFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	for i := range 503 { // more than a page
		f.insert(fmt.Sprintf("p%03d", i), noon)
	}
	calls := 0
	w.store.before("OpenPostings", func() error {
		if calls++; calls == 2 {
			return errStore
		}
		return nil
	})
	if err := f.MatchTurn(t.Context()); err == nil {
		t.Fatal("the store did not fail")
	}
	m, err := f.MyJobs(t.Context(), f.seeker, service.MyJobsFilter{Limit: 3})
	if check(t, err); !m.Partial || len(m.Items) != 3 {
		t.Errorf("half full: %+v", m)
	}
	turn(t, f.Service)
	if calls != 4 { // both pages, the first of them once: it was seen; and one question of the seeker
		t.Errorf("%d pages were read", calls)
	}
	if got := f.mine(f.Service, 600); len(got) != 503 {
		t.Errorf("%d are shown", len(got))
	}
	w.store.before("TouchedPostings", func() error { return errStore })
	if err := f.MatchTurn(t.Context()); err == nil || !strings.Contains(err.Error(), "follow") {
		t.Errorf("got %v", err)
	}
}

// More was written at one moment than a page of the following holds.
func TestManyWrittenAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	turn(t, f.Service)
	parallel(16, func(part int) {
		for i := range 70 {
			f.insert(fmt.Sprintf("p%02d%03d", part, i), noon)
		}
	})
	turn(t, f.Service)
	if got := f.mine(f.Service, 2000); len(got) != 16*70 {
		t.Errorf("%d are shown", len(got))
	}
}

// Whatever is done at two instances, after a turn both show what is open.
func TestInstancesAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	both := []*service.Service{f.Service, w.instance()}
	titles := []string{"搬运工", "保安员", "理货员", "针车工", "普工"}
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			s := both[rapid.IntRange(0, 1).Draw(r, "instance")]
			list, err := s.Postings(t.Context(), f.tm.staff, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: f.tm.site.ID, Page: service.Page{Limit: 8}}})
			check(t, err)
			if len(list) == 0 || rapid.Bool().Draw(r, "new") {
				_, _, err = s.Post(t.Context(), f.tm.staff, posting(f.tm.site, f.employer, titled(rapid.SampledFrom(titles).Draw(r, "title"))))
				check(t, err)
				continue
			}
			n := list[rapid.IntRange(0, len(list)-1).Draw(r, "which")]
			switch rapid.IntRange(0, 3).Draw(r, "step") {
			case 0:
				_, err = s.TakeDownPosting(t.Context(), f.tm.mate, n.ID, "岗位不实")
			case 1:
				_, err = s.VoidPosting(t.Context(), f.tm.mate, n.ID, "岗位不属实")
			case 2:
				_, err = s.RestorePosting(t.Context(), f.tm.mate, n.ID)
			default:
				_, err = s.RevisePosting(t.Context(), f.tm.staff, n.ID, func(in *service.PostingInput) { in.WorkTime = "周末白天" })
			}
			code(t, err) // refused perhaps, but no fault
		}
		var shown [2]string
		for i, s := range both {
			turn(t, s)
			m, err := s.MyJobs(t.Context(), f.seeker, service.MyJobsFilter{Limit: 500})
			check(t, err)
			for _, j := range m.Items {
				shown[i] += fmt.Sprint(j.ID, j.Fit.Score, j.WorkTime, " ")
			}
			open, err := w.store.Store.OpenPostings(t.Context(), service.JobFilter{Today: day(2026, 7, 15)})
			if check(t, err); len(open) != len(m.Items) {
				r.Fatalf("%d are open, %d are shown", len(open), len(m.Items))
			}
		}
		if shown[0] != shown[1] {
			r.Fatalf("the instances differ:\n%s\n%s", shown[0], shown[1])
		}
	})
}

func TestQuestionsBesideWrites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	f := newFair(w)
	turn(t, f.Service)
	parallel(6, func(i int) {
		for j := range 4 {
			n, _, err := f.Post(t.Context(), f.tm.staff, posting(f.tm.site, f.employer, titled(fmt.Sprint("搬运工", i, "组", j))))
			check(t, err)
			turn(t, f.Service)
			if j%2 == 0 {
				_, err = f.TakeDownPosting(t.Context(), f.tm.mate, n.ID, "岗位不实")
				check(t, err)
			}
			f.mine(f.Service, 5)
		}
	})
	if got := f.mine(f.Service, 50); len(got) != 12 {
		t.Errorf("%d are shown", len(got))
	}
}

func TestJobsAreSearchedByAnyWord(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		f := newFair(w)
		day := func(yuan int64) func(*service.PostingInput) {
			return func(in *service.PostingInput) { in.Pay = service.Pay{Min: yuan * 100, Unit: service.PerDay} }
		}
		f.offer("搬运工", day(180))
		f.offer("仓库装卸", day(220), func(in *service.PostingInput) {
			in.Area, in.At = "晋江", match.Point{Lat: 24_880_000, Lng: 118_650_000}
		})
		f.offer("保安员", day(200), func(in *service.PostingInput) { in.OccupationCode = "4-07-05-01" })
		f.offer("绕线圈", func(in *service.PostingInput) { in.Pay = service.Pay{Min: 30, Unit: service.PerPiece} })
		search := func(q service.JobFilter) string {
			t.Helper()
			if q.Page.Limit == 0 {
				q.Page.Limit = 9
			}
			jobs, err := f.Jobs(t.Context(), q)
			check(t, err)
			var got []string
			for _, j := range jobs {
				got = append(got, j.Title)
			}
			return strings.Join(got, " ")
		}
		pay := func(yuan int64, unit service.PayUnit) service.Pay { return service.Pay{Min: yuan * 100, Unit: unit} }
		for range 2 { // while the index is filled, and after
			for _, c := range []struct {
				q    service.JobFilter
				want string
			}{
				{service.JobFilter{}, "绕线圈 保安员 仓库装卸 搬运工"},
				{service.JobFilter{Occupation: "卸货"}, "仓库装卸 搬运工"},
				{service.JobFilter{Occupation: "卸货", Area: "晋江市"}, "仓库装卸"},
				{service.JobFilter{Occupation: "卸货", Area: "仙游县"}, ""},
				{service.JobFilter{Occupation: "线圈"}, "绕线圈"},
				{service.JobFilter{Pay: pay(200, service.PerDay)}, "保安员 仓库装卸"},
				{service.JobFilter{Pay: pay(4600, service.PerMonth)}, "仓库装卸"},
				{service.JobFilter{Occupation: "4-07-05-01"}, "保安员"},
				{service.JobFilter{Occupation: "4-07-05-01", Pay: pay(300, service.PerDay)}, ""},
				{service.JobFilter{Occupation: "卸货", Page: service.Page{Limit: 1}}, "仓库装卸"},
			} {
				if got := search(c.q); got != c.want {
					t.Errorf("%+v: %s, want %s", c.q, got, c.want)
				}
			}
			turn(t, f.Service)
		}
		jobs, err := f.Jobs(t.Context(), service.JobFilter{Occupation: "卸货", At: match.Point{Lat: 24_900_000, Lng: 118_645_000}, Page: service.Page{Limit: 1}})
		if check(t, err); len(jobs) != 1 || jobs[0].Metres < 2200 || jobs[0].Metres > 2400 {
			t.Errorf("got %+v", jobs)
		}
		next, err := f.Jobs(t.Context(), service.JobFilter{Occupation: "卸货", Page: service.Page{Limit: 1, Before: jobs[0].ID}})
		if check(t, err); len(next) != 1 || next[0].Title != "搬运工" {
			t.Errorf("the next page: %+v", next)
		}
		_, err = f.Jobs(t.Context(), service.JobFilter{At: match.Point{Lat: 91_000_000}})
		refused(t, err, "invalid_input")
	})
}

func TestSeekersForAPosting(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		f := newFair(w)
		other := w.team()
		known := map[string]string{}
		seek := func(tm team, name, wish string) service.RegistrationView {
			in := registration(tm.site, service.PersonInput{Name: name, Phone: "13900000002"})
			in.Intent = service.Intent{Occupations: []string{wish}, Area: "丰泽区"}
			v, _, err := w.Register(t.Context(), tm.staff, in)
			check(t, err)
			known[v.ID] = name
			return v
		}
		w.clock.set(time.Date(2026, 1, 10, 9, 0, 0, 0, noon.Location()))
		seek(f.tm, "半年前的人", "搬运工")
		w.clock.set(time.Date(2026, 1, 15, 9, 0, 0, 0, noon.Location()))
		seek(f.tm, "正好半年的人", "搬运工")
		w.clock.set(time.Date(2026, 6, 1, 9, 0, 0, 0, noon.Location()))
		placed := seek(f.tm, "上岗的人", "搬运工")
		w.place(f.tm.staff, f.tm.site, placed.PersonID, "某某物流")
		back := seek(f.tm, "又来的人", "搬运工")
		w.place(f.tm.staff, f.tm.site, back.PersonID, "某某物流")
		w.clock.set(noon)
		seek(f.tm, "又来的人", "搬运工")
		seek(f.tm, "想做保安的人", "保安")
		seek(other, "别处的人", "搬运工")
		void := seek(f.tm, "录错的人", "搬运工")
		_, err := w.VoidRegistration(t.Context(), f.tm.mate, void.ID, "录入有误")
		check(t, err)

		n := f.offer("装卸工")
		found, err := f.SeekersFor(t.Context(), f.tm.staff, n.ID, 9)
		check(t, err)
		var got []string
		for _, s := range found {
			got = append(got, s.Person.Name)
		}
		// 求职者 is the fair's own seeker, who wants more than 25 yuan an hour no less.
		if want := []string{"又来的人", "求职者", "正好半年的人", "想做保安的人"}; !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) || got[len(got)-1] != "想做保安的人" {
			t.Errorf("got %v, want %v", got, want)
		}
		if first := found[0].Fit; !slices.Contains(first.For, "今天登记") || !slices.ContainsFunc(first.For, func(s string) bool { return strings.HasPrefix(s, "工种相同") }) {
			t.Errorf("reasons: %+v", first)
		}
		if few, err := f.SeekersFor(t.Context(), f.tm.staff, n.ID, 1); err != nil || len(few) != 1 || few[0].Registration.ID != found[0].Registration.ID {
			t.Errorf("the best: %+v, %v", few, err)
		}
	})
}

func TestMatchingKnowsEveryCounty(t *testing.T) {
	for code, name := range service.Counties {
		if !match.County(name) {
			t.Errorf("matching does not know %s %s", code, name)
		}
	}
}
