package handler_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestTheQueue(t *testing.T) { onEachEngine(t, queue) }

// A supervisor opens the queue, looks at the flagged site and confirms what he has
// looked at in one call; whoever works there sees none of it.
func queue(t *testing.T, h *house) {
	quiet, flagged := h.site("market", "2026-01-01"), h.site("station", "2026-01-01")
	ann, bob := h.grant("ann", service.Staff, flagged), h.grant("bob", service.Manager, flagged)
	county := h.grant("county", service.County, "350503")
	for n := range 3 {
		ann.post("/v1/registrations", seeker(flagged, n, obj{"phone": "13800007777"})).want(201)
	}
	own := bob.post("/v1/registrations", seeker(flagged, 7)).want(201).str("id")
	q := county.get("/v1/verification?month=2026-11").want(200)
	if q.str("items.0.site.id") != flagged || q.str("items.1.site.id") != quiet || q.str("month") != "2026-11" ||
		q.num("items.0.unconfirmed.total") != 4 || q.str("items.0.flags.0.code") != "shared_phone" || q.num("items.0.flags.0.count") != 3 ||
		q.str("items.0.flags.0.text") != "有3名求职者使用同一个联系电话" || q.str("items.0.oldest") != "2026-11-24T10:00:00.000+08:00" || q.str("items.1.oldest") != "" {
		t.Errorf("queue: %s", q.raw)
	}
	if q.str("months.0.month") != "2026-11" || q.num("months.0.count") != 4 || q.num("months.1.count") != 0 ||
		q.str("months.11.month") != "2025-12" || q.at("months.11.count") != nil || len(q.at("months").([]any)) != 23 {
		t.Errorf("months to choose: %s", q.raw)
	}
	ann.get("/v1/verification").refused(403, "forbidden")
	bob.get("/v1/sites/"+flagged+"/verification").refused(403, "forbidden")
	h.login("nobody").get("/v1/sites/"+flagged+"/verification").refused(404, "not_found")
	county.get("/v1/verification?month=2026-13").refused(422, "invalid_input")
	county.get("/v1/verification?month=2026-12").refused(422, "invalid_input")

	list := county.get("/v1/sites/" + flagged + "/verification?limit=3").want(200)
	if strings.Contains(string(list.raw), "13800007777") || list.str("items.0.registration.phone") != "138****7777" {
		t.Errorf("not masked: %s", list.raw)
	}
	if list.str("items.2.flags.0") != "shared_phone" || list.str("next_cursor") == "" || len(list.at("flags.0.records").([]any)) != 3 {
		t.Errorf("first page: %s", list.raw)
	}
	if list.str("items.0.recorded_by_name") != "ann" || list.num("months.0.count") != 4 {
		t.Errorf("who recorded it: %s", list.raw)
	}
	rest := county.get("/v1/sites/" + flagged + "/verification?limit=3&cursor=" + list.str("next_cursor")).want(200)
	if rest.str("items.0.id") != own || rest.at("items.1") != nil || rest.str("next_cursor") != "" {
		t.Errorf("second page: %s", rest.raw)
	}
	refs := []obj{{"kind": "registration", "id": own}, {"kind": "placement", "id": "missing"}}
	for i := range 3 {
		refs = append(refs, obj{"kind": "registration", "id": list.str(fmt.Sprintf("items.%d.id", i))})
	}
	done := bob.post("/v1/confirmations", obj{"records": refs}).want(200)
	if done.num("results.0.status") != 403 || done.str("results.0.error.code") != "own_record" || done.num("results.1.status") != 404 ||
		done.num("results.4.status") != 200 || done.str("results.4.registration.status") != "confirmed" || done.at("results.0.registration") != nil {
		t.Errorf("confirmed: %s", done.raw)
	}
	if want := "已核实 3 条，2 条没有核实：不能确认自己推荐、录入、恢复或补充佐证的记录，请由其他人员确认（1 条）；没有找到，或您无权查看（1 条）"; done.str("summary") != want {
		t.Errorf("in words: %s", done.str("summary"))
	}
	if again := bob.post("/v1/confirmations", obj{"records": refs[2:3]}).want(200); again.str("summary") != "已核实 1 条" {
		t.Errorf("in words, one: %s", again.str("summary"))
	}
	if q := county.get("/v1/verification").want(200); q.num("items.0.unconfirmed.total") != 1 || q.at("items.0.flags.0") != nil {
		t.Errorf("queue afterwards: %s", q.raw)
	}
	county.post("/v1/confirmations", obj{"records": []obj{{"kind": "party", "id": "x"}}}).refused(422, "invalid_input")
	county.post("/v1/confirmations", obj{"records": slices.Repeat(refs[:1], 101)}).refused(422, "invalid_input")
}

// Who registered himself is not named where a colleague would be.
func TestASeekerIsNotNamedAsRecorder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-01-01")
	ann, county, me := h.grant("ann", service.Staff, site), h.grant("county", service.County, "350503"), h.login("me")
	me.do("PATCH", "/v1/me", obj{"name": "陈小明"}).want(200)
	me.post("/v1/me/consent", obj{"version": "2026-11"}).want(200)
	me.post("/v1/me/registrations", seeker(site, 1)).want(201)
	ann.post("/v1/registrations", seeker(site, 2)).want(201)
	list := county.get("/v1/sites/" + site + "/verification").want(200)
	if list.str("items.0.recorded_by_name") != "" || list.str("items.0.registration.source") != "scan" || list.str("items.1.recorded_by_name") != "ann" ||
		strings.Contains(string(list.raw), "陈小明") {
		t.Errorf("named: %s", list.raw)
	}
}

func TestSamples(t *testing.T) { onEachEngine(t, samples) }

// A supervisor draws, sees whom to call, is shown the number for a reason that is
// kept, and notes what came of it; anybody can draw the same again.
func samples(t *testing.T, h *house) {
	site := h.site("market", "2026-01-01")
	ann, county := h.grant("ann", service.Staff, site), h.grant("county", service.County, "350503")
	for n := range 9 {
		ann.post("/v1/registrations", seeker(site, n)).want(201)
	}
	body := obj{"site_id": site, "month": "2026-11", "kind": "registration", "size": 3}
	ann.post("/v1/samples", body).refused(403, "forbidden")
	h.grant("anxi", service.County, "350524").post("/v1/samples", body).refused(404, "not_found")
	s := county.post("/v1/samples", body, "Idempotency-Key", "sample-0001").want(201)
	if again := county.post("/v1/samples", body, "Idempotency-Key", "sample-0001").want(201); again.str("id") != s.str("id") {
		t.Errorf("drawn twice: %s", again.raw)
	}
	if s.num("population") != 9 || len(s.at("drawn").([]any)) != 3 || s.at("seed_given") != false || s.at("may.call") != true ||
		!strings.Contains(string(s.raw), "12333") || strings.Contains(string(s.raw), "13800000") {
		t.Errorf("sample: %s", s.raw)
	}
	lowest := func(id string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s.str("seed")+"|"+id))) }
	for _, r := range ann.get("/v1/registrations?site_id=" + site).want(200).at("items").([]any) {
		if id := r.(map[string]any)["id"].(string); lowest(id) < lowest(s.str("drawn.0.record_id")) {
			t.Errorf("%s should have been drawn first", id)
		}
	}
	path, first := "/v1/samples/"+s.str("id"), s.str("drawn.0.record_id")
	reveal := path + "/records/" + first + "/reveal"
	ann.post(reveal, obj{"reason": "抽样回访"}).refused(403, "forbidden")
	county.post(reveal, obj{"reason": ""}).refused(422, "invalid_input")
	for range 2 { // shown again, each time kept: the answer itself is not
		shown := county.post(reveal, obj{"reason": "抽样回访"}, "Idempotency-Key", "reveal-0001").want(200)
		if !strings.HasPrefix(shown.str("phone"), "13800000") || shown.header.Get("Cache-Control") != "no-store" || shown.header.Get("Idempotency-Replayed") != "" {
			t.Errorf("shown: %s, %v", shown.raw, shown.header)
		}
	}
	result := func(i int, r, note string) answer {
		return county.post(path+"/results", obj{"record_id": s.str(fmt.Sprintf("drawn.%d.record_id", i)), "result": r, "note": note})
	}
	result(0, "true", "").want(200)
	result(1, "unreachable", "关机").want(200)
	if no := result(2, "false", "").want(422); len(no.at("errors").([]any)) != 1 || no.str("errors.0.message") != "不属实的，请写明原因，至少2个字" {
		t.Errorf("false without a reason: %s", no.raw)
	}
	done := result(2, "false", "本人称没有登记过").want(200)
	if done.str("summary.share") != "1/2" || done.num("summary.unreachable") != 1 || done.str("drawn.2.registration.status") != "void" ||
		done.str("drawn.2.registration.void_reason") != "抽样回访不属实：本人称没有登记过" || done.str("drawn.0.outcome") != "confirmed" ||
		len(done.at("drawn.0.reveals").([]any)) != 2 || done.str("drawn.0.reveals.0.reason") != "抽样回访" {
		t.Errorf("called: %s", done.raw)
	}
	if why := result(2, "true", "").want(409); why.str("detail") == "" || done.at("drawn.2.may.reveal") != false || done.at("drawn.2.may.correct") != true || done.at("drawn.1.may.reveal") != true {
		t.Errorf("what may be done: %s", done.raw)
	}
	result(0, "false", "改口了").refused(409, "result_stands")
	fix := county.post(path+"/corrections", obj{"record_id": first, "result": "false", "note": "点错了"}).want(200)
	if fix.str("drawn.0.result") != "false" || fix.str("drawn.0.earlier.0.result") != "true" || fix.str("drawn.0.caller") != "county" || fix.str("drawn.0.registration.status") != "void" {
		t.Errorf("corrected: %s", fix.raw)
	}
	ann.post(path+"/corrections", obj{"record_id": first, "result": "true", "note": "点错了"}).refused(403, "forbidden")
	county.post(reveal, obj{"reason": "抽样回访"}).refused(409, "already_checked")
	list := county.get("/v1/samples?site_id=" + site).want(200)
	if list.str("items.0.id") != s.str("id") || list.num("items.0.summary.checked") != 2 || list.at("items.1") != nil {
		t.Errorf("listed: %s", list.raw)
	}
	ann.get(path).refused(403, "forbidden")
	h.login("nobody").get(path).refused(404, "not_found")
}

func TestDecisionsAreTakenBack(t *testing.T) { onEachEngine(t, decided) }

// A supervisor calls about a flagged record, confirms and voids, finds what he did, and
// takes it back; each step is in the audit log.
func decided(t *testing.T, h *house) {
	site := h.site("station", "2026-01-01")
	ann, county := h.grant("ann", service.Staff, site), h.grant("county", service.County, "350503")
	for n := range 3 {
		ann.post("/v1/registrations", seeker(site, n, obj{"phone": "13800007777"})).want(201)
	}
	plain := ann.post("/v1/registrations", seeker(site, 7)).want(201).str("id")
	list := county.get("/v1/sites/" + site + "/verification").want(200)
	if list.at("items.0.may_call") != true || list.str("items.3.id") != plain || list.at("items.3.may_call") != false || len(list.at("honours").([]any)) != 0 {
		t.Errorf("whom to call: %s", list.raw)
	}
	id := list.str("items.0.id")
	body := obj{"site_id": site, "month": "2026-11", "kind": "registration", "record_id": plain}
	county.post("/v1/samples", body).refused(409, "not_flagged")
	body["record_id"] = id
	s := county.post("/v1/samples", body).want(201)
	if s.str("among") != "chosen" || s.str("id") != id || s.str("drawn.0.record_id") != id {
		t.Errorf("chosen: %s", s.raw)
	}
	all := county.post("/v1/samples", obj{"site_id": site, "month": "2026-11", "kind": "registration", "among": "flagged", "size": 9}).want(201)
	if all.num("population") != 3 || all.str("among") != "flagged" {
		t.Errorf("flagged: %s", all.raw)
	}
	county.post("/v1/samples", obj{"site_id": site, "month": "2026-11", "kind": "registration"}).refused(422, "invalid_input") // of what size?

	county.post("/v1/registrations/"+plain+"/confirm", nil).want(200)
	county.post("/v1/registrations/"+id+"/void", obj{"reason": "重复登记"}).want(200)
	path := "/v1/sites/" + site + "/verification/decided?month=2026-11&status="
	void, confirmed := county.get(path+"void").want(200), county.get(path+"confirmed").want(200)
	if void.str("items.0.id") != id || void.str("items.0.by_name") != "county" || void.str("items.0.reason") != "重复登记" || void.str("items.0.at") == "" || void.at("items.0.registration.may.restore") != true {
		t.Errorf("void: %s", void.raw)
	}
	if confirmed.str("items.0.id") != plain || confirmed.at("items.0.registration.may.unconfirm") != true || confirmed.at("items.1") != nil {
		t.Errorf("confirmed: %s", confirmed.raw)
	}
	ann.get(path+"void").refused(403, "forbidden")
	ann.post("/v1/registrations/"+plain+"/unconfirm", nil).refused(403, "not_confirmer")
	if v := county.post("/v1/registrations/"+plain+"/unconfirm", nil).want(200); v.str("status") != "recorded" || v.str("confirmed_by") != "" {
		t.Errorf("taken back: %s", v.raw)
	}
	if log := county.get("/v1/audit?limit=1").want(200); log.str("items.0.action_text") != "撤销核实求职登记" {
		t.Errorf("audit: %s", log.raw)
	}
}
