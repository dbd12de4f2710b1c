package faults_test

import (
	"errors"
	"os"
	"path/filepath"
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
