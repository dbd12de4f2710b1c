package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A supervisor is told why to look at a site, what to do, and where: the month's records
// or the form's items; and how much of a score records can bring at all.
func TestWhyAndWhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	ann := h.grant("ann", service.Staff, site)
	boss := h.grant("boss", service.County, "350503")
	v := boss.get("/v1/sites/" + site + "/visit").want(200)
	if v.str("as_of") != "2026-11-24" || v.at("needed") != true || v.str("reasons.0.code") != "nothing_this_month" || v.num("reasons.0.weight") != 3 ||
		v.num("reasons.0.items.0") != 7 || v.str("reasons.0.advice") == "" || v.at("reasons.0.month") != nil {
		t.Errorf("nothing entered: %s", v.raw)
	}
	ann.post("/v1/registrations", obj{"site_id": site, "name": "王小明", "phone": "13800001111", "employment_status": "失业",
		"intent": obj{"occupations": []string{"保洁"}, "area": "丰泽"}, "consent_version": "2026-11"}).want(201)
	v = boss.get("/v1/sites/" + site + "/visit").want(200)
	if v.str("reasons.0.code") != "unverified" || v.at("needed") != false || v.str("reasons.0.month") != "2026-11" {
		t.Errorf("one waits: %s", v.raw)
	}
	if own := ann.get("/v1/sites/" + site + "/visit").want(200); own.at("reasons.0.advice") != nil {
		t.Errorf("the site itself: %s", own.raw)
	}
	h.grant("other", service.County, "350504").get("/v1/sites/"+site+"/visit").refused(404, "not_found")

	b := boss.get("/v1/board?order=visit").want(200)
	if b.num("max") != 110 || b.num("computable") != 50 || b.num("judged") != 60 || b.str("visit_order") != service.VisitOrder || b.num("items.0.visit.rank") != 1 {
		t.Errorf("board: %s", b.raw)
	}
	p := boss.get("/v1/sites/" + site + "/progress").want(200)
	for _, totals := range []string{"live", "settled", "forecast"} {
		if p.num(totals+".computable") != 50 || p.num(totals+".judged") != 60 {
			t.Errorf("%s: %v", totals, p.at(totals))
		}
	}
	if lost, ok := p.at("lost").([]any); !ok || len(lost) != 0 {
		t.Errorf("lost %v", p.at("lost"))
	}
}
