package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// TestToolsWhileRedisIsSick: a check that cannot be made finds no difference, and
// says in one sentence what is out of reach; its JSON says so, too.
func TestToolsWhileRedisIsSick(t *testing.T) {
	redistest.Need(t)
	redis := redistest.Start(t, "--maxmemory-policy", "noeviction")
	environ := settings(example(t), "REDIS_URL="+redis.URL())
	r := start(t, environ)
	r.register(r.login("demo-staff"), "demo-market", 1)
	mustTool(t, environ, "rebuild")
	mustTool(t, environ, "check")

	sick := func(says string) {
		t.Helper()
		r.register(r.login("demo-staff"), "demo-market", 2)
		for _, args := range [][]string{{"check"}, {"check", "--json"}, {"rebuild"}} {
			code, out, errOut := tool(t, environ, args...)
			last := lines(errOut)[len(lines(errOut))-1]
			if code != 1 || !regexp.MustCompile(`^(check|rebuild): `+says+`.*（详情：[^（]*）$`).MatchString(last) {
				t.Errorf("%v: exit code %d, %s", args, code, errOut)
			}
			if strings.Contains(out+errOut, "不一致") {
				t.Errorf("%v tells of a difference: %s%s", args, out, errOut)
			}
			if len(args) < 2 {
				continue
			}
			var report struct {
				Compared    *bool
				Reason      string
				Differences []string
			}
			if err := json.Unmarshal([]byte(out), &report); err != nil || report.Compared == nil || *report.Compared ||
				!strings.HasPrefix(report.Reason, says) || report.Differences == nil || len(report.Differences) > 0 {
				t.Errorf("%v: %v in %q", args, err, out)
			}
		}
	}
	if err := redis.Client().ConfigSet(t.Context(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	sick("Redis 有应答，但不接受写入")
	redis.Kill()
	sick("连不上保存计数的 Redis")
}

// TestAYearThatCannotBe is refused by those who take one.
func TestAYearThatCannotBe(t *testing.T) {
	environ := settings(t.TempDir())
	for _, command := range []string{"check", "rebuild"} {
		for _, year := range []string{"1999", "2027", "-1", "0"} {
			code, _, errOut := tool(t, environ, command, "--year", year)
			if code != 2 || !strings.Contains(errOut, "--year 须在 2000 到 2026（今年）之间") {
				t.Errorf("%s --year %s: exit code %d, %s", command, year, code, errOut)
			}
		}
	}
}
