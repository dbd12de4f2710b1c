package sqlitestore

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// file is the database file, or its log.
type file struct {
	path string      // absolute
	info os.FileInfo // of before it was opened
}

// prepare makes the folder and an empty file where they are missing.
//
// It never opens a file that exists: closing it again would drop the locks that
// another engine in this process holds on it (POSIX locks belong to the process).
func prepare(path string) (file, error) {
	if path == "" {
		return file{}, errors.New("the path is empty")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return file{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return file{}, err
	}
	if !(file{path: path}).logged() { // a log is never there before its database
		if err := create(path); err != nil {
			return file{}, err
		}
	}
	return existing(path)
}

// existing is the file at path, which must be there. Where it is gone or empty
// and its log is not, SQLite would throw the log away, and with it what was
// acknowledged: that is ErrLogAlone.
func existing(path string) (file, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return file{}, err
	}
	logged := file{path: path}.logged() // asked first: a file in the making gets its log last
	info, err := os.Stat(path)
	gone := errors.Is(err, fs.ErrNotExist)
	switch {
	case logged && (gone || err == nil && info.Size() == 0):
		return file{}, ErrLogAlone
	case err != nil:
		return file{}, err
	case !info.Mode().IsRegular():
		return file{}, fmt.Errorf("%w: not a regular file", ErrForeign)
	}
	return file{path, info}, nil
}

// logged reports whether a log lies beside the file: somebody has it open, or
// nobody closed it.
func (f file) logged() bool {
	log, err := os.Stat(f.path + "-wal")
	return err == nil && log.Size() > 0
}

// create makes an empty file that only its owner may read; SQLite gives its
// log the same mode.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn is the data source name of a connection to the file.
func (f file) dsn(params ...string) string {
	path := filepath.ToSlash(f.path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	// mode=rw: a file that vanished meanwhile must not come back empty.
	params = append(params, "mode=rw", "_busy_timeout=10000", "_dqs=0", "_defensive=1")
	return (&url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(params, "&")}).String()
}
