package handler_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestMonthlyReports(t *testing.T) { onEachEngine(t, monthlyReports) }

// A report shows the month's figures, stands once it is handed in, and is one.
func monthlyReports(t *testing.T, h *house) {
	site := h.site("station", "2026-10-01")
	ann, bob, county := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("county", service.County, "350503")
	ann.post("/v1/registrations", seeker(site, 1, obj{"registered_on": "2026-10-12", "profile": obj{"wants_training": true}})).want(201)
	path := "/v1/sites/" + site + "/monthly-reports/2026-10"
	before := county.get(path).want(200)
	if before.str("figures.3.key") != "seekers" || before.num("figures.3.value") != 1 || before.num("figures.6.value") != 1 || before.num("figures.0.value") != 0 ||
		before.at("submitted") != false || before.at("may.submit") != false {
		t.Errorf("up to now: %s", before.raw)
	}
	county.post(path, nil).refused(403, "forbidden")
	done := ann.post(path, nil).want(201)
	if done.at("late") != true || done.str("submitted_by") != ann.id {
		t.Errorf("handed in: %s", done.raw)
	}
	bob.post("/v1/registrations", seeker(site, 2, obj{"registered_on": "2026-10-13"})).want(201)
	if again := bob.post(path, nil).want(200); again.str("submitted_by") != ann.id || again.num("figures.3.value") != 1 {
		t.Errorf("again: %s", again.raw)
	}
	if ledger := bob.get("/v1/activities?site_id=" + site).want(200); ledger.str("items.0.client_id") != "monthly-report:2026-10" ||
		ledger.str("items.0.held_on") != "2026-10-31" || ledger.at("items.1") != nil {
		t.Errorf("ledger: %s", ledger.raw)
	}
	ann.post("/v1/sites/"+site+"/monthly-reports/2026-11", nil).refused(409, "month_running")
	ann.post("/v1/sites/"+site+"/monthly-reports/2026-09", nil).refused(422, "invalid_input")
	h.login("other").get(path).refused(404, "not_found")
}
