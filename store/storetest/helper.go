package storetest

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/store"
)

// engine is the engine under test with the suite's shorthand: its verbs fail
// the test where the engine returns an error.
type engine struct {
	store.Engine
	suite *suite
}

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func (e *engine) put(t *testing.T, collection string, docs ...any) {
	t.Helper()
	for _, doc := range docs {
		if err := e.Insert(deadline(t), collection, doc); err != nil {
			t.Fatalf("insert into %s: %v", collection, err)
		}
	}
}

func (e *engine) mustDelete(t *testing.T, collection string, q store.Query) int64 {
	t.Helper()
	n, err := e.Delete(deadline(t), collection, q)
	if err != nil {
		t.Fatalf("delete from %s: %v", collection, err)
	}
	return n
}

// get reads one document of type T, which must be there.
func get[T any](t *testing.T, e *engine, collection, id string) T {
	t.Helper()
	var out T
	if err := e.Get(deadline(t), collection, id, &out); err != nil {
		t.Fatalf("get %s %q: %v", collection, id, err)
	}
	return out
}

// findAll reads what q selects; the answer is never nil.
func findAll[T any](t *testing.T, e *engine, collection string, q store.Query) []T {
	t.Helper()
	var out []T
	if err := e.Find(deadline(t), collection, q, &out); err != nil {
		t.Fatalf("find in %s: %v", collection, err)
	}
	if out == nil {
		t.Fatalf("find in %s left a nil slice", collection)
	}
	return out
}

func wantIDs(t *testing.T, got []Registration, want ...string) {
	t.Helper()
	ids := make([]string, 0, len(got))
	for _, r := range got {
		ids = append(ids, r.ID)
	}
	if len(ids)+len(want) > 0 && !reflect.DeepEqual(ids, want) {
		t.Fatalf("got ids %q, want %q", ids, want)
	}
}

func wantSame(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %#v\nwant %#v", got, want)
	}
}

func wantIs(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

// together runs f(0) … f(n-1) at once and returns their errors.
func together(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// wantOneWinner checks that one of errs is nil and each other one is loser.
func wantOneWinner(t *testing.T, errs []error, loser error) {
	t.Helper()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, loser):
			t.Errorf("a loser got %v, want %v", err, loser)
		}
	}
	if won != 1 {
		t.Fatalf("%d of %d won, want exactly one", won, len(errs))
	}
}
