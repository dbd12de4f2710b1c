package message_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/message"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

var sources = []message.Source{{Name: "title"}, {Name: "source"}, {Name: "date", Day: true}}

func TestTemplatesThatAreRefused(t *testing.T) {
	for fields, want := range map[string]string{
		"":                                 "字段写法",
		"thing1":                           "字段写法",
		"thing1=":                          "不存在",
		"thing1=body":                      "可用的有 title、source、date",
		"thing=title":                      "不是微信的字段名",
		"thing0=title":                     "不是微信的字段名",
		"thing100=title":                   "不是微信的字段名",
		"Thing1=title":                     "不是微信的字段名",
		"picture1=title":                   "不是微信的字段名",
		"time1=title":                      "只能放日期",
		"date1=source":                     "只能放日期",
		"phrase1=title":                    "放不下",
		"number1=date":                     "放不下",
		"character_string1=source":         "放不下",
		"thing1=title,thing1=source":       "出现了两次",
		"thing1=title,":                    "字段写法",
		strings.Repeat("thing1=title,", 9): "出现了两次",
	} {
		if _, err := message.Parse("t1", fields, sources); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want …%s…", fields, err, want)
		}
	}
	for _, id := range []string{"", "a b", "a&b", strings.Repeat("x", 65), "模板"} {
		if _, err := message.Parse(id, "thing1=title", sources); err == nil {
			t.Errorf("the id %q is taken", id)
		}
	}
}

func TestFill(t *testing.T) {
	tpl, err := message.Parse("t1", " thing1=title, thing2=source,time3=date ,thing4=date", sources)
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"社保补贴申领":                "社保补贴申领",
		"":                      "无",
		" \n\t ":                "无",
		"第一行\n第二行\u202e":        "第一行 第二行",
		strings.Repeat("补", 20): strings.Repeat("补", 20),
		strings.Repeat("补", 21): strings.Repeat("补", 19) + "…",
		strings.Repeat("𠮷", 11): strings.Repeat("𠮷", 9) + "…",
		strings.Repeat("补", 18) + "👨\u200d👩\u200d👧家": strings.Repeat("补", 18) + "…",
		strings.Repeat("e\u0301", 11):                strings.Repeat("e\u0301", 9) + "…",
		"e" + strings.Repeat("\u0301", 40):           "…",
	} {
		got := tpl.Fill(map[string]string{"title": title, "source": "市人社局", "date": "2026年11月23日"})
		if got["thing1"] != want || got["thing2"] != "市人社局" || got["time3"] != "2026年11月23日" || got["thing4"] != "2026年11月23日" || len(got) != 4 {
			t.Errorf("%q gave %q, want %q", title, got, want)
		}
	}
}

// WeChat, as the simulator plays it, refuses no text that was filled in.
func TestWeChatTakesWhateverIsFilledIn(t *testing.T) {
	tpl, err := message.Parse("t1", "thing1=title,thing2=source,date3=date", sources)
	if err != nil {
		t.Fatal(err)
	}
	s := sim.New(sim.Options{})
	post := func(target, body string) map[string]any {
		h, answer, out := s.API(), httptest.NewRecorder(), map[string]any{}
		if strings.HasPrefix(target, "/sim/") {
			h = s.Control()
		}
		h.ServeHTTP(answer, httptest.NewRequest("POST", target, strings.NewReader(body)))
		if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	token := post("/cgi-bin/stable_token", fmt.Sprintf(`{"grant_type":"client_credential","appid":%q,"secret":%q}`, sim.ExampleAppID, sim.ExampleSecret))["access_token"]
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune("补e\u0301𠮷👨\u200d👩 \n\ufffd")), 0, 60, -1))
		data := tpl.Fill(map[string]string{"title": text.Draw(rt, "title"), "source": text.Draw(rt, "source"), "date": "2026年2月9日"})
		fields := map[string]any{}
		for name, value := range data {
			if value == "" || !utf8.ValidString(value) || utf8.RuneCountInString(value) > 20 {
				rt.Fatalf("%s holds %q", name, value)
			}
			fields[name] = map[string]string{"value": value}
		}
		post("/sim/subscriptions", `{"openid":"ann","template_id":"t1","accept":true}`)
		body, err := json.Marshal(map[string]any{"touser": "ann", "template_id": "t1", "data": fields})
		if err != nil {
			rt.Fatal(err)
		}
		if got := post(fmt.Sprint("/cgi-bin/message/subscribe/send?access_token=", token), string(body)); got["errcode"] != 0.0 {
			rt.Fatalf("%q: %v", data, got)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("t1", "thing1=title,time2=date")
	f.Add("x", "thing1=title,thing2=source,")
	f.Fuzz(func(t *testing.T, id, fields string) {
		tpl, err := message.Parse(id, fields, sources)
		if err != nil {
			return
		}
		for name, value := range tpl.Fill(map[string]string{"title": fields, "date": "2026年2月9日"}) {
			if value == "" || !strings.Contains(fields, name) {
				t.Errorf("%q of %q holds %q", name, fields, value)
			}
		}
	})
}
