package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	// applicationID marks a file as ours: "QJYB" in its header.
	applicationID = 0x514A5942
	// layout is the version of how tables are laid out, not of what is in them.
	layout = 1
)

// createAll creates, in one transaction, what tables have and the file lacks.
func createAll(ctx context.Context, conn *sql.Conn, tables map[string]*table) error {
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := func() error {
		for _, t := range tables {
			if err := t.create(ctx, conn); err != nil {
				return fmt.Errorf("create %s: %w", t.Name, err)
			}
		}
		return run(ctx, conn,
			fmt.Sprintf("PRAGMA application_id = %d", applicationID),
			fmt.Sprintf("PRAGMA user_version = %d", layout), "COMMIT")
	}()
	if err != nil {
		// Not with ctx, which may be the reason.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return err
}

func (t *table) create(ctx context.Context, conn *sql.Conn) error {
	indexes, err := t.indexes()
	if err != nil {
		return err
	}
	return run(ctx, conn, append([]string{t.definition()}, indexes...)...)
}

// definition makes the table. With rowids: a table WITHOUT ROWID keeps whole
// documents in the inner nodes of its tree, which at 1.5 KB each doubled the
// file and the time of a read.
func (t *table) definition() string {
	return "CREATE TABLE IF NOT EXISTS " + quote(t.Name) + " (" +
		quote(idColumn) + " TEXT PRIMARY KEY NOT NULL, " +
		quote(revColumn) + " INTEGER NOT NULL, " +
		quote(docColumn) + " TEXT NOT NULL) STRICT"
}

// indexes makes the indexes. Each that is not unique ends in _id, which a query
// always reads.
//
// They are made on expressions and not on generated columns, because SQLite
// never answers from an index alone where a generated column is asked for.
func (t *table) indexes() (script []string, err error) {
	add := func(kind, prefix string, fields []string) {
		name := quote(prefix + ":" + t.Name + ":" + strings.Join(fields, ","))
		values, valuesErr := t.values(fields)
		err = errors.Join(err, valuesErr)
		script = append(script, "CREATE "+kind+" IF NOT EXISTS "+name+" ON "+quote(t.Name)+" ("+values+")")
	}
	for _, fields := range t.Unique {
		add("UNIQUE INDEX", "unique", fields)
	}
	for _, fields := range t.Indexes {
		if !slices.Contains(fields, idColumn) {
			fields = append(slices.Clone(fields), idColumn)
		}
		add("INDEX", "index", fields)
	}
	return script, err
}

func run(ctx context.Context, conn *sql.Conn, script ...string) error {
	for _, statement := range script {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
