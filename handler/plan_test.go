package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestPlan(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	for n := range 3 {
		ann.post("/v1/registrations", seeker(site, n)).want(201)
	}
	plan := "/v1/sites/" + site + "/progress/plan"
	for path, want := range map[string]map[string]any{
		"?target=14&horizon=month": {
			"now": 12.0, "start": 12.0, "end": 14.0, "reached": true, "effort": 1.0, "months": 1.0, "through": "2026-11-24",
			"steps.0.no": 7.0, "steps.0.needs.0.what": "registered", "steps.0.needs.0.need": 1.0, "steps.0.from": 7.0, "steps.0.to": 9.0,
			"steps.0.text": "本月再登记求职者 1 人次，第7项得分由 7 分升至 9 分", "steps.1": nil, "horizon": "month", "policy": "quanzhou-2025.1",
		},
		"?target=14": { // over two months three registrations are not enough for the first points
			"now": 12.0, "start": 5.0, "end": 14.0, "reached": true, "effort": 5.0, "months": 2.0, "through": "2026-12-31", "horizon": "year",
			"steps.0.text": "到年底再登记求职者 5 人次（平均每月约 3 人次），第7项得分由 0 分升至 9 分", "steps.0.needs.0.per_month": 3.0,
		},
		"?target=12&horizon=month": {"reached": true, "effort": 0.0, "steps.0": nil, "end": 12.0},
		"?target=99.5&allow=staff,honours": {
			"target": 99.5, "reached": false, "end": 50.0, "allow.0": "staff", "allow.1": "honours",
		},
	} {
		a := ann.get(plan + path).want(200)
		for at, v := range want {
			if got := a.at(at); got != v {
				t.Errorf("%s: %s is %v, want %v: %s", path, at, got, v, a.str("text"))
			}
		}
	}
	for _, q := range []string{"", "?target=", "?target=-1", "?target=1e2", "?target=110.5", "?target=40&horizon=decade", "?target=40&allow=luck", "?target=40&as_of=2026-01-01"} {
		ann.get(plan+q).refused(422, "invalid_input")
	}
	h.login("nobody").get(plan+"?target=40").refused(404, "not_found")
}
