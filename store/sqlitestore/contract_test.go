package sqlitestore_test

import (
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
)

func TestContract(t *testing.T) {
	paths := map[store.Engine]string{}
	storetest.Engine(t, func(t *testing.T) store.Engine {
		path := newPath(t)
		e := open(t, path)
		paths[e] = path
		return e
	}, storetest.Reopen(func(t *testing.T, e store.Engine) store.Engine {
		closeEngine(t, e)
		next := open(t, paths[e])
		paths[next] = paths[e]
		return next
	}))
}

func BenchmarkEngine(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) store.Engine {
		e, err := sqlitestore.Open(b.Context(), newPath(b))
		if err != nil {
			b.Fatal(err)
		}
		return e
	})
}
