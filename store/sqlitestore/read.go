package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/quanjiuye/backend/store"
)

// reader is the pool of connections that only read.
type reader struct {
	db         *sql.DB
	statements *statements
}

func (r *reader) close() error { return r.db.Close() }

// Get implements store.Engine.
func (e *Engine) Get(ctx context.Context, collection, id string, out any) error {
	t, err := e.table(collection)
	if err == nil {
		err = e.get(ctx, t, id, out)
	}
	if err != nil {
		return fmt.Errorf("get from %s: %w", collection, err)
	}
	return nil
}

func (e *Engine) get(ctx context.Context, t *table, id string, out any) error {
	text := "SELECT " + quote(docColumn) + " FROM " + quote(t.Name) + " WHERE " + quote(idColumn) + "=?"
	statement, err := e.reads.statements.get(ctx, text)
	if err != nil {
		return err
	}
	var doc []byte
	err = statement.QueryRowContext(ctx, id).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNoDocument
	}
	if err != nil {
		return plain(err)
	}
	return json.Unmarshal(doc, out)
}

// Find implements store.Engine. Where one index names all fields of q, the
// documents themselves are not read.
func (e *Engine) Find(ctx context.Context, collection string, q store.Query, out any) error {
	t, err := e.table(collection)
	if err == nil {
		err = e.find(ctx, t, q, out)
	}
	if err != nil {
		return fmt.Errorf("find in %s: %w", collection, err)
	}
	return nil
}

func (e *Engine) find(ctx context.Context, t *table, q store.Query, out any) error {
	slice := reflect.ValueOf(out)
	if slice.Kind() != reflect.Pointer || slice.Elem().Kind() != reflect.Slice {
		return fmt.Errorf("%T is not a pointer to a slice", out)
	}
	slice = slice.Elem()
	plan := planOf(t, q.Fields, slice.Type().Elem())
	if whole, ok := plan.(*wholeDocument); ok {
		whole.strict = e.strict
	}
	c, err := t.selecting(plan.values(), q)
	if err != nil {
		return err
	}
	rows, err := e.reads.statements.query(ctx, c)
	if err != nil {
		return plain(err)
	}
	defer rows.Close()
	found := reflect.MakeSlice(slice.Type(), 0, 0)
	for rows.Next() {
		found = reflect.Append(found, reflect.Zero(slice.Type().Elem()))
		if err := plan.scan(rows, found.Index(found.Len()-1)); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return plain(err)
	}
	slice.Set(found)
	return nil
}
