package vault

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
)

// fileVersion is raised when the file's form changes.
const fileVersion = 1

// keys is the keyset file in memory.
type keys struct {
	seal  *keyset.Handle // AEAD
	blind *keyset.Handle // PRF
}

// keyFile is the file: two Tink keysets in Tink's own JSON form, in the clear.
type keyFile struct {
	Version int             `json:"version"`
	Seal    json.RawMessage `json:"seal"`
	Blind   json.RawMessage `json:"blind"`
}

// newKeys makes one fresh key of each kind.
func newKeys() (keys, error) {
	seal, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return keys{}, fmt.Errorf("make sealing key: %w", err)
	}
	blind, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return keys{}, fmt.Errorf("make blinding key: %w", err)
	}
	return keys{seal: seal, blind: blind}, nil
}

func decodeKeys(text []byte) (keys, error) {
	var f keyFile
	if json.Unmarshal(text, &f) != nil || f.Version != fileVersion {
		return keys{}, ErrMalformed
	}
	seal, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Seal)))
	if err != nil {
		return keys{}, ErrMalformed
	}
	blind, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Blind)))
	if err != nil {
		return keys{}, ErrMalformed
	}
	return keys{seal: seal, blind: blind}, nil
}

func (k keys) encode() ([]byte, error) {
	var seal, blind bytes.Buffer
	err := errors.Join(
		insecurecleartextkeyset.Write(k.seal, keyset.NewJSONWriter(&seal)),
		insecurecleartextkeyset.Write(k.blind, keyset.NewJSONWriter(&blind)),
	)
	if err != nil {
		return nil, errors.New("encode keyset: Tink refused")
	}
	text, err := json.MarshalIndent(keyFile{fileVersion, seal.Bytes(), blind.Bytes()}, "", "  ")
	if err != nil {
		return nil, errors.New("encode keyset: not JSON")
	}
	return append(text, '\n'), nil
}

// vault makes the keys usable and tries each blinding key once, so that Blind
// cannot fail later.
func (k keys) vault() (*Vault, error) {
	seal, err := aead.New(k.seal)
	if err != nil {
		return nil, ErrMalformed
	}
	set, err := prf.NewPRFSet(k.blind)
	if err != nil {
		return nil, ErrMalformed
	}
	blind := ordered(set)
	for _, f := range blind {
		if _, err := f.ComputePRF(nil, blindBytes); err != nil {
			return nil, ErrMalformed
		}
	}
	v := &Vault{seal: seal, blind: blind}
	primary, err := k.seal.Primary()
	if err != nil {
		return nil, ErrMalformed
	}
	v.sealer[0] = 1 // https://developers.google.com/tink/wire-format#tink_output_prefix
	binary.BigEndian.PutUint32(v.sealer[1:], primary.KeyID())
	return v, nil
}
