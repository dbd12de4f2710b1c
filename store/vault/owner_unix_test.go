//go:build unix

package vault_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/quanjiuye/backend/store/vault"
)

// A server that could read the file before a change can read it afterwards.
func TestAChangeKeepsWhoMayRead(t *testing.T) {
	_, path := fresh(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	uid, gid := os.Getuid(), os.Getgid()
	if uid == 0 { // as the host's root changes the file of a container's user
		uid, gid = 65532, 65533
		if err := os.Chown(path, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	change(t, path, vault.AddSealKey, vault.PromoteSealKey)
	for _, file := range []string{path, retire(t, path, 1)} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		owner, ok := info.Sys().(*syscall.Stat_t)
		if !ok || int(owner.Uid) != uid || int(owner.Gid) != gid || info.Mode().Perm() != 0o400 {
			t.Errorf("%s: owner %+v, mode %04o; want %d:%d, 0400", file, owner, info.Mode().Perm(), uid, gid)
		}
	}
}

func TestALinkStaysALink(t *testing.T) {
	first, path := fresh(t)
	row := seal(t, first, "text", "row", "field")
	link := filepath.Join(t.TempDir(), "keyset.json")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	change(t, link, vault.AddSealKey, vault.PromoteSealKey)
	kept := retire(t, link, 1)
	if target, err := os.Readlink(link); err != nil || target != path {
		t.Errorf("the link leads to %s, %v", target, err)
	}
	if filepath.Dir(kept) != filepath.Dir(path) {
		t.Errorf("the old file is kept as %s, not beside %s", kept, path)
	}
	if got, err := open(t, kept, false).Open(row, "row", "field"); got != "text" || err != nil {
		t.Errorf("with what is kept: %q, %v", got, err)
	}
}
