package mongostore

import (
	"context"
	"errors"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// chunk is how many documents one InsertMany carries: enough to make the round
// trip cheap, few enough for one deadline.
const chunk = 1_000

// InsertAll implements store.Engine. Each thousand documents have a deadline of
// their own where ctx has none. The count is right also beside an error, but
// for the documents of the call whose answer was lost.
func (e *Engine) InsertAll(ctx context.Context, name string, docs []any) (int, error) {
	c, err := e.collection(name)
	if err != nil {
		return 0, err
	}
	added := 0
	for part := range slices.Chunk(docs, chunk) {
		n, err := e.insertMany(ctx, c, part)
		added += n
		if err != nil {
			return added, fault("insert all into "+name, err)
		}
	}
	return added, nil
}

func (e *Engine) insertMany(ctx context.Context, c collection, docs []any) (int, error) {
	raws := make([]bson.Raw, len(docs))
	for i, doc := range docs {
		raw, err := encode(doc)
		if err != nil {
			return 0, err
		}
		raws[i] = raw
	}
	ctx, cancel := e.bound(ctx)
	defer cancel()
	// Unordered: the server goes on after a duplicate.
	_, err := c.InsertMany(ctx, raws, options.InsertMany().SetOrdered(false))
	if err == nil {
		return len(docs), nil
	}
	var refused mongo.BulkWriteException
	if !errors.As(err, &refused) {
		return 0, err
	}
	added := len(docs) - len(refused.WriteErrors)
	if refused.WriteConcernError != nil {
		return added, err
	}
	for _, we := range refused.WriteErrors {
		if !mongo.IsDuplicateKeyError(we.WriteError) {
			return added, err
		}
	}
	return added, nil
}
