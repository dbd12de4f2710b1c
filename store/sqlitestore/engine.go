package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"

	"github.com/quanjiuye/backend/store"
)

// Engine is a store.Engine on one SQLite file. Open makes it.
type Engine struct {
	tables map[string]*table
	place  place
	reads  *reader
	writes *writer
	strict bool
}

var _ store.Engine = (*Engine)(nil)

// Option changes how an engine works.
type Option func(*Engine)

// Strict makes Find fail where a document has a field that the Go type it is
// read into lacks: for whoever copies documents and must not lose a field.
func Strict() Option { return func(e *Engine) { e.strict = true } }

// Open opens the file at path, makes it (mode 0600) and its folder (mode 0700)
// where they are missing, checks every page of it, and creates the tables and
// indexes that store.Collections lists and the file lacks. The check reads the
// whole file: about a second per gigabyte that the system has in memory.
//
// It fails with ErrForeign, ErrNewer, ErrDamaged or ErrLogAlone where the file is
// not one to write to; what is there is then as it was.
func Open(ctx context.Context, path string, options ...Option) (*Engine, error) {
	e, err := open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, denied(err))
	}
	for _, option := range options {
		option(e)
	}
	return e, nil
}

func open(ctx context.Context, path string) (*Engine, error) {
	tables, err := tablesOf(store.Collections)
	if err != nil {
		return nil, err
	}
	f, err := prepare(path)
	if err != nil {
		return nil, err
	}
	db, conn, err := connect(ctx, f)
	if err != nil {
		return nil, plain(err)
	}
	if err := setUp(ctx, conn, tables); err != nil {
		return nil, errors.Join(plain(err), conn.Close(), db.Close())
	}
	e := &Engine{tables: tables}
	if e.place, err = placeOf(f); err == nil {
		e.reads, err = openReader(f)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close(), db.Close())
	}
	e.writes = startWriter(db, conn, e.place)
	return e, nil
}

// connect opens the one connection that writes.
func connect(ctx context.Context, f file) (*sql.DB, *sql.Conn, error) {
	return single(ctx, f.dsn("_synchronous=FULL", "_pragma=cache_size(-16000)", "_pragma=journal_size_limit(67108864)"))
}

// single opens one connection that closes its file when it is closed.
func single(ctx context.Context, dsn string) (*sql.DB, *sql.Conn, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, conn, nil
}

func openReader(f file) (*reader, error) {
	// Temporary tables in memory: a sort must not leave personal data in /tmp.
	db, err := sql.Open("sqlite", f.dsn("_query_only=1", "_pragma=cache_size(-8000)", "_pragma=temp_store(2)"))
	if err != nil {
		return nil, err
	}
	// More than processors, so that a long read does not hold up short ones.
	n := max(8, 2*runtime.GOMAXPROCS(0))
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return &reader{db: db, statements: prepared(db)}, nil
}

// Ping answers nil when the file is in its place and can be read, and Close has
// not been called.
func (e *Engine) Ping(ctx context.Context) error {
	var n int
	err := e.place.check()
	if err == nil {
		err = e.reads.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n)
	}
	if err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// Close answers the writes that wait, moves the log into the file and closes
// it. When ctx ends first, the writes not yet begun fail. Closing again does
// nothing.
func (e *Engine) Close(ctx context.Context) error {
	// The connection closed last moves the log; let it be the one that writes.
	err := e.reads.close()
	if err = errors.Join(err, e.writes.close(ctx)); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	return nil
}

func (e *Engine) table(collection string) (*table, error) {
	t, ok := e.tables[collection]
	if !ok {
		return nil, fmt.Errorf("no collection %q", collection)
	}
	return t, nil
}
