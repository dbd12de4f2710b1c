package sim_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestCallsAreRecordedMasked(t *testing.T) {
	w := newWorld(t, sim.Options{})
	code := w.code(`{"openid":"demo-seeker"}`)
	w.call("GET", sessionURL(code), "")
	phone := w.code(`{"openid":"demo-seeker","kind":"phone"}`)
	w.post("/wxa/business/getuserphonenumber", `{"code":"`+phone+`","nested":[{"Secret":"s3cret"}]}`)
	token := text(w.stableToken())
	w.control("POST", "/sim/faults", `{"path":"/wxa/getwxacodeunlimit","status":502}`)
	w.send(w.API(), "POST", "/wxa/getwxacodeunlimit?access_token="+token, `{"scene":"visible"}`)
	w.post("/wxa/msg_sec_check", `not json: `+phone)

	answer := w.send(w.Control(), "GET", "/sim/calls", "")
	for _, secret := range []string{code, phone, token, sim.ExampleSecret, "s3cret"} {
		if strings.Contains(answer.Body.String(), secret) {
			t.Errorf("%q can be read in %s", secret, answer.Body)
		}
	}
	var told struct {
		Items []sim.Call
		Total int
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil {
		t.Fatal(err)
	}
	if told.Total != 7 || len(told.Items) != 7 {
		t.Fatalf("%d of %d calls", len(told.Items), told.Total)
	}
	first := told.Items[0]
	if first.Method != "GET" || first.Path != "/sns/jscode2session" || first.Query["appid"] != sim.ExampleAppID ||
		first.Query["js_code"] != "***" || first.Status != 200 || first.Fault || first.At != "2026-11-23T09:00:00+08:00" {
		t.Errorf("got %+v", first)
	}
	broken := told.Items[4]
	if broken.Status != 502 || !broken.Fault || string(broken.Body) != `{"scene":"visible"}` {
		t.Errorf("got %+v", broken)
	}
	if last := told.Items[6]; last.ErrCode != 47001 || string(last.Body) != fmt.Sprintf(`"%d bytes"`, len("not json: "+phone)) {
		t.Errorf("got %+v, %s", last, last.Body)
	}
}

func TestOnlyTheLastCallsAreKept(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for i := range 1005 {
		w.call("GET", fmt.Sprintf("/x?n=%d", i), "")
	}
	told := w.control("GET", "/sim/calls", "")
	items := told["items"].([]any)
	n := func(i int) any { return items[i].(map[string]any)["query"].(map[string]any)["n"] }
	if len(items) != 1000 || told["total"] != 1005.0 || n(0) != "5" || n(999) != "1004" {
		t.Errorf("%d of %v calls, from %v to %v", len(items), told["total"], n(0), n(len(items)-1))
	}
	w.control("DELETE", "/sim/calls", "")
	if told := w.control("GET", "/sim/calls", ""); told["total"] != 0.0 || len(told["items"].([]any)) != 0 {
		t.Errorf("after clearing: %v", told)
	}
}

func TestRecordsStaySmall(t *testing.T) {
	w := newWorld(t, sim.Options{})
	query := url.Values{}
	for i := range 500 {
		query.Set(fmt.Sprintf("p%d", i), strings.Repeat("长", 100))
	}
	w.call("POST", "/"+strings.Repeat("p", 5000)+"?"+query.Encode(), `{"a":"`+strings.Repeat("x", 100_000)+`"}`)
	if n := w.send(w.Control(), "GET", "/sim/calls", "").Body.Len(); n > 20_000 {
		t.Errorf("one call takes %d bytes", n)
	}
}
