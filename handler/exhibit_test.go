package handler_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// What supports an item is listed beside it, with its files; a year's form, its annex
// and its exhibits show that year's files and no other's.
func TestExhibitsAreThoseOfTheYear(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	ann := h.grant("ann", service.Staff, site)
	h.grant("boss", service.County, "350503")
	held := func(kind string, files ...string) {
		t.Helper()
		ann.post("/v1/activities", obj{"site_id": site, "type": kind, "note": "现场", "evidence_ids": files}).want(201)
	}
	photo1 := ann.send(site, "a.jpg", jpegOf(t, photo(1, 64, 48))).want(201).str("id")
	paper := ann.send(site, "b.pdf", []byte(scanned)).want(201).str("id")
	held("job_fair", photo1, paper)
	held("job_fair", photo1)
	held("job_fair")
	h.wait(60 * 24 * time.Hour) // into 2027
	ann = h.login("ann")
	boss := h.login("boss")
	photo2 := ann.send(site, "c.jpg", jpegOf(t, photo(2, 64, 48))).want(201).str("id")
	held("job_fair", photo2)

	path := "/v1/sites/" + site + "/exhibits"
	old := boss.get(path + "?year=2026").want(200)
	if old.str("as_of") != "2026-12-31" || old.at("sealed") != false || old.num("items.2.no") != 3 || old.num("items.2.records") != 3 || old.num("items.2.files") != 2 ||
		old.num("items.0.records") != 0 || old.at("items.14.no") != 15.0 {
		t.Errorf("2026: %s", old.raw)
	}
	if last := old.at("items.2.exhibits.2.files").([]any); len(last) != 0 || old.str("items.2.exhibits.0.name") != "参与公共就业服务活动" ||
		old.str("items.2.exhibits.0.note") != "现场" || old.str("items.2.exhibits.0.day") != "2026-11-24" || old.str("items.2.exhibits.0.status") != "recorded" {
		t.Errorf("2026, item 3: %s", old.raw)
	}
	few := boss.get(path + "?year=2026&limit=1").want(200)
	if few.at("items.2.exhibits.1") != nil || few.num("items.2.records") != 3 || few.at("items.2.exhibits.0.files.0") == nil {
		t.Errorf("one of each: %s", few.raw)
	}
	today, then := boss.get(path).want(200), boss.get(path+"?as_of=2026-11-23").want(200)
	if today.num("year") != 2027 || today.str("items.2.exhibits.0.files.0.id") != photo2 || today.num("items.2.records") != 1 || then.num("items.2.records") != 0 {
		t.Errorf("today %s, the day before %s", today.raw, then.raw)
	}
	annex := string(boss.get("/v1/sites/" + site + "/assessments/2026/form").want(200).raw)
	if !strings.Contains(annex, photo1) || !strings.Contains(annex, paper) || strings.Contains(annex, photo2) {
		t.Error("the printed annex of 2026 does not list the files of 2026 alone")
	}
	for who, status := range map[string]int{"admin": 403, "stranger": 404, "elsewhere": 404} {
		u := h.login(who)
		switch who {
		case "admin":
			u = h.grant(who, service.Admin, service.All)
		case "elsewhere":
			u = h.grant(who, service.County, "350502")
		}
		u.get(path).want(status)
		u.get(path + "?year=2026").want(status)
	}
}
