package faults_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// session logs a user in through the WeChat outside.
func (m *mailing) session(at *service, openID string) string {
	m.t.Helper()
	var code struct{ Code string }
	if err := json.Unmarshal(m.control("POST", "/sim/codes", `{"openid":"`+openID+`"}`), &code); err != nil {
		m.t.Fatal(err)
	}
	var session struct{ Token string }
	m.call(at, "POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code}, &session)
	return session.Token
}

// toldOf is how many messages of a user's phone open a page.
func (m *mailing) toldOf(openID, page string) (n int) {
	m.t.Helper()
	var log struct {
		Items []struct{ OpenID, Page string }
	}
	if err := json.Unmarshal(m.control("GET", "/sim/messages", ""), &log); err != nil {
		m.t.Fatal(err)
	}
	for _, one := range log.Items {
		if one.OpenID == openID && one.Page == page {
			n++
		}
	}
	return n
}

// The process dies between an answer and its message to the seeker, and at each step
// of the message. The next life brings what was surely not sent, and sends nothing
// twice; the answer itself stands.
func TestKilledBeforeASeekerIsTold(t *testing.T) {
	t.Parallel()
	m := newMailing(t, plan{})
	a, staff := m.instances[0], m.sites[0].tokens[0]
	a.environ = append(a.environ, "WECHAT_TEMPLATE_RESULT=r1")
	for step, want := range map[string]int{"owed/kept": 1, "push/claimed": 0, "push/answered": 1} {
		t.Run(step, func(t *testing.T) {
			m.in(t)
			a.start()
			seeker := m.session(a, "reader-0")
			for range 2 {
				m.control("POST", "/sim/subscriptions", `{"openid":"reader-0","template_id":"r1","accept":true}`)
				m.call(a, "POST", "/v1/me/subscriptions", seeker, map[string]any{"template": "result", "result": "accept"}, nil)
			}
			var report struct{ ID string }
			m.call(a, "POST", "/v1/me/reports", seeker, map[string]any{"site_id": m.sites[0].id, "kind": "fake_job", "text": "到岗后说要先交押金"}, &report)
			page := "pages/result/index?kind=rights&id=" + report.ID
			a.kill()
			a.start("FAILPOINT=" + step)
			_, _ = m.send(t.Context(), a, http.MethodPost, "/v1/reports/"+report.ID+"/answer", staff, "", map[string]any{"text": "已联系用人单位"})
			a.diesOfItself(30 * time.Second)
			m.fault("kill -9 before a seeker was told")
			a.start(ahead())
			var answered struct{ State string }
			m.call(a, "GET", "/v1/reports/"+report.ID, staff, nil, &answered)
			if answered.State != "handled" {
				t.Errorf("the answer is gone: %s", answered.State)
			}
			eventually(t, 30*time.Second, "what was owed is sent", func() bool { return m.toldOf("reader-0", page) >= want })
			m.call(a, "POST", "/v1/reports/"+report.ID+"/close", staff, map[string]any{"result": "resolved", "text": "押金已退还本人"}, nil)
			eventually(t, 30*time.Second, "the end is told", func() bool { return m.toldOf("reader-0", page) > want })
			if got := m.toldOf("reader-0", page); got != want+1 {
				t.Errorf("%d messages, want %d", got, want+1)
			}
			a.kill()
		})
	}
}
