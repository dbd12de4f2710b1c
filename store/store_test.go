package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
	"github.com/quanjiuye/backend/store/vault"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func TestStore(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		keys := newVault(t)
		storetest.Store(t, func(t *testing.T) service.Store { return store.New(open(t), keys) })
	})
}

// engine is an empty store.Engine that is closed when the test ends.
type engine struct {
	store.Engine
	raw func(t *testing.T) []byte // every byte that is kept
}

// onEachEngine runs a test on SQLite and on MongoDB, side by side.
func onEachEngine(t *testing.T, test func(t *testing.T, open func(t *testing.T) engine)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, openSQLite)
	})
	t.Run("mongodb", func(t *testing.T) {
		t.Parallel()
		mongotest.URI(t) // one skip instead of one for each part
		test(t, openMongoDB)
	})
}

func openSQLite(t *testing.T) engine {
	t.Helper()
	dir := t.TempDir()
	e, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "records.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return engine{e, func(t *testing.T) []byte { return filesIn(t, dir) }}
}

// filesIn is the database with its log: what a stolen disk holds.
func filesIn(t *testing.T, dir string) []byte {
	t.Helper()
	var all bytes.Buffer
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the log's index may come and go
		}
		all.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.Bytes()
}

func openMongoDB(t *testing.T) engine {
	t.Helper()
	opts := mongotest.Options(t)
	db := mongotest.Database(t, opts)
	return engine{mongotest.OpenWith(t, opts), func(t *testing.T) []byte {
		t.Helper()
		var all bytes.Buffer
		for _, c := range store.Collections {
			var docs []bson.Raw
			cursor, err := db.Collection(c.Name).Find(t.Context(), bson.D{})
			if err == nil {
				err = cursor.All(t.Context(), &docs)
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, doc := range docs {
				all.Write(doc)
			}
		}
		return all.Bytes()
	}}
}

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.Open(filepath.Join(t.TempDir(), "keyset.json"), true)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
