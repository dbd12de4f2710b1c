package service_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// wants is a registration's change of profile and intent.
func wants(p service.Profile, occupations ...string) func(*service.RegistrationInput) {
	return func(in *service.RegistrationInput) { in.Profile, in.Intent.Occupations = p, occupations }
}

// audience counts for whom a push would be.
func (w *world) audience(a service.Actor, notice string, in service.AudienceInput) service.Audience {
	w.Helper()
	got, err := w.CountAudience(w.Context(), a, notice, in)
	check(w, err)
	return got
}

func TestConditionsChoosePeople(t *testing.T) {
	t.Parallel()
	w, tm := settled(t) // with one registration by staff, of somebody without a profile
	n := w.notice(tm)
	ann := w.seeker("ann", tm.site, wants(service.Profile{Education: "college", Groups: []string{"disabled", "veteran"}, Residence: "东海街道", WantsTraining: true}, "电焊工", "保安"))
	w.consents(ann, 2)
	w.seeker("bob", tm.site, wants(service.Profile{Education: "primary", Groups: []string{"older"}, WantsStartup: true}, "Excel录入"))
	staffed := registration(tm.site, w.somebody())
	staffed.EmploymentStatus, staffed.Intent.Area = "在业", "晋江市"
	_, _, err := w.Register(t.Context(), tm.staff, staffed)
	check(t, err)
	for name, c := range map[string]struct {
		conditions service.Conditions
		want       service.Audience
	}{
		"everybody":            {service.Conditions{}, service.Audience{People: 4, Reachable: 2, Subscribed: 1}},
		"one group of several": {service.Conditions{Groups: []string{"veteran", "graduate"}}, service.Audience{People: 1, Reachable: 1, Subscribed: 1}},
		"several groups":       {service.Conditions{Groups: []string{"veteran", "older"}}, service.Audience{People: 2, Reachable: 2, Subscribed: 1}},
		"nobody's group":       {service.Conditions{Groups: []string{"graduate"}}, service.Audience{}},
		"education":            {service.Conditions{Education: []string{"primary", "bachelor"}}, service.Audience{People: 1, Reachable: 1}},
		"a word of work":       {service.Conditions{Occupations: []string{"焊"}}, service.Audience{People: 1, Reachable: 1, Subscribed: 1}},
		"whatever the case":    {service.Conditions{Occupations: []string{"EXCEL", "厨师"}}, service.Audience{People: 1, Reachable: 1}},
		"employment":           {service.Conditions{EmploymentStatus: []string{"在业"}}, service.Audience{People: 1}},
		"wanted area":          {service.Conditions{Area: "晋江"}, service.Audience{People: 1}},
		"or residence":         {service.Conditions{Area: "东海"}, service.Audience{People: 1, Reachable: 1, Subscribed: 1}},
		"training":             {service.Conditions{WantsTraining: true}, service.Audience{People: 1, Reachable: 1, Subscribed: 1}},
		"a business":           {service.Conditions{WantsStartup: true}, service.Audience{People: 1, Reachable: 1}},
		"all must hold":        {service.Conditions{WantsStartup: true, WantsTraining: true}, service.Audience{}},
		"since today":          {service.Conditions{RegisteredSince: w.Today()}, service.Audience{People: 4, Reachable: 2, Subscribed: 1}},
		"since tomorrow":       {service.Conditions{RegisteredSince: w.Today().AddDays(1)}, service.Audience{}},
		"the site itself":      {service.Conditions{SiteIDs: []string{tm.site.ID}}, service.Audience{People: 4, Reachable: 2, Subscribed: 1}},
	} {
		if got := w.audience(tm.staff, n.ID, service.AudienceInput{Conditions: c.conditions}); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	for want, c := range map[string]service.Conditions{
		"body.conditions.groups profile_value":    {Groups: []string{"rich"}},
		"body.conditions.education profile_value": {Education: []string{"phd"}},
		"body.conditions.site_ids site":           {SiteIDs: []string{w.site().ID}},
	} {
		_, err := w.CountAudience(t.Context(), tm.staff, n.ID, service.AudienceInput{Conditions: c})
		if got := firstField(t, err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What somebody said last counts, wherever in the place; a void registration says
// nothing, and one account of several persons is one account.
func TestTheNewestRegistrationCounts(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	near := w.team()
	n := w.published(w.city, service.NoticeInput{Title: "全市政策", Body: "正文", Source: "市人社局"})
	in := service.AudienceInput{Conditions: service.Conditions{WantsTraining: true}}
	who := w.somebody()
	ann := w.login("ann").Actor
	say := func(s service.Site, wantsTraining bool, on calendar.Date) service.RegistrationView {
		t.Helper()
		r := registration(s, who)
		r.Profile, r.RegisteredOn = service.Profile{WantsTraining: wantsTraining, HasTransport: true}, on
		v, _, err := w.RegisterMe(t.Context(), ann, r)
		check(t, err)
		return v
	}
	count := func(want service.Audience) {
		t.Helper()
		if got := w.audience(w.city, n.ID, in); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
	count(service.Audience{})
	say(tm.site, true, day(2026, 6, 20))
	count(service.Audience{People: 1, Reachable: 1})
	newest := say(near.site, false, day(2026, 7, 2))
	count(service.Audience{})
	say(near.site, true, day(2026, 5, 2)) // an older one, told later
	count(service.Audience{})
	_, err := w.VoidRegistration(t.Context(), near.staff, newest.ID, "登记有误")
	check(t, err)
	count(service.Audience{People: 1, Reachable: 1})

	child := registration(tm.site, w.somebody())
	child.Profile.WantsTraining = true
	_, _, err = w.RegisterMe(t.Context(), ann, child)
	check(t, err)
	count(service.Audience{People: 2, Reachable: 1})
	w.clock.add(time.Hour)
}

// Whoever registers through an account, known to the site before or not, is reached
// by it.
func TestAKnownSeekerIsReached(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	n := w.notice(tm)
	who := w.somebody()
	in := registration(tm.site, who)
	in.RegisteredOn = day(2026, 6, 1)
	_, _, err := w.Register(t.Context(), tm.staff, in)
	check(t, err)
	if got := w.audience(tm.staff, n.ID, service.AudienceInput{}); got != (service.Audience{People: 2}) {
		t.Fatalf("before: %+v", got)
	}
	_, _, err = w.RegisterMe(t.Context(), w.login("ann").Actor, registration(tm.site, who))
	check(t, err)
	if got := w.audience(tm.staff, n.ID, service.AudienceInput{}); got != (service.Audience{People: 2, Reachable: 1}) {
		t.Errorf("after: %+v", got)
	}
}

// How far a notice may be pushed: no further than it is for, nor than one's own
// people.
func TestHowFarANoticeReaches(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	far := w.team(inCounty("350504"))
	county := w.hold("fengze", service.County, "350503")
	said := service.NoticeInput{Title: "标题", Body: "正文", Source: "来源"}
	notices := map[string]string{
		"the site's":     w.notice(tm).ID,
		"the county's":   w.published(county, said, func(in *service.NoticeInput) { in.County = "350503" }).ID,
		"the city's":     w.published(w.city, said).ID,
		"a far site's":   w.notice(far).ID,
		"nobody's":       "missing",
		"another draft":  must(w.CreateNotice(t.Context(), far.staff, service.NoticeInput{SiteID: far.site.ID, Title: "草稿", Body: "正文", Source: "来源"}))(t).ID,
		"the own draft":  must(w.CreateNotice(t.Context(), tm.staff, service.NoticeInput{SiteID: tm.site.ID, Title: "草稿", Body: "正文", Source: "来源"}))(t).ID,
		"what is undone": w.notice(tm).ID,
	}
	_, err := w.WithdrawNotice(t.Context(), tm.staff, notices["what is undone"], "内容有误")
	check(t, err)
	site, area := service.AudienceInput{SiteID: tm.site.ID}, service.AudienceInput{County: "350503"}
	for _, c := range []struct {
		who    string
		a      service.Actor
		notice string
		in     service.AudienceInput
		want   string // of a push; counting goes as far, and drafts, too
	}{
		{"staff", tm.staff, "the site's", service.AudienceInput{}, ""},
		{"staff", tm.staff, "the site's", site, ""},
		{"staff", tm.staff, "the county's", site, ""},
		{"staff", tm.staff, "the city's", site, ""},
		{"staff", tm.staff, "a far site's", site, "invalid_input"},
		{"staff", tm.staff, "a far site's", service.AudienceInput{}, "not_found"},
		{"staff", tm.staff, "the city's", service.AudienceInput{}, "forbidden"},
		{"staff", tm.staff, "the county's", service.AudienceInput{}, "forbidden"},
		{"staff", tm.staff, "the city's", service.AudienceInput{SiteID: far.site.ID}, "not_found"},
		{"staff", tm.staff, "nobody's", site, "not_found"},
		{"staff", tm.staff, "another draft", service.AudienceInput{}, "not_found"},
		{"staff", tm.staff, "the own draft", site, "notice_not_current"},
		{"staff", tm.staff, "what is undone", site, "notice_not_current"},
		{"county", county, "the county's", service.AudienceInput{}, ""},
		{"county", county, "the city's", area, ""},
		{"county", county, "the city's", service.AudienceInput{}, "forbidden"},
		{"county", county, "the city's", service.AudienceInput{County: "350504"}, "forbidden"},
		{"county", county, "the site's", service.AudienceInput{}, "forbidden"}, // it is the site's evidence
		{"county", county, "the site's", area, "invalid_input"},
		{"city", w.city, "the city's", service.AudienceInput{}, ""},
		{"city", w.city, "the county's", service.AudienceInput{County: "350503"}, ""},
		{"city", w.city, "the county's", service.AudienceInput{County: "350504"}, "invalid_input"},
		{"city", w.city, "the city's", service.AudienceInput{County: "nowhere"}, "invalid_input"},
		{"seeker", w.login("ann").Actor, "the city's", service.AudienceInput{}, "forbidden"},
		{"seeker", w.login("ann").Actor, "the site's", site, "not_found"},
		{"seeker", w.login("ann").Actor, "the own draft", site, "not_found"},
	} {
		_, _, err := w.StartPush(t.Context(), c.a, notices[c.notice], c.in)
		if got := code(t, err); got != c.want {
			t.Errorf("%s pushes %s to %+v: %q, want %q", c.who, c.notice, c.in, got, c.want)
		}
		want := c.want
		if want == "notice_not_current" {
			want = ""
		}
		_, err = w.CountAudience(t.Context(), c.a, notices[c.notice], c.in)
		if got := code(t, err); got != want {
			t.Errorf("%s counts for %s to %+v: %q, want %q", c.who, c.notice, c.in, got, want)
		}
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return v
	}
}

// The same conditions in another order or spelling are the same push.
func TestConditionsHaveOneForm(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	n := w.notice(tm)
	words := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"保安", "保洁", "电焊", "厨师"}), 0, 4, rapid.ID[string])
	rapid.Check(t, func(rt *rapid.T) {
		a := words.Draw(rt, "words")
		b := rapid.Permutation(a).Draw(rt, "in another order")
		if len(a) > 0 {
			b = append(b, " "+a[0]+" ", "")
		}
		first, _, err := w.StartPush(t.Context(), tm.staff, n.ID, service.AudienceInput{Conditions: service.Conditions{Occupations: a}})
		check(t, err)
		again, created, err := w.StartPush(t.Context(), tm.mate, n.ID, service.AudienceInput{SiteID: tm.site.ID, Conditions: service.Conditions{Occupations: b}})
		check(t, err)
		if created || again.ID != first.ID {
			rt.Fatalf("%q and %q are two pushes", a, b)
		}
	})
}
