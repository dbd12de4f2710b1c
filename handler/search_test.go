package handler_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// What is looked for stands in no URL and no log; what is found is masked.
func TestSearches(t *testing.T) {
	var log syncBuffer
	h := newHouseLogging(t, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	site := h.site("station", "2026-11-01")
	ann, nosy := h.grant("ann", service.Staff, site), h.login("nosy")
	posting := h.opening(site, ann)
	for i := range 3 {
		ann.post("/v1/registrations", seeker(site, i+1)).want(201)
	}
	name := seeker(site, 2)["name"].(string)
	for _, q := range []string{name, "0002", "13800000002"} {
		r := ann.post("/v1/registrations/search", obj{"site_id": site, "q": q}).want(200)
		if len(r.at("items").([]any)) != 1 || r.str("items.0.phone") != "138****0002" || r.str("next_cursor") != "" || strings.Contains(string(r.raw), name) {
			t.Errorf("%s finds %s", q, r.raw)
		}
	}
	if r := ann.post("/v1/postings/search", obj{"site_id": site, "q": "恒兴"}).want(200); r.str("items.0.id") != posting {
		t.Errorf("postings: %s", r.raw)
	}
	for _, path := range []string{"/v1/registrations/search", "/v1/postings/search"} {
		ann.post(path, obj{"site_id": site, "q": " "}).refused(422, "invalid_input")
		ann.post(path, obj{"site_id": site, "q": obj{"$ne": ""}}).refused(422, "invalid_input")
		nosy.post(path, obj{"site_id": site, "q": "测试"}).refused(404, "not_found")
		(user{h: h}).post(path, obj{"site_id": site, "q": "测试"}).refused(401, "unauthenticated")
	}
	ann.get("/v1/registrations?site_id="+site+"&q=0002").refused(422, "invalid_input") // no name or number in a URL
	if text := log.String(); strings.Contains(text, "13800000002") || strings.Contains(text, name) || !strings.Contains(text, "/v1/registrations/search") {
		t.Errorf("logged:\n%s", text)
	}
}
