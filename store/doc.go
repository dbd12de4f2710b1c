// Package store keeps the records of package service: one document per record,
// in a collection of its own, on any Engine.
//
// Each noun has a file: its document (private to this package), the two small
// conversions, and its methods. Uniqueness lives in the engine's indexes, never
// in a read before a write, and no operation needs more than one document to be
// written at once. Personal fields are sealed and natural keys blinded on the
// way in, so that no engine ever holds them in clear.
//
// The package promises what service.Store says and nothing about speed; every
// query is answered by an index of Collections.
package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Sealer guards personal data: see package vault.
type Sealer interface {
	Seal(plaintext, rowID, field string) ([]byte, error)
	Open(ciphertext []byte, rowID, field string) (string, error)
	Blind(space, value string) string
	// Current reports whether a ciphertext is under the key that seals now.
	Current(ciphertext []byte) bool
}

// Store implements service.Store on an Engine.
type Store struct {
	engine Engine
	vault  Sealer
}

// New makes a Store. Closing the engine is left to whoever opened it.
func New(engine Engine, vault Sealer) *Store { return &Store{engine, vault} }

// Ping answers nil when the engine can serve.
func (s *Store) Ping(ctx context.Context) error { return s.engine.Ping(ctx) }

var _ service.Store = (*Store)(nil)

// fault maps what an engine answers to what service expects.
func fault(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNoDocument):
		return service.ErrNoRecord
	case errors.Is(err, ErrDuplicate):
		return service.ErrExists
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// millis is how times are kept: milliseconds since 1970, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// day and month read what their String wrote; the store wrote it, so anything
// else reads as not given.
func day(s string) calendar.Date {
	d, _ := calendar.ParseDate(s)
	return d
}

func month(s string) calendar.Month {
	m, _ := calendar.ParseMonth(s)
	return m
}

// opener seals or opens several fields of one row and keeps the first fault.
type opener struct {
	vault      Sealer
	collection string // part of what a ciphertext is bound to: ids are unique only within it
	row        string
	err        error
}

func (s *Store) opener(collection, row string) opener {
	return opener{vault: s.vault, collection: collection, row: row}
}

func (o *opener) open(sealed []byte, field string) string {
	if o.err != nil {
		return ""
	}
	plain, err := o.vault.Open(sealed, o.row, o.collection+"."+field)
	if err != nil {
		o.err = fmt.Errorf("open %s in %s: %w", field, o.collection, err)
	}
	return plain
}

// sealJSON seals a value as JSON; one that is empty stays absent.
func (o *opener) sealJSON(value any, empty bool, field string) []byte {
	if empty {
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("encode %s in %s: %w", field, o.collection, err)
	}
	return o.seal(string(text), field)
}

// openJSON opens what sealJSON sealed into a pointer; what is absent leaves it.
func (o *opener) openJSON(sealed []byte, into any, field string) {
	text := o.open(sealed, field)
	if text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), into); err != nil && o.err == nil {
		o.err = fmt.Errorf("decode %s in %s: %w", field, o.collection, err)
	}
}

func (o *opener) seal(plain, field string) []byte {
	if o.err != nil {
		return nil
	}
	sealed, err := o.vault.Seal(plain, o.row, o.collection+"."+field)
	if err != nil {
		o.err = fmt.Errorf("seal %s in %s: %w", field, o.collection, err)
	}
	return sealed
}
