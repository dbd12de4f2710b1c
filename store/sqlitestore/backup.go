package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// Backup copies the database at path into a new file, target, while others go
// on reading and writing it: a snapshot that holds every write acknowledged
// before Backup was called and no part of any other write.
//
// target (mode 0600) appears under its name only when it is complete, checked
// in full and on the disk; a file that is there already is never touched
// (fs.ErrExist). Backup changes nothing in the database, not even its schema,
// so that it can be taken before an upgrade.
func Backup(ctx context.Context, path, target string) (Summary, error) {
	s, err := backup(ctx, path, target)
	if err != nil {
		return Summary{}, fmt.Errorf("back up %s to %s: %w", path, target, denied(err))
	}
	return s, nil
}

func backup(ctx context.Context, path, target string) (Summary, error) {
	f, err := existing(path)
	if err != nil {
		return Summary{}, err
	}
	if _, err := os.Lstat(target); err == nil {
		return Summary{}, fs.ErrExist
	}
	temp, err := temporary(target)
	if err != nil {
		return Summary{}, err
	}
	defer discard(temp)
	to := file{path: temp}
	if err = snapshot(ctx, f, to); err == nil {
		err = seal(ctx, to)
	}
	if err != nil {
		return Summary{}, plain(err)
	}
	s, err := Inspect(ctx, temp)
	if err == nil {
		err = publish(temp, target)
	}
	s.Path = target
	return s, err
}

// temporary makes an empty file of mode 0600 in the folder of target.
func temporary(target string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+"-*")
	if err != nil {
		return "", err
	}
	return filepath.Abs(f.Name())
}

// discard removes a temporary file and what SQLite may have put beside it.
func discard(temp string) {
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		_ = os.Remove(temp + suffix)
	}
}

// pagesPerStep is how much is copied (16 MB) before ctx is asked again.
const pagesPerStep = 4096

// snapshot copies one state of from into the empty file to.
func snapshot(ctx context.Context, from, to file) error {
	db, conn, err := single(ctx, from.dsn("_query_only=1"))
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(conn.Close(), db.Close()) }()
	if err := checkOwner(ctx, conn); err != nil {
		return err
	}
	// A read transaction around all steps: without it the copy would begin anew
	// at each write of another process, and never end beside a busy one.
	if err := run(ctx, conn, "BEGIN", "SELECT count(*) FROM sqlite_schema"); err != nil {
		return err
	}
	return conn.Raw(func(driver any) error {
		c, ok := driver.(interface {
			NewBackup(uri string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("the driver makes no backups")
		}
		b, err := c.NewBackup(to.dsn("_synchronous=OFF")) // publish does it, once
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if more, err = b.Step(pagesPerStep); err == nil {
				err = ctx.Err()
			}
		}
		if finished := b.Finish(); err == nil { // else it repeats what Step said
			err = finished
		}
		return err
	})
}

// seal makes a copy a backup: the mode in its header is the one that knows no
// log. It tells it from a file that somebody has copied past SQLite, whose log
// may be missing; Inspect asks for it.
func seal(ctx context.Context, f file) error {
	db, conn, err := single(ctx, f.dsn("_synchronous=OFF"))
	if err != nil {
		return err
	}
	return errors.Join(run(ctx, conn, "PRAGMA journal_mode = DELETE"), conn.Close(), db.Close())
}

// publish gives a complete file its name, for good.
func publish(temp, target string) error {
	if err := syncFile(temp); err != nil {
		return err
	}
	// A link never replaces a file that somebody has made meanwhile.
	err := os.Link(temp, target)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without links
		if _, there := os.Lstat(target); there == nil {
			return fs.ErrExist
		}
		err = os.Rename(temp, target)
	}
	if err != nil {
		return err
	}
	return syncFile(filepath.Dir(target))
}

// syncFile brings a file, or the names in a folder, to the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
