package config

import (
	"fmt"
	"io"
)

// Secret is a setting that no print, log line or JSON shows; Reveal is the only
// way to its text.
type Secret string

// Reveal is the secret itself, "" when it is not set.
func (s Secret) Reveal() string { return string(s) }

// String is "(set)", or "" when the secret is not set.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(set)"
}

// Format prints String, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText is String, for JSON and slog.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
