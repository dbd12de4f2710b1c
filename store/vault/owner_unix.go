//go:build unix

package vault

import (
	"io/fs"
	"os"
	"syscall"
)

// own gives f the owner and group of like, where they differ. A group that the
// mode gives nothing to need not be kept: a container's user is seldom in it.
func own(f *os.File, like fs.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	have, known := info.Sys().(*syscall.Stat_t)
	want, wanted := like.Sys().(*syscall.Stat_t)
	if !known || !wanted || have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	err = f.Chown(int(want.Uid), int(want.Gid))
	if have.Uid == want.Uid && like.Mode().Perm()&0o070 == 0 {
		return nil
	}
	return err
}
