package sqlitestore

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/quanjiuye/backend/store"
)

// command is SQL with the values of its parameters. No value is ever part of
// the text, so that there are only as many texts as the program has queries.
type command struct {
	text string
	args []any
}

var operators = map[store.Op]string{
	store.Eq: "=", store.Lt: "<", store.Le: "<=", store.Gt: ">", store.Ge: ">=",
}

// selecting reads values (already SQL) of what q selects.
func (t *table) selecting(values string, q store.Query) (command, error) {
	where, args, err := t.where(q.Where)
	if err != nil {
		return command{}, err
	}
	order, err := t.order(q.Sort)
	if err != nil {
		return command{}, err
	}
	text := "SELECT " + values + " FROM " + quote(t.Name) + where + order
	switch {
	case q.Limit < 0:
		return command{}, errors.New("the limit is negative")
	case q.Limit > 0:
		text, args = text+" LIMIT ?", append(args, int64(q.Limit))
	}
	return command{text, args}, nil
}

func (t *table) deleting(q store.Query) (command, error) {
	if q.Limit != 0 {
		return command{}, errors.New("a delete has no limit")
	}
	where, args, err := t.where(q.Where)
	return command{"DELETE FROM " + quote(t.Name) + where, args}, err
}

func (t *table) where(conds []store.Cond) (string, []any, error) {
	if len(conds) == 0 {
		return "", nil, nil
	}
	terms, args := make([]string, len(conds)), make([]any, len(conds))
	for i, c := range conds {
		value, err := t.value(c.Field)
		if err != nil {
			return "", nil, err
		}
		operator, arg, err := comparison(c)
		if err != nil {
			return "", nil, fmt.Errorf("condition on %s: %w", c.Field, err)
		}
		terms[i], args[i] = value+operator, arg
	}
	return " WHERE " + strings.Join(terms, " AND "), args, nil
}

// comparison is the right-hand side of a condition.
func comparison(c store.Cond) (string, any, error) {
	if c.Op == store.In {
		values, ok := c.Value.([]string)
		if !ok {
			return "", nil, fmt.Errorf("%q takes no %T", c.Op, c.Value)
		}
		if values == nil {
			values = []string{}
		}
		// One parameter for any number of values: SQLite allows 32,766.
		list, err := json.Marshal(values)
		return " IN (SELECT value FROM json_each(?))", string(list), err
	}
	operator, ok := operators[c.Op]
	if !ok {
		return "", nil, fmt.Errorf("no operator %q", c.Op)
	}
	switch c.Value.(type) {
	case string, bool, int64:
		return operator + "?", c.Value, nil
	}
	return "", nil, fmt.Errorf("%q takes no %T", c.Op, c.Value)
}

func (t *table) order(fields []string) (string, error) {
	if len(fields) == 0 {
		return "", nil
	}
	terms := make([]string, len(fields))
	for i, field := range fields {
		name, descending := strings.CutPrefix(field, "-")
		value, err := t.value(name)
		if err != nil {
			return "", err
		}
		if descending {
			value += " DESC"
		}
		terms[i] = value
	}
	return " ORDER BY " + strings.Join(terms, ","), nil
}
