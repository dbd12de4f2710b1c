package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestTraining(t *testing.T) { onEachEngine(t, training) }

// A course of a training body is published, found without login, signed up for by
// the seeker and by staff, waited for, withdrawn from and cancelled.
func training(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, county := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("county", service.County, "350503")
	school := obj{"site_id": site, "name": "丰泽职业培训学校", "contact": "陈老师", "phone": "13900139000", "courses": "电工、焊工", "since": "2025-03-01"}
	body := ann.post("/v1/training-bodies", school).want(201)
	ann.post("/v1/training-bodies", school).want(200)
	if body.str("phone") != "13900139000" || body.at("may.renew") != false {
		t.Errorf("entered: %s", body.raw)
	}
	if masked := county.get("/v1/training-bodies?site_id=" + site).want(200); masked.str("items.0.phone") != "139****9000" || masked.at("items.0.may.change") != false {
		t.Errorf("the county sees %s", masked.raw)
	}
	terms := obj{"title": "低压电工培训", "body_id": body.str("id"), "place": "街道办三楼", "starts_on": "2026-12-10", "seats": 1, "waiting": 1,
		"fee_fen": 20000, "paid_by": "subsidy"}
	with := func(more obj) obj {
		b := obj{"site_id": site}
		for _, m := range []obj{terms, more} {
			for k, v := range m {
				b[k] = v
			}
		}
		return b
	}
	if no := ann.post("/v1/courses", with(obj{"paid_by": "seeker"})).refused(422, "invalid_input"); no.str("errors.0.code") != "seeker_fee" {
		t.Errorf("a fee for seekers: %s", no.raw)
	}
	course := ann.post("/v1/courses", with(nil), "Idempotency-Key", "course-0001").want(201)
	path := "/v1/courses/" + course.str("id")
	anybody := user{h: h}
	open := anybody.get("/v1/courses?county=350503").want(200)
	if open.str("items.0.id") != course.str("id") || open.str("items.0.body") != "丰泽职业培训学校" || open.at("items.1") != nil || open.at("items.0.free") != true {
		t.Errorf("open to everybody: %s", open.raw)
	}
	if one := anybody.get(path).want(200); one.num("seats") != 1 || one.str("sign_up_until") != "2026-12-09" {
		t.Errorf("read by anybody: %s", one.raw)
	}
	anybody.post(path+"/sign-ups", obj{}).refused(401, "unauthenticated")
	anybody.get(path+"/sign-ups").refused(401, "unauthenticated")

	seeker, stranger := h.login("seeker"), h.login("stranger")
	seeker.post("/v1/me/registrations", seekerBody(site)).want(201)
	stranger.post(path+"/sign-ups", obj{}).refused(409, "registration_needed")
	mine := seeker.post(path+"/sign-ups", obj{}).want(200)
	if mine.str("state") != "accepted" || mine.at("may.withdraw") != true {
		t.Errorf("signed up: %s", mine.raw)
	}
	people := []string{}
	for n := 1; n <= 2; n++ {
		people = append(people, ann.post("/v1/registrations", registrationOf(site, n)).want(201).str("person_id"))
	}
	if queued := ann.post(path+"/sign-ups", obj{"person_id": people[0]}).want(200); queued.str("state") != "waiting" {
		t.Errorf("queued: %s", queued.raw)
	}
	ann.post(path+"/sign-ups", obj{"person_id": people[1]}).refused(409, "course_full")
	seeker.post(path+"/sign-ups", obj{"person_id": people[1]}).refused(422, "invalid_input")
	seeker.get(path+"/sign-ups").refused(404, "not_found")
	stranger.post(path+"/sign-ups/"+mine.str("id")+"/withdraw", nil).refused(404, "not_found")
	seeker.post(path+"/sign-ups/"+mine.str("id")+"/withdraw", nil).want(200)
	roster := bob.get(path + "/sign-ups").want(200)
	if roster.str("items.0.state") != "withdrawn" || roster.str("items.1.state") != "accepted" || strings.Contains(string(roster.raw), "13800") {
		t.Errorf("roster: %s", roster.raw)
	}
	bob.post(path+"/sign-ups/"+roster.str("items.1.id")+"/attendance", obj{"attended": true}).refused(409, "course_not_begun")
	if more := bob.do("PUT", path, terms).want(200); more.num("taken") != 1 || more.at("may.change") != true {
		t.Errorf("changed: %s", more.raw)
	}
	if list := seeker.get("/v1/me/sign-ups").want(200); list.str("items.0.state") != "withdrawn" || list.str("items.0.course.title") != "低压电工培训" {
		t.Errorf("my sign-ups: %s", list.raw)
	}
	if gone := bob.post(path+"/cancel", obj{"reason": "报名人数不足"}).want(200); gone.at("cancelled") != true || gone.at("open") != false {
		t.Errorf("cancelled: %s", gone.raw)
	}
	if left := anybody.get("/v1/courses").want(200); left.at("items.0") != nil {
		t.Errorf("still open: %s", left.raw)
	}
	if all := county.get("/v1/sites/" + site + "/courses").want(200); all.str("items.0.cancel_reason") != "报名人数不足" {
		t.Errorf("all of the site: %s", all.raw)
	}
	p := ann.get("/v1/sites/" + site + "/progress").want(200)
	if p.num("items.10.facts.types.training_body") != 1 || p.num("items.9.facts.count") != 0 {
		t.Errorf("items 10 and 11: %v, %v", p.at("items.9.facts"), p.at("items.10.facts"))
	}
}

// registrationOf is somebody whom staff register.
func registrationOf(site string, n int) obj { return seeker(site, n) }
