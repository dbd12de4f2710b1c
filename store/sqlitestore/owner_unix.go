//go:build unix

package sqlitestore

import (
	"os"
	"syscall"
)

// giveTo makes a file that we have made that of the owner of another.
func giveTo(path string, other os.FileInfo) error {
	owner, ok := other.Sys().(*syscall.Stat_t)
	if !ok || int(owner.Uid) == os.Geteuid() {
		return nil
	}
	return os.Chown(path, int(owner.Uid), int(owner.Gid))
}
