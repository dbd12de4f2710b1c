package faults_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

// pushed is how many people each push of these scenarios is for.
const pushed = 40

// mailing is a world with a WeChat that outlives its instances, and people of the
// first site who can be pushed to.
type mailing struct {
	*world
	sim *sim.Server
}

func newMailing(t *testing.T, p plan) *mailing {
	t.Helper()
	s, err := sim.Start(sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	m := &mailing{newWorld(t, p), s}
	for i := range pushed {
		token := m.login(fmt.Sprint("reader-", i))
		a := registration(m.sites[0], token)
		m.call(m.instances[0], "POST", "/v1/me/registrations", token, a.body, nil)
	}
	for _, i := range m.instances { // from now on with the WeChat outside
		i.stop()
		i.environ = append(i.environ, "WECHAT_APPID="+sim.ExampleAppID, "WECHAT_SECRET="+sim.ExampleSecret,
			"WECHAT_BASE_URL="+s.URL(), "WECHAT_TEMPLATE_POLICY=p1", "WECHAT_SENDS_PER_MINUTE=60000")
	}
	return m
}

// control asks the simulator for something.
func (m *mailing) control(method, path, body string) []byte {
	m.t.Helper()
	answer := httptest.NewRecorder()
	m.sim.Control().ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	if answer.Code >= 300 {
		m.t.Fatalf("%s %s: %d %s", path, body, answer.Code, answer.Body)
	}
	return answer.Body.Bytes()
}

// subscribe lets everybody accept one more message.
func (m *mailing) subscribe(at *service) {
	m.t.Helper()
	for i := range pushed {
		openID := fmt.Sprint("reader-", i)
		m.control("POST", "/sim/subscriptions", `{"openid":"`+openID+`","template_id":"p1","accept":true}`)
		var code struct{ Code string }
		if err := json.Unmarshal(m.control("POST", "/sim/codes", `{"openid":"`+openID+`"}`), &code); err != nil {
			m.t.Fatal(err)
		}
		var session struct{ Token string }
		m.call(at, "POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code}, &session)
		m.call(at, "POST", "/v1/me/subscriptions", session.Token, map[string]any{"template": "policy", "result": "accept"}, nil)
	}
}

// push publishes a notice and begins a push of it.
func (m *mailing) push(at *service) (notice, push string) {
	m.t.Helper()
	token := m.sites[0].tokens[0]
	var n, p struct{ ID string }
	m.call(at, "POST", "/v1/notices", token, map[string]any{"site_id": m.sites[0].id, "title": "社保补贴", "body": "正文", "source": "人社局"}, &n)
	m.call(at, "POST", "/v1/notices/"+n.ID+"/publish", token, nil, nil)
	m.call(at, "POST", "/v1/notices/"+n.ID+"/pushes", token, map[string]any{}, &p)
	return n.ID, p.ID
}

// onceEach waits for the push's end and holds its report against the phones.
func (m *mailing) onceEach(t *testing.T, at *service, notice, push string, unknown int) {
	t.Helper()
	var p struct {
		State  string
		Counts map[string]int
	}
	eventually(t, 3*time.Minute, "the push ends", func() bool {
		return m.try(at, "GET", "/v1/pushes/"+push, m.sites[0].tokens[0], nil, &p) == nil && p.State == "finished"
	})
	var log struct {
		Items []struct{ OpenID, Page string }
	}
	if err := json.Unmarshal(m.control("GET", "/sim/messages", ""), &log); err != nil {
		t.Fatal(err)
	}
	got, messages := map[string]int{}, 0
	for _, one := range log.Items {
		if strings.HasSuffix(one.Page, notice) {
			got[one.OpenID]++
			messages++
		}
	}
	c := p.Counts
	if len(got) != messages || c["sent"]+c["unknown"]+c["failed"] != pushed || c["unknown"] > unknown || messages < c["sent"] || messages > c["sent"]+c["unknown"] {
		t.Errorf("%d messages to %d phones, the report says %+v", messages, len(got), c)
	}
}

// ahead makes an instance's clock so late that the claims of the dead are old.
func ahead() string { return "CLOCK_OFFSET=" + (time.Until(today) + time.Minute).String() }

// The instance that sends dies at each step of a push. The other finishes it, and
// nobody gets it twice.
func TestKilledAtEachStepOfAPush(t *testing.T) {
	t.Parallel()
	m := newMailing(t, plan{instances: 2})
	a, b := m.instances[0], m.instances[1]
	for step, unknown := range map[string]int{"push/freezing": 0, "push/claimed:9": 8, "push/answered:9": 8} {
		t.Run(step, func(t *testing.T) {
			m.in(t)
			a.start("FAILPOINT=" + step)
			m.subscribe(a)
			m.control("POST", "/sim/faults", `{"path":"*","delay_ms":20,"times":1000}`)
			notice, push := m.push(a)
			a.diesOfItself(30 * time.Second)
			m.fault("kill -9 at a step of a push")
			m.control("DELETE", "/sim/faults", "")
			b.start(ahead())
			m.onceEach(t, b, notice, push, unknown)
			b.stop()
		})
	}
}

// The instance that sends stands still in the middle of a push, is taken for dead,
// and goes on.
func TestASenderThatStoodStill(t *testing.T) {
	t.Parallel()
	m := newMailing(t, plan{instances: 2, mongo: true}) // whoever stands still may hold the lock of a SQLite file
	a, b := m.instances[0], m.instances[1]
	a.start()
	m.subscribe(a)
	m.control("POST", "/sim/faults", `{"path":"/cgi-bin/message/subscribe/send","delay_ms":150,"times":1000}`)
	holder, fence := m.lease(t)
	notice, push := m.push(a)
	eventually(t, 20*time.Second, "it is in the middle", func() bool {
		var log struct{ Total int }
		return json.Unmarshal(m.control("GET", "/sim/messages", ""), &log) == nil && log.Total > 10
	})
	a.freeze()
	m.fault("SIGSTOP of the sender")
	b.start(ahead())
	m.leaseMoves(t, holder, fence, 20*time.Second)
	m.onceEach(t, b, notice, push, 8)
	a.thaw()
	time.Sleep(8 * time.Second) // what it had claimed comes to its end
	m.onceEach(t, b, notice, push, 8)
}
