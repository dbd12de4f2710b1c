package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/store"
)

// chunk is how many documents of InsertAll go into one write: enough to share a
// commit, few enough that others need not wait long.
const chunk = 200

// Insert implements store.Engine.
func (e *Engine) Insert(ctx context.Context, collection string, doc any) error {
	t, err := e.table(collection)
	if err == nil {
		err = e.insert(ctx, t, doc)
	}
	if err != nil {
		return fmt.Errorf("insert into %s: %w", collection, err)
	}
	return nil
}

func (e *Engine) insert(ctx context.Context, t *table, doc any) error {
	row, err := encode(doc)
	if err != nil {
		return err
	}
	c := t.inserting(row)
	_, err = e.writes.do(ctx, 1, func(s *statements) (int64, error) {
		return s.exec(context.Background(), c)
	})
	return err
}

// InsertAll implements store.Engine, 200 documents at a time.
func (e *Engine) InsertAll(ctx context.Context, collection string, docs []any) (int, error) {
	t, err := e.table(collection)
	if err != nil {
		return 0, fmt.Errorf("insert all: %w", err)
	}
	inserted := 0
	for part := range slices.Chunk(docs, chunk) {
		n, err := e.insertPart(ctx, t, part)
		if err != nil {
			return inserted, fmt.Errorf("insert all into %s: %w", collection, err)
		}
		inserted += n
	}
	return inserted, nil
}

func (e *Engine) insertPart(ctx context.Context, t *table, docs []any) (int, error) {
	rows, err := encodeAll(docs)
	if err != nil {
		return 0, err
	}
	n, err := e.writes.do(ctx, len(rows), func(s *statements) (total int64, err error) {
		for _, row := range rows {
			c := t.inserting(row)
			c.text += " ON CONFLICT DO NOTHING"
			n, err := s.exec(context.Background(), c)
			if err != nil {
				return 0, err
			}
			total += n
		}
		return total, nil
	})
	return int(n), err
}

func (t *table) inserting(row document) command {
	return command{
		"INSERT INTO " + quote(t.Name) + ` ("_id","rev","_doc") VALUES (?,?,?)`,
		[]any{row.id, row.rev, row.json},
	}
}

// Replace implements store.Engine.
func (e *Engine) Replace(ctx context.Context, collection, id string, rev int64, doc any) error {
	t, err := e.table(collection)
	if err == nil {
		err = e.replace(ctx, t, id, rev, doc)
	}
	if err != nil {
		return fmt.Errorf("replace in %s: %w", collection, err)
	}
	return nil
}

func (e *Engine) replace(ctx context.Context, t *table, id string, rev int64, doc any) error {
	row, err := encode(doc)
	if err != nil {
		return err
	}
	if row.id != id {
		return errors.New("the document has another _id")
	}
	c := command{
		"UPDATE " + quote(t.Name) + ` SET "rev"=?, "_doc"=? WHERE "_id"=? AND "rev"=?`,
		[]any{row.rev, row.json, id, rev},
	}
	n, err := e.writes.do(ctx, 1, func(s *statements) (int64, error) {
		return s.exec(context.Background(), c)
	})
	if err == nil && n == 0 {
		return store.ErrNoDocument
	}
	return err
}

// Delete implements store.Engine. It refuses a query with a Limit.
func (e *Engine) Delete(ctx context.Context, collection string, q store.Query) (int64, error) {
	t, err := e.table(collection)
	if err != nil {
		return 0, fmt.Errorf("delete: %w", err)
	}
	c, err := t.deleting(q)
	if err != nil {
		return 0, fmt.Errorf("delete from %s: %w", collection, err)
	}
	n, err := e.writes.do(ctx, 1, func(s *statements) (int64, error) {
		return s.exec(context.Background(), c)
	})
	if err != nil {
		return 0, fmt.Errorf("delete from %s: %w", collection, err)
	}
	return n, nil
}
