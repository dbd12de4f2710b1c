package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/quanjiuye/backend/service"
)

// table joins a collection of documents D with the domain's N.
type table[D, N any] struct {
	store *Store
	name  string
	doc   func(N) (D, error)
	noun  func(D) (N, error)
	rev   func(*N) *int64
}

func (t table[D, N]) insert(ctx context.Context, n N) error {
	d, err := t.doc(n)
	if err != nil {
		return err
	}
	return fault("insert into "+t.name, t.store.engine.Insert(ctx, t.name, d))
}

func (t table[D, N]) get(ctx context.Context, id string) (N, error) {
	var d D
	if err := t.store.engine.Get(ctx, t.name, id, &d); err != nil {
		var none N
		return none, fault("read "+t.name, err)
	}
	return t.noun(d)
}

func (t table[D, N]) find(ctx context.Context, q Query) ([]N, error) {
	var docs []D
	if err := t.store.engine.Find(ctx, t.name, q, &docs); err != nil {
		return nil, fault("find "+t.name, err)
	}
	nouns := make([]N, len(docs))
	for i, d := range docs {
		var err error
		if nouns[i], err = t.noun(d); err != nil {
			return nil, err
		}
	}
	return nouns, nil
}

// first answers the one document that q selects, or service.ErrNoRecord.
func (t table[D, N]) first(ctx context.Context, q Query) (N, error) {
	q.Limit = 1
	found, err := t.find(ctx, q)
	if err == nil && len(found) == 0 {
		err = service.ErrNoRecord
	}
	if err != nil {
		var none N
		return none, err
	}
	return found[0], nil
}

// ensure inserts n, or answers created=false and the document that q, its
// natural key, selects; service.ErrExists when only the id is taken.
func (t table[D, N]) ensure(ctx context.Context, n N, q Query) (kept N, created bool, err error) {
	err = t.insert(ctx, n)
	if err == nil {
		return n, true, nil
	}
	if !errors.Is(err, service.ErrExists) {
		return n, false, err
	}
	kept, err = t.first(ctx, q)
	if errors.Is(err, service.ErrNoRecord) {
		err = service.ErrExists
	}
	return kept, false, err
}

// updateTries bounds how often an update starts anew because somebody else's
// came between; each time somebody has got on.
const updateTries = 100

// update applies change to the newest state until it is kept.
func (t table[D, N]) update(ctx context.Context, id string, change func(*N) error) (N, error) {
	for range updateTries {
		n, kept, err := t.tryUpdate(ctx, id, change)
		if kept || err != nil {
			return n, err
		}
	}
	var none N
	return none, fmt.Errorf("update %s: too much contention", t.name)
}

// tryUpdate is one try; kept is false without an error when somebody else's
// update came between.
func (t table[D, N]) tryUpdate(ctx context.Context, id string, change func(*N) error) (n N, kept bool, err error) {
	var none N
	if n, err = t.get(ctx, id); err != nil {
		return none, false, err
	}
	rev := *t.rev(&n)
	if err := change(&n); err != nil {
		return none, false, err
	}
	*t.rev(&n) = rev + 1
	d, err := t.doc(n)
	if err != nil {
		return none, false, err
	}
	err = t.store.engine.Replace(ctx, t.name, id, rev, d)
	switch {
	case err == nil:
		return n, true, nil
	case errors.Is(err, ErrNoDocument):
		return none, false, nil
	}
	return none, false, fault("update "+t.name, err)
}

// page turns a service.Page into conditions on the id.
func page(p service.Page, where ...Cond) Query {
	if p.Before != "" {
		where = append(where, Cond{"_id", Lt, p.Before})
	}
	return Query{Where: where, Sort: []string{"-_id"}, Limit: p.Limit}
}

func eq(field, value string) Cond { return Cond{field, Eq, value} }
