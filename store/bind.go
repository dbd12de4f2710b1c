package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/quanjiuye/backend/service"
)

// ErrOtherKeys says that the database was written under another keyset. Under
// that other blinding key nobody would be known again, and everybody be counted
// a second time.
var ErrOtherKeys = errors.New("store: the keyset is not the one of this database")

// Fresh reports whether the database holds no record and was never bound: only
// then may a keyset be made for it.
func Fresh(ctx context.Context, e Engine) (bool, error) {
	d, err := readSchema(ctx, e)
	if err != nil || d.Keys != "" {
		return false, err
	}
	return isEmpty(ctx, e)
}

// Bind ties the database to the store's keyset once, and ever after fails with
// ErrOtherKeys under another. What it keeps is the blind of the database's own
// id, which copies and backups have in common, and which a change of the sealing
// keys leaves alone. Of several processes that bind a fresh database under
// different keysets one succeeds.
//
// Records from before there was a binding must prove the keyset by opening.
func (s *Store) Bind(ctx context.Context) error {
	for {
		d, err := readSchema(ctx, s.engine)
		if err != nil {
			return err
		}
		own := s.vault.Blind("database", d.Database)
		switch d.Keys {
		case own:
			return nil
		case "":
		default:
			return ErrOtherKeys
		}
		if err := s.prove(ctx); err != nil {
			return err
		}
		d.Keys = own
		if err := d.replace(ctx, s.engine); !errors.Is(err, errOvertaken) {
			return err
		}
	}
}

// mostTries is how many damaged rows do not yet speak against a keyset.
const mostTries = 100

// prove opens the first sealed field that will open. Where nothing is sealed, an
// enterprise is to be found by its natural key; where there is none either, any
// keyset will do.
func (s *Store) prove(ctx context.Context) error {
	tried := 0
	for _, t := range s.sealedTables() {
		for row, err := range t.rows(ctx) {
			if err != nil {
				return err
			}
			for field, text := range row.fields {
				if len(text) == 0 {
					continue
				}
				if _, err = s.vault.Open(text, row.id, t.name+"."+field); err == nil {
					return nil
				}
				if tried++; tried == mostTries {
					return fmt.Errorf("%w: %s/%s: %w", ErrOtherKeys, t.name, row.id, err)
				}
			}
		}
	}
	if tried > 0 {
		return fmt.Errorf("%w: none of %d sealed fields opens", ErrOtherKeys, tried)
	}
	return s.proveByEnterprise(ctx)
}

func (s *Store) proveByEnterprise(ctx context.Context) error {
	known, err := s.enterprises().find(ctx, Query{Sort: []string{"_id"}, Limit: mostTries})
	if err != nil || len(known) == 0 {
		return err
	}
	for _, n := range known {
		for _, k := range n.Keys() {
			_, err := s.KeyOwner(ctx, k)
			if !errors.Is(err, service.ErrNoRecord) {
				return err // nil: found
			}
		}
	}
	return fmt.Errorf("%w: none of %d enterprises is known by its keys", ErrOtherKeys, len(known))
}
