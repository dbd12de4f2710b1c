package sqlitestore_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
)

func TestMain(m *testing.M) {
	if code, ok := runChild(); ok {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

// open is a new engine on the file, closed when the test ends.
func open(t testing.TB, path string) *sqlitestore.Engine {
	t.Helper()
	e, err := sqlitestore.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeEngine(t, e) })
	return e
}

func closeEngine(t testing.TB, e store.Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := e.Close(ctx); err != nil {
		t.Error(err)
	}
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "records.db") }

func registration(person string) storetest.Registration { return storetest.NewRegistration(person) }

func insert(t testing.TB, e store.Engine, docs ...storetest.Registration) {
	t.Helper()
	for _, doc := range docs {
		if err := e.Insert(t.Context(), "registrations", doc); err != nil {
			t.Fatal(err)
		}
	}
}

func count(t testing.TB, e store.Engine, conds ...store.Cond) int {
	t.Helper()
	var out []storetest.Registration
	q := store.Query{Where: conds, Fields: []string{"person_id"}}
	if err := e.Find(context.Background(), "registrations", q, &out); err != nil {
		t.Fatal(err)
	}
	return len(out)
}
