package main

import (
	"runtime"
	"testing"

	"github.com/alicebob/miniredis/v2"
)

func TestOneServerPerDataDirectory(t *testing.T) {
	dir := t.TempDir()
	start(t, settings(dir), "--empty")
	refusedTool(t, settings(dir), []string{"--empty"}, "另一个服务正在使用数据目录")
}

// TestOneRedisPerDataDirectory: who counts elsewhere than the servers of a data
// directory is refused, in whatever order they come; who counts where they do, or
// keeps no records there, is not.
func TestOneRedisPerDataDirectory(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such locks")
	}
	addr := miniredis.RunT(t).Addr()
	dir := t.TempDir()
	embedded, external := settings(dir), settings(dir, "REDIS_URL=redis://"+addr)
	first := start(t, embedded, "--empty")
	for _, args := range [][]string{{"serve", "--empty"}, {"check"}} {
		refusedTool(t, external, args, "计数不在 REDIS_URL 指定的 Redis 里")
	}
	_, code, stop := launch(t, settings(dir, "REDIS_URL=redis://"+addr, "MONGO_URI=mongodb://"+closedPort(t)), "--empty")
	stop() // while it waits for its MongoDB
	if c := <-code; c != 0 {
		t.Errorf("a server that keeps nothing in the directory: exit code %d", c)
	}
	mustTool(t, embedded, "check")
	first.stop()

	r, second := start(t, external, "--empty"), start(t, external, "--empty")
	refusedTool(t, embedded, []string{"serve", "--empty"}, "另一个服务正在使用数据目录")
	refusedTool(t, embedded, []string{"check"}, "没有应答")
	refusedTool(t, embedded, []string{"restore", "x"}, "请先停止服务")
	mustTool(t, external, "check")
	r.stop()
	refusedTool(t, embedded, []string{"serve", "--empty"}, "另一个服务正在使用数据目录")
	second.stop()
	mustTool(t, embedded, "check")
}
