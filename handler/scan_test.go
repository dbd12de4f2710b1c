package handler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// A login with a scene tells whose code it was; whatever the scene is, it is a login.
func TestALoginWithAScene(t *testing.T) {
	onEachEngine(t, func(t *testing.T, h *house) {
		site := h.site("station", "2026-01-01")
		city := h.grant("city", service.City, service.All)
		scene := city.sceneOf(site)
		login := func(openID string, scene any) answer {
			return (user{h: h}).post("/v1/auth/wechat", obj{"code": openID, "scene": scene}).want(200)
		}
		a := login("seeker", scene)
		if a.str("site.id") != site || a.str("site.kind") != "station" || a.str("site.county") != "350503" || a.str("site.name") == "" || a.at("scene_unknown") != false {
			t.Errorf("%s", a.raw)
		}
		for _, bad := range []string{"q.AAAAAAAAAA", strings.Repeat("A", 33), "%71", "$ne", "\u202e", "a\x00b", "泉州", strings.Repeat("q", 10_000)} {
			if a := login("seeker", bad); a.str("token") == "" || a.at("site") != nil || a.at("scene_unknown") != true {
				t.Errorf("%.40q: %.200s", bad, a.raw)
			}
		}
		if a := login("seeker", ""); a.at("site") != nil || a.at("scene_unknown") != false {
			t.Errorf("without one: %s", a.raw)
		}
		login("other seeker", scene)
		scans := city.get("/v1/sites/" + site + "/scans").want(200)
		if scans.str("month") != "2026-11" || scans.num("scans") != 2 || scans.str("days.0.day") != "2026-11-24" || scans.num("days.0.by_medium.code") != 2 {
			t.Errorf("%s", scans.raw)
		}
		if n := city.get("/v1/sites/" + site + "/progress").num("months.10.scans"); n != 2 {
			t.Errorf("%v scans in the month of the progress", n)
		}
	})
}

func TestAScanOfWhoIsLoggedIn(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	city := h.grant("city", service.City, service.All)
	scene, seeker := city.sceneOf(site), h.login("seeker")
	scan := func(status int) {
		t.Helper()
		a := seeker.post("/v1/me/scans", obj{"scene": scene}).want(status)
		if a.str("site.id") != site {
			t.Errorf("%s", a.raw)
		}
	}
	scan(201)
	scan(200)
	h.wait(24 * time.Hour)
	scan(201)
	seeker.post("/v1/me/scans", obj{"scene": "nobody's"}).refused(404, "scene_unknown")
	seeker.post("/v1/me/scans", obj{}).refused(422, "invalid_input")
	seeker.post("/v1/me/scans", obj{"scene": obj{"$ne": ""}}).refused(422, "invalid_input")
	if n := city.get("/v1/sites/" + site + "/scans?month=2026-11").num("scans"); n != 2 {
		t.Errorf("%v scans", n)
	}
	if a := city.get("/v1/sites/" + site + "/scans?month=2025-02").want(200); a.num("scans") != 0 || a.at("days.0") != nil {
		t.Errorf("%s", a.raw)
	}
	city.get("/v1/sites/"+site+"/scans?month=2026-13").refused(422, "invalid_input")
}

func TestARegistrationByScene(t *testing.T) {
	h := newHouse(t)
	site, other := h.site("market", "2026-01-01"), h.site("station", "2026-01-01")
	city := h.grant("city", service.City, service.All)
	scene, seeker1 := city.sceneOf(site), h.login("seeker")
	body := seeker("", 1, obj{"scene": scene})
	delete(body, "site_id")
	if a := seeker1.post("/v1/me/registrations", body).want(201); a.str("site_id") != site || a.str("source") != "scan" {
		t.Errorf("%s", a.raw)
	}
	body["site_id"] = other
	seeker1.post("/v1/me/registrations", body).refused(422, "invalid_input")
	body["site_id"], body["scene"] = site, "x"
	if a := seeker1.post("/v1/me/registrations", body).refused(422, "invalid_input"); a.str("errors.0.code") != "scene_unknown" {
		t.Errorf("%s", a.raw)
	}
	delete(body, "scene")
	delete(body, "site_id")
	seeker1.post("/v1/me/registrations", body).refused(422, "invalid_input")
	staff := h.grant("staff", service.Staff, site)
	staff.post("/v1/registrations", seeker(site, 2, obj{"scene": scene})).refused(422, "invalid_input") // staff say where they are
}
