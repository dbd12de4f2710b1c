package service_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

// checks is how often a property is tried by default: each of its steps is
// written to a real disk.
const checks = "10"

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", checks); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// world is the whole system on real engines, each of which can be broken.
type world struct {
	testing.TB
	*service.Service
	store *faultyStore
	redis *faultyRedis
	clock *clock
	deps  service.Deps

	city  service.Actor // sees everything, belongs to no site
	clerk int           // numbers invented people
	mu    sync.Mutex
}

// noon is when every world begins.
var noon = time.Date(2026, time.July, 15, 12, 0, 0, 0, calendar.Shanghai)

func newWorld(t testing.TB) *world {
	t.Helper()
	dir := t.TempDir()
	engine, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "records.db"))
	check(t, err)
	t.Cleanup(func() { check(t, engine.Close(context.Background())) })
	keys, err := vault.Open(filepath.Join(dir, "keyset.json"), true)
	check(t, err)
	server, err := redisstore.StartEmbedded(dir)
	check(t, err)
	t.Cleanup(func() { check(t, server.Close()) })
	cache, err := redisstore.Open(t.Context(), redisstore.Options{URL: server.URL()})
	check(t, err)
	t.Cleanup(func() { check(t, cache.Close()) })
	raw, err := redis.ParseURL(server.URL())
	check(t, err)

	w := &world{
		TB:    t,
		store: &faultyStore{Store: store.New(engine, keys)},
		redis: &faultyRedis{CounterCache: cache, Relay: cache, raw: redis.NewClient(raw)},
		clock: &clock{now: noon},
	}
	t.Cleanup(func() { check(t, w.redis.raw.Close()) })
	w.deps = service.Deps{
		Store: w.store, Cache: w.redis, Relay: w.redis, Limiter: cache, WeChat: weChat{}, Now: w.clock.Now,
	}
	w.Service = w.instance()
	w.city = w.hold("city", service.City, service.All)
	return w
}

// instance is another process on the same engines.
func (w *world) instance() *service.Service { return service.New(w.deps) }

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func (c *clock) add(d time.Duration) { c.set(c.Now().Add(d)) }

// weChat takes the openid itself for a login code, and the number for a phone
// code.
type weChat struct{}

var errCode = &service.Error{Kind: service.Unauthenticated, Code: "wechat_code_invalid", Message: "登录凭证无效"}

func (weChat) Login(_ context.Context, code string) (string, error) {
	if code == "" {
		return "", errCode
	}
	return code, nil
}

func (weChat) PhoneNumber(_ context.Context, code string) (string, error) { return code, nil }

// login is the account of openID with the roles that it has now.
func (w *world) login(openID string) service.Login {
	w.Helper()
	l, err := w.LoginWeChat(context.Background(), openID)
	check(w, err)
	return l
}

// hold gives openID a role and logs it in.
func (w *world) hold(openID string, role service.Role, scope string) service.Actor {
	w.Helper()
	check(w, w.GiveRole(context.Background(), openID, "", role, scope))
	return w.login(openID).Actor
}

// site opens a market in Fengze on 1 March of last year, unless told otherwise.
func (w *world) site(change ...func(*service.Site)) service.Site {
	w.Helper()
	in := service.Site{Name: "东海零工市场", Kind: rubric.Market, County: "350503", OpenedOn: day(2025, 3, 1)}
	for _, c := range change {
		c(&in)
	}
	s, err := w.CreateSite(context.Background(), w.city, in)
	check(w, err)
	return s
}

func in(county string) func(*service.Site) { return func(s *service.Site) { s.County = county } }

func opened(on calendar.Date) func(*service.Site) { return func(s *service.Site) { s.OpenedOn = on } }

func station(s *service.Site) { s.Kind = rubric.Station }

// team is who works at a site.
type team struct {
	site                 service.Site
	manager, staff, mate service.Actor
}

func (w *world) team(change ...func(*service.Site)) team {
	w.Helper()
	s := w.site(change...)
	return team{
		s, w.hold("manager of "+s.ID, service.Manager, s.ID),
		w.hold("staff of "+s.ID, service.Staff, s.ID), w.hold("mate of "+s.ID, service.Staff, s.ID),
	}
}

// somebody is a job seeker whom nobody has met.
func (w *world) somebody() service.PersonInput {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clerk++
	return service.PersonInput{Name: fmt.Sprint("求职者", w.clerk), Phone: fmt.Sprintf("138%08d", w.clerk)}
}

// registration is a complete one of today.
func registration(s service.Site, p service.PersonInput) service.RegistrationInput {
	return service.RegistrationInput{
		SiteID: s.ID, Person: p, EmploymentStatus: "失业", ConsentVersion: "1",
		Intent: service.Intent{Occupations: []string{"保洁"}, Area: "丰泽"},
	}
}

// register records somebody today and must succeed.
func (w *world) register(a service.Actor, s service.Site, p service.PersonInput) service.RegistrationView {
	w.Helper()
	v, _, err := w.Register(context.Background(), a, registration(s, p))
	check(w, err)
	return v
}

// place records casual work that a registered person began today.
func (w *world) place(a service.Actor, s service.Site, person, employer string) service.PlacementView {
	w.Helper()
	v, _, err := w.Place(context.Background(), a, service.PlacementInput{
		SiteID: s.ID, PersonID: person, EmployerName: employer, Kind: service.Casual,
	})
	check(w, err)
	return v
}

// progress is what the site's own county sees now.
func (w *world) progress(s service.Site) service.Progress { return w.progressOn(s, calendar.Date{}) }

func (w *world) progressOn(s service.Site, asOf calendar.Date) service.Progress {
	w.Helper()
	p, err := w.Progress(context.Background(), w.city, s.ID, asOf)
	check(w, err)
	return p
}

// counts compares this month's figures of a site.
func (w *world) counts(s service.Site, recorded, verified service.Tallied) {
	w.Helper()
	months := w.progress(s).ByMonth
	got := months[len(months)-1].MonthCount
	if want := (service.MonthCount{Recorded: recorded, Verified: verified}); got != want {
		w.Fatalf("counted %+v, want %+v", got, want)
	}
}

// registered is a column of so many persons who registered completely.
func registered(n int) service.Tallied { return service.Tallied{Registered: n, Complete: n} }

var none service.Tallied

func day(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code is the stable code of a refusal, "" for success. A fault of an engine is
// no refusal.
func code(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var refused *service.Error
	if !errors.As(err, &refused) {
		t.Fatalf("not a refusal: %v", err)
	}
	if refused.Kind == 0 || refused.Code == "" || refused.Message == "" {
		t.Fatalf("a refusal without kind, code or sentence: %+v", refused)
	}
	return refused.Code
}

// refused checks that an operation was refused for this reason.
func refused(t testing.TB, err error, want string) {
	t.Helper()
	if got := code(t, err); got != want {
		t.Fatalf("refused with %q, want %q", got, want)
	}
}

// parallel runs n calls that start together.
func parallel(n int, call func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			call(i)
		})
	}
	close(start)
	wg.Wait()
}
