package mongostore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/quanjiuye/backend/store"
)

// IndexError says that an index of the same fields exists whose rules are not
// those that store.Collections asks for. Nothing was changed: dropping an index
// is for a person to decide.
type IndexError struct {
	Collection string
	Index      string // the existing index's name
	Problem    string // "is not unique" …
}

func (e *IndexError) Error() string {
	return fmt.Sprintf("index %s of collection %s %s: drop it and start again", e.Index, e.Collection, e.Problem)
}

// index is one index to be had, fields ascending.
type index struct {
	fields []string
	unique bool
}

// indexesOf lists the indexes of c. Those that are not unique end in _id, which
// every answer carries: so a query whose Fields are all in the index reads only
// the index, and pages in the order of _id need no sorting.
func indexesOf(c store.Collection) []index {
	var all []index
	for _, fields := range c.Unique {
		all = append(all, index{fields, true})
	}
	for _, fields := range c.Indexes {
		if !slices.Contains(fields, "_id") {
			fields = append(slices.Clone(fields), "_id")
		}
		all = append(all, index{fields, false})
	}
	return all
}

// name is the one that MongoDB itself would give: "site_id_1_month_1".
func (i index) name() string {
	return strings.Join(i.fields, "_1_") + "_1"
}

func (i index) model() mongo.IndexModel {
	keys := bson.D{}
	for _, field := range i.fields {
		keys = append(keys, bson.E{Key: field, Value: 1})
	}
	return mongo.IndexModel{Keys: keys, Options: options.Index().SetName(i.name()).SetUnique(i.unique)}
}

// ensureIndexes creates what is missing, one by one.
func ensureIndexes(ctx context.Context, c *mongo.Collection, wanted []index) error {
	existing, err := listIndexes(ctx, c)
	if err != nil {
		return err
	}
	for _, want := range wanted {
		there, err := want.among(existing, c.Name())
		if err != nil {
			return err
		}
		if there {
			continue
		}
		if err := create(ctx, c, want); err != nil {
			return err
		}
	}
	return nil
}

func create(ctx context.Context, c *mongo.Collection, want index) error {
	_, err := c.Indexes().CreateOne(ctx, want.model())
	if err == nil {
		return nil
	}
	// Servers differ in how they say that duplicates are in the way: look.
	if want.unique {
		if keys := duplicates(ctx, c, want.fields); len(keys) > 0 {
			return &DuplicateError{Collection: c.Name(), Fields: want.fields, Keys: keys, cause: err}
		}
	}
	return fault(fmt.Sprintf("create index %s of %s", want.name(), c.Name()), err)
}

// existingIndex is an index as the server describes it.
type existingIndex struct {
	Name      string   `json:"name"`
	Key       bson.D   `json:"key"`
	Unique    bool     `json:"unique"`
	Sparse    bool     `json:"sparse"`
	Partial   bson.Raw `json:"partialFilterExpression"`
	Collation bson.Raw `json:"collation"`
}

func listIndexes(ctx context.Context, c *mongo.Collection) ([]existingIndex, error) {
	cursor, err := c.Indexes().List(ctx)
	if err != nil {
		return nil, fault("list the indexes of "+c.Name(), err)
	}
	var list []existingIndex
	if err := cursor.All(ctx, &list); err != nil {
		return nil, fault("list the indexes of "+c.Name(), err)
	}
	return list, nil
}

// among looks for an index of the same fields, whatever its name.
func (i index) among(existing []existingIndex, collection string) (bool, error) {
	for _, e := range existing {
		if e.signature() != i.name() {
			continue
		}
		if problem := i.problem(e); problem != "" {
			return false, &IndexError{collection, e.Name, problem}
		}
		return true, nil
	}
	return false, nil
}

// signature is the name that MongoDB would have given.
func (e existingIndex) signature() string {
	parts := make([]string, len(e.Key))
	for i, key := range e.Key {
		parts[i] = fmt.Sprint(key.Key, "_", key.Value)
	}
	return strings.Join(parts, "_")
}

// problem says in what e differs from what is wanted; "" if in nothing.
func (i index) problem(e existingIndex) string {
	switch {
	case i.unique && !e.Unique:
		return "is not unique"
	case !i.unique && e.Unique:
		return "is unique"
	case e.Sparse || e.Partial != nil:
		return "leaves documents out"
	case e.Collation != nil:
		return "does not compare byte by byte"
	}
	return ""
}
