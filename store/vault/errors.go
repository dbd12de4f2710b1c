package vault

import (
	"errors"
	"fmt"
	"io/fs"
)

// ErrSealed is what opening a ciphertext answers when it was sealed for another
// row or field, was altered, or was sealed with a key that this vault lacks.
// Which of these it was cannot be told.
var ErrSealed = errors.New("vault: sealed for another place, altered, or under an unknown key")

// Why a keyset file is not used.
var (
	// ErrMissing: there is no such file.
	ErrMissing = errors.New("there is no keyset file")
	// ErrUnreadable: the system does not let us read it.
	ErrUnreadable = errors.New("the keyset file cannot be read")
	// ErrShared: see OwnerOnly.
	ErrShared = errors.New("others may read or write the keyset file")
	// ErrMalformed has no cause on purpose: a parser's message may quote the file.
	ErrMalformed = errors.New("not a keyset file of this version, or damaged")
)

// Why a keyset file is not changed. It is then as it was.
var (
	// ErrUnwritable: the system does not let us write it, or give it the owner it had.
	ErrUnwritable = errors.New("the keyset file cannot be written")
	// ErrNoNewKey: nothing to promote, the newest sealing key seals already.
	ErrNoNewKey = errors.New("no sealing key was added since the last promotion")
	// ErrNotPromoted: the newest sealing key does not seal yet, so that the older
	// ones are not the ones to retire.
	ErrNotPromoted = errors.New("the newest sealing key was not promoted")
	// ErrNoOldKey: nothing to retire, there is one sealing key.
	ErrNoOldKey = errors.New("there is no older sealing key")
)

// unread says why a file was not read.
func unread(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrMissing, bare(err))
	}
	return fmt.Errorf("%w: %w", ErrUnreadable, bare(err))
}
