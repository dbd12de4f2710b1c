// Package mongotest gives tests a MongoDB engine with an empty database of its
// own, which is dropped when the test ends.
//
// The server is the one that MONGO_TEST_URI names: a MongoDB, or FerretDB as
// store/mongostore/ferrettest starts it. Without MONGO_TEST_URI a test is
// skipped, or fails where REQUIRE_ENGINES is set, as it is in CI: there a test
// of the main store must never pass by not running.
package mongotest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore"
)

// patience is how long setting up or tidying up may take.
const patience = 30 * time.Second

// Open is an engine on an empty database. It is closed when the test ends; a
// test may close it itself before.
func Open(t testing.TB) store.Engine {
	t.Helper()
	return OpenWith(t, Options(t))
}

// OpenWith is another engine on the database that opts names.
func OpenWith(t testing.TB, opts mongostore.Options) store.Engine {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	e, err := mongostore.Open(ctx, opts)
	if err != nil {
		t.Fatalf("open the MongoDB engine: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		_ = e.Close(ctx) // an error says that the test has closed it
	})
	return e
}

// Options names a database that does not exist yet and is dropped when the test
// ends.
func Options(t testing.TB) mongostore.Options {
	t.Helper()
	opts := mongostore.Options{
		URI:      URI(t),
		Database: "test_" + strings.ToLower(rand.Text()),
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		db, disconnect := connect(t, opts)
		defer disconnect()
		if err := db.Drop(ctx); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return opts
}

// Database is the driver's own view of the database that opts names, for what a
// test must do or see behind the engine's back.
func Database(t testing.TB, opts mongostore.Options) *mongo.Database {
	t.Helper()
	db, disconnect := connect(t, opts)
	t.Cleanup(disconnect)
	return db
}

func connect(t testing.TB, opts mongostore.Options) (db *mongo.Database, disconnect func()) {
	t.Helper()
	client, err := mongo.Connect(options.Client().ApplyURI(opts.URI))
	if err != nil {
		t.Fatalf("connect to MongoDB: %v", err)
	}
	return client.Database(opts.Database), func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		_ = client.Disconnect(ctx)
	}
}

// URI is the server to test against. Without one it ends the test.
func URI(t testing.TB) string {
	t.Helper()
	if uri := os.Getenv("MONGO_TEST_URI"); uri != "" {
		return uri
	}
	const missing = "MONGO_TEST_URI is not set: no MongoDB to test against (see store/mongostore/ferrettest)"
	if os.Getenv("REQUIRE_ENGINES") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}
