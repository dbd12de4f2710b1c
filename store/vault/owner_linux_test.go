package vault_test

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/quanjiuye/backend/store/vault"
)

// As the owner, outside of the file's group: a change goes through where the
// group has no rights, and takes none away where it has.
func TestTheOwnerNeedNotBeInTheGroup(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can play somebody else")
	}
	for mode, ok := range map[os.FileMode]bool{0o400: true, 0o600: true, 0o640: false} {
		_, path := fresh(t)
		for _, dir := range []string{filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
			if err := os.Chmod(dir, 0o711); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{filepath.Dir(path), path} {
			if err := os.Chown(name, 65532, 65533); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := as(65532, func() error { return vault.AddSealKey(path) }); (err == nil) != ok {
			t.Errorf("mode %04o: %v", mode, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("mode %04o has become %v, %v", mode, info.Mode(), err)
		}
	}
}

// as runs do with the file rights of a user and group.
func as(id uintptr, do func() error) error {
	ended := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocks: the thread ends with its user
		for _, set := range []uintptr{syscall.SYS_SETFSGID, syscall.SYS_SETFSUID} {
			_, _, _ = syscall.RawSyscall(set, id, 0, 0)
		}
		ended <- do()
	}()
	return <-ended
}
