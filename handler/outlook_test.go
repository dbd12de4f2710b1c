package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A forecast says what it rests on, and which items it changes.
func TestForecastSaysWhatItAssumes(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	ann := h.grant("ann", service.Staff, site)
	p := ann.get("/v1/sites/" + site + "/progress").want(200)
	if got := p.str("forecast.assumption"); got != "按今年前11个月（截至11月24日）的月均进度推算到12月31日，假定工作人员不变、没有新的荣誉和宣传报道" {
		t.Errorf("assumption: %s", got)
	}
	if p.num("forecast.recorded") != p.num("live.recorded") || p.at("forecast.items.0") != nil || p.str("forecast.through") != "2026-12-31" {
		t.Errorf("forecast: %v", p.at("forecast"))
	}
	ann.post("/v1/honours", obj{"site_id": site, "level": "city", "title": "市级先进零工驿站", "awarded_on": "2024-12-01"}).want(201)
	p = ann.get("/v1/sites/" + site + "/progress").want(200)
	if p.num("items.14.recorded") != 3 || p.num("forecast.items.0.no") != 15 || p.num("forecast.items.0.recorded") != 0 ||
		p.at("forecast.items.1") != nil || p.str("forecast.items.0.assumption") != "假定没有新的荣誉和宣传报道" ||
		p.num("forecast.recorded") != p.num("live.recorded")-3 {
		t.Errorf("an honour runs out before the year does: %v", p.at("forecast"))
	}
}
