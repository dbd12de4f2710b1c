package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// Fields that WeChat would refuse end the start, before anything is opened.
func TestFieldsThatWeChatWouldRefuseEndTheStart(t *testing.T) {
	for fields, want := range map[string]string{
		"thing1=body": "可用的有 title、source", "time1=title": "只能放日期", "phrase1=title": "放不下", "thing1": "写法",
	} {
		dir := t.TempDir()
		code, _, errOut := tool(t, settings(dir, "WECHAT_TEMPLATE_POLICY_FIELDS="+fields), "serve", "--empty")
		if code == 0 || !strings.Contains(errOut, "WECHAT_TEMPLATE_POLICY_FIELDS：") || !strings.Contains(errOut, want) {
			t.Errorf("%s: exit code %d, %s", fields, code, errOut)
		}
	}
	code, _, errOut := tool(t, settings(t.TempDir(), "WECHAT_TEMPLATE_RESULT_FIELDS=thing1=source", "WECHAT_TEMPLATE_POLICY_FIELDS=x"), "serve", "--empty")
	if code == 0 || !strings.Contains(errOut, "WECHAT_TEMPLATE_RESULT_FIELDS：") || !strings.Contains(errOut, "title、state、site") ||
		!strings.Contains(errOut, "WECHAT_TEMPLATE_POLICY_FIELDS：") {
		t.Errorf("results: exit code %d, %s", code, errOut)
	}
}

// Out of the box, with the simulator's templates, a policy reaches a phone.
func TestAPushOutOfTheBox(t *testing.T) {
	r, site, staff := atStation(t, settings(t.TempDir()))
	seeker := r.login("o-seeker")
	body := registration(1)
	body["site_id"] = site
	r.call("POST", "/v1/me/registrations", seeker, body, nil)
	var mine struct {
		Items []struct {
			Template   string
			TemplateID string `json:"template_id"`
		}
	}
	r.call("GET", "/v1/me/subscriptions", seeker, nil, &mine)
	r.call("POST", "/sim/subscriptions", "", map[string]any{"openid": "o-seeker", "template_id": mine.Items[0].TemplateID, "accept": true}, nil)
	r.call("POST", "/v1/me/subscriptions", seeker, map[string]any{"template": "policy", "result": "accept"}, nil)
	var n, p struct{ ID, State string }
	r.call("POST", "/v1/notices", staff, map[string]any{"site_id": site, "title": "社保补贴", "body": "正文", "source": "人社局"}, &n)
	r.call("POST", "/v1/notices/"+n.ID+"/publish", staff, nil, nil)
	r.call("POST", "/v1/notices/"+n.ID+"/pushes", staff, map[string]any{}, &p)
	for deadline := time.Now().Add(30 * time.Second); p.State != "finished" && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		r.call("GET", "/v1/pushes/"+p.ID, staff, nil, &p)
	}
	status, raw, err := request(t.Context(), "GET", r.base+"/sim/messages", "", nil)
	var phone struct {
		Items []struct {
			OpenID, Page string
			Data         map[string]string
		}
	}
	if err != nil || status != 200 || json.Unmarshal(raw, &phone) != nil || len(phone.Items) != 1 {
		t.Fatalf("%s: %d %s %v", p.State, status, raw, err)
	}
	one := phone.Items[0]
	if one.OpenID != "o-seeker" || one.Page != "pages/notice/index?id="+n.ID || one.Data["thing1"] != "社保补贴" || one.Data["time3"] != "2026年11月24日" {
		t.Errorf("the phone shows %+v", one)
	}
	var metrics string
	if _, raw, err := request(t.Context(), "GET", r.base+"/metrics", "", nil); err == nil {
		metrics = string(raw)
	}
	if !strings.Contains(metrics, `quanjiuye_wechat_seconds_count{call="send_message",outcome="done"} 1`) {
		t.Error("the message is not measured")
	}
}

// Out of the box, too, a seeker hears what became of a report.
func TestAResultOutOfTheBox(t *testing.T) {
	r, site, staff := atStation(t, settings(t.TempDir()))
	seeker := r.login("o-seeker")
	var mine struct {
		Items []struct {
			Template   string
			TemplateID string `json:"template_id"`
			Left       int
		}
	}
	r.call("GET", "/v1/me/subscriptions", seeker, nil, &mine)
	if len(mine.Items) != 2 || mine.Items[1].Template != "result" {
		t.Fatalf("to subscribe to: %+v", mine)
	}
	r.call("POST", "/sim/subscriptions", "", map[string]any{"openid": "o-seeker", "template_id": mine.Items[1].TemplateID, "accept": true}, nil)
	r.call("POST", "/v1/me/subscriptions", seeker, map[string]any{"template": "result", "result": "accept"}, nil)
	var report struct{ ID string }
	r.call("POST", "/v1/me/reports", seeker, map[string]any{"site_id": site, "kind": "fake_job", "text": "到岗后说要先交押金"}, &report)
	r.call("POST", "/v1/reports/"+report.ID+"/answer", staff, map[string]any{"text": "已联系用人单位"}, nil)
	var phone struct {
		Items []struct {
			OpenID, Page string
			Data         map[string]string
		}
	}
	for deadline := time.Now().Add(30 * time.Second); len(phone.Items) == 0 && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		r.call("GET", "/sim/messages", "", nil, &phone)
	}
	if len(phone.Items) != 1 || phone.Items[0].OpenID != "o-seeker" || phone.Items[0].Page != "pages/result/index?kind=rights&id="+report.ID ||
		phone.Items[0].Data["thing1"] != "维权诉求" || phone.Items[0].Data["thing2"] != "已答复" || phone.Items[0].Data["time3"] != "2026年11月24日" {
		t.Errorf("the phone shows %+v", phone.Items)
	}
	if r.call("GET", "/v1/me/subscriptions", seeker, nil, &mine); mine.Items[1].Left != 0 {
		t.Errorf("%d left", mine.Items[1].Left)
	}
}
