//go:build unix

package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestAFrozenServerKeepsItsDirectory: a tool must neither take the place of a server
// that does not answer nor wipe out where to find it.
func TestAFrozenServerKeepsItsDirectory(t *testing.T) {
	dir := t.TempDir()
	environ := settings(dir)
	cmd, _ := child(t, environ, "--empty")
	before, err := os.ReadFile(filepath.Join(dir, "redis.addr"))
	if err := errors.Join(err, cmd.Process.Signal(syscall.SIGSTOP)); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, environ, []string{"check"}, "没有应答")
	refusedTool(t, environ, []string{"serve", "--empty"}, "另一个服务正在使用数据目录")
	refusedTool(t, environ, []string{"restore", "x"}, "请先停止服务")
	if after, err := os.ReadFile(filepath.Join(dir, "redis.addr")); string(after) != string(before) || err != nil {
		t.Errorf("the address was changed: %v", err)
	}

	if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	mustTool(t, environ, "check")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	mustTool(t, environ, "check") // the lock has ended with its process
}
