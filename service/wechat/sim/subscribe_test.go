package sim_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

const sendPath = "/cgi-bin/message/subscribe/send"

// message is a body with one field.
func message(field, value string) string {
	v, _ := json.Marshal(value)
	return fmt.Sprintf(`{"touser":"demo-seeker","template_id":"t1","page":"","lang":"","miniprogram_state":"",
		"data":{%q:{"value":%s,"color":""}}}`, field, v)
}

func (w world) accept(times int) float64 {
	w.t.Helper()
	body := fmt.Sprintf(`{"openid":"demo-seeker","template_id":"t1","accept":true,"times":%d}`, times)
	return w.control("POST", "/sim/subscriptions", body)["remaining"].(float64)
}

func TestConsentIsUsedUp(t *testing.T) {
	w := newWorld(t, sim.Options{})
	send := func() int { return w.post(sendPath, message("thing1", "岗位已确认")).errcode() }
	if got := send(); got != 43101 {
		t.Errorf("without consent: %d", got)
	}
	w.accept(2)
	if a, b, c := send(), send(), send(); a != 0 || b != 0 || c != 43101 {
		t.Errorf("two consents: %d, %d, %d", a, b, c)
	}
	w.accept(5)
	w.control("POST", "/sim/subscriptions", `{"openid":"demo-seeker","template_id":"t1","accept":false}`)
	if got := send(); got != 43101 {
		t.Errorf("after the user switched messages off: %d", got)
	}
	w.accept(1)
	if got := w.post(sendPath, message("thing1", "")).errcode(); got != 47003 {
		t.Errorf("empty value: %d", got)
	}
	if got := send(); got != 0 {
		t.Errorf("a message refused for its form used up the consent: %d", got)
	}
}

// However prompts and messages follow each other, sends never exceed consents.
func TestConsentIsCounted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, left := newWorld(t, sim.Options{}), 0
		for _, accept := range rapid.SliceOfN(rapid.Bool(), 1, 20).Draw(rt, "steps") {
			if accept {
				left++
				if got := w.accept(1); int(got) != left {
					rt.Fatalf("%v left, want %d", got, left)
				}
				continue
			}
			want := 43101
			if left > 0 {
				left, want = left-1, 0
			}
			if got := w.post(sendPath, message("thing1", "x")).errcode(); got != want {
				rt.Fatalf("got %d, want %d", got, want)
			}
		}
	})
}

func TestMessageRefusals(t *testing.T) {
	w := newWorld(t, sim.Options{Templates: map[string][]string{"t1": {"thing1", "time2"}}})
	w.accept(100)
	good := `{"touser":"demo-seeker","template_id":"t1","data":{"thing1":{"value":"x"},"time2":{"value":"15:01"}}}`
	for _, c := range []struct {
		name, old, new string
		want           int
	}{
		{"as it is", "", "", 0},
		{"number as a value", `"x"`, `12`, 0},
		{"a field too many", `"data":{`, `"data":{"thing9":{"value":""},`, 0},
		{"no user", `"demo-seeker"`, `""`, 40003},
		{"no template", `"t1"`, `""`, 40037},
		{"unknown template", `"t1"`, `"t2"`, 40037},
		{"page with a slash", `"data"`, `"page":"/pages/index","data"`, 41030},
		{"unknown state", `"data"`, `"miniprogram_state":"beta","data"`, 40097},
		{"unknown language", `"data"`, `"lang":"fr_FR","data"`, 40097},
		{"a field missing", `,"time2":{"value":"15:01"}`, ``, 47003},
		{"a field empty", `"x"`, `""`, 47003},
		{"a field of another kind", `"x"`, `[]`, 47003},
		{"not JSON", `}}}`, ``, 47001},
	} {
		body := strings.Replace(good, c.old, c.new, 1)
		if got := w.post(sendPath, body).errcode(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if got := w.post(sendPath, `{"touser":"demo-seeker","template_id":"t1"}`)["errmsg"].(string); !strings.HasPrefix(got, "argument invalid! data.thing1.value is emtpy rid: ") {
		t.Errorf("got %q", got)
	}
}

func TestFieldTypes(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.accept(1000)
	for _, c := range []struct {
		field, value string
		fits         bool
	}{
		{"thing1", strings.Repeat("字", 20), true},
		{"thing1", strings.Repeat("字", 21), false},
		{"number2", strings.Repeat("9", 32), true},
		{"number2", strings.Repeat("9", 33), false},
		{"number2", "12.5", true},
		{"number2", "12元", false},
		{"letter3", strings.Repeat("a", 32), true},
		{"letter3", strings.Repeat("a", 33), false},
		{"letter3", "a1", false},
		{"symbol4", "!@#$%", true},
		{"symbol4", "!@#$%^", false},
		{"symbol4", "a", false},
		{"character_string5", strings.Repeat("a", 32), true},
		{"character_string5", strings.Repeat("a", 33), false},
		{"character_string5", "编号1", false},
		{"phrase6", "已经确认了", true},
		{"phrase6", "已经确认完了", false},
		{"phrase6", "已ok", false},
		{"name7", "古丽巴哈尔阿不都热合", true},
		{"name7", "古丽巴哈尔阿不都热合曼", false},
		{"name7", strings.Repeat("a", 20), true},
		{"name7", strings.Repeat("a", 21), false},
		{"name7", "张3", false},
		{"phone_number8", "+86-0766-66888866", true},
		{"phone_number8", "+86-0766-668888661", false},
		{"car_number9", "粤A8Z888挂", true},
		{"car_number9", "粤A8Z8888挂", false},
		{"amount10", "￥1234567890.50元", true},
		{"amount10", "12345678901", false},
		{"amount10", "一百", false},
		{"time11", "15:01", true},
		{"time11", "24:01", false},
		{"time11", "2019年10月1日 15:01", true},
		{"time11", "2019年10月1日 15:01~2019年10月2日 08:00", true},
		{"time11", "明天", false},
		{"date12", "2019年10月1日", true},
		{"date12", "2019年10月1日~2019年10月7日", true},
		{"date12", "2019年13月1日", false},
		{"date12", "15:01", false},
		{"enum13", "是", true},
		{"thing", "没有编号", false},
		{"unknown1", "x", false},
	} {
		want := 0
		if !c.fits {
			want = 47003
		}
		if got := w.post(sendPath, message(c.field, c.value)).errcode(); got != want {
			t.Errorf("%s %q: %d, want %d", c.field, c.value, got, want)
		}
	}
}

// What was accepted is on the phone, and nothing else is.
func TestAcceptedMessagesAreLogged(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.post(sendPath, message("thing1", "没有订阅"))
	w.accept(2)
	w.post(sendPath, message("thing1", ""))
	id := w.post(sendPath, message("thing1", "社保补贴"))["msgid"]
	w.control("POST", "/sim/faults", `{"path":"`+sendPath+`","errcode":-1}`)
	w.post(sendPath, message("thing1", "没有送到"))
	got := w.control("GET", "/sim/messages?openid=demo-seeker", "")
	items := got["items"].([]any)
	if len(items) != 1 || got["total"] != 1.0 || id == nil {
		t.Fatalf("logged %v", got)
	}
	one := items[0].(map[string]any)
	if one["openid"] != "demo-seeker" || one["template_id"] != "t1" || one["data"].(map[string]any)["thing1"] != "社保补贴" {
		t.Errorf("logged %v", one)
	}
	if n := len(w.control("GET", "/sim/messages?openid=somebody", "")["items"].([]any)); n != 0 {
		t.Errorf("somebody else has %d", n)
	}
}
