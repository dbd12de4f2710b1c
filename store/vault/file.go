package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile bounds what is read as a keyset file: room for hundreds of keys.
const maxFile = 1 << 20

// Option changes how Open treats the file.
type Option func(*options)

type options struct{ ownerOnly bool }

// OwnerOnly makes Open refuse a file that the group or everybody may read or
// write. Production wants it.
func OwnerOnly() Option { return func(o *options) { o.ownerOnly = true } }

// Open reads the keyset file at keysetPath:
//
//	{"version": 1, "seal": <Tink keyset: AEAD>, "blind": <Tink keyset: PRF>}
//
// The keys stand in it in the clear: its mode, its disk and its backups are
// what protects them. Whoever loses the file loses every sealed field; whoever
// copies it reads them all. (A key management service can come later: the two
// keysets would then be Tink's encrypted ones.)
//
// With create, a missing file is made with fresh keys and mode 0600, in one
// step: a crash leaves no half file, and of several processes that start
// together all end up with the same keys. Without it, a missing file is an
// error (ErrMissing). A broken file is always an error, and never replaced.
func Open(keysetPath string, create bool, opts ...Option) (*Vault, error) {
	var o options
	for _, set := range opts {
		set(&o)
	}
	f, err := readFile(keysetPath, o)
	if create && errors.Is(err, ErrMissing) {
		if err := createKeys(keysetPath); err != nil {
			return nil, fmt.Errorf("vault: create keyset %s: %w", keysetPath, err)
		}
		f, err = readFile(keysetPath, o)
	}
	if err != nil {
		return nil, fmt.Errorf("vault: read keyset %s: %w", keysetPath, err)
	}
	v, err := f.keys.vault()
	if err != nil {
		return nil, fmt.Errorf("vault: read keyset %s: %w", keysetPath, err)
	}
	return v, nil
}

// file is a keyset file that was read.
type file struct {
	info fs.FileInfo
	text []byte
	keys keys
}

func readFile(path string, o options) (file, error) {
	f, err := os.Open(path)
	if err != nil {
		return file{}, unread(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat() // of the open file: a name could be swapped in between
	if err != nil {
		return file{}, unread(err)
	}
	if mode := info.Mode().Perm(); o.ownerOnly && mode&0o077 != 0 {
		return file{}, fmt.Errorf("%w: mode %04o, make it 0600", ErrShared, mode)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return file{}, unread(err)
	}
	k, err := decodeKeys(text)
	return file{info, text, k}, err
}

func createKeys(path string) error {
	k, err := newKeys()
	if err != nil {
		return err
	}
	text, err := k.encode()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, bare(err))
	}
	// A link, unlike a rename, never replaces a file that somebody else made
	// since; theirs is then the one to read.
	err = publish(path, text, nil, os.Link)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// publish writes text, durably, to a file beside path and then gives it its name
// by put (os.Link or os.Rename). The file has the mode, owner and group of like,
// so that whoever could read that one can read it; without like it is ours, 0600.
func publish(path string, text []byte, like fs.FileInfo, put func(oldname, newname string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".keyset-*") // mode 0600
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, bare(err))
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(text)
	if err == nil && like != nil {
		err = resemble(f, like)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = put(f.Name(), path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnwritable, bare(err))
	}
	return nil
}

// resemble gives f the mode, owner and group of like: the mode first, since what
// is no longer ours may be closed to us.
func resemble(f *os.File, like fs.FileInfo) error {
	if err := f.Chmod(like.Mode().Perm()); err != nil {
		return err
	}
	return own(f, like)
}

// syncDir makes a new name in dir survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// bare takes the path out of a file error; the caller names it once.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}
