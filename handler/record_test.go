package handler_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestRecordsMoveTheScore(t *testing.T) { onEachEngine(t, recordsMoveTheScore) }

func recordsMoveTheScore(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01") // one counted month
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	progress := "/v1/sites/" + site + "/progress"

	before := ann.get(progress).want(200)
	if got := before.num("items.1.recorded"); got != 5 {
		t.Errorf("item 2 with two staff: %v, want 5", got)
	}
	var person, registration string
	for n := range 2 {
		r := ann.post("/v1/registrations", seeker(site, n)).want(201)
		person, registration = r.str("person_id"), r.str("id")
	}
	after := ann.get(progress).want(200)
	if got := after.num("items.6.recorded"); got != 5 {
		t.Errorf("item 7 with 2 registered in a month: %v, want 5", got)
	}
	if got := after.num("items.6.verified"); got != 0 {
		t.Errorf("item 7 unconfirmed: verified %v, want 0", got)
	}
	if after.num("version") <= before.num("version") {
		t.Error("version did not grow")
	}
	ann.post("/v1/registrations/"+registration+"/confirm", nil).refused(403, "own_record")
	bob.post("/v1/registrations/"+registration+"/confirm", nil).want(200)

	placed := ann.post("/v1/placements", obj{"site_id": site, "person_id": person, "employer_name": "示例鞋厂", "kind": "stable",
		"started_on": "2026-11-20"}).want(201)
	if placed.at("may.confirm") != false || placed.at("may.void") != true {
		t.Errorf("may of the recorder: %s", placed.raw)
	}
	bob.post("/v1/placements/"+placed.str("id")+"/confirm", nil).want(200)
	p := ann.get(progress).want(200)
	if got := p.num("items.7.facts.weighted"); got != 2 {
		t.Errorf("stable weighs %v, want 2", got)
	}
	if got := p.num("items.7.verified_facts.weighted"); got != 1 {
		t.Errorf("stable without evidence is verified as %v, want 1", got)
	}
	ann.post("/v1/placements/"+placed.str("id")+"/void", obj{"reason": "重复登记"}).want(200)
	if got := ann.get(progress).want(200).num("items.7.facts.persons"); got != 0 {
		t.Errorf("after void %v persons, want 0", got)
	}
	bob.post("/v1/placements/"+placed.str("id")+"/confirm", nil).refused(409, "record_void")
}

func TestSameAgainAnswersTheFirstRecord(t *testing.T) {
	onEachEngine(t, sameAgainAnswersTheFirstRecord)
}

func sameAgainAnswersTheFirstRecord(t *testing.T, h *house) {
	site := h.site("station", "2026-01-01")
	ann := h.grant("ann", service.Staff, site)
	first := ann.post("/v1/registrations", seeker(site, 0)).want(201)
	again := ann.post("/v1/registrations", seeker(site, 0)).want(200)
	if first.str("id") != again.str("id") {
		t.Error("a repeat got another record")
	}
	ann.post("/v1/registrations", seeker(site, 0, obj{"registered_on": "2026-10-30"})).want(201)
}

func TestIdempotencyKey(t *testing.T) { onEachEngine(t, idempotencyKey) }

func idempotencyKey(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	key := []string{"Idempotency-Key", "phone-1-0001"}
	first := ann.post("/v1/registrations", seeker(site, 0), key...).want(201)
	again := ann.post("/v1/registrations", seeker(site, 0), key...).want(201)
	if string(first.raw) != string(again.raw) {
		t.Error("a repeat got another answer")
	}
	ann.post("/v1/registrations", seeker(site, 1), key...).refused(422, "idempotency_key_reused")
	ann.post("/v1/registrations", seeker(site, 1), "Idempotency-Key", "short").refused(422, "idempotency_key_invalid")
	// A refusal is not kept: the same key may carry the corrected body.
	other := []string{"Idempotency-Key", "phone-1-0002"}
	ann.post("/v1/registrations", seeker(site, 2, obj{"phone": "12"}), other...).refused(422, "invalid_input")
	ann.post("/v1/registrations", seeker(site, 2), other...).want(201)
}

func TestFiftyParallelPostsAreOneRecord(t *testing.T) {
	for name, key := range map[string]func(int) []string{
		"one key":        func(int) []string { return []string{"Idempotency-Key", "same-key-0001"} },
		"different keys": func(i int) []string { return []string{"Idempotency-Key", fmt.Sprintf("key-%08d", i)} },
		"no key":         func(int) []string { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			onEachEngine(t, func(t *testing.T, h *house) { fiftyParallelPostsAreOneRecord(t, h, key) })
		})
	}
}

func fiftyParallelPostsAreOneRecord(t *testing.T, h *house, key func(int) []string) {
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	var wg sync.WaitGroup
	created := make(chan string, 50)
	for i := range 50 {
		wg.Go(func() {
			a := ann.post("/v1/registrations", seeker(site, 0), key(i)...)
			switch {
			case a.status == 201 || a.status == 200:
				created <- a.str("id")
			case a.status == 409 && a.str("code") == "in_progress" && a.header.Get("Retry-After") != "":
			default:
				t.Errorf("status %d: %s", a.status, a.raw)
			}
		})
	}
	wg.Wait()
	close(created)
	ids := map[string]bool{}
	for id := range created {
		ids[id] = true
	}
	if len(ids) != 1 {
		t.Errorf("%d records, want 1", len(ids))
	}
	if got := ann.get("/v1/sites/" + site + "/progress").num("items.6.facts.persons"); got != 1 {
		t.Errorf("counted %v, want 1", got)
	}
}

func TestAnswersMaskPersonalData(t *testing.T) { onEachEngine(t, answersMaskPersonalData) }

func answersMaskPersonalData(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	a := ann.post("/v1/registrations", seeker(site, 0, obj{"name": "陈小明", "id_number": "990000199105201715"})).want(201)
	for _, secret := range []string{"陈小明", "13800000000", "990000199105201715"} {
		if strings.Contains(string(a.raw), secret) {
			t.Errorf("%s is in the answer: %s", secret, a.raw)
		}
	}
	if a.str("name") != "陈**" || a.str("phone") != "138****0000" || a.str("id_number") != "990000********1715" {
		t.Errorf("masks: %s", a.raw)
	}
}

// A posting of an employer whom the same batch makes known is answered like its own
// route, and is one however often it is sent.
func TestABatchWithPostings(t *testing.T) { onEachEngine(t, batchWithPostings) }

func batchWithPostings(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, h.site("station", "2026-11-01"))
	offer := func(change obj) obj {
		o := obj{"site_id": site, "client_id": "phone-1", "title": "保洁员", "headcount": 3, "description": "打扫写字楼", "place": "丰泽街100号",
			"pay": obj{"min": 2000, "unit": "hour"}, "kind": "temporary", "valid_until": "2026-12-31"}
		for k, v := range change {
			o[k] = v
		}
		return o
	}
	items := []obj{
		{"id": "firm", "enterprise": obj{"name": "示例餐馆"}},
		{"id": "bad firm", "enterprise": obj{"name": ""}},
		{"id": "a", "posting": offer(nil), "enterprise_ref": "firm"},
		{"id": "b", "posting": offer(obj{"client_id": "phone-2"}), "enterprise_ref": "bad firm"},
		{"id": "c", "posting": offer(obj{"client_id": ""}), "enterprise_ref": "firm"},
		{"id": "d", "posting": offer(obj{"client_id": "phone-4", "headcount": 0}), "enterprise_ref": "firm"},
		{"id": "e", "posting": offer(obj{"client_id": "phone-5", "title": "男保安"}), "enterprise_ref": "firm"},
		{"id": "f", "placement": obj{"site_id": site, "kind": "casual", "employer_name": "示例餐馆"}, "person_ref": "firm"},
	}
	for round, first := range []float64{201, 200} {
		r := ann.post("/v1/batch", obj{"items": items}).want(200)
		for i, want := range []float64{first, 422, first, 422, 422, 422, first, 422} {
			if got := r.num(fmt.Sprintf("results.%d.status", i)); got != want {
				t.Errorf("round %d, item %d: %v, want %v: %s", round, i, got, want, r.raw)
			}
		}
		if r.at("results.2.posting.counted") != true || r.str("results.2.posting.enterprise_id") != r.str("results.0.enterprise.id") ||
			r.str("results.3.error.code") != "enterprise_ref" || r.str("results.4.error.code") != "client_id_missing" ||
			r.str("results.6.posting.review.state") != "blocked" || r.str("results.7.error.code") != "person_ref" {
			t.Errorf("round %d: %s", round, r.raw)
		}
	}
	if list := ann.get("/v1/postings?site_id=" + site).want(200); len(list.at("items").([]any)) != 2 {
		t.Errorf("kept: %s", list.raw)
	}
	bob.post("/v1/batch", obj{"items": items[2:3]}).refused(404, "not_found")
	ann.post("/v1/batch", obj{"items": []obj{{"id": "x", "posting": offer(nil), "enterprise": obj{"name": "示例餐馆"}}}}).refused(422, "batch_item")
}

func TestBatch(t *testing.T) { onEachEngine(t, batch) }

func batch(t *testing.T, h *house) {
	site, foreign := h.site("station", "2026-11-01"), h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	items := []obj{
		{"id": "a", "registration": seeker(site, 0)},
		{"id": "b", "registration": seeker(site, 1, obj{"phone": "12"})},
		{"id": "c", "placement": obj{"site_id": site, "kind": "casual", "employer_name": "示例餐馆"}, "person_ref": "a"},
		{"id": "d", "enterprise": obj{"name": "示例餐馆"}},
	}
	r := ann.post("/v1/batch", obj{"items": items}).want(200)
	for i, want := range []float64{201, 422, 201, 200} {
		if got := r.num(fmt.Sprintf("results.%d.status", i)); got != want {
			t.Errorf("item %d: %v, want %v: %s", i, got, want, r.raw)
		}
	}
	again := ann.post("/v1/batch", obj{"items": items}).want(200)
	for i, want := range []float64{200, 422, 200, 200} {
		if got := again.num(fmt.Sprintf("results.%d.status", i)); got != want {
			t.Errorf("again, item %d: %v, want %v", i, got, want)
		}
	}
	ann.post("/v1/batch", obj{"items": []obj{
		{"id": "x", "registration": seeker(site, 5)}, {"id": "y", "registration": seeker(foreign, 6)}}}).refused(404, "not_found")
	if got := ann.get("/v1/sites/" + site + "/progress").num("items.6.facts.persons"); got != 1 {
		t.Errorf("a refused batch wrote: %v persons, want 1", got)
	}
}
