package blobstore_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/blobstore"
)

func TestFolder(t *testing.T) {
	contract(t, func(t *testing.T) (service.Blobs, func()) {
		dir := filepath.Join(t.TempDir(), "data", "blobs")
		b, err := blobstore.OpenFolder(dir)
		check(t, err)
		return b, func() { check(t, os.Rename(dir, dir+".aside")) }
	})
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	dir := filepath.Join(t.TempDir(), "blobs")
	b, err := blobstore.OpenFolder(dir)
	check(t, err)
	check(t, b.Put(t.Context(), "site/x.jpg", []byte("x")))
	seen := map[string]fs.FileMode{}
	check(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		check(t, err)
		info, err := e.Info()
		check(t, err)
		name, _ := filepath.Rel(dir, path)
		seen[name] = info.Mode()
		return nil
	}))
	if len(seen) != 3 || seen["."].Perm() != 0o700 || seen["site"].Perm() != 0o700 || seen["site/x.jpg"] != 0o600 {
		t.Errorf("%v", seen) // also: nothing is left of writing
	}
}

// A folder that is moved away or not mounted must not be begun anew.
func TestAFolderThatIsAwayIsNotMadeAnew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "blobs")
	b, err := blobstore.OpenFolder(dir)
	check(t, err)
	check(t, os.Remove(dir))
	if err := b.Put(t.Context(), "site/x", []byte("x")); err == nil {
		t.Error("put")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is there again")
	}
	check(t, os.Mkdir(dir, 0o700))
	check(t, b.Put(t.Context(), "site/x", []byte("x")))
}

func TestAFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	if _, err := blobstore.OpenFolder(filepath.Join(file, "blobs")); err == nil {
		t.Error("opened below a file")
	}
}
