package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// A sealing key is changed in steps, so that no running instance ever meets a
// ciphertext that it cannot open: AddSealKey, restart every instance,
// PromoteSealKey, restart again. Rows sealed before stay readable; they move to
// the new key as they are next written, or by store.Reseal, after which
// RetireSealKeys may drop the old one. Blinding keys are not changed in passing:
// every blind index would have to be computed anew, with writers stopped, because
// a unique index cannot see that two blinds are one value.

// AddSealKey adds a fresh sealing key to the file: it can open, and does not
// seal yet. Two processes must not change one file at the same time.
//
// It fails with ErrNotPromoted while an earlier one waits: instances may know
// that one, and PromoteSealKey would have them meet the other.
func AddSealKey(keysetPath string) error {
	return change(keysetPath, func(m *keyset.Manager, f file, _ string) error {
		newest, err := f.keys.newest()
		if err != nil {
			return err
		}
		if !newest.IsPrimary() {
			return ErrNotPromoted
		}
		_, err = m.Add(aead.AES256GCMKeyTemplate())
		return quiet(err)
	})
}

// PromoteSealKey makes the sealing key that was added last the one that seals.
// The older ones go on opening.
func PromoteSealKey(keysetPath string) error {
	return change(keysetPath, func(m *keyset.Manager, f file, _ string) error {
		newest, err := f.keys.newest()
		if err != nil {
			return err
		}
		if newest.IsPrimary() {
			return ErrNoNewKey
		}
		return quiet(m.SetPrimary(newest.KeyID()))
	})
}

// RetireSealKeys drops every sealing key but the one that seals, and returns how
// many, and where the file as it was is kept: beside it, under a name with the
// time in it. What is still sealed under one of them can be opened only with
// that one, and so can backups that hold such rows.
//
// It fails with ErrNotPromoted or ErrNoOldKey where there is nothing to drop.
func RetireSealKeys(keysetPath string, now time.Time) (n int, kept string, err error) {
	err = change(keysetPath, func(m *keyset.Manager, f file, path string) error {
		if n, err = f.keys.dropOld(m); err != nil {
			return err
		}
		kept = path + now.Format(".before-retire-20060102-150405")
		return publish(kept, f.text, f.info, os.Link)
	})
	if err != nil {
		return 0, "", err
	}
	return n, kept, nil
}

func (k keys) dropOld(m *keyset.Manager) (n int, err error) {
	newest, err := k.newest()
	switch {
	case err != nil:
		return 0, err
	case !newest.IsPrimary():
		return 0, ErrNotPromoted
	case k.seal.Len() == 1:
		return 0, ErrNoOldKey
	}
	for n = range k.seal.Len() - 1 { // the newest is the last
		key, err := k.seal.Entry(n)
		if err != nil {
			return 0, ErrMalformed
		}
		if err := m.Delete(key.KeyID()); err != nil {
			return 0, quiet(err)
		}
	}
	return n + 1, nil
}

func (k keys) newest() (*keyset.Entry, error) {
	newest, err := k.seal.Entry(k.seal.Len() - 1)
	if err != nil {
		return nil, ErrMalformed
	}
	return newest, nil
}

// change edits the sealing keyset of the file in one step; a crash leaves the
// old file or the new one. It edits the file itself: a link to it stays one.
func change(path string, edit func(m *keyset.Manager, old file, path string) error) error {
	given := path
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("vault: change keyset %s: %w", given, unread(err))
	}
	f, err := readFile(path, options{})
	if err == nil {
		err = f.rewrite(path, edit)
	}
	if err != nil {
		return fmt.Errorf("vault: change keyset %s: %w", path, err)
	}
	return nil
}

func (f file) rewrite(path string, edit func(m *keyset.Manager, old file, path string) error) error {
	m := keyset.NewManagerFromHandle(f.keys.seal)
	if err := edit(m, f, path); err != nil {
		return err
	}
	seal, err := m.Handle()
	if err != nil {
		return ErrMalformed
	}
	text, err := keys{seal, f.keys.blind}.encode()
	if err != nil {
		return err
	}
	return publish(path, text, f.info, os.Rename)
}

// quiet keeps Tink's words out of an error: they may quote the file.
func quiet(err error) error {
	if err != nil {
		return errors.New("no such sealing key, or it is disabled")
	}
	return nil
}
