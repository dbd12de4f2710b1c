package mongostore

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"

	"github.com/quanjiuye/backend/store"
)

// Engine is a store.Engine on one MongoDB database.
type Engine struct {
	client      *mongo.Client
	collections map[string]collection
	timeout     time.Duration // of a call whose context has no deadline
	alone       atomic.Bool   // the server has said that it is no replica set
}

var _ store.Engine = (*Engine)(nil)

// collection is one of store.Collections with the fields that may be asked for.
type collection struct {
	*mongo.Collection
	latest  *mongo.Collection // for store.Query.Latest
	indexed map[string]bool
}

// Open connects, checks that the server answers, and creates the indexes of
// store.Collections that are missing; those that are there stay untouched. It
// returns a *DuplicateError where documents stand in the way of a unique index,
// an *IndexError where an index of the same fields has other rules, an error that
// is ErrRefused where a person must change the options or the login, and never a
// half-usable engine. Any other error may pass by itself.
//
// Without a deadline in ctx, a server that is not there fails within opts.Timeout
// and all indexes together may take ten minutes.
func Open(ctx context.Context, opts Options) (*Engine, error) {
	config, err := opts.client()
	if err != nil {
		return nil, malformed(err)
	}
	client, err := mongo.Connect(config)
	if err != nil {
		return nil, fmt.Errorf("%w: connect to MongoDB: %w", ErrRefused, err) // it has not asked the server yet
	}
	e := &Engine{client: client, collections: map[string]collection{}, timeout: opts.timeout()}
	db := client.Database(opts.database())
	linearizable := options.Collection().SetReadConcern(readconcern.Linearizable())
	for _, c := range store.Collections {
		e.collections[c.Name] = collection{db.Collection(c.Name), db.Collection(c.Name, linearizable), fieldsOf(c)}
	}
	if err := e.prepare(ctx, opts.Existing); err != nil {
		_ = e.Close(context.WithoutCancel(ctx)) // the error that counts is the first
		return nil, refused(err)
	}
	return e, nil
}

// indexTimeout is how long building indexes may take at a start.
const indexTimeout = 10 * time.Minute

func (e *Engine) prepare(ctx context.Context, existing bool) error {
	if err := e.Ping(ctx); err != nil {
		return err
	}
	if existing {
		if err := e.begun(ctx); err != nil {
			return err
		}
	}
	ctx, cancel := withDeadline(ctx, indexTimeout)
	defer cancel()
	for _, c := range store.Collections {
		if err := ensureIndexes(ctx, e.collections[c.Name].Collection, indexesOf(c)); err != nil {
			return err
		}
	}
	return nil
}

// ErrNoDatabase says that there is no such database: see Options.Existing.
var ErrNoDatabase = errors.New("mongostore: no such database")

// begun makes sure that the database says something about itself.
func (e *Engine) begun(ctx context.Context) error {
	ctx, cancel := e.bound(ctx)
	defer cancel()
	db := e.collections["meta"].Database()
	names, err := db.ListCollectionNames(ctx, bson.D{{Key: "name", Value: "meta"}})
	switch {
	case err != nil:
		return fault("list the collections of MongoDB", err)
	case len(names) == 0:
		return fmt.Errorf("%w: %s", ErrNoDatabase, db.Name())
	}
	return nil
}

// Ping asks the primary.
func (e *Engine) Ping(ctx context.Context) error {
	ctx, cancel := e.bound(ctx)
	defer cancel()
	if err := e.client.Ping(ctx, readpref.Primary()); err != nil {
		return fault("ping MongoDB", err)
	}
	return nil
}

// Close waits for calls under way, as long as ctx lets it, and disconnects. A
// second Close returns an error.
func (e *Engine) Close(ctx context.Context) error {
	ctx, cancel := e.bound(ctx)
	defer cancel()
	if err := e.client.Disconnect(ctx); err != nil {
		return fault("disconnect from MongoDB", err)
	}
	return nil
}

func (e *Engine) collection(name string) (collection, error) {
	c, ok := e.collections[name]
	if !ok {
		return collection{}, fmt.Errorf("no collection %q", name)
	}
	return c, nil
}

// bound gives ctx a deadline if it has none, so that no call waits for ever.
func (e *Engine) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return withDeadline(ctx, e.timeout)
}

func withDeadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d)
}
