package handler_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestSitesAreCorrected(t *testing.T) { onEachEngine(t, sitesAreCorrected) }

// A site as its manager and its county correct it; the poster and item 1 follow.
func sitesAreCorrected(t *testing.T, h *house) {
	site := h.site("station", "2026-01-01")
	path := "/v1/sites/" + site
	ann, eve, boss := h.grant("ann", service.Staff, site), h.grant("eve", service.Manager, site), h.grant("boss", service.County, "350503")
	before := ann.get(path + "/poster").want(200)
	if s := ann.get(path).want(200); s.at("may.change") != false || s.at("may.correct") != false || s.at("location") != nil || len(s.at("changes").([]any)) != 0 {
		t.Errorf("to staff: %s", s.raw)
	}
	if s := eve.get("/v1/sites").want(200); s.at("items.0.may.change") != true || s.at("items.0.may.correct") != false || s.at("items.0.changes") != nil {
		t.Errorf("to the manager: %s", s.raw)
	}
	s := eve.do("PATCH", path, obj{"phone": "0595-22345678", "hours": "8:30-17:30"}).want(200)
	if s.str("phone") != "0595-22345678" || s.str("hours") != "8:30-17:30" || s.str("name") != "丰泽区测试站点" || s.str("changes.0.by") != eve.id ||
		s.str("changes.0.fields.1") != "hours" || s.at("changes.0.before.hours") != "" {
		t.Errorf("changed: %s", s.raw)
	}
	ann.do("PATCH", path, obj{"hours": "全天"}).refused(403, "forbidden")
	eve.do("PATCH", path, obj{"area_m2": 500}).refused(403, "site_field")
	eve.do("PATCH", path, obj{"name": "别的名字"}).refused(422, "invalid_input")
	boss.do("PATCH", path, obj{"location": obj{"lat": 91, "lng": 0}}).refused(422, "invalid_input")
	h.login("nobody").do("PATCH", path, obj{"hours": "全天"}).refused(404, "not_found")
	s = boss.do("PATCH", path, obj{"area_m2": 60, "address": "新路2号", "location": obj{"lat": 24.9, "lng": 118.6}}).want(200)
	if s.num("area_m2") != 60 || s.num("location.lat") != 24.9 || s.str("changes.1.before.area_m2") != "120" || s.str("changes.1.before.address") != "某路1号" {
		t.Errorf("corrected: %s", s.raw)
	}
	if got := ann.get(path + "/progress").num("items.0.facts.area_m2"); got != 60 {
		t.Errorf("item 1 says %v", got)
	}
	if after := ann.get(path + "/poster").want(200); bytes.Equal(after.raw, before.raw) || after.header.Get("ETag") == before.header.Get("ETag") {
		t.Error("the poster is the old one")
	}
}

// Who may read a site's records sees when the last one came and from which colleague;
// a seeker who entered his own is not named.
func TestTheLastRecordOfASite(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	ann, boss := h.grant("ann", service.Staff, site), h.grant("boss", service.County, "350503")
	path := "/v1/sites/" + site
	if got := boss.get(path).want(200); got.at("last_record") != nil {
		t.Errorf("of an empty site: %s", got.raw)
	}
	ann.do("PATCH", "/v1/me", obj{"name": "安小泉"}).want(200)
	ann.post("/v1/registrations", seeker(site, 1)).want(201)
	got := boss.get(path).want(200)
	if got.str("last_record.at") != "2026-11-24T10:00:00.000+08:00" || got.str("last_record.by_name") != "安小泉" || got.str("last_record.source") != "staff" {
		t.Errorf("after a registration: %s", got.raw)
	}
	if got := h.grant("admin", service.Admin, service.All).get(path).want(200); got.at("last_record") != nil {
		t.Errorf("to an administrator: %s", got.raw)
	}
	me := h.login("seeker")
	me.do("PATCH", "/v1/me", obj{"name": "林求职"}).want(200)
	h.wait(time.Second)
	me.post("/v1/me/registrations", seeker(site, 2)).want(201)
	if got := boss.get(path).want(200); got.str("last_record.source") != "scan" || got.str("last_record.by_name") != "" {
		t.Errorf("after a scan: %s", got.raw)
	}
}
