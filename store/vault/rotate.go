package vault

import (
	"errors"
	"fmt"
	"os"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// A sealing key is changed in two steps, so that no running instance ever meets
// a ciphertext that it cannot open: AddSealKey, restart every instance,
// PromoteSealKey, restart again. Rows sealed before stay readable; they move to
// the new key as they are next written. Blinding keys are not changed in
// passing: every blind index would have to be computed anew, with writers
// stopped, because a unique index cannot see that two blinds are one value.

// AddSealKey adds a fresh sealing key to the file: it can open, and does not
// seal yet. Two processes must not change one file at the same time.
func AddSealKey(keysetPath string) error {
	return change(keysetPath, func(m *keyset.Manager, _ uint32) error {
		_, err := m.Add(aead.AES256GCMKeyTemplate())
		return err
	})
}

// PromoteSealKey makes the sealing key that was added last the one that seals.
// The older ones go on opening.
func PromoteSealKey(keysetPath string) error {
	return change(keysetPath, func(m *keyset.Manager, last uint32) error {
		return m.SetPrimary(last)
	})
}

// change edits the sealing keyset of the file in one step; a crash leaves the
// old file or the new one.
func change(path string, edit func(m *keyset.Manager, last uint32) error) error {
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

func (k *keys) editSeal(edit func(m *keyset.Manager, last uint32) error) error {
	last, err := k.seal.Entry(k.seal.Len() - 1)
	if err != nil {
		return errNotKeyset
	}
	m := keyset.NewManagerFromHandle(k.seal)
	if err := edit(m, last.KeyID()); err != nil {
		return errors.New("no such sealing key, or it is disabled")
	}
	k.seal, err = m.Handle()
	if err != nil {
		return errNotKeyset
	}
	return nil
}
