package mongostore

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/quanjiuye/backend/store"
)

// Insert implements store.Engine.
func (e *Engine) Insert(ctx context.Context, name string, doc any) error {
	c, err := e.collection(name)
	if err != nil {
		return err
	}
	raw, err := encode(doc)
	if err != nil {
		return fmt.Errorf("insert into %s: %w", name, err)
	}
	ctx, cancel := e.bound(ctx)
	defer cancel()
	_, err = c.InsertOne(ctx, raw)
	switch {
	case err == nil:
		return nil
	case isDuplicate(err):
		return store.ErrDuplicate
	}
	return fault("insert into "+name, err)
}

// Replace implements store.Engine.
func (e *Engine) Replace(ctx context.Context, name, id string, rev int64, doc any) error {
	c, err := e.collection(name)
	if err != nil {
		return err
	}
	raw, err := encode(doc)
	if err == nil && idOf(raw) != id {
		err = errors.New("the new document has another id")
	}
	if err != nil {
		return fmt.Errorf("replace in %s: %w", name, err)
	}
	ctx, cancel := e.bound(ctx)
	defer cancel()
	done, err := c.ReplaceOne(ctx, bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: rev}}, raw)
	switch {
	case err == nil && done.MatchedCount == 0:
		return store.ErrNoDocument
	case err == nil:
		return nil
	case isDuplicate(err):
		return store.ErrDuplicate
	}
	return fault("replace in "+name, err)
}

// Delete implements store.Engine. It refuses a query with more than Where rather
// than delete what was not meant.
func (e *Engine) Delete(ctx context.Context, name string, q store.Query) (int64, error) {
	c, err := e.collection(name)
	if err != nil {
		return 0, err
	}
	filter, err := c.filter(q.Where)
	if err == nil && (len(q.Sort) > 0 || q.Limit != 0 || len(q.Fields) > 0 || q.Latest) {
		err = errors.New("only conditions have a meaning here")
	}
	if err != nil {
		return 0, fmt.Errorf("delete from %s: %w", name, err)
	}
	ctx, cancel := e.bound(ctx)
	defer cancel()
	done, err := c.DeleteMany(ctx, filter)
	if err != nil {
		return 0, fault("delete from "+name, err)
	}
	return done.DeletedCount, nil
}
