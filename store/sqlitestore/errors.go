package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/quanjiuye/backend/store"
)

// Why a file is refused.
var (
	// ErrForeign: the file is no database, or one of another program, or it was ours
	// and its first page is destroyed.
	ErrForeign = errors.New("sqlitestore: not a database of this program")
	// ErrNewer: a later version of this program has written the file.
	ErrNewer = errors.New("sqlitestore: written by a newer version of this program")
	// ErrDamaged: the file is ours and its contents are broken; restore a backup.
	ErrDamaged = errors.New("sqlitestore: the database file is damaged")
	// ErrLogAlone: the file is missing or empty and its log is there, with records
	// in it; bring the file back to its log.
	ErrLogAlone = errors.New("sqlitestore: a log (-wal) lies there without its database file")
	// ErrGone: while an Engine had the file or its log open, it was moved, deleted or
	// replaced. Nothing is written any more until it is back.
	ErrGone = errors.New("sqlitestore: the database file in use is no longer in its place")
	// ErrPlainCopy: the file was copied by other means than Backup, so that a part
	// of it may have stayed behind in a log.
	ErrPlainCopy = errors.New("sqlitestore: a plain copy of a database, and no backup")
	// ErrUnfit, beside ErrForeign or ErrDamaged: it is the backup that is so.
	ErrUnfit = errors.New("sqlitestore: not a backup to restore from")
)

var errClosed = errors.New("sqlitestore: the engine is closed")

// code is SQLite's extended result code, 0 for an error of anything else.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// primary is the part of a result code that says what kind of error it is.
func primary(err error) int { return code(err) & 0xff }

func isBusy(err error) bool { return primary(err) == sqlite3.SQLITE_BUSY }

// plain puts the package's own errors in place of SQLite's codes for them.
func plain(err error) error {
	switch primary(err) {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrForeign, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err) // as the system says it elsewhere
	}
	switch code(err) {
	case sqlite3.SQLITE_READONLY_DBMOVED:
		return fmt.Errorf("%w: %w", ErrGone, err)
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return fmt.Errorf("%w: %w", store.ErrDuplicate, err)
	}
	return err
}

// denied puts fs.ErrPermission to what SQLite says when it may not open a file that
// is there, or may only read it. It is for opening: later the same codes have
// other reasons, such as too many open files.
func denied(err error) error {
	switch primary(err) {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY:
		if code(err) != sqlite3.SQLITE_READONLY_DBMOVED {
			return fmt.Errorf("%w: %w", fs.ErrPermission, err)
		}
	}
	return err
}

// spoils reports whether err may have ended the transaction that its statement
// ran in. A broken constraint undoes its own statement and no more.
func spoils(err error) bool {
	p := primary(err)
	return p != 0 && p != sqlite3.SQLITE_CONSTRAINT
}
