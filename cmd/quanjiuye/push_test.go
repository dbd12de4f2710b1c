package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
	"github.com/quanjiuye/backend/service/wechat/sim"
	"github.com/quanjiuye/backend/store"
)

// outside is a WeChat that outlives the server, and a town of subscribers.
type outside struct {
	*running
	sim     *sim.Server
	environ []string
	people  int
	token   string
}

const sendPath = "/cgi-bin/message/subscribe/send"

// newOutside makes a database with n seekers of one site, each of whom has consented
// to one message.
func newOutside(t *testing.T, n int, more ...string) *outside {
	t.Helper()
	s, err := sim.Start(sim.Options{Templates: map[string][]string{"p1": {"thing1", "thing2", "time3"}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	o := &outside{sim: s, people: n, running: &running{t: t}}
	o.environ = settings(t.TempDir(), append(more, "WECHAT_APPID="+sim.ExampleAppID, "WECHAT_SECRET="+sim.ExampleSecret,
		"WECHAT_BASE_URL="+s.URL(), "WECHAT_TEMPLATE_POLICY=p1", "WECHAT_SENDS_PER_MINUTE=60000")...)
	o.settle()
	return o
}

// settle fills the database and WeChat's memory of consents.
func (o *outside) settle() {
	o.t.Helper()
	cfg, err := config.Load(o.environ)
	if err != nil {
		o.t.Fatal(err)
	}
	eng, err := openEngines(o.t.Context(), env{cfg: cfg, log: slog.New(slog.DiscardHandler), out: io.Discard, errOut: io.Discard, begins: true})
	if err != nil {
		o.t.Fatal(err)
	}
	day := calendar.Date{Year: 2026, Month: 11, Day: 2}
	b := store.Batch{
		Sites:    []service.Site{{ID: "s1", Rev: 1, Name: "示例站", Kind: rubric.Station, County: "350503", OpenedOn: day}},
		Accounts: []service.Account{{ID: "staff", Rev: 1, OpenID: "ann"}},
		Grants:   []service.Grant{{ID: "g1", Rev: 1, AccountID: "staff", Role: service.Staff, Scope: "s1", Since: day}},
	}
	for i := range o.people {
		id := fmt.Sprintf("p%05d", i)
		b.Accounts = append(b.Accounts, service.Account{ID: id, Rev: 1, OpenID: "o-" + id})
		b.People = append(b.People, service.Person{ID: id, Rev: 1, Name: "示例" + id, AccountID: id})
		b.Registrations = append(b.Registrations, service.Registration{ID: id, Rev: 1, SiteID: "s1", County: "350503", Month: day.In(), PersonID: id,
			AccountID: id, RegisteredOn: day, Trail: service.Trail{Status: service.Recorded}})
	}
	if err := eng.store.Load(o.t.Context(), b); err != nil {
		o.t.Fatal(err)
	}
	var g errgroup.Group
	g.SetLimit(64)
	for _, r := range b.Registrations {
		g.Go(func() error {
			sub := service.Subscription{ID: service.SubscriptionID(r.AccountID, service.PolicyMessage), Rev: 1, AccountID: r.AccountID, Kind: service.PolicyMessage, Left: 1}
			_, err := eng.store.ChangeSubscription(o.t.Context(), sub, func(*service.Subscription) error { return nil })
			return err
		})
		o.wechat("/sim/subscriptions", `{"openid":"o-`+r.AccountID+`","template_id":"p1","accept":true}`)
	}
	if err := g.Wait(); err != nil {
		o.t.Fatal(err)
	}
	if err := eng.close(); err != nil {
		o.t.Fatal(err)
	}
}

// wechat asks the simulator for something.
func (o *outside) wechat(path, body string) []byte {
	o.t.Helper()
	answer, method := httptest.NewRecorder(), "POST"
	if body == "" {
		method = "GET"
	}
	o.sim.Control().ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	if answer.Code >= 300 {
		o.t.Fatalf("%s %s: %d %s", path, body, answer.Code, answer.Body)
	}
	return answer.Body.Bytes()
}

func (o *outside) fault(what string) {
	o.t.Helper()
	o.wechat("/sim/faults", `{"path":"`+sendPath+`",`+what+`}`)
}

// open starts a server as a process of its own, its clock that much ahead.
func (o *outside) open(ahead time.Duration) *exec.Cmd {
	o.t.Helper()
	cmd, r := child(o.t, append(o.environ, "CLOCK_OFFSET="+(time.Until(today)+ahead).String()), "--empty")
	o.base = r.base
	if o.token == "" {
		o.login()
	}
	return cmd
}

// login logs the site's staff in.
func (o *outside) login() {
	o.t.Helper()
	var code struct{ Code string }
	if err := json.Unmarshal(o.wechat("/sim/codes", `{"openid":"ann"}`), &code); err != nil {
		o.t.Fatal(err)
	}
	var session struct{ Token string }
	o.call("POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code}, &session)
	o.token = session.Token
}

// pushReport is what the tests look at of a push.
type pushReport struct {
	ID, State, Why string
	Counts         map[string]int
	Reasons        []struct {
		State, Code, Text string
		Count             int
	}
}

// begin publishes a policy and pushes it.
func (o *outside) begin() (id string) {
	o.t.Helper()
	var n, p struct{ ID string }
	o.call("POST", "/v1/notices", o.token, map[string]any{"site_id": "s1", "title": "灵活就业人员社会保险补贴申领办法（2026年修订）", "body": "正文", "source": "丰泽区人社局"}, &n)
	o.call("POST", "/v1/notices/"+n.ID+"/publish", o.token, nil, nil)
	o.call("POST", "/v1/notices/"+n.ID+"/pushes", o.token, map[string]any{}, &p)
	return p.ID
}

// await waits until the push is as far as that.
func (o *outside) await(id, what string, ok func(pushReport) bool) (p pushReport) {
	o.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		o.call("GET", "/v1/pushes/"+id, o.token, nil, &p)
		if ok(p) {
			return p
		}
	}
	o.t.Fatalf("not within a minute: %s: %+v", what, p)
	return p
}

func (o *outside) sent(id string, n int) {
	o.t.Helper()
	o.await(id, fmt.Sprint(n, " sent"), func(p pushReport) bool { return p.Counts["sent"] >= n || p.State == "finished" })
}

// delivered is how often each user's phone has shown a message.
func (o *outside) delivered() map[string]int {
	o.t.Helper()
	var log struct {
		Items []struct{ OpenID string }
	}
	if err := json.Unmarshal(o.wechat("/sim/messages", ""), &log); err != nil {
		o.t.Fatal(err)
	}
	times := map[string]int{}
	for _, m := range log.Items {
		times[m.OpenID]++
	}
	return times
}

// TestPushThroughFaults: everybody gets a push once, or the report says why not,
// whatever WeChat answers in the middle of it, and although the server is killed.
func TestPushThroughFaults(t *testing.T) {
	n := 5000
	if testing.Short() || raceDetector {
		n = 600
	}
	o := newOutside(t, n)
	cmd := o.open(0)
	id := o.begin()
	o.sent(id, n/10)
	for what, times := range map[string]int{
		`"errcode":-1`: 25, `"errcode":43101`: 4, `"errcode":47003`: 3, `"errcode":40037`: 2, `"errcode":40003`: 2,
		`"status":500`: 3, `"status":502`: 2, `"body":"html"`: 3, `"body":"empty"`: 2, `"body":"cut"`: 5, `"delay_ms":300`: 10,
	} {
		o.fault(what + fmt.Sprintf(`,"times":%d`, times))
	}
	o.sent(id, n/5)
	o.wechat("/sim/tokens/revoke", `{}`)
	o.sent(id, n/3)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()

	cmd = o.open(time.Minute) // by then claims of the dead are old
	o.wechat("/sim/tokens/revoke", `{}`)
	o.sent(id, n/2)
	o.fault(`"errcode":45009`)
	o.await(id, "paused", func(p pushReport) bool { return p.State == "paused" && p.Why != "" })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()

	cmd = o.open(24 * time.Hour)
	p := o.await(id, "finished", func(p pushReport) bool { return p.State == "finished" })
	times, total := o.delivered(), 0
	for openID, k := range times {
		if total += k; k != 1 {
			t.Errorf("%s got %d messages", openID, k)
		}
	}
	ends := 0
	for _, k := range p.Counts {
		ends += k
	}
	c := p.Counts
	if ends != n || c["sent"] > total || total > c["sent"]+c["unknown"] || c["sent"]+c["unknown"]+c["refused"]+c["not_subscribed"]+c["failed"] != n {
		t.Errorf("%d of %d have an end, %d messages: %+v", ends, n, total, p)
	}
	// Beside what the faults stand for, only what a death cut off is without an answer.
	if c["refused"] != 7 || c["not_subscribed"] < 4 || c["unknown"] < 15 || c["unknown"] > 15+2*8 || c["failed"] > 5 {
		t.Errorf("ends: %+v", p)
	}
	for _, r := range p.Reasons {
		if r.Text == "" || r.Count == 0 {
			t.Errorf("a reason without a word: %+v", r)
		}
	}
	var ledger struct {
		Items []struct {
			Type         string
			Participants int
		}
	}
	o.call("GET", "/v1/activities?site_id=s1", o.token, nil, &ledger)
	if len(ledger.Items) != 2 || ledger.Items[0].Type != "policy_push" || ledger.Items[0].Participants != c["sent"] {
		t.Errorf("the ledger: %+v", ledger)
	}
	t.Logf("%d people: %+v", n, p.Counts)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// A server that is told to stop in the middle of a push ends what is in flight, and
// the next one goes on: nothing is left unknown.
func TestPushAcrossARestart(t *testing.T) {
	const n = 300
	o := newOutside(t, n)
	first := start(t, o.environ, "--empty")
	o.base = first.base
	o.login()
	o.fault(`"delay_ms":20,"times":1000`)
	id := o.begin()
	o.sent(id, n/5)
	if code := first.stop(); code != 0 {
		t.Errorf("stopping: exit code %d", code)
	}
	o.base = start(t, o.environ, "--empty").base
	p := o.await(id, "finished", func(p pushReport) bool { return p.State == "finished" })
	if len(o.delivered()) != n || p.Counts["sent"] != n {
		t.Errorf("%d phones, %+v", len(o.delivered()), p.Counts)
	}
}
