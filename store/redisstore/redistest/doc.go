// Package redistest gives tests real Redis servers: one alone, a cluster, or a
// master with its replica under sentinels, which the test may kill, freeze and
// start again.
//
// Each server is a redis-server process on loopback with a folder of its own and
// without persistence. It ends with the test that started it, and on Linux also
// with the test process, however that ends. Methods that take no test report
// what goes wrong to the one that started the server, and like t.Fatal belong on
// its goroutine.
//
// Where redis-server is not installed a test is skipped, or fails where
// REQUIRE_ENGINES is set, as it is in CI.
package redistest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// patience is how long a server may take to do what it was told.
const patience = 20 * time.Second

// Need ends the test where there is no redis-server.
func Need(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err == nil {
		return
	}
	const missing = "redis-server is not installed"
	if os.Getenv("REQUIRE_ENGINES") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

// await asks until it is so, ctx ends or patience does.
func await(ctx context.Context, what string, so func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for !so() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("never happened: %s", what)
		case <-time.After(5 * time.Millisecond):
		}
	}
	return nil
}
