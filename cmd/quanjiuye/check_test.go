package main

import (
	"strings"
	"testing"
	"time"
)

// TestCheckThatComparedNothingFails: without a server the embedded Redis is empty.
func TestCheckThatComparedNothingFails(t *testing.T) {
	environ := settings(example(t))
	r := start(t, environ)
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		code, out, errOut := tool(t, environ, "check")
		if code == 0 && strings.Contains(out, "未缓存 0 个") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("beside the server: exit code %d, %s%s", code, out, errOut)
		}
	}
	refusedTool(t, environ, []string{"check", "--year", "2019"}, "没有可核对的计数")
	r.stop()
	refusedTool(t, environ, []string{"check"}, "没有可核对的计数")
	refusedTool(t, environ, []string{"check", "--json"}, "没有可核对的计数")

	empty := settings(t.TempDir())
	start(t, empty, "--empty").stop()
	if out := mustTool(t, empty, "check"); !strings.Contains(out, "0 个站点，0 个计数单元") {
		t.Errorf("an empty database: %s", out)
	}
}
