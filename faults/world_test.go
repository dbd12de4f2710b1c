package faults_test

import (
	"cmp"
	"fmt"
	"net/http"

	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// today is the day on which every instance believes to live.
var today = time.Date(2026, 11, 24, 10, 0, 0, 0, time.FixedZone("", 8*3600))

// The two months that phones write in, and the year they are in.
const (
	lastMonth = "2026-10"
	thisMonth = "2026-11"
	year      = "2026"
)

// open lists the months of this year in which a site that opened on that day
// may have records.
func open(openedOn string) (list []string) {
	for m := 1; m <= 11; m++ {
		if month := fmt.Sprintf("%s-%02d", year, m); month >= openedOn[:len(month)] {
			list = append(list, month)
		}
	}
	return list
}

// plan says what a scenario needs.
type plan struct {
	mongo     bool   // records in MongoDB; else in a SQLite file
	instances int    // at least 1
	sites     int    // at least 1
	writers   int    // phones per site, at least 1
	opened    string // the day on which the sites opened; 2026-10-01 when left out
	dataDir   string // of all instances; a temporary folder when left out

	redisURL string                // another Redis than one server of the scenario's own, and
	cache    redis.UniversalClient // the direct way to it; there is no proxy before it
}

// world is everything a scenario plays with.
type world struct {
	t         *testing.T
	plan      plan
	began     time.Time
	http      *http.Client
	breaches  breaches
	ledger    ledger
	redis     *redistest.Server // nil when the plan names another
	redisWire *proxy            // between the instances and redis
	mongo     *mongoServer      // nil on SQLite
	mongoWire *proxy
	instances []*service
	city      string // token of a city supervisor
	sites     []*site
	watchers  []*watcher
	injected  counts
	statuses  counts // of all answers

	differences int
	records     int
}

// site is one site with the tokens of those who write there.
type site struct {
	id     string
	tokens []string
}

func newWorld(t *testing.T, p plan) *world {
	t.Helper()
	p.instances, p.sites, p.writers = max(p.instances, 1), max(p.sites, 1), max(p.writers, 1)
	p.opened = cmp.Or(p.opened, lastMonth+"-01")
	w := &world{t: t, plan: p, began: time.Now(), http: &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 64, DisableCompression: true}}}
	t.Cleanup(w.report)
	t.Cleanup(w.http.CloseIdleConnections)
	w.startEngines()
	w.startInstances()
	w.settlePeople()
	w.watch()
	return w
}

func (w *world) startEngines() {
	w.t.Helper()
	if w.plan.redisURL == "" {
		w.redis = redistest.Start(w.t)
		w.redisWire = startProxy(w.t, w.redis.Addr())
		w.plan.cache = w.redis.Client()
		w.plan.redisURL = "redis://" + w.redisWire.Listen
	}
	if w.plan.mongo {
		w.mongo = startMongo(w.t)
		w.mongoWire = startProxy(w.t, w.mongo.addr)
	}
	if w.plan.dataDir == "" {
		w.plan.dataDir = w.t.TempDir()
	}
}

func (w *world) startInstances() {
	w.t.Helper()
	environ := settings("DATA_DIR="+w.plan.dataDir, "LOG_LEVEL=warn", "REDIS_URL="+w.plan.redisURL,
		"CLOCK_OFFSET="+time.Until(today).String())
	if w.plan.mongo {
		environ = append(environ, "MONGO_URI=mongodb://"+w.mongoWire.Listen+"/?directConnection=true")
	}
	for i := range w.plan.instances {
		s := &service{t: w.t, name: string(rune('A' + i)), addr: freeAddr(w.t), environ: environ}
		w.instances = append(w.instances, s)
		w.t.Cleanup(func() {
			s.proc.thawAndKill()
			s.log.check(w.t, s.name)
			if w.t.Failed() {
				w.t.Logf("instance %s:\n%s", s.name, s.log.tail(12))
			}
		})
		s.start()
	}
}

// settlePeople opens the sites and binds their staff to them.
func (w *world) settlePeople() {
	w.t.Helper()
	a := w.instances[0]
	if code, _ := a.tool("grant", "--openid", "the-city", "--role", "city"); code != 0 {
		w.t.Fatalf("grant: exit code %d\n%s", code, a.log.tail(10))
	}
	w.city = w.login("the-city")
	for i := range w.plan.sites {
		s := &site{}
		var made struct{ ID string }
		w.call(a, "POST", "/v1/sites", w.city, map[string]any{"name": fmt.Sprintf("丰泽区第%d示例零工驿站", i+1),
			"kind": "station", "county": "350503", "opened_on": w.plan.opened}, &made)
		s.id = made.ID
		for j := range w.plan.writers {
			s.tokens = append(s.tokens, w.member(s.id, fmt.Sprintf("staff-%d-%d", i, j)))
		}
		w.sites = append(w.sites, s)
	}
}

// login gets a token by way of the simulator.
func (w *world) login(openID string) string {
	w.t.Helper()
	var code struct{ Code string }
	w.call(w.instances[0], "POST", "/sim/codes", "", map[string]any{"openid": openID}, &code)
	var session struct{ Token string }
	w.call(w.instances[0], "POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code}, &session)
	return session.Token
}

// member is the token of somebody who joined a site.
func (w *world) member(siteID, openID string) string {
	w.t.Helper()
	a := w.instances[0]
	var invite struct{ Code string }
	w.call(a, "POST", "/v1/sites/"+siteID+"/invites", w.city, map[string]any{"role": "staff"}, &invite)
	token := w.login(openID)
	w.call(a, "POST", "/v1/invites/"+invite.Code+"/accept", token, nil, nil)
	return token
}

// in makes a subtest the one that is told of failures, as long as it runs.
func (w *world) in(t *testing.T) {
	outer := w.t
	lend := func(t *testing.T) {
		w.t = t
		for _, s := range w.instances {
			s.t = t
		}
	}
	lend(t)
	t.Cleanup(func() { lend(outer) })
}

// fault notes what was done to the system, for the table.
func (w *world) fault(what string) { w.injected.add(what) }

func (w *world) report() {
	table.add(row{
		scenario: strings.TrimPrefix(w.t.Name(), "Test"), faults: w.injected.String(), acknowledged: w.ledger.acknowledged(),
		records: w.records, differences: w.differences, took: time.Since(w.began), failed: w.t.Failed(),
	})
}
