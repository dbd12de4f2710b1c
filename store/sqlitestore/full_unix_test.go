//go:build unix

package sqlitestore_test

import (
	"context"
	"fmt"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// A log that cannot grow is found out at the commit, not at the statement. A
// limit on the size of files does what a full disk would; it binds a whole
// process, so a child takes it on.
func TestCommitThatFails(t *testing.T) {
	cmd := childCommand(t, "out of room", newPath(t))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func init() { children["out of room"] = runOutOfRoom }

func runOutOfRoom(path string) error {
	signal.Ignore(syscall.SIGXFSZ) // a write beyond the limit then fails like any other
	ctx := context.Background()
	e, err := sqlitestore.Open(ctx, path)
	if err != nil {
		return err
	}
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	tight := old
	tight.Cur = 1_000_000 // the compiler knows its type, which systems differ in
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &tight); err != nil {
		return err
	}
	kept, failed := 0, 0
	for i := 0; failed < 20 && i < 3_000; i++ {
		doc := registration(fmt.Sprint(i))
		doc.Note = strings.Repeat("x", 2_000)
		if err := e.Insert(ctx, "registrations", doc); err != nil {
			failed++
		} else {
			kept++
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return err
	}
	if err := e.Insert(ctx, "registrations", registration("after")); err != nil {
		return fmt.Errorf("insert when there is room again: %w", err)
	}
	n, err := e.Delete(ctx, "registrations", store.Query{})
	if err != nil || kept == 0 || failed == 0 || n != int64(kept+1) {
		return fmt.Errorf("%d inserts were acknowledged, %d failed, %d documents are there: %w", kept+1, failed, n, err)
	}
	return e.Close(ctx)
}
