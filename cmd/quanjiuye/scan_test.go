package main

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"testing"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

const drawPath = "/wxa/getwxacodeunlimit"

// code is the picture of a site's code, and what a phone reads in it.
func (r *running) code(token, site string) (picture []byte, scene string) {
	r.t.Helper()
	status, picture, err := request(r.t.Context(), "GET", r.base+"/v1/sites/"+site+"/qrcode", token, nil)
	if err != nil || status != 200 {
		r.t.Fatalf("the code: %d %s %v", status, picture, err)
	}
	p, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		r.t.Fatal(err)
	}
	scene, ok := sim.ReadCode(p)
	if !ok {
		r.t.Fatal("the picture is no code of the simulator")
	}
	return picture, scene
}

// drawn is how often WeChat was asked for a code.
func (r *running) drawn() int {
	r.t.Helper()
	var log struct{ Items []any }
	r.call("GET", "/sim/calls?path="+drawPath, "", nil, &log)
	return len(log.Items)
}

// From the poster on the wall to the registration: site, source and login in one scan.
func TestFromTheScanToTheRegistration(t *testing.T) {
	dir := example(t)
	r := start(t, settings(dir))
	manager := r.login("demo-manager")
	picture, scene := r.code(manager, "demo-market")

	var login struct {
		Token string
		Site  struct{ ID, Name, Kind, County string }
		Wrong bool `json:"scene_unknown"`
	}
	var code struct{ Code string }
	r.call("POST", "/sim/codes", "", map[string]any{"openid": "passer-by"}, &code)
	r.call("POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code, "scene": scene}, &login)
	if login.Site.ID != "demo-market" || login.Site.Kind != "market" || login.Site.County != "350503" || login.Wrong {
		t.Errorf("the login says %+v", login)
	}
	me := registration(1)
	delete(me, "site_id")
	me["scene"] = scene
	var registered struct {
		SiteID string `json:"site_id"`
		Source string
	}
	r.call("POST", "/v1/me/registrations", login.Token, me, &registered)
	if registered.SiteID != "demo-market" || registered.Source != "scan" {
		t.Errorf("registered: %+v", registered)
	}
	var scans struct{ Scans int }
	r.call("GET", "/v1/sites/demo-market/scans", manager, nil, &scans)
	if scans.Scans != 1 {
		t.Errorf("%d scans", scans.Scans)
	}
	if n := r.drawn(); n != 1 {
		t.Errorf("WeChat drew %d", n)
	}
	if code := r.stop(); code != 0 {
		t.Fatalf("stopping: exit code %d", code)
	}

	again := start(t, settings(dir))
	kept, same := again.code(manager, "demo-market")
	if drawn := again.drawn(); !bytes.Equal(kept, picture) || same != scene || drawn != 0 {
		t.Errorf("after a restart: scene %q, want %q; WeChat drew %d", same, scene, drawn)
	}
}

func TestWeChatIsInTheWayOfACode(t *testing.T) {
	r := start(t, settings(example(t)))
	staff := r.login("demo-staff")
	for name, fault := range map[string]map[string]any{
		"overloaded": {"errcode": -1}, "quota": {"errcode": 45009}, "too often": {"errcode": 45011}, "page": {"errcode": 41030},
		"down": {"status": 502}, "silent": {"delay_ms": 6000},
	} {
		fault["path"], fault["times"] = drawPath, 10
		r.call("POST", "/sim/faults", "", fault, nil)
		for _, what := range []string{"qrcode", "poster"} {
			status, body, err := request(t.Context(), "GET", r.base+"/v1/sites/demo-market/"+what, staff, nil)
			var p struct{ Code, Detail string }
			if err != nil || json.Unmarshal(body, &p) != nil || status != 503 || p.Code != "wechat_unavailable" || p.Detail == "" {
				t.Errorf("%s, %s: %d %s %v", name, what, status, body, err)
			}
		}
		r.call("DELETE", "/sim/faults", "", nil, nil)
	}
	if _, scene := r.code(staff, "demo-market"); scene == "" {
		t.Error("afterwards there is no code")
	}
}
