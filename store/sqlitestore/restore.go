package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrInUse is what those who want a database for themselves are answered while somebody has it open.
var ErrInUse = errors.New("sqlitestore: the database file is in use")

// Restore puts a copy of a backup in the place of the database at path, in one
// step, and returns where the old database is now: beside it, under a name with
// the time in it ("" if there was none). The backup is checked first and stays
// as it is.
//
// It fails with ErrInUse while anybody has the database open. A database whose
// header is damaged can keep no locks: then the caller must know that nobody
// uses it. After a crash the old database or the new one is in place, whole.
func Restore(ctx context.Context, backup, path string, now time.Time) (kept string, s Summary, err error) {
	kept, s, err = restore(ctx, backup, path, now)
	if err != nil {
		return "", Summary{}, fmt.Errorf("restore %s to %s: %w", backup, path, denied(err))
	}
	return kept, s, nil
}

func restore(ctx context.Context, backup, path string, now time.Time) (kept string, s Summary, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return "", s, err
	}
	s, err = Inspect(ctx, backup)
	switch {
	case errors.Is(err, ErrForeign), errors.Is(err, ErrDamaged):
		return "", s, fmt.Errorf("%w: %w", ErrUnfit, err)
	case err != nil:
		return "", s, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", s, err
	}
	temp, err := temporary(path)
	if err != nil {
		return "", s, err
	}
	defer discard(temp)
	if err = handOver(temp, path); err == nil {
		err = copyFile(backup, temp, s.SHA256)
	}
	if err != nil {
		return "", s, err
	}
	release, err := hold(ctx, path)
	if err != nil {
		return "", s, err
	}
	defer func() { err = errors.Join(err, release()) }()
	if kept, err = setAside(path, now); err != nil {
		return "", s, fmt.Errorf("keep the old database: %w", err)
	}
	if err := os.Rename(temp, path); err != nil {
		_ = os.Remove(kept) // two names for one database are one too many
		return "", s, err
	}
	return kept, s, syncFile(filepath.Dir(path))
}

// handOver makes a file that of whoever owned the database at path, so that the
// server can open it; where there was none, root leaves it to the folder's owner.
func handOver(temp, path string) error {
	old, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && os.Geteuid() == 0 {
		old, err = os.Stat(filepath.Dir(path))
	}
	if err != nil {
		return ifThere(err)
	}
	return giveTo(temp, old)
}

// copyFile fills target and makes sure that what has arrived is what was checked.
func copyFile(source, target, sum string) error {
	from, err := os.Open(source)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err := errors.Join(err, to.Sync(), to.Close()); err != nil {
		return err
	}
	if _, got, err := hash(target); err != nil || got != sum {
		return errors.Join(err, errors.New("the copy is not what was checked"))
	}
	return nil
}

// Idle answers nil when nobody, in this process or another, has the database at
// path open, and ErrInUse otherwise. It moves a log that a crash has left into
// the file.
func Idle(ctx context.Context, path string) error {
	release, err := hold(ctx, path)
	if err == nil {
		err = release()
	}
	if err != nil {
		return fmt.Errorf("look at %s: %w", path, denied(err))
	}
	return nil
}

// hold keeps everybody from the database at path until release, its log moved
// into it. SQLite leaves write-ahead logging only for the last one who has the
// file open: that is how it tells. Whoever opens the file during the hold waits,
// and SQLite refuses to let him write to it if it has been moved by then. It
// holds nothing where there is no database, or where its header is damaged.
func hold(ctx context.Context, path string) (release func() error, err error) {
	nothing := func() error { return nil }
	f, err := existing(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrLogAlone) {
		return nothing, nil
	}
	if err != nil {
		return nil, err
	}
	db, conn, err := single(ctx, f.dsn())
	if err != nil {
		return nil, err
	}
	release = func() error { return errors.Join(conn.Close(), db.Close()) }
	err = run(ctx, conn, "PRAGMA busy_timeout = 0", "PRAGMA journal_mode = DELETE", "BEGIN EXCLUSIVE")
	switch {
	case err == nil:
		return release, nil
	case isBusy(err):
		return nil, errors.Join(ErrInUse, release())
	case errors.Is(plain(err), ErrForeign), errors.Is(plain(err), ErrDamaged):
		return nothing, release()
	}
	return nil, errors.Join(err, release())
}

// setAside gives the old database a second name and takes what is left of its
// log away from the first: no old log may lie beside the new file.
func setAside(path string, now time.Time) (kept string, err error) {
	aside, err := unused(path + now.Format(".replaced-20060102-150405"))
	if err != nil {
		return "", err
	}
	switch err := os.Link(path, aside); {
	case err == nil:
		kept = aside
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	// A log is left of a database too damaged to be opened.
	return kept, errors.Join(ifThere(os.Rename(path+"-wal", aside+"-wal")), ifThere(os.Remove(path+"-shm")))
}

// unused is a name under which there is neither a database nor a log: name, or
// name with a number.
func unused(name string) (string, error) {
	for n, free := 2, name; ; n++ {
		_, errFile := os.Lstat(free)
		_, errLog := os.Lstat(free + "-wal")
		gone := errors.Is(errFile, fs.ErrNotExist) && errors.Is(errLog, fs.ErrNotExist)
		if err := errors.Join(ifThere(errFile), ifThere(errLog)); gone || err != nil {
			return free, err
		}
		free = fmt.Sprint(name, "-", n)
	}
}

func ifThere(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
