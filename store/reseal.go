package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/quanjiuye/backend/service"
)

// Resealed says what Reseal has done.
type Resealed struct {
	Read      int // documents that may hold a sealed field
	Rewritten int
}

// Reseal rewrites every document that holds a field sealed under another key
// than the one that seals now. Servers may read and write meanwhile: a document
// that somebody else changes at the same moment is tried again with his change
// in it. Broken off, it is simply done again.
//
// Afterwards nothing is under an older key, provided that every running server
// has read the keyset since the new key was promoted.
func (s *Store) Reseal(ctx context.Context) (Resealed, error) {
	var done Resealed
	for _, t := range s.sealedTables() {
		for row, err := range t.rows(ctx) {
			if err != nil {
				return done, err
			}
			done.Read++
			if s.current(row) {
				continue
			}
			err := t.rewrite(ctx, row.id)
			switch {
			case err == nil:
				done.Rewritten++
			case !errors.Is(err, service.ErrNoRecord): // else it was deleted meanwhile
				return done, fmt.Errorf("reseal %s/%s: %w", t.name, row.id, err)
			}
		}
	}
	return done, nil
}

func (s *Store) current(row sealedRow) bool {
	for _, text := range row.fields {
		if !s.vault.Current(text) {
			return false
		}
	}
	return true
}
