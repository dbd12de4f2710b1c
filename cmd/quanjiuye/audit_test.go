package main

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever is changed, taken out or put in between, the walk names the first line of it.
func TestVerifyAudit(t *testing.T) {
	dir := t.TempDir()
	environ := settings(dir)
	r := start(t, environ, "--empty")
	mustTool(t, environ, "grant", "--openid", "city", "--role", "city", "--scope", "all")
	token := r.login("city")
	for i := range 5 {
		r.call("POST", "/v1/sites", token, map[string]any{"name": fmt.Sprintf("某街道零工驿站%d", i), "kind": "station", "county": "350503",
			"address": "某路1号", "area_m2": 60, "opened_on": "2025-01-01"}, nil)
	}
	r.stop()
	if out := mustTool(t, environ, "verify", "audit"); !strings.Contains(out, "完好，共 6 条，末条 000000000006") {
		t.Fatalf("verify says %s", out)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "quanjiuye.db"))
	must(t, err)
	defer func() { must(t, db.Close()) }()
	change := func(why string, statements ...string) {
		t.Helper()
		for _, s := range statements {
			_, err := db.Exec(s)
			must(t, err)
		}
		if code, out, _ := tool(t, environ, "verify", "audit"); code != 1 || !strings.Contains(out, why) {
			t.Errorf("%d: %s, want %s", code, out, why)
		}
	}
	const line = `UPDATE audit SET _doc = replace(_doc, '%s', '%s') WHERE _id = '00000000000%d'`
	change("第 000000000003 条内容被改动；此前 2 条完好", fmt.Sprintf(line, "POST /v1/sites", "GET /v1/sites_", 3))
	change("第 000000000002 条缺失；此前 1 条完好", fmt.Sprintf(line, "GET /v1/sites_", "POST /v1/sites", 3), `DELETE FROM audit WHERE _id = '000000000002'`)
}
