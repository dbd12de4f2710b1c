package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/service"
)

// Reseal rewrites every document that holds a field sealed under another key
// than the one that seals now, and returns how many. Servers may read and write
// meanwhile: a document that somebody else changes at the same moment is tried
// again with his change in it. Broken off, it is simply done again.
//
// Afterwards nothing is under an older key, provided that every running server
// has read the keyset since the new key was promoted.
func (s *Store) Reseal(ctx context.Context) (int, error) {
	total := 0
	for _, collection := range []func(context.Context) (int, error){
		func(ctx context.Context) (int, error) {
			return reseal(ctx, s.people(), func(d personDoc) (string, [][]byte) { return d.ID, [][]byte{d.Name, d.Phone, d.IDNumber} })
		},
		func(ctx context.Context) (int, error) {
			return reseal(ctx, s.accounts(), func(d accountDoc) (string, [][]byte) { return d.ID, [][]byte{d.Phone} })
		},
		func(ctx context.Context) (int, error) {
			return reseal(ctx, s.requests(), func(d requestDoc) (string, [][]byte) { return d.ID, [][]byte{d.Digest, d.Body} })
		},
	} {
		n, err := collection(ctx)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func reseal[D, N any](ctx context.Context, t table[D, N], sealed func(D) (id string, fields [][]byte)) (n int, err error) {
	old := func(field []byte) bool { return !t.store.vault.Current(field) }
	for last := ""; ; {
		q := Query{Sort: []string{"_id"}, Limit: rowsPerPage}
		if last != "" {
			q.Where = []Cond{{"_id", Gt, last}}
		}
		var page []D
		if err := t.store.engine.Find(ctx, t.name, q, &page); err != nil {
			return n, fault("find what to reseal in "+t.name, err)
		}
		for _, d := range page {
			id, fields := sealed(d)
			last = id
			if !slices.ContainsFunc(fields, old) {
				continue
			}
			_, err := t.update(ctx, id, func(*N) error { return nil })
			switch {
			case err == nil:
				n++
			case !errors.Is(err, service.ErrNoRecord): // else it was deleted meanwhile
				return n, fmt.Errorf("reseal %s/%s: %w", t.name, id, err)
			}
		}
		if len(page) < rowsPerPage {
			return n, nil
		}
	}
}
