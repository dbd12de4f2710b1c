package sqlitestore_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/store"
)

// Two engines have nothing in common but the file, as two processes have.
func TestTwoEnginesWriteToOneFile(t *testing.T) {
	path := newPath(t)
	a, b := open(t, path), open(t, path)
	const keys, writers = 60, 4
	var won atomic.Int64
	var wg sync.WaitGroup
	for w := range 2 * writers {
		e := []store.Engine{a, b}[w%2]
		wg.Go(func() {
			for k := range keys {
				err := e.Insert(t.Context(), "registrations", registration(fmt.Sprint(k)).As(fmt.Sprint(k, " by ", w)))
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, store.ErrDuplicate) {
					t.Errorf("insert: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if won.Load() != keys || count(t, a) != keys || count(t, b) != keys {
		t.Errorf("%d inserts won, %d and %d documents are seen; want %d of each", won.Load(), count(t, a), count(t, b), keys)
	}
	wantSound(t, path)
}

// A bulk load in another process must not keep a phone waiting for seconds.
func TestAnInsertGetsThroughBesideABulkLoad(t *testing.T) {
	path := newPath(t)
	server, loader := open(t, path), open(t, path)
	docs := make([]any, 8_000)
	for i, person := range people("bulk", len(docs)) {
		docs[i] = registration(person)
	}
	loaded := make(chan error, 1)
	go func() {
		_, err := loader.InsertAll(t.Context(), "registrations", docs)
		loaded <- err
	}()
	eventually(t, "the load has begun", func() bool { return count(t, server) > 0 })
	done := 0
	for ; len(loaded) == 0; done++ {
		insert(t, server, registration(fmt.Sprint(done)))
	}
	must(t, <-loaded)
	if done < 2 {
		t.Errorf("only %d inserts got through during the load", done)
	}
	if n := count(t, server); n != len(docs)+done {
		t.Errorf("%d documents, want %d", n, len(docs)+done)
	}
}
