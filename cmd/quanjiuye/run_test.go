package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// tourOf is the script between a document's marks, ready for r.
func tourOf(t *testing.T, r *running, path string) string {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("REQUIRE_ENGINES") != "" {
			t.Fatal("a tour needs curl")
		}
		t.Skip("a tour needs curl")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)<!-- tour:begin -->\n```bash\n(.*)```\n<!-- tour:end -->").FindSubmatch(text)
	if block == nil {
		t.Fatalf("%s has no tour", path)
	}
	return strings.ReplaceAll(string(block[1]), "http://127.0.0.1:8080", r.base)
}

// shows runs a script as a reader does, who is promised to see this, in this order.
func shows(t *testing.T, script string, promised ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-m", "-c", script)
	cmd.Dir = t.TempDir()
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("the tour ended with %v", err)
	}
	rest := string(out)
	for _, want := range promised {
		i := strings.Index(rest, want)
		if i < 0 {
			t.Fatalf("the tour does not show %q after what came before:\n%s", want, out)
		}
		rest = rest[i+len(want):]
	}
}

func TestTourOfTheReadme(t *testing.T) {
	r := start(t, settings(example(t)))
	ledger, err := filepath.Abs("../../service/ledger/testdata/ledger-sample.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	// What a person waits for on the second phone, the script waits for in a file.
	seen := func(words string) string {
		return "for try in {1..600}; do grep -q '" + words + "' stream.txt && break; sleep 0.1; done\n"
	}
	script := strings.NewReplacer("service/ledger/testdata/ledger-sample.xlsx", ledger,
		`[^"]*' &`, `[^"]*' > stream.txt &`, "# Register a seeker.", seen("得6分")+"#",
		"kill %1", seen("11个月共推荐成功125人")+"kill %1").Replace(tourOf(t, r, "../../README.md")) + "cat stream.txt\n"
	shows(t, script,
		`"code":"own_record"`,
		`"status":"confirmed"`,
		`"public":true`, `"counted":true`, `"employer":"丰泽区示例早餐店"`,
		`"live":{"through":"2026-11-24","recorded":23,"verified":18,`,
		"发布企业（单位）72家、岗位信息700个", "得4分", // 699 were one short of a step
		"本月再登记 11 人次，得分由 7 分升至 8 分",
		"到年底再登记求职者", "达到目标30分",
		`"rank":1`,
		`"registrations":{"new":34,"duplicate":8,`,
		"poster.pdf",
		`"type_name":"张贴小程序二维码"`,
		`"unconfirmed":{`,
		`"status":"draft"`, `"status":"submitted"`, `"status":"scored"`, `"approve":false`, `"seal":{"sha256":"`,
		"form.xlsx",
		// And on the second phone:
		"11个月共登记求职76人次", "得6分", // the stream's first state
		"11个月共登记求职77人次", "得7分", // one registration, one point
		"11个月共推荐成功125人", "得7分", // one placement, one point
	)
}

func TestTourOfRecruitment(t *testing.T) {
	r := start(t, settings(example(t)))
	shows(t, tourOf(t, r, "../../docs/recruitment.md"),
		`"title":`, "privacy notice of 20", "code.jpg", `"scans":1`,
		`"title":"保洁`, `"for":["工种相同：保洁","同在丰泽区",`,
		`"state_text":"已推荐"`,
		`"name":"陈**"`, `{"phone":"19900000077"}`, `"by":"employer"`, `"state_text":"已上岗"`,
		`"status":"confirmed"`,
		`"step":"registered"`, `"step":"applied"`, `"step":"referred"`, `"step":"linked"`, `"step":"answered"`, `"step":"placed"`, `"step":"word"`, `"step":"confirmed"`,
		`"topics":["面试准备"]`, `"state":"handled"`, `"type_name":"办理维权诉求"`,
		`"left":1`, `"state":"published"`, `"subscribed":1,`, `"sent":1`,
		`"verdict":"block"`, `"suggestion":"请删去性别要求`, `"verdict":"ok"`,
		`"watermark":"泉就业个人信息副本`, `"erased_at":"`)
}

func TestSecondStartKeepsTheData(t *testing.T) {
	dir := example(t)
	r := start(t, settings(dir))
	token := r.login("demo-staff")
	r.call("POST", "/v1/registrations", token, registration(1), nil)
	if code := r.stop(); code != 0 {
		t.Fatalf("stopping: exit code %d", code)
	}
	again := start(t, settings(dir))
	if strings.Contains(again.out.String(), "示例数据") {
		t.Error("the second start seeded again")
	}
	var p progress
	again.call("GET", "/v1/sites/demo-market/progress", token, nil, &p) // the session lives on, too
	if got := p.score(7); got != "7/5" {
		t.Errorf("item 7 after restart: %s, want 7/5", got)
	}
}

func TestEmptyStartAndFirstSupervisor(t *testing.T) {
	dir := t.TempDir()
	r := start(t, settings(dir), "--empty")
	// The tool runs beside the server, on the same data.
	if code, _, errOut := tool(t, settings(dir), "grant", "--openid", "boss", "--role", "city"); code != 0 {
		t.Fatalf("grant: %d %s", code, errOut)
	}
	var sites struct{ Items []any }
	r.call("GET", "/v1/sites", r.login("boss"), nil, &sites)
	if len(sites.Items) != 0 {
		t.Errorf("%d sites after an empty start", len(sites.Items))
	}
}

func TestProductionRefusesEmbeddedEngines(t *testing.T) {
	code, _, errOut := tool(t, []string{"APP_ENV=production"})
	if code != 2 {
		t.Errorf("exit code %d, want 2", code)
	}
	for _, name := range []string{"MONGO_URI", "REDIS_URL", "WECHAT_APPID", "WECHAT_SECRET", "KEYSET_FILE", "BLOB_URL"} {
		if !strings.Contains(errOut, name) {
			t.Errorf("%s is not named:\n%s", name, errOut)
		}
	}
}

func TestUnknownCommand(t *testing.T) {
	if code, _, errOut := tool(t, settings(t.TempDir()), "dance"); code != 2 || !strings.Contains(errOut, "dance") {
		t.Errorf("exit code %d, %s", code, errOut)
	}
	if code, out, _ := tool(t, nil, "help"); code != 0 || !strings.Contains(out, "import") {
		t.Errorf("help: exit code %d, %s", code, out)
	}
}

func registration(n int) map[string]any {
	phone := []byte("19911110000")
	for i := len(phone) - 1; n > 0; i, n = i-1, n/10 {
		phone[i] = byte('0' + n%10)
	}
	return map[string]any{"site_id": "demo-market", "name": "测试人", "phone": string(phone),
		"employment_status": "失业", "intent": map[string]any{"occupations": []string{"保洁"}}, "consent_version": "2026-11"}
}
