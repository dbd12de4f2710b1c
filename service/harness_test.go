package service_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/wechat/sim"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/blobstore"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

// flags are defaults of the test command for this package: each step of a
// property is written to a real disk, and tests wait for it more than they compute.
var flags = map[string]string{"rapid.checks": "6", "test.parallel": "8"}

func TestMain(m *testing.M) {
	flag.Parse()
	flag.Visit(func(f *flag.Flag) { delete(flags, f.Name) })
	for name, value := range flags {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// world is the whole system on real engines, each of which can be broken.
type world struct {
	testing.TB
	*service.Service
	store  *faultyStore
	engine store.Engine
	keys   store.Sealer
	redis  *faultyRedis
	blobs  *faultyBlobs
	folder string // where blobs are
	clock  *clock
	mail   *mail
	deps   service.Deps

	city service.Actor // sees everything, belongs to no site
	met  int           // numbers invented people
	mu   sync.Mutex
}

// noon is when every world begins.
var noon = time.Date(2026, time.July, 15, 12, 0, 0, 0, calendar.Shanghai)

func newWorld(t testing.TB) *world {
	t.Helper()
	file := filepath.Join(t.TempDir(), "records.db")
	empty, err := emptyFile()
	check(t, err)
	check(t, os.WriteFile(file, empty, 0o600))
	engine, err := sqlitestore.Open(t.Context(), file)
	check(t, err)
	t.Cleanup(func() { check(t, engine.Close(context.Background())) })
	return newWorldOn(t, engine)
}

// onEachEngine runs a test in a world on SQLite and in one on MongoDB.
func onEachEngine(t *testing.T, test func(*testing.T, *world)) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) *world{
		"SQLite":  func(t *testing.T) *world { return newWorld(t) },
		"MongoDB": func(t *testing.T) *world { return newWorldOn(t, mongotest.Open(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func newWorldOn(t testing.TB, engine store.Engine) *world {
	t.Helper()
	dir := t.TempDir()
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
		TB:     t,
		engine: engine, keys: keys,
		store: &faultyStore{Store: store.New(engine, keys)},
		redis: &faultyRedis{CounterCache: cache, Relay: cache, raw: redis.NewClient(raw)},
		clock: &clock{now: noon},
		mail:  &mail{},
	}
	w.folder = filepath.Join(dir, "blobs")
	folder, err := blobstore.OpenFolder(w.folder)
	check(t, err)
	w.blobs = &faultyBlobs{Blobs: folder}
	w.marksLook(time.Hour)
	t.Cleanup(func() { check(t, w.redis.raw.Close()) })
	w.deps = service.Deps{
		Store: w.store, Cache: w.redis, Relay: w.redis, Limiter: cache, WeChat: weChat{w.mail}, Now: w.clock.Now,
		Blobs: w.blobs, Messages: testMessages(),
	}
	w.Service = w.instance()
	w.city = w.hold("city", service.City, service.All)
	return w
}

// marksLook makes every mark look that old to the sweeper.
func (w *world) marksLook(age time.Duration) {
	w.redis.age.Store(int64(age))
	w.store.age.Store(int64(age))
}

// emptyFile is a database without records: to copy one is cheaper than to make it.
var emptyFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "empty-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "records.db")
	engine, err := sqlitestore.Open(context.Background(), file)
	if err != nil {
		return nil, err
	}
	if err := engine.Close(context.Background()); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// instance is another process on the same engines.
func (w *world) instance() *service.Service {
	w.Helper()
	s := service.New(w.deps)
	check(w, s.LoadPolicies(context.Background()))
	return s
}

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
type weChat struct{ *mail }

var errCode = &service.Error{Kind: service.Unauthenticated, Code: "wechat_code_invalid", Message: "登录凭证无效"}

func (weChat) Login(_ context.Context, code string) (string, error) {
	if code == "" {
		return "", errCode
	}
	return code, nil
}

func (weChat) PhoneNumber(_ context.Context, code string) (string, error) { return code, nil }
func (weChat) CheckText(context.Context, string, string) (service.TextVerdict, error) {
	return service.TextPass, nil
}

func (weChat) MiniProgramCode(_ context.Context, scene, _ string, width int) ([]byte, error) {
	return sim.DrawCode(scene, width), nil
}

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
