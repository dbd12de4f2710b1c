package mongostore

import (
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/quanjiuye/backend/store"
)

var operators = map[store.Op]string{
	store.Eq: "$eq", store.Lt: "$lt", store.Le: "$lte", store.Gt: "$gt", store.Ge: "$gte", store.In: "$in",
}

// filter translates conditions. Each stands alone under $and, so that two on
// one field do not overwrite each other; the server merges them.
func (c collection) filter(where []store.Cond) (bson.D, error) {
	all := make(bson.A, 0, len(where))
	for _, cond := range where {
		if err := c.checkIndexed(cond.Field); err != nil {
			return nil, err
		}
		operand, err := operand(cond)
		if err != nil {
			return nil, fmt.Errorf("condition on %s: %w", cond.Field, err)
		}
		all = append(all, bson.D{{Key: cond.Field, Value: operand}})
	}
	if len(all) == 0 {
		return bson.D{}, nil
	}
	return bson.D{{Key: "$and", Value: all}}, nil
}

// operand lets only plain values through: anything else could hold an operator
// that somebody typed.
func operand(cond store.Cond) (bson.D, error) {
	operator, ok := operators[cond.Op]
	if !ok {
		return nil, fmt.Errorf("no operator %q", cond.Op)
	}
	switch v := cond.Value.(type) {
	case []string:
		if cond.Op == store.In {
			return bson.D{{Key: operator, Value: append([]string{}, v...)}}, nil // never nil: $in wants an array
		}
	case string, bool, int64:
		if cond.Op != store.In {
			return bson.D{{Key: operator, Value: v}}, nil
		}
	}
	return nil, fmt.Errorf("operator %q does not take a %T", cond.Op, cond.Value)
}

// order translates "a", "-b".
func (c collection) order(fields []string) (bson.D, error) {
	var order bson.D
	for _, field := range fields {
		name, descending := strings.CutPrefix(field, "-")
		if err := c.checkIndexed(name); err != nil {
			return nil, err
		}
		direction := 1
		if descending {
			direction = -1
		}
		order = append(order, bson.E{Key: name, Value: direction})
	}
	return order, nil
}

// checkIndexed keeps queries to fields that an index lists. Names that the
// server would read as operators are never among them.
func (c collection) checkIndexed(field string) error {
	if !c.indexed[field] {
		return fmt.Errorf("no index lists the field %q", field)
	}
	return nil
}

// projection asks for fields; _id comes by itself.
func projection(fields []string) (bson.D, error) {
	var p bson.D
	for _, field := range fields {
		if field == "" || strings.Contains(field, "$") {
			return nil, fmt.Errorf("no field can be called %q", field)
		}
		p = append(p, bson.E{Key: field, Value: 1})
	}
	return p, nil
}

// fieldsOf is every field that an index of c lists, and _id.
func fieldsOf(c store.Collection) map[string]bool {
	fields := map[string]bool{"_id": true}
	for _, index := range indexesOf(c) {
		for _, field := range index.fields {
			fields[field] = true
		}
	}
	return fields
}
