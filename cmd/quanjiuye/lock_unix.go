//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// lockAlone locks a folder for this process alone, lockShared with others that
// share it. The lock is on the folder itself: there is no file to be left behind,
// or deleted.
func lockAlone(dir string) (unlock func() error, err error) { return flock(dir, syscall.LOCK_EX) }

func lockShared(dir string) (unlock func() error, err error) { return flock(dir, syscall.LOCK_SH) }

func flock(dir string, how int) (unlock func() error, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	switch {
	case err == nil, errors.Is(err, errors.ErrUnsupported): // else a file system without locks
		return f.Close, nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		err = errHeld
	}
	return nil, errors.Join(err, f.Close())
}
