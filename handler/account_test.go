package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// Somebody without WeChat gets an account, a role, a code; the code opens one session.
func TestAnAccountWithoutWeChat(t *testing.T) { onEachEngine(t, deskAccount) }

func deskAccount(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	admin, city := h.grant("admin", service.Admin, service.All), h.grant("city", service.City, service.All)
	desk := admin.post("/v1/accounts", obj{"name": "王科长"}).want(201).str("id")
	codes := "/v1/accounts/" + desk + "/login-codes"
	first, second := admin.post(codes, nil).want(201).str("code"), admin.post(codes, nil).want(201).str("code")
	if first == second || len(first) != 16 {
		t.Errorf("codes %q and %q", first, second)
	}
	h.grant("eve", service.Staff, site)
	find := func(q string) answer { return city.post("/v1/role-candidates/search", obj{"q": q}).want(200) }
	if all := find(""); all.str("items.0.id") != desk || all.str("items.0.name") != "王科长" || all.at("items.0.wechat") != false || all.at("items.0.roles.0") != nil ||
		all.str("items.1.name") != "admin" || all.str("items.1.roles.0.scope_name") != "全市" || all.str("items.2.roles.0.scope_name") != "丰泽区测试站点" || all.at("items.3") != nil || all.at("more") != false {
		t.Errorf("whom the city can give a role: %s", all.raw)
	}
	if given := city.post("/v1/accounts/"+desk+"/roles", obj{"role": "county", "scope": "350503"}).want(201); given.str("summary") != "已授予王科长：丰泽区县级主管" || given.str("role") != "county" {
		t.Errorf("given: %s", given.raw)
	}
	if one := find("科"); one.str("items.0.roles.0.role") != "county" || one.str("items.0.roles.0.scope_name") != "丰泽区" || one.at("items.1") != nil {
		t.Errorf("found by name: %s", one.raw)
	}
	anyone := user{h: h}
	anyone.post("/v1/auth/code", obj{"code": first}).refused(404, "login_code_invalid") // a newer one has ended it
	l := anyone.post("/v1/auth/code", obj{"code": strings.ToLower(second[:4] + "-" + second[4:8] + " " + second[8:])}).want(200)
	if l.str("account.id") != desk || l.str("account.roles.1.scope") != "350503" {
		t.Errorf("logged in: %s", l.raw)
	}
	county := user{h, l.str("token"), desk}
	county.get("/v1/sites/" + site).want(200)
	for _, dead := range []string{first, second, "", "AAAAAAAAAAAAAAAA", second[:15]} {
		anyone.post("/v1/auth/code", obj{"code": dead}).refused(404, "login_code_invalid")
	}
	if e := city.get("/v1/audit?limit=1").want(200); e.str("items.0.action_text") != "用登录码登录" || e.str("items.0.by") != desk || e.str("items.0.address") == "" {
		t.Errorf("the login is entered as %s", e.raw) // once: guesses leave nothing
	}
	// The role is taken and is gone at once; so is what it let see.
	holders := city.get("/v1/roles?scope=350503").want(200)
	if holders.str("items.0.account_id") != desk || holders.at("items.0.wechat") != false || holders.at("items.0.may.take") != true || holders.at("items.0.may.code") != false {
		t.Errorf("holders: %s", holders.raw)
	}
	city.do("DELETE", "/v1/accounts/"+desk+"/roles/county/350503", nil).want(204)
	county.get("/v1/sites/"+site).refused(404, "not_found")
	city.do("DELETE", "/v1/accounts/"+desk+"/roles/county/350503", nil).refused(404, "not_found")
}

// Of those who use a code at once one is logged in, and the log tells that one login.
func TestACodeLogsInOnce(t *testing.T) { onEachEngine(t, codeUsedAtOnce) }

func codeUsedAtOnce(t *testing.T, h *house) {
	admin := h.grant("admin", service.Admin, service.All)
	desk := admin.post("/v1/accounts", obj{"name": "王科长"}).want(201).str("id")
	admin.post("/v1/accounts/"+desk+"/roles", obj{"role": "county", "scope": "350503"}).want(201)
	code := admin.post("/v1/accounts/"+desk+"/login-codes", nil).want(201).str("code")
	statuses := make(chan int, 8)
	for range cap(statuses) {
		go func() { statuses <- user{h: h}.post("/v1/auth/code", obj{"code": code}).status }()
	}
	seen := map[int]int{}
	for range cap(statuses) {
		seen[<-statuses]++
	}
	if seen[200] != 1 || seen[404] != cap(statuses)-1 {
		t.Errorf("answers %v", seen)
	}
	entered := admin.get("/v1/audit?by=" + desk).want(200).at("items").([]any)
	logins := 0
	for _, e := range entered {
		if e := e.(map[string]any); e["refused"] == "" && e["refused_later"] == false {
			logins++
		}
	}
	if logins != 1 {
		t.Errorf("%d logins are entered: %v", logins, entered)
	}
}

// Of those who accept an invite at once one joins, and the log tells that one.
func TestAnInviteIsAcceptedOnce(t *testing.T) { onEachEngine(t, inviteUsedAtOnce) }

func inviteUsedAtOnce(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	city := h.grant("city", service.City, service.All)
	code := city.post("/v1/sites/"+site+"/invites", obj{"role": "staff"}).want(201).str("code")
	guests := make([]user, 6)
	for i := range guests {
		guests[i] = h.login("guest" + string(rune('a'+i)))
	}
	statuses := make(chan int, len(guests))
	for _, guest := range guests {
		go func() { statuses <- guest.post("/v1/invites/"+code+"/accept", nil).status }()
	}
	seen := map[int]int{}
	for range guests {
		seen[<-statuses]++
	}
	if seen[404] != len(guests)-1 {
		t.Errorf("answers %v", seen)
	}
	joined := 0
	for _, e := range city.get("/v1/audit?limit=100").want(200).at("items").([]any) {
		if e := e.(map[string]any); e["action_text"] == "接受邀请" && e["refused"] == "" && e["refused_later"] == false {
			joined++
		}
	}
	if joined != 1 {
		t.Errorf("%d accepted it by the log", joined)
	}
}

func TestWhoGivesRoles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	admin, city := h.grant("admin", service.Admin, service.All), h.grant("city", service.City, service.All)
	county, manager := h.grant("county", service.County, "350503"), h.grant("manager", service.Manager, site)
	somebody := h.login("somebody")
	roles := "/v1/accounts/" + somebody.id + "/roles"
	for _, u := range []user{county, manager, somebody} {
		u.post(roles, obj{"role": "staff", "scope": site}).refused(403, "forbidden")
		u.get("/v1/roles").refused(403, "forbidden")
		u.post("/v1/accounts", obj{"name": "王某"}).refused(403, "forbidden")
		u.post("/v1/role-candidates/search", obj{}).refused(403, "forbidden")
		u.post("/v1/accounts/"+somebody.id+"/login-codes", nil).refused(403, "forbidden")
	}
	city.post(roles, obj{"role": "city", "scope": "all"}).refused(403, "forbidden")
	city.post(roles, obj{"role": "admin", "scope": "all"}).refused(403, "forbidden")
	city.post("/v1/accounts/"+city.id+"/roles", obj{"role": "county", "scope": "350503"}).refused(403, "own_role")
	city.post("/v1/accounts", obj{"name": "王某"}).refused(403, "forbidden")
	city.post(roles, obj{"role": "county", "scope": "all"}).refused(422, "invalid_input")
	city.post("/v1/accounts/nobody/roles", obj{"role": "county", "scope": "350503"}).refused(404, "not_found")
	city.post(roles, obj{"role": "manager", "scope": site}).want(201)
	admin.post(roles, obj{"role": "city", "scope": "all"}).want(201)
	admin.post("/v1/accounts/"+admin.id+"/roles", obj{"role": "city", "scope": "all"}).refused(403, "own_role")
	admin.post("/v1/accounts/"+somebody.id+"/login-codes", nil).refused(409, "account_has_wechat")
	somebody.get("/v1/roles").want(200) // the role acts at once
}
