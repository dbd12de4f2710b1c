package sim

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"
)

// randomBytes are n bytes that nobody can guess.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails, says crypto/rand
	return b
}

// randomText is n characters of base64url.
func randomText(n int) string {
	return base64.RawURLEncoding.EncodeToString(randomBytes(n))[:n]
}

// newTrace is an id in the form of WeChat's rid and trace_id.
func newTrace(now time.Time) string {
	b := randomBytes(8)
	return fmt.Sprintf("%08x-%x-%x", uint32(now.Unix()), b[:4], b[4:])
}
