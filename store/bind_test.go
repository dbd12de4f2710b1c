package store_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/vault"
)

func wantBound(t *testing.T, e store.Engine, keys store.Sealer, want error) {
	t.Helper()
	if err := store.New(e, keys).Bind(t.Context()); !errors.Is(err, want) {
		t.Errorf("bind: got %v, want %v", err, want)
	}
}

func wantFresh(t *testing.T, e store.Engine, want bool) {
	t.Helper()
	if fresh, err := store.Fresh(t.Context(), e); fresh != want || err != nil {
		t.Errorf("fresh: %v, %v, want %v", fresh, err, want)
	}
}

func TestADatabaseKeepsToItsKeyset(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		path, before, after := rotated(t)
		other, e, target := newVault(t), open(t), open(t)
		check(t, migrate(t, e))
		wantFresh(t, e, true)
		wantBound(t, e, before, nil)
		wantFresh(t, e, false)
		wantBound(t, e, other, store.ErrOtherKeys) // although nothing is sealed yet
		check(t, store.New(e, before).Load(t.Context(), batch()))
		wantBound(t, e, other, store.ErrOtherKeys)

		wantBound(t, e, after, nil)
		_, err := store.New(e, after).Reseal(t.Context())
		check(t, err)
		retire(t, path)
		last, err := vault.Open(path, false)
		check(t, err)
		wantBound(t, e, last, nil)

		check(t, migrate(t, target))
		wantBound(t, target, other, nil) // a server has started on it
		_, err = store.Copy(t.Context(), e, target, quietly)
		check(t, err)
		wantBound(t, target, other, store.ErrOtherKeys)
		wantBound(t, target, last, nil)
	})
}

// What was written before there was a binding says by itself whose it is.
func TestRecordsProveTheirKeyset(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		for name, b := range map[string]store.Batch{
			"all":         batch(),
			"people":      {People: batch().People},
			"accounts":    {Accounts: batch().Accounts},
			"enterprises": {Enterprises: batch().Enterprises},
		} {
			t.Run(name, func(t *testing.T) {
				e, own, other := open(t), newVault(t), newVault(t)
				check(t, store.New(e, own).Load(t.Context(), b))
				check(t, migrate(t, e))
				wantFresh(t, e, false)
				wantBound(t, e, other, store.ErrOtherKeys)
				wantBound(t, e, own, nil)
				wantBound(t, e, other, store.ErrOtherKeys)
			})
		}
	})
}

func TestADamagedRowDoesNotSpeakAgainstAKeyset(t *testing.T) {
	e, own := openSQLite(t), newVault(t)
	check(t, errors.Join(store.New(e, own).Load(t.Context(), batch()), migrate(t, e)))
	check(t, e.Replace(t.Context(), "people", "p1", 1, personRow{ID: "p1", Rev: 2, Name: []byte("damaged")}))
	wantBound(t, e, own, nil)
}

func TestOneOfManyKeysetsIsBound(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		e := open(t)
		check(t, migrate(t, e))
		var bound atomic.Int64
		var group errgroup.Group
		for range 8 {
			keys := newVault(t)
			group.Go(func() error {
				err := store.New(e, keys).Bind(t.Context())
				if errors.Is(err, store.ErrOtherKeys) {
					return nil
				}
				bound.Add(1)
				return errors.Join(err, store.New(e, keys).Bind(t.Context()))
			})
		}
		check(t, group.Wait())
		if bound.Load() != 1 {
			t.Errorf("%d keysets were bound", bound.Load())
		}
	})
}

func TestFaultsOfBindingArePassedOn(t *testing.T) {
	keys, e := newVault(t), openSQLite(t)
	check(t, errors.Join(
		store.New(e, keys).Load(t.Context(), store.Batch{Enterprises: []service.Enterprise{{ID: "e1", Rev: 1, NameKey: "丙"}}}),
		migrate(t, e)))
	for step := 0; ; step++ {
		f := failing(e, step)
		err := store.New(f, keys).Bind(t.Context())
		if f.calls <= step {
			check(t, err)
			break
		}
		if !errors.Is(err, errDown) {
			t.Fatalf("step %d fails: got %v", step, err)
		}
	}
}
