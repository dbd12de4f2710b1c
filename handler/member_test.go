package handler_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestInvitesAndMembers(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	county := h.grant("county", service.County, "350503")
	path := "/v1/sites/" + site

	invite := county.post(path+"/invites", obj{"role": "manager"}).want(201)
	boss := h.login("boss")
	boss.post("/v1/invites/"+invite.str("code")+"/accept", nil).want(200)
	boss.post("/v1/invites/"+invite.str("code")+"/accept", nil).want(200) // the first answer may have been lost
	code := invite.str("code")
	boss.post("/v1/invites/"+strings.ToLower(code[:4]+"-"+code[4:8]+"%20"+code[8:])+"/accept", nil).want(200) // as it is read out
	h.login("other").post("/v1/invites/"+invite.str("code")+"/accept", nil).refused(404, "invite_invalid")
	h.login("other").post("/v1/invites/AAAAAAAAAA/accept", nil).refused(404, "invite_invalid")

	boss.post(path+"/invites", obj{"role": "manager"}).refused(403, "forbidden")
	staff := boss.post(path+"/invites", obj{"role": "staff"}).want(201)
	ann := h.login("ann")
	ann.post("/v1/invites/"+staff.str("code")+"/accept", nil).want(200)
	ann.do(http.MethodPatch, "/v1/me", obj{"name": "陈安"}).want(200)

	members := boss.get(path + "/members").want(200)
	if got := len(members.at("items").([]any)); got != 2 {
		t.Fatalf("%d members, want 2: %s", got, members.raw)
	}
	if members.str("items.1.name") != "陈安" || members.str("items.1.roles.0") != "staff" {
		t.Errorf("members: %s", members.raw)
	}
	if got := boss.get(path + "/progress").num("items.1.recorded"); got != 5 {
		t.Errorf("item 2 with two at work: %v, want 5", got)
	}
	if in := boss.get("/v1/members").want(200); in.str("items.1.name") != "陈安" || in.str("items.1.site.name") != "丰泽区测试站点" ||
		in.at("items.1.may.remove") != true || in.at("items.0.may.remove") != false || in.at("items.2") != nil {
		t.Errorf("in sight: %s", in.raw)
	}
	boss.do(http.MethodDelete, path+"/members/"+ann.id, nil).want(204)
	boss.do(http.MethodDelete, path+"/members/"+ann.id, nil).refused(404, "not_found")
	ann.get(path+"/members").refused(404, "not_found")
	if got := boss.get(path + "/progress").num("items.1.recorded"); got != 3 {
		t.Errorf("item 2 with one left: %v, want 3", got)
	}
}

func TestScopeOfSupervisors(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01") // in 350503
	neighbour := h.grant("neighbour", service.County, "350582")
	for _, id := range []string{site, "missing"} {
		for _, path := range []string{"/v1/sites/" + id, "/v1/sites/" + id + "/progress", "/v1/sites/" + id + "/members",
			"/v1/registrations?site_id=" + id, "/v1/placements?site_id=" + id} {
			neighbour.get(path).refused(404, "not_found")
		}
		neighbour.post("/v1/sites/"+id+"/invites", obj{"role": "staff"}).refused(404, "not_found")
		neighbour.post("/v1/registrations", seeker(id, 0)).refused(404, "not_found")
	}
	if got := neighbour.get("/v1/board?county=350503").want(200).at("items.0"); got != nil {
		t.Errorf("a filter widened the board: %v", got)
	}
	if got := neighbour.get("/v1/members?county=350503").want(200).at("items.0"); got != nil {
		t.Errorf("a filter widened the members: %v", got)
	}
	h.login("stranger").get("/v1/members").refused(403, "forbidden")
	if got := neighbour.get("/v1/sites?county=350503").want(200).at("items.0"); got != nil {
		t.Errorf("a filter widened the list: %v", got)
	}
	own := obj{"name": "丰泽区测试站点", "kind": "station", "county": "350503", "opened_on": "2026-01-01"}
	neighbour.post("/v1/sites", own).refused(403, "forbidden")
	h.grant("county", service.County, "350503").post("/v1/registrations", seeker(site, 0)).refused(403, "forbidden")
	h.login("nobody").get("/v1/board").refused(403, "forbidden")
}
