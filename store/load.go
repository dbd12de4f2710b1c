package store

import (
	"context"
	"fmt"

	"github.com/quanjiuye/backend/service"
)

// Batch is a set of records to be loaded at once, such as a demonstration's.
type Batch struct {
	Sites         []service.Site
	Accounts      []service.Account
	Grants        []service.Grant
	People        []service.Person
	Enterprises   []service.Enterprise
	Postings      []service.Posting
	Registrations []service.Registration
	Placements    []service.Placement
	Activities    []service.Activity
	Honours       []service.Honour
	Evidence      []service.Evidence // its bytes must be kept already
}

// Load inserts a batch and the natural keys of its people, enterprises and postings; what
// is there already is left as it is, so that a load that broke off can be done
// again. It checks no rule and counts nothing: Rebuild does.
func (s *Store) Load(ctx context.Context, b Batch) error {
	if err := s.loadKeys(ctx, b); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return load(ctx, s.enterprises(), b.Enterprises) },
		func() error { return load(ctx, s.people(), b.People) },
		func() error { return load(ctx, s.accounts(), b.Accounts) },
		func() error { return load(ctx, s.grants(), b.Grants) },
		func() error { return load(ctx, s.evidence(), b.Evidence) },
		func() error { return load(ctx, s.postings(), b.Postings) },
		func() error { return load(ctx, s.registrations(), b.Registrations) },
		func() error { return load(ctx, s.placements(), b.Placements) },
		func() error { return load(ctx, s.activities(), b.Activities) },
		func() error { return load(ctx, s.honours(), b.Honours) },
		func() error { return load(ctx, s.sites(), b.Sites) }, // last: a site says that the load was whole
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) loadKeys(ctx context.Context, b Batch) error {
	var docs []any
	add := func(owner string, keys []service.Key) {
		for _, k := range keys {
			docs = append(docs, keyDoc{s.keyID(k), 1, owner})
		}
	}
	for _, p := range b.People {
		add(p.ID, p.Keys())
	}
	for _, e := range b.Enterprises {
		add(e.ID, e.Keys())
	}
	for _, n := range b.Postings {
		add(n.ID, n.Keys())
	}
	_, err := s.engine.InsertAll(ctx, "keys", docs)
	return fault("load keys", err)
}

func load[D, N any](ctx context.Context, t table[D, N], nouns []N) error {
	docs := make([]any, len(nouns))
	for i, n := range nouns {
		d, err := t.doc(n)
		if err != nil {
			return err
		}
		docs[i] = d
	}
	if _, err := t.store.engine.InsertAll(ctx, t.name, docs); err != nil {
		return fmt.Errorf("load %s: %w", t.name, err)
	}
	return nil
}
