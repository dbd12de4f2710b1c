package sqlitestore

import (
	"context"
	"fmt"
	"reflect"

	"github.com/quanjiuye/backend/store"
)

// Plan is how SQLite means to answer q with the command that Find makes of it
// for elements of type T.
func Plan[T any](ctx context.Context, e *Engine, collection string, q store.Query) (string, error) {
	t, err := e.table(collection)
	if err != nil {
		return "", err
	}
	c, err := t.selecting(planOf(t, q.Fields, reflect.TypeFor[T]()).values(), q)
	if err != nil {
		return "", err
	}
	var id, parent, unused int
	var detail string
	row := e.reads.db.QueryRowContext(ctx, "EXPLAIN QUERY PLAN "+c.text, c.args...)
	err = row.Scan(&id, &parent, &unused, &detail)
	return detail, err
}

// Waiting is how many writes are in the queue.
func (e *Engine) Waiting() int { return len(e.writes.queue) }

// WriterPragma sets a pragma of the connection that writes ("name = value"), or
// reads it ("name").
func (e *Engine) WriterPragma(ctx context.Context, pragma string) (value int64, err error) {
	err = e.writes.conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&value)
	if err != nil {
		return 0, fmt.Errorf("pragma %s: %w", pragma, err)
	}
	return value, nil
}
