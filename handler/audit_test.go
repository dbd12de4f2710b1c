package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// What decides or carries out is entered before it is done; a refusal is an entry of
// its own; reading and entering records leave none, and no entry holds a number.
func TestWhatIsAudited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, bob, city := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("city", service.City, service.All)
	start := len(city.get("/v1/audit?limit=100").want(200).at("items").([]any))
	r := ann.post("/v1/registrations", seeker(site, 1)).want(201)
	ann.post("/v1/registrations/"+r.str("id")+"/confirm", nil).refused(403, "own_record")
	bob.post("/v1/registrations/"+r.str("id")+"/confirm", nil).want(200)
	ann.post("/v1/people/"+r.str("person_id")+"/reveal", obj{"reason": "联系上岗"}).want(200)
	log := city.get("/v1/audit?limit=100").want(200)
	if n := len(log.at("items").([]any)) - start; n != 4 {
		t.Fatalf("%d entries: %s", n, log.raw)
	}
	for i, want := range []string{"查看个人号码 ", "核实求职登记 ", "核实求职登记 own_record", "核实求职登记 "} {
		at := "items." + string(rune('0'+i))
		if got := log.str(at+".action_text") + " " + log.str(at+".refused"); got != want {
			t.Errorf("entry %d is %q, want %q", i, got, want)
		}
	}
	if log.str("items.1.target") != r.str("id") || log.str("items.1.by") != bob.id || log.str("items.1.role") != "staff" || log.str("items.1.address") == "" {
		t.Errorf("entry: %s", log.raw)
	}
	for _, personal := range []string{"1380000", "测试", "联系上岗"} {
		if strings.Contains(string(log.raw), personal) {
			t.Errorf("the log holds %s", personal)
		}
	}
	ann.get("/v1/audit").refused(403, "forbidden")
	// What an address may hold besides ids is not kept, and breaks no chain.
	for _, path := range []string{"/v1/people/%FF/reveal", "/v1/people/%E5%BC%A0%E4%B8%89/reveal", "/v1/people/13800000000/reveal", "/v1/people/a%0Ab/reveal"} {
		ann.post(path, obj{"reason": "联系上岗"})
		if got := city.get("/v1/audit?limit=1").want(200).str("items.0.target"); got != "?" {
			t.Errorf("%s is kept as %q", path, got)
		}
	}
	city.post("/v1/accounts/"+bob.id+"/roles", obj{"role": "county", "scope": "350503"}).want(201)
	if got := city.get("/v1/audit?limit=1").want(200).str("items.0.target"); got != bob.id+"/county/350503" {
		t.Errorf("a role given is kept as %q", got)
	}
	if r, err := h.svc.VerifyAudit(t.Context()); err != nil || r.Broken != "" {
		t.Errorf("the chain: %+v, %v", r, err)
	}
}
