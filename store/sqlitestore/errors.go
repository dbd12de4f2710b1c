package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/quanjiuye/backend/store"
)

// Why Open or Inspect refuses a file.
var (
	// ErrLogAlone: the file is missing or empty and its log, which holds records
	// that never reached it, is there. SQLite would delete the log.
	ErrLogAlone = errors.New("sqlitestore: a log without its database file")
	// ErrPlainCopy: the file is no backup but a database, or a plain copy of one;
	// what was in its log may be missing.
	ErrPlainCopy = errors.New("sqlitestore: a plain copy of a database is no backup")
	// ErrForeign: the file is no database, or one of another program.
	ErrForeign = errors.New("sqlitestore: not a database of this program")
	// ErrNewer: a later version of this program has written the file.
	ErrNewer = errors.New("sqlitestore: written by a newer version of this program")
	// ErrDamaged: the file is ours and its contents are broken; restore a backup.
	ErrDamaged = errors.New("sqlitestore: the database file is damaged")
)

// Why the engine cannot go on.
var (
	// ErrReplaced: the database file was moved away or another was put in its place.
	ErrReplaced = errors.New("sqlitestore: the database file was replaced under the running engine")
	// ErrFull: the disk is full.
	ErrFull = errors.New("sqlitestore: the disk is full")
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
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("%w: %w", fs.ErrPermission, err)
	}
	switch code(err) {
	case sqlite3.SQLITE_READONLY_DBMOVED:
		return fmt.Errorf("%w: %w", ErrReplaced, err)
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return fmt.Errorf("%w: %w", store.ErrDuplicate, err)
	}
	return err
}

// spoils reports whether err may have ended the transaction that its statement
// ran in. A broken constraint undoes its own statement and no more.
func spoils(err error) bool {
	p := primary(err)
	return p != 0 && p != sqlite3.SQLITE_CONSTRAINT
}
