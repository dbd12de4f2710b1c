package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKeysAreChangedStepByStep follows the runbook: at every step the server
// reads what it wrote before.
func TestKeysAreChangedStepByStep(t *testing.T) {
	dir := t.TempDir()
	environ, file := settings(dir), filepath.Join(dir, "keyset.json")
	r, site, token := atStation(t, environ)
	first := r.register(token, site, 1)
	restart := func() {
		t.Helper()
		if code := r.stop(); code != 0 {
			t.Fatalf("stopping: exit code %d", code)
		}
		r = start(t, environ, "--empty")
		var got map[string]any
		r.call("GET", "/v1/registrations/"+first, token, nil, &got)
		if got["name"] != "测**" { // the store's real one, masked
			t.Fatalf("the name reads %q", got["name"])
		}
	}
	refusedTool(t, environ, []string{"keyset", "promote", file}, "keyset add")
	refusedTool(t, environ, []string{"keyset", file}, "未改动")
	mustTool(t, environ, "keyset", "add", file)
	restart()
	mustTool(t, environ, "keyset", "promote", file)
	restart()
	refusedTool(t, environ, []string{"keyset", "retire"}, "没有停用")
	out := mustTool(t, environ, "keyset", "retire")
	for _, words := range []string{dir + "/quanjiuye.db", file, "已查看 4 条，已改封 0 条", "已停用 1 个旧密钥"} {
		if !strings.Contains(out, words) {
			t.Errorf("retire does not say %q:\n%s", words, out)
		}
	}
	restart()
	refusedTool(t, environ, []string{"keyset", "retire"}, "没有旧密钥可停用")
	mustTool(t, environ, "keyset", "add", file)
	refusedTool(t, environ, []string{"keyset", "retire"}, "请先运行 quanjiuye keyset promote")
	for _, args := range [][]string{{"keyset"}, {"keyset", "add"}, {"keyset", "promote"}, {"keyset", "reseal", "x"}, {"keyset", "a", "b"}} {
		if code, _, errOut := tool(t, environ, args...); code != 2 || !strings.Contains(errOut, "用法") {
			t.Errorf("%v: %d %s", args, code, errOut)
		}
	}
}

func TestResealSaysHowMany(t *testing.T) {
	dir := t.TempDir()
	environ, file := settings(dir), filepath.Join(dir, "keyset.json")
	r, site, token := atStation(t, environ)
	for n := range 3 {
		r.register(token, site, n)
	}
	mustTool(t, environ, "keyset", "add", file)
	mustTool(t, environ, "keyset", "promote", file)
	// Of each its person and its registration; accounts have nothing sealed yet.
	for _, says := range []string{"已查看 8 条，已改封 6 条\n", "已查看 8 条，已改封 0 条\n"} {
		if out := mustTool(t, environ, "keyset", "reseal"); !strings.HasSuffix(out, says) {
			t.Errorf("reseal says %q, want %q", out, says)
		}
	}
}

// TestAKeysetFileThatIsOfNoUse has a sentence for each.
func TestAKeysetFileThatIsOfNoUse(t *testing.T) {
	dir := t.TempDir()
	environ, file := settings(dir), filepath.Join(dir, "keyset.json")
	start(t, environ, "--empty").stop()
	whole := read(t, file)
	refusedTool(t, environ, []string{"keyset", "add", filepath.Join(dir, "none.json")}, "找不到密钥文件")
	refusedTool(t, environ, []string{"keyset", "add", dir}, "无法读取密钥文件")
	refusedTool(t, environ, []string{"keyset", "/dev/null/x.json"}, "无法读取密钥文件")
	refusedTool(t, environ, []string{"keyset", "/proc/none/x.json"}, "密钥文件写不进去")
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	r := start(t, environ, "--empty") // here it is a warning
	r.stop()
	if out := r.out.String(); strings.Count(out, "密钥文件的权限太宽") != 1 {
		t.Errorf("the server says: %s", out)
	}
	production := []string{"APP_ENV=production", "LISTEN_ADDR=127.0.0.1:0", "KEYSET_FILE=" + file, "REDIS_URL=redis://127.0.0.1:1",
		"MONGO_URI=mongodb://127.0.0.1:1", "WECHAT_APPID=x", "WECHAT_SECRET=x", "DATA_DIR=" + dir, "BLOB_URL=file://" + dir + "/blobs"}
	refusedTool(t, production, []string{"serve"}, "其他用户也能读写")
	if err := os.WriteFile(file, []byte(whole[:len(whole)/2]), 0o600); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, environ, []string{"serve"}, "密钥文件已损坏")
}
