package store_test

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/store"
)

// errDown is what a faulty engine answers.
var errDown = errors.New("the engine is down")

// faulty is an engine that counts its calls and asks fail before each, by
// method and collection.
type faulty struct {
	store.Engine
	fail  func(method, collection string) error
	calls int
}

// failing is e whose n-th call from now (0: the next) fails.
func failing(e store.Engine, n int) *faulty {
	f := &faulty{Engine: e}
	f.fail = func(string, string) error {
		if f.calls == n+1 {
			return errDown
		}
		return nil
	}
	return f
}

func (f *faulty) call(method, collection string, run func() error) error {
	f.calls++
	if err := f.fail(method, collection); err != nil {
		return err
	}
	return run()
}

func (f *faulty) Insert(ctx context.Context, collection string, doc any) error {
	return f.call("insert", collection, func() error { return f.Engine.Insert(ctx, collection, doc) })
}

func (f *faulty) InsertAll(ctx context.Context, collection string, docs []any) (n int, err error) {
	err = f.call("insert all", collection, func() error { n, err = f.Engine.InsertAll(ctx, collection, docs); return err })
	return n, err
}

func (f *faulty) Get(ctx context.Context, collection, id string, out any) error {
	return f.call("get", collection, func() error { return f.Engine.Get(ctx, collection, id, out) })
}

func (f *faulty) Find(ctx context.Context, collection string, q store.Query, out any) error {
	return f.call("find", collection, func() error { return f.Engine.Find(ctx, collection, q, out) })
}

func (f *faulty) Replace(ctx context.Context, collection, id string, rev int64, doc any) error {
	return f.call("replace", collection, func() error { return f.Engine.Replace(ctx, collection, id, rev, doc) })
}

func (f *faulty) Delete(ctx context.Context, collection string, q store.Query) (n int64, err error) {
	err = f.call("delete", collection, func() error { n, err = f.Engine.Delete(ctx, collection, q); return err })
	return n, err
}

func (f *faulty) Ping(ctx context.Context) error {
	return f.call("ping", "", func() error { return f.Engine.Ping(ctx) })
}
