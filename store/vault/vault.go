// Package vault keeps personal data unreadable in the database and findable
// all the same.
//
// Seal encrypts one field of one row (AES256-GCM) and binds the ciphertext to
// that row and field: copied into another row, or another field of the same
// row, it no longer opens. Blind turns a value into a keyed text that is the
// same for the same value (HMAC-SHA256), so that a unique index can stand on a
// number that nobody can read back out of the index.
//
// The keys live in one file, which is all that guards the data: see Open. No
// error, log line or print of a Vault holds a key or a plaintext. A Vault
// never changes after Open and is safe for concurrent use.
//
// It does not hide that a field is empty, nor how long its text is, and it
// does not decide who may look: permissions are service's business.
package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Vault seals, opens and blinds. The zero Vault is of no use; see Open.
type Vault struct {
	seal   tink.AEAD
	sealer [5]byte   // how ciphertexts of the key that seals begin
	blind  []prf.PRF // the primary first
}

// Seal encrypts plaintext for one field of one row. The empty text becomes nil.
// Sealing the same text twice gives two different ciphertexts.
//
// rowID and field must not be empty and field must not contain "|".
func (v *Vault) Seal(plaintext, rowID, field string) ([]byte, error) {
	where, err := place(rowID, field)
	if err != nil || plaintext == "" {
		return nil, err
	}
	sealed, err := v.seal.Encrypt([]byte(plaintext), where)
	if err != nil {
		return nil, errors.New("vault: seal: encryption refused") // the cause may quote its input
	}
	return sealed, nil
}

// Open gives back what Seal was given for the same row and field, under any key
// of the file, or ErrSealed. No ciphertext (nil or empty) is the empty text.
func (v *Vault) Open(ciphertext []byte, rowID, field string) (string, error) {
	where, err := place(rowID, field)
	if err != nil || len(ciphertext) == 0 {
		return "", err
	}
	plain, err := v.seal.Decrypt(ciphertext, where)
	if err != nil {
		return "", ErrSealed
	}
	return string(plain), nil
}

// Current reports whether a ciphertext of Seal is under the key that seals now.
// No ciphertext is under no key, and current.
func (v *Vault) Current(ciphertext []byte) bool {
	return len(ciphertext) == 0 || bytes.HasPrefix(ciphertext, v.sealer[:])
}

// place is the associated data of a field: "row|field". As a field holds no
// "|", no two places read the same.
func place(rowID, field string) ([]byte, error) {
	if rowID == "" || field == "" || strings.Contains(field, "|") {
		return nil, fmt.Errorf("vault: not a place: row id and field must be given, field without %q", "|")
	}
	return []byte(rowID + "|" + field), nil
}

// Blind is the index form of value: 43 characters, safe in URLs and as an id,
// the same for the same space and value as long as the primary blinding key
// stays. Values of different spaces ("id_number", "phone") never meet, even
// when they are equal. Blind of the empty value is "": there is nothing to find.
//
// Bring value into its canonical form first; Blind compares bytes.
func (v *Vault) Blind(space, value string) string {
	return v.Blinds(space, value)[0]
}

// Blinds is Blind under every blinding key of the file, the primary's first:
// what to look for while rows written under an older key have not been
// rewritten. It does not make a unique index hold across two keys.
func (v *Vault) Blinds(space, value string) []string {
	if value == "" {
		return []string{""}
	}
	// The length in front keeps ("ab", "c") and ("a", "bc") apart.
	input := binary.BigEndian.AppendUint32(nil, uint32(len(space)))
	input = append(append(input, space...), value...)
	texts := make([]string, len(v.blind))
	for i, f := range v.blind {
		texts[i] = blindText(f, input)
	}
	return texts
}

const blindBytes = 32

func blindText(f prf.PRF, input []byte) string {
	sum, err := f.ComputePRF(input, blindBytes)
	if err != nil {
		panic("vault: blind: key gives too little") // cannot happen: Open tried every key
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// ordered is the set's functions, the primary's first, the others by key id.
func ordered(set *prf.Set) []prf.PRF {
	funcs := []prf.PRF{set.PRFs[set.PrimaryID]}
	for _, id := range slices.Sorted(maps.Keys(set.PRFs)) {
		if id != set.PrimaryID {
			funcs = append(funcs, set.PRFs[id])
		}
	}
	return funcs
}

const redacted = "vault(redacted)"

// String tells nothing.
func (Vault) String() string { return redacted }

// GoString tells nothing.
func (Vault) GoString() string { return redacted }

// Format tells nothing, whatever the verb.
func (Vault) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }
