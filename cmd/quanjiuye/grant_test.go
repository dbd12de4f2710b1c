package main

import (
	"strings"
	"testing"
)

// TestGrantSaysWhereToLook: whoever mistypes a scope is told what it can be.
func TestGrantSaysWhereToLook(t *testing.T) {
	environ := settings(t.TempDir())
	start(t, environ, "--empty").stop()
	for line, words := range map[string]string{
		"grant --openid x --role staff --scope no-site":   "没有这个编号的站点（--scope）；站点编号以市级账号从 GET /v1/sites 查到",
		"grant --openid x --role staff":                   "没有这个编号的站点",
		"grant --openid x --role county --scope 350599":   "350503 丰泽区、350504 洛江区",
		"grant --openid x --role boss":                    "角色是 staff、manager、county、city 或 admin",
		"revoke --openid x --role city":                   "没有这个 openid 的账号",
		"revoke --openid known --role staff --scope some": "这个账号在该范围内没有这个角色",
	} {
		mustTool(t, environ, "grant", "--openid", "known", "--role", "city")
		refusedTool(t, environ, strings.Fields(line), words)
	}
	out := mustTool(t, environ, "grant", "--help")
	for _, words := range []string{"350502 鲤城区", "QZ-TSTZQ 泉州台商投资区"} {
		if !strings.Contains(out, words) {
			t.Errorf("grant --help does not list %s:\n%s", words, out)
		}
	}
}
