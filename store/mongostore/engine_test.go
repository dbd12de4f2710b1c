package mongostore_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/storetest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func TestEngine(t *testing.T) {
	mongotest.URI(t)            // one skip instead of one for each part of the suite
	var opts mongostore.Options // of the engine that was opened last
	open := func(t *testing.T) store.Engine {
		opts = mongotest.Options(t)
		return openEngine(t, opts)
	}
	reopen := func(t *testing.T, e store.Engine) store.Engine {
		if err := e.Close(context.Background()); err != nil {
			t.Fatalf("close: %v", err)
		}
		return openEngine(t, opts)
	}
	storetest.Engine(t, open, storetest.Reopen(reopen))
}

func BenchmarkEngine(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) store.Engine { return openEngine(b, mongotest.Options(b)) })
}

// openEngine leaves closing to whoever asked for the engine.
func openEngine(t testing.TB, opts mongostore.Options) *mongostore.Engine {
	t.Helper()
	e, err := mongostore.Open(t.Context(), opts)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return e
}
