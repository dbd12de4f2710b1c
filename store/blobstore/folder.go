package blobstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/quanjiuye/backend/service"
)

// Folder keeps each blob in a file. The folder belongs on a disk of this machine, or
// on one that several servers share and that knows hard links.
//
// A server that dies while it writes may leave a file .put-… behind, which nothing
// reads and anybody may delete.
type Folder struct{ dir string }

var _ service.Blobs = (*Folder)(nil)

// At is the folder as it is: it makes nothing, for whoever only looks.
func At(dir string) *Folder { return &Folder{dir} }

// OpenFolder makes the folder if it is not there, for its owner only.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blobs: make the folder: %w", err)
	}
	f := &Folder{dir}
	return f, f.Ping(context.Background())
}

// Put implements service.Blobs: the bytes get their name, in one step, when they are
// on the disk.
func (f *Folder) Put(ctx context.Context, key string, data []byte) error {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return fault("put", err)
	}
	path := filepath.Join(f.dir, filepath.FromSlash(key))
	if err := f.makeRoom(filepath.Dir(path)); err != nil {
		return fault("put", err)
	}
	if _, err := os.Lstat(path); err != nil {
		if err := writeOnce(path, data); err != nil {
			return fault("put", err)
		}
	}
	return fault("put", syncDir(filepath.Dir(path))) // its name may be another's, and not on the disk yet
}

// makeRoom makes the folders below our own, which must be there: one that was moved
// away or is not mounted is not begun anew.
func (f *Folder) makeRoom(dir string) error {
	if dir == filepath.Clean(f.dir) {
		return nil
	}
	if err := f.makeRoom(filepath.Dir(dir)); err != nil {
		return err
	}
	switch err := os.Mkdir(dir, 0o700); {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return err
	}
	return syncDir(filepath.Dir(dir))
}

func writeOnce(path string, data []byte) (err error) {
	t, err := os.CreateTemp(filepath.Dir(path), ".put-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(t.Name())) }()
	_, err = t.Write(data)
	if err = errors.Join(err, t.Sync(), t.Close()); err != nil {
		return err
	}
	if err = os.Link(t.Name(), path); errors.Is(err, fs.ErrExist) { // unlike a rename, it replaces nothing
		return nil
	}
	return err
}

// Get implements service.Blobs.
func (f *Folder) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if err := errors.Join(checkKey(key), ctx.Err()); err != nil {
		return nil, 0, fault("get", err)
	}
	file, err := os.Open(filepath.Join(f.dir, filepath.FromSlash(key)))
	if errors.Is(err, fs.ErrNotExist) {
		if err := f.Ping(ctx); err != nil { // all of them are missing
			return nil, 0, err
		}
		return nil, 0, service.ErrNoRecord
	}
	if err != nil {
		return nil, 0, fault("get", err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = service.ErrNoRecord
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return file, info.Size(), nil
}

// Ping implements service.Blobs: the folder takes files.
func (f *Folder) Ping(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fault("ping", err)
	}
	t, err := os.CreateTemp(f.dir, ".put-*")
	if err != nil {
		return fault("ping", err)
	}
	return fault("ping", errors.Join(t.Close(), os.Remove(t.Name())))
}

// syncDir makes the names in a folder durable. Windows does so by itself, and has
// no way to ask for it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
