package handler_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestPolicies(t *testing.T) { onEachEngine(t, policies) }

func (u user) put(path string, body any) answer {
	u.h.t.Helper()
	return u.do(http.MethodPut, path, body)
}

// The city reads the form otherwise from a day on, everybody sees it, and a second
// time it is the version that is there.
func policies(t *testing.T, h *house) {
	site := h.site("station", "2026-01-01")
	city, ann := h.login("city"), h.grant("ann", service.Staff, site)
	boss, county := h.grant("boss", service.Manager, site), h.grant("county", service.County, "350503")
	ann.post("/v1/registrations", seeker(site, 1)).want(201)

	first := ann.get("/v1/policies").want(200)
	if first.str("items.0.version") != "quanzhou-2025.1" || first.at("items.0.built_in") != true || first.at("items.0.in_force") != true ||
		first.str("items.0.settings.item7_below") != "zero" || first.at("may.put") != false || first.at("may.try") != false {
		t.Errorf("at first: %s", first.raw)
	}
	body := obj{"from": "2026-06-01", "settings": obj{"item7_below": "prorata"}, "note": "按市局2026年通知"}
	ask := obj{"year": 2026, "settings": body["settings"]}
	for name, u := range map[string]user{"city": city, "county": county, "manager": boss} {
		trial := u.post("/v1/policies/what-changes-if", ask).want(200)
		if trial.num("summary.sites") != 1 || trial.num("summary.recorded.rise") != 1 || trial.num("summary.verified.stay") != 1 ||
			trial.num("items.0.items.0.no") != 7 || trial.num("items.0.items.0.recorded.from") != 0 || trial.num("items.0.items.0.recorded.to") == 0 ||
			trial.num("items.0.recorded.to") <= trial.num("items.0.recorded.from") || trial.num("items.0.rank.to") != 1 {
			t.Errorf("%s: %s", name, trial.raw)
		}
	}
	ann.post("/v1/policies/what-changes-if", ask).refused(403, "forbidden")
	for _, u := range []user{ann, boss, county, h.grant("admin", service.Admin, service.All), h.login("seeker")} {
		u.put("/v1/policies", body).refused(403, "forbidden")
	}
	made := city.put("/v1/policies", body).want(201)
	if made.str("version") != "2026-06-01.1" || made.str("from") != "2026-06-01" || made.str("created_by") != city.id ||
		made.at("in_force") != true || made.at("onwards") != true || made.num("years.0") != 2026 || made.str("note") != "按市局2026年通知" {
		t.Errorf("made: %s", made.raw)
	}
	if again := city.put("/v1/policies", body).want(200); again.str("version") != made.str("version") {
		t.Errorf("again: %s", again.raw)
	}
	if one := h.login("seeker").get("/v1/policies/2026-06-01.1").want(200); string(one.raw) != string(made.raw) {
		t.Errorf("read: %s", one.raw)
	}
	if all := city.get("/v1/policies").want(200); all.str("items.0.version") != "2026-06-01.1" || all.num("items.1.years.0") != 2025 ||
		all.at("items.1.years.1") != nil || all.at("may.put") != true {
		t.Errorf("all: %s", all.raw)
	}
	if p := ann.get("/v1/sites/" + site + "/progress").want(200); p.str("policy") != "2026-06-01.1" || p.num("items.6.recorded") == 0 {
		t.Errorf("progress by %s: %v", p.str("policy"), p.at("items.6.recorded"))
	}
	if r := (user{h: h}).get("/v1/rubric").want(200); r.str("policy") != "2026-06-01.1" || r.str("policy_values.item7_below") != "prorata" {
		t.Errorf("rubric: %s", r.str("policy"))
	}
}

func TestPoliciesThatAreRefused(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	for name, c := range map[string]struct {
		body   any
		status int
		code   string
	}{
		"a year that is over": {obj{"from": "2025-12-31", "settings": obj{}, "note": "说明"}, 409, "policy_year_past"},
		"a wrong value":       {obj{"from": "2026-12-31", "settings": obj{"item7_below": "<b>"}, "note": "说明"}, 422, "invalid_input"},
		"no number":           {obj{"from": "2026-12-31", "settings": obj{"item7_below": 1}, "note": "说明"}, 422, "invalid_input"},
		"no reason":           {obj{"from": "2026-12-31", "settings": obj{}, "note": ""}, 422, "invalid_input"},
		"no day":              {obj{"from": "2026-02-30", "settings": obj{}, "note": "说明"}, 422, "invalid_input"},
		"a name of its own":   {obj{"from": "2026-12-31", "settings": obj{}, "note": "说明", "version": "x"}, 422, "invalid_input"},
		"no body":             {nil, 400, "malformed"},
	} {
		if a := city.put("/v1/policies", c.body).refused(c.status, c.code); strings.Contains(string(a.raw), "<b>") {
			t.Errorf("%s: echoed: %s", name, a.raw)
		}
	}
	city.get("/v1/policies/2026-01-01.1").refused(404, "not_found")
	city.post("/v1/policies/what-changes-if", obj{"year": 2027, "settings": obj{}}).refused(422, "invalid_input")
	city.post("/v1/policies/what-changes-if", obj{"year": 2026, "settings": obj{"x": "y"}}).refused(422, "invalid_input")
	(user{h: h}).get("/v1/policies").refused(401, "unauthenticated")
	(user{h: h}).put("/v1/policies", obj{"from": "2026-12-31", "settings": obj{}, "note": "说明"}).refused(401, "unauthenticated")
}

// A watcher sees the score change with the policy, under a higher version.
func TestAStreamFollowsThePolicy(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	ann, city := h.grant("ann", service.Staff, site), h.login("city")
	ann.post("/v1/registrations", seeker(site, 1)).want(201)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req := must(http.NewRequestWithContext(ctx, http.MethodGet, h.url+"/v1/sites/"+site+"/progress/stream", nil))(t)
	req.Header.Set("Authorization", "Bearer "+ann.token)
	res := must(http.DefaultClient.Do(req))(t)
	defer func() { _ = res.Body.Close() }()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	type document struct {
		Policy  string
		Version int64
		Items   []struct{ Recorded *float64 }
	}
	next := func() (d document) {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &d); err != nil {
					t.Fatal(err)
				}
				return d
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return d
	}
	before := next()
	city.put("/v1/policies", obj{"from": "2026-01-01", "settings": obj{"item7_below": "prorata"}, "note": "说明"}).want(201)
	after := next()
	if after.Policy != "2026-01-01.1" || after.Version <= before.Version || *before.Items[6].Recorded != 0 || *after.Items[6].Recorded == 0 {
		t.Errorf("%+v, then %+v", before, after)
	}
}
