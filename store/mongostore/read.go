package mongostore

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/quanjiuye/backend/store"
)

// Get implements store.Engine.
func (e *Engine) Get(ctx context.Context, name, id string, out any) error {
	c, err := e.collection(name)
	if err != nil {
		return err
	}
	ctx, cancel := e.bound(ctx)
	defer cancel()
	err = c.FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(out)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, mongo.ErrNoDocuments):
		return store.ErrNoDocument
	}
	return fault("get from "+name, err)
}

// Find implements store.Engine. After an error out is as it was.
func (e *Engine) Find(ctx context.Context, name string, q store.Query, out any) error {
	c, err := e.collection(name)
	if err != nil {
		return err
	}
	into := reflect.ValueOf(out)
	if into.Kind() != reflect.Pointer || into.Elem().Kind() != reflect.Slice {
		return fmt.Errorf("find in %s: %T is not a pointer to a slice", name, out)
	}
	filter, opts, err := c.find(q)
	if err != nil {
		return fmt.Errorf("find in %s: %w", name, err)
	}
	ctx, cancel := e.bound(ctx)
	defer cancel()
	cursor, err := e.look(ctx, c, q.Latest, filter, opts)
	if err != nil {
		return fault("find in "+name, err)
	}
	// The driver decodes over the elements that a slice has already, so it gets
	// a slice of its own, which is empty and never nil.
	found := reflect.New(into.Elem().Type())
	found.Elem().Set(reflect.MakeSlice(into.Elem().Type(), 0, 0))
	if err := cursor.All(ctx, found.Interface()); err != nil {
		return fault("find in "+name, err)
	}
	into.Elem().Set(found.Elem())
	return nil
}

// look asks for the latest where that is wanted. A server that is no replica set
// refuses to; as there is no other, its answer is the latest anyway.
func (e *Engine) look(ctx context.Context, c collection, latest bool, filter bson.D, opts *options.FindOptionsBuilder) (*mongo.Cursor, error) {
	if !latest || e.alone.Load() {
		return c.Find(ctx, filter, opts)
	}
	cursor, err := c.latest.Find(ctx, filter, opts)
	var refused mongo.CommandError
	if errors.As(err, &refused) && refused.HasErrorCode(notAReplicaSet) {
		e.alone.Store(true)
		return c.Find(ctx, filter, opts)
	}
	return cursor, err
}

const notAReplicaSet = 123 // the server's error code

// find translates q.
func (c collection) find(q store.Query) (bson.D, *options.FindOptionsBuilder, error) {
	filter, err := c.filter(q.Where)
	if err != nil {
		return nil, nil, err
	}
	order, err := c.order(q.Sort)
	if err != nil {
		return nil, nil, err
	}
	fields, err := projection(q.Fields)
	if err != nil {
		return nil, nil, err
	}
	if q.Limit < 0 {
		return nil, nil, fmt.Errorf("limit %d", q.Limit)
	}
	opts := options.Find().SetLimit(int64(q.Limit))
	if len(order) > 0 {
		opts.SetSort(order)
	}
	if len(fields) > 0 {
		opts.SetProjection(fields)
	}
	return filter, opts, nil
}
