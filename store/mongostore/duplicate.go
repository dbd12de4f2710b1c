package mongostore

import (
	"context"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

// DuplicateError says that a unique index cannot be built because documents
// agree in all its fields. Nothing was changed; a person must decide which of
// the documents stays.
type DuplicateError struct {
	Collection string
	Fields     []string
	Keys       []string // up to five keys that several documents share, with their number
	cause      error
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("collection %s holds duplicates, so its unique index on %s cannot be built: %s",
		e.Collection, strings.Join(e.Fields, ", "), strings.Join(e.Keys, "; "))
}

// Unwrap is what the server said.
func (e *DuplicateError) Unwrap() error { return e.cause }

// maxKeys is how many duplicates are reported: enough to see what kind they are.
const maxKeys = 5

// duplicates lists keys that several documents share; none if they cannot be
// told, since a caller has a better error in hand then.
func duplicates(ctx context.Context, c *mongo.Collection, fields []string) []string {
	group := bson.D{}
	for i, field := range fields {
		group = append(group, bson.E{Key: fmt.Sprint("k", i), Value: "$" + field}) // no dots in names here
	}
	cursor, err := c.Aggregate(ctx, mongo.Pipeline{
		{{Key: "$group", Value: bson.D{
			{Key: "_id", Value: group},
			{Key: "n", Value: bson.D{{Key: "$sum", Value: 1}}},
		}}},
		{{Key: "$match", Value: bson.D{{Key: "n", Value: bson.D{{Key: "$gt", Value: 1}}}}}},
		{{Key: "$limit", Value: maxKeys}},
	})
	if err != nil {
		return nil
	}
	var found []struct {
		Key bson.Raw `json:"_id"`
		N   int64    `json:"n"`
	}
	if err := cursor.All(ctx, &found); err != nil {
		return nil
	}
	keys := make([]string, len(found))
	for i, f := range found {
		keys[i] = describe(fields, f.Key, f.N)
	}
	return keys
}

// describe is `site_id="s1" month="2026-11" (2 documents)`.
func describe(fields []string, key bson.Raw, n int64) string {
	var b strings.Builder
	for i, field := range fields {
		value := "missing"
		if v, err := key.LookupErr(fmt.Sprint("k", i)); err == nil {
			value = v.String()
		}
		fmt.Fprintf(&b, "%s=%s ", field, value)
	}
	fmt.Fprintf(&b, "(%d documents)", n)
	return b.String()
}
