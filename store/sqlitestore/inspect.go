package sqlitestore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// Summary says what is in a backup.
type Summary struct {
	Path        string
	Size        int64  // bytes
	SHA256      string // of the file, in hex
	Collections []Count
}

// Count is how many documents a collection holds.
type Count struct {
	Collection string
	Documents  int64
}

// Inspect reads a backup in full: every page, every index against its table,
// every byte for the hash. It fails with ErrForeign, ErrNewer, ErrDamaged or
// ErrPlainCopy where the file is none to restore from. The file must not be in
// use, and nothing is written to it or beside it.
func Inspect(ctx context.Context, path string) (Summary, error) {
	s, err := inspect(ctx, path)
	if err != nil {
		return Summary{}, fmt.Errorf("inspect %s: %w", path, err)
	}
	return s, nil
}

func inspect(ctx context.Context, path string) (s Summary, err error) {
	f, err := existing(path)
	if err != nil {
		return Summary{}, err
	}
	if f.logged() {
		return Summary{}, ErrPlainCopy
	}
	// immutable: no locks, and no log made beside a file that may lie on a disk
	// that cannot be written.
	db, conn, err := single(ctx, f.dsn("immutable=1"))
	if err != nil {
		return Summary{}, plain(err)
	}
	defer func() { err = errors.Join(err, conn.Close(), db.Close()) }()
	if err := checkBackup(ctx, conn, f); err != nil {
		return Summary{}, plain(err)
	}
	s = Summary{Path: f.path}
	if s.Collections, err = counts(ctx, conn); err != nil {
		return Summary{}, plain(err)
	}
	s.Size, s.SHA256, err = hash(path)
	return s, err
}

func checkBackup(ctx context.Context, conn *sql.Conn, f file) error {
	if err := checkOwner(ctx, conn); err != nil {
		return err
	}
	var id int
	if err := conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != applicationID { // checkOwner takes an empty file for a new database
		return ErrForeign
	}
	if keepsLog, err := f.keepsLog(); err != nil || keepsLog {
		return errors.Join(err, ErrPlainCopy)
	}
	return check(ctx, conn, "integrity_check")
}

// keepsLog reports whether the header names write-ahead logging, as that of
// every database does that an Engine has opened, and that of no backup.
func (f file) keepsLog() (bool, error) {
	const mark, logging = 18, 2 // https://sqlite.org/fileformat2.html#file_format_version_numbers
	raw, err := os.Open(f.path)
	if err != nil {
		return false, err
	}
	defer func() { _ = raw.Close() }()
	var version [1]byte
	_, err = raw.ReadAt(version[:], mark)
	return version[0] == logging, err
}

// counts lists the collections by name.
func counts(ctx context.Context, conn *sql.Conn) ([]Count, error) {
	rows, err := conn.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Count
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Collection); err != nil {
			return nil, err
		}
		if nameShape.MatchString(c.Collection) { // else it is SQLite's own
			list = append(list, c)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for i := range list {
		text := "SELECT count(*) FROM " + quote(list[i].Collection)
		if err := conn.QueryRowContext(ctx, text).Scan(&list[i].Documents); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func hash(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}
