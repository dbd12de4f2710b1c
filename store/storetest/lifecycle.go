package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
)

var lifecycle = []test{
	{"ping", func(t *testing.T, e *engine) {
		if err := e.Ping(deadline(t)); err != nil {
			t.Fatalf("ping: %v", err)
		}
	}},
	{"a canceled context", func(t *testing.T, e *engine) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		everyCallFails(t, e, ctx, context.Canceled)
	}},
	{"a deadline that has passed", func(t *testing.T, e *engine) {
		ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
		defer cancel()
		everyCallFails(t, e, ctx, context.DeadlineExceeded)
	}},
	{"what cannot be a document", func(t *testing.T, e *engine) {
		type noID struct {
			Rev int64 `json:"rev"`
		}
		for _, doc := range []any{nil, noID{1}, Shapes{Rev: 1}, "text", make(chan int)} {
			err := e.Insert(deadline(t), "people", doc)
			if err == nil || errors.Is(err, store.ErrDuplicate) {
				t.Errorf("insert of %T: %v", doc, err)
			}
		}
		if got := findAll[Shapes](t, e, "people", store.Query{}); len(got) > 0 {
			t.Fatalf("stored all the same: %+v", got)
		}
	}},
	{"data outlives the engine", func(t *testing.T, e *engine) {
		if e.suite.reopen == nil {
			t.Skip("no way to open the same data again")
		}
		shape := shapes()["full"]
		shape.ID, shape.Rev = "x", 1
		e.put(t, "people", shape)
		e.mustInsertAll(t, "registrations", registrations(50))
		for range 2 {
			e.Engine = e.suite.reopen(t, e.Engine)
			wantSame(t, get[Shapes](t, e, "people", "x"), shape)
			if n := len(findAll[Registration](t, e, "registrations", where(s1, november))); n != 50 {
				t.Fatalf("%d documents, want 50", n)
			}
			again := NewRegistration("p001").As("other")
			wantIs(t, e.Insert(deadline(t), "registrations", again), store.ErrDuplicate)
		}
		e.put(t, "registrations", NewRegistration("new"))
	}},
}

// everyCallFails checks that a context that has ended stops every method, and
// that the engine serves the next caller all the same.
func everyCallFails(t *testing.T, e *engine, ctx context.Context, want error) {
	t.Helper()
	doc := NewRegistration("p1")
	e.put(t, "registrations", doc)
	next, other := doc.With("void", true), NewRegistration("p2")
	next.Rev = 2
	_, insertAllErr := e.InsertAll(ctx, "registrations", []any{other})
	_, deleteErr := e.Delete(ctx, "registrations", store.Query{})
	for name, err := range map[string]error{
		"insert":     e.Insert(ctx, "registrations", other),
		"insert all": insertAllErr,
		"get":        e.Get(ctx, "registrations", doc.ID, new(Registration)),
		"find":       e.Find(ctx, "registrations", store.Query{}, new([]Registration)),
		"replace":    e.Replace(ctx, "registrations", doc.ID, 1, next),
		"delete":     deleteErr,
		"ping":       e.Ping(ctx),
	} {
		if !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
	wantSame(t, findAll[Registration](t, e, "registrations", store.Query{}), []Registration{doc})
}
