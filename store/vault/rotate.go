package vault

import (
	"errors"
	"fmt"
	"os"

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

// ErrNoNewKey answers PromoteSealKey where the newest sealing key seals already.
var ErrNoNewKey = errors.New("vault: no sealing key was added since the last promotion")

// AddSealKey adds a fresh sealing key to the file: it can open, and does not
// seal yet. Two processes must not change one file at the same time.
func AddSealKey(keysetPath string) error {
	return change(keysetPath, func(m *keyset.Manager, _ keys) error {
		_, err := m.Add(aead.AES256GCMKeyTemplate())
		return err
	})
}

// PromoteSealKey makes the sealing key that was added last the one that seals.
// The older ones go on opening.
func PromoteSealKey(keysetPath string) error {
	return change(keysetPath, func(m *keyset.Manager, k keys) error {
		newest, err := k.seal.Entry(k.seal.Len() - 1)
		if err != nil {
			return errNotKeyset
		}
		if newest.IsPrimary() {
			return ErrNoNewKey
		}
		return m.SetPrimary(newest.KeyID())
	})
}

// RetireSealKeys drops every sealing key but the one that seals, and returns how
// many. What is still sealed under one of them can never be opened again, and
// neither can backups that hold such rows, unless the old file is kept.
func RetireSealKeys(keysetPath string) (n int, err error) {
	err = change(keysetPath, func(m *keyset.Manager, k keys) error {
		for i := range k.seal.Len() {
			key, err := k.seal.Entry(i)
			if err != nil {
				return errNotKeyset
			}
			if key.IsPrimary() {
				continue
			}
			if err := m.Delete(key.KeyID()); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// change edits the sealing keyset of the file in one step; a crash leaves the
// old file or the new one.
func change(path string, edit func(*keyset.Manager, keys) error) error {
	k, err := readKeys(path, options{})
	if err == nil {
		err = k.editSeal(edit)
	}
	if err != nil {
		return fmt.Errorf("vault: change keyset %s: %w", path, err)
	}
	text, err := k.encode()
	if err == nil {
		err = publish(path, text, os.Rename)
	}
	if err != nil {
		return fmt.Errorf("vault: write keyset %s: %w", path, err)
	}
	return nil
}

func (k *keys) editSeal(edit func(*keyset.Manager, keys) error) error {
	m := keyset.NewManagerFromHandle(k.seal)
	err := edit(m, *k)
	switch {
	case errors.Is(err, ErrNoNewKey):
		return err
	case err != nil:
		return errors.New("no such sealing key, or it is disabled") // Tink's words may quote the file
	}
	if k.seal, err = m.Handle(); err != nil {
		return errNotKeyset
	}
	return nil
}
