package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A form says who took its steps by name, and how far its sums go.
func TestAFormNamesPeopleAndWhatIsScored(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	manager, boss := h.grant("manager", service.Manager, site), h.grant("boss", service.County, "350503")
	manager.do("PATCH", "/v1/me", obj{"name": "王站长"}).want(200)
	path := "/v1/sites/" + site + "/assessments/2026"
	empty := manager.get(path).want(200)
	if empty.at("self") != nil || empty.num("self_of.items") != 0 || empty.num("self_of.max") != 0 {
		t.Errorf("nothing scored: %s", empty.raw)
	}
	manager.do("PUT", path+"/self", obj{"items": []obj{{"no": 1, "score": 8}, {"no": 3, "score": 4.5}}}).want(200)
	for _, who := range []user{manager, boss} {
		v := who.get(path).want(200)
		if v.num("self") != 12.5 || v.num("self_of.items") != 2 || v.num("self_of.max") != 15 || v.num("assessed_of.items") != 0 {
			t.Errorf("two items scored: %s", v.raw)
		}
		if v.str("steps.0.by_name") != "王站长" || v.str("steps.0.by") != manager.id || v.str("steps.0.kind") != "self" {
			t.Errorf("steps: %v", v.at("steps"))
		}
	}
}
