package main

import (
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
	if out := mustTool(t, environ, "keyset", "reseal"); out != "已改封 0 条\n" {
		t.Errorf("reseal after the first retire says %q", out)
	}
	if out := mustTool(t, environ, "keyset", "retire"); !strings.Contains(out, "已停用 1 个旧密钥") {
		t.Errorf("retire says %q", out)
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
	if out := mustTool(t, environ, "keyset", "reseal"); out != "已改封 3 条\n" {
		t.Errorf("the first reseal says %q", out)
	}
	if out := mustTool(t, environ, "keyset", "reseal"); out != "已改封 0 条\n" {
		t.Errorf("the second reseal says %q", out)
	}
}
