package faults_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The disk of a SQLite file fills up under load and has room again later: a
// phone is told to come again, and nothing acknowledged is lost.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	disk := mountDisk(t, "size=24m")
	w := newWorld(t, plan{writers: 3, dataDir: filepath.Join(disk, "data")})
	l := w.load(50 * time.Millisecond)
	l.until(t, 20, 30*time.Second)
	for range 3 {
		ballast := filepath.Join(disk, "ballast")
		before := w.statuses.of("503")
		fill(t, ballast)
		w.fault("disk full")
		eventually(t, 30*time.Second, "phones are told to come again", func() bool { return w.statuses.of("503") >= before+5 })
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		l.until(t, 20, 60*time.Second)
	}
	l.drain(t)
	w.finish(t)
	t.Logf("answers %s", &w.statuses)
}

// A backup and a restore onto a disk without room fail with a sentence and leave
// nothing behind; with room they succeed.
func TestBackupAndRestoreOntoAFullDisk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{})
	a, disk, file := w.instances[0], mountDisk(t, "size=4m"), filepath.Join(t.TempDir(), "backup.db")
	ballast := filepath.Join(disk, "ballast")
	fill(t, ballast)
	for _, c := range []struct {
		args    []string
		dataDir string
	}{
		{[]string{"backup", filepath.Join(disk, "backup.db")}, w.plan.dataDir},
		{[]string{"backup", file}, w.plan.dataDir},
		{[]string{"restore", file}, disk},
	} {
		tool := &service{t: t, environ: append(slices.Clone(a.environ), "DATA_DIR="+c.dataDir)}
		code, _ := tool.tool(c.args...)
		if onDisk := c.args[1] != file || c.dataDir == disk; onDisk != (code == 1) {
			t.Errorf("%v: exit code %d\n%s", c.args, code, tool.log.tail(5))
		} else if onDisk && !strings.Contains(tool.log.tail(5), "磁盘已满") {
			t.Errorf("%v does not say why:\n%s", c.args, tool.log.tail(5))
		}
	}
	if entries, err := os.ReadDir(disk); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	w.fault("disk full")
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	roomy := &service{t: t, environ: append(slices.Clone(a.environ), "DATA_DIR="+disk)}
	if code, _ := roomy.tool("restore", file); code != 0 {
		t.Errorf("restore with room: exit code %d\n%s", code, roomy.log.tail(5))
	}
}

// mountDisk makes a disk of a few megabytes.
func mountDisk(t *testing.T, size string) (path string) {
	t.Helper()
	path = t.TempDir()
	if err := syscall.Mount("tmpfs", path, "tmpfs", 0, size); err != nil {
		t.Fatalf("mount a small tmpfs (root may): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(path, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", path, err)
		}
	})
	return path
}

// fill takes all the room that is left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for chunk := make([]byte, 1<<16); len(chunk) > 0; {
		if _, err := f.Write(chunk); errors.Is(err, syscall.ENOSPC) {
			chunk = chunk[:len(chunk)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
