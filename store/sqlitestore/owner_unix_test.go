//go:build unix

package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/quanjiuye/backend/store/sqlitestore"
)

const server = 12345 // a user who owns nothing

// What root restores must be the server's to open: the new database belongs to
// whom the old one did, or the folder.
func TestRestoreByRootLeavesTheDatabaseToItsOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	for name, gone := range map[string]bool{"in place of the old one": false, "in an empty folder": true} {
		t.Run(name, func(t *testing.T) {
			path, backup, e := backedUp(t)
			closeEngine(t, e)
			if gone {
				must(t, os.Remove(path))
				must(t, os.Chown(filepath.Dir(path), server, server))
			} else {
				must(t, os.Chown(path, server, server))
			}
			_, _, err := sqlitestore.Restore(t.Context(), backup, path, noon)
			must(t, err)
			info, err := os.Stat(path)
			must(t, err)
			if owner := info.Sys().(*syscall.Stat_t); owner.Uid != server || owner.Gid != server || info.Mode().Perm() != 0o600 {
				t.Errorf("owner %d:%d, mode %v", owner.Uid, owner.Gid, info.Mode())
			}
		})
	}
}

func init() { children["open as another user"] = openAsAnother }

// A database of somebody else is not opened, and the reason is told as one.
func TestOpenOfAnotherUsersDatabase(t *testing.T) {
	path := newPath(t)
	closeEngine(t, open(t, path))
	for dir := filepath.Dir(path); len(dir) > len(os.TempDir()); dir = filepath.Dir(dir) {
		must(t, os.Chmod(dir, 0o777)) // so that it is for SQLite to find out
	}
	must(t, os.Chmod(path, 0))
	if out, err := childCommand(t, "open as another user", path).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func openAsAnother(path string) error {
	if os.Geteuid() == 0 { // who may open everything
		if err := syscall.Setuid(server); err != nil {
			return err
		}
	}
	ctx := context.Background()
	_, opened := sqlitestore.Open(ctx, path)
	_, backedUp := sqlitestore.Backup(ctx, path, filepath.Join(filepath.Dir(path), "backup.db"))
	for doing, err := range map[string]error{"open": opened, "back up": backedUp, "look": sqlitestore.Idle(ctx, path)} {
		if !errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("%s: got %w, want %w", doing, err, fs.ErrPermission)
		}
	}
	return nil
}
