package store_test

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/store"
)

// errDown is what a faulty engine answers.
var errDown = errors.New("the engine is down")

// faulty is an engine that asks fail before each call and answers its error.
type faulty struct {
	store.Engine
	fail func(method, collection string) error
}

func (f faulty) Insert(ctx context.Context, collection string, doc any) error {
	if err := f.fail("insert", collection); err != nil {
		return err
	}
	return f.Engine.Insert(ctx, collection, doc)
}

func (f faulty) InsertAll(ctx context.Context, collection string, docs []any) (int, error) {
	if err := f.fail("insert all", collection); err != nil {
		return 0, err
	}
	return f.Engine.InsertAll(ctx, collection, docs)
}

func (f faulty) Get(ctx context.Context, collection, id string, out any) error {
	if err := f.fail("get", collection); err != nil {
		return err
	}
	return f.Engine.Get(ctx, collection, id, out)
}

func (f faulty) Find(ctx context.Context, collection string, q store.Query, out any) error {
	if err := f.fail("find", collection); err != nil {
		return err
	}
	return f.Engine.Find(ctx, collection, q, out)
}

func (f faulty) Replace(ctx context.Context, collection, id string, rev int64, doc any) error {
	if err := f.fail("replace", collection); err != nil {
		return err
	}
	return f.Engine.Replace(ctx, collection, id, rev, doc)
}

func (f faulty) Delete(ctx context.Context, collection string, q store.Query) (int64, error) {
	if err := f.fail("delete", collection); err != nil {
		return 0, err
	}
	return f.Engine.Delete(ctx, collection, q)
}

func (f faulty) Ping(ctx context.Context) error {
	if err := f.fail("ping", ""); err != nil {
		return err
	}
	return f.Engine.Ping(ctx)
}
