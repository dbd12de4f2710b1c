package handler_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestPushes(t *testing.T) { onEachEngine(t, pushes) }

// seekers registers n seekers through accounts of their own and lets the first
// subscribed of them accept a message.
func (h *house) seekers(site string, n, subscribed int) {
	for i := range n {
		u := h.login(fmt.Sprint("seeker-", i))
		u.post("/v1/me/registrations", seeker(site, i)).want(201)
		if i < subscribed {
			u.post("/v1/me/subscriptions", obj{"template": "policy", "result": "accept"}).want(201)
		}
	}
}

func (u user) publish(body obj) string {
	u.h.t.Helper()
	id := u.post("/v1/notices", body).want(201).str("id")
	u.post("/v1/notices/"+id+"/publish", nil).want(200)
	return id
}

// The number is known before, the progress while it runs, and the report after; the
// ledger has its entry.
func pushes(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	h.seekers(site, 3, 2)
	path := "/v1/notices/" + ann.publish(policyOf(site))
	if n := ann.post(path+"/audience", obj{}).want(200); string(n.raw) != `{"people":3,"reachable":3,"subscribed":2,"already":0}`+"\n" {
		t.Errorf("for how many: %s", n.raw)
	}
	if n := ann.post(path+"/audience", obj{"conditions": obj{"occupations": []string{"厨师"}, "groups": []string{"older"}}}).want(200); n.num("people") != 0 {
		t.Errorf("for how many: %s", n.raw)
	}
	p := ann.post(path+"/pushes", obj{}, "Idempotency-Key", "push-0001").want(202)
	again := bob.post(path+"/pushes", obj{"site_id": site, "conditions": obj{}}).want(202)
	if p.str("state") != "preparing" || p.at("may.cancel") != true || again.str("id") != p.str("id") {
		t.Errorf("begun: %s, again: %s", p.raw, again.raw)
	}
	if err := h.svc.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := ann.get("/v1/pushes/" + p.str("id")).want(200)
	if done.str("state") != "finished" || done.num("counts.sent") != 2 || done.num("counts.not_subscribed") != 1 || done.num("audience.people") != 3 ||
		done.str("reasons.0.text") != "没有剩余的订阅次数（一次订阅只能发送一条）" || done.num("reasons.0.count") != 1 || done.str("finished_at") == "" {
		t.Errorf("report: %s", done.raw)
	}
	if list := bob.get(path + "/pushes").want(200); list.str("items.0.id") != p.str("id") {
		t.Errorf("listed: %s", list.raw)
	}
	if a := ann.get("/v1/activities?site_id=" + site).want(200); a.str("items.0.type") != "policy_push" || a.num("items.0.participants") != 2 {
		t.Errorf("ledger: %s", a.raw)
	}
	mine := h.login("seeker-0").get("/v1/me/subscriptions").want(200)
	if mine.str("items.0.template") != "policy" || mine.str("items.0.template_id") != "template-policy" || mine.num("items.0.left") != 0 {
		t.Errorf("subscriptions: %s", mine.raw)
	}
	ann.post("/v1/pushes/"+p.str("id")+"/cancel", nil).refused(409, "push_finished")
}

func TestHostilePushes(t *testing.T) {
	h := newHouse(t)
	site, other := h.site("station", "2026-11-01"), h.site("market", "2026-11-01")
	ann, bob, nobody := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, other), h.login("nobody")
	h.seekers(site, 1, 1)
	id := ann.publish(policyOf(site))
	path := "/v1/notices/" + id
	push := ann.post(path+"/pushes", obj{}).want(202).str("id")
	for _, u := range []user{bob, nobody} {
		u.get("/v1/pushes/"+push).refused(404, "not_found")
		u.post("/v1/pushes/"+push+"/cancel", nil).refused(404, "not_found")
		u.get(path+"/pushes").refused(404, "not_found")
		u.post(path+"/audience", obj{}).refused(404, "not_found")
		u.post(path+"/pushes", obj{}).refused(404, "not_found")
	}
	bob.post(path+"/audience", obj{"site_id": other}).refused(422, "invalid_input") // the notice is another site's
	bob.post(path+"/audience", obj{"county": "350503"}).refused(403, "forbidden")
	ann.post(path+"/audience", obj{"conditions": obj{"site_ids": []string{other}}}).refused(422, "invalid_input")
	for name, bad := range map[string]obj{
		"unknown group":   {"conditions": obj{"groups": []string{"rich"}}},
		"unknown field":   {"conditions": obj{"age": 30}},
		"operator":        {"conditions": obj{"area": obj{"$ne": ""}}},
		"too many":        {"conditions": obj{"occupations": strings.Split(strings.Repeat("保安,", 21), ",")}},
		"someone by name": {"accounts": []string{"x"}},
		"openid":          {"openid": "seeker-0"},
	} {
		a := ann.post(path+"/pushes", bad)
		if a.refused(422, "invalid_input"); strings.Contains(string(a.raw), "rich") {
			t.Errorf("%s: echoed %s", name, a.raw)
		}
	}
	(user{h: h}).get("/v1/pushes/"+push).refused(401, "unauthenticated")
	nobody.post("/v1/me/subscriptions", obj{"template": "policy", "result": "accept", "left": 99}).refused(422, "invalid_input")
	nobody.post("/v1/me/subscriptions", obj{"template": "ads", "result": "accept"}).refused(422, "invalid_input")
	// A report names nobody.
	if err := h.svc.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := ann.get("/v1/pushes/" + push).want(200); strings.Contains(string(a.raw), "seeker-0") || strings.Contains(string(a.raw), h.login("seeker-0").id) {
		t.Errorf("names somebody: %s", a.raw)
	}
	// Counting an audience reads much, and has a limit of its own.
	for n := 0; ; n++ {
		if a := ann.post(path+"/audience", obj{}); a.status == 429 {
			if a.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			break
		}
		if n > 40 {
			t.Fatal("no limit")
		}
	}
	ann.get(path + "/pushes").want(200)
}
