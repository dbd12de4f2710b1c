package main

import (
	"syscall"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// Two servers whose counters lie in two Redis servers must not work on one
// database, whichever came first.
func TestOneRedisForOneDatabase(t *testing.T) {
	outside := "REDIS_URL=" + redistest.Start(t).URL()
	dir := t.TempDir()
	r := start(t, settings(dir), "--empty")
	for _, command := range []string{"serve", "check"} {
		refusedTool(t, settings(dir, outside), []string{command}, "正在使用数据目录")
	}
	r.stop()

	both := settings(dir, outside)
	first, second := start(t, both, "--empty"), start(t, both, "--empty")
	refusedTool(t, settings(dir), []string{"serve"}, "正在使用数据目录")
	first.stop()
	second.stop()
	start(t, settings(dir), "--empty").stop()
}

// A server that stands still, as a machine does that is moved, has not gone.
func TestNobodyTakesTheRedisOfAFrozenServer(t *testing.T) {
	environ := settings(t.TempDir())
	cmd, _ := child(t, environ)
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	for _, command := range []string{"serve", "check"} {
		refusedTool(t, environ, []string{command}, "正在使用数据目录", "已无响应")
	}
	if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	mustTool(t, environ, "rebuild") // by the server's own Redis
	mustTool(t, environ, "check")
}
