package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements keeps every command prepared once it has run. It needs no bound:
// texts contain no values, see command.
type statements struct {
	on interface {
		PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
	}
	mu     sync.RWMutex
	byText map[string]*sql.Stmt
}

// prepared makes statements on a *sql.DB or a *sql.Conn.
func prepared(on interface {
	PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
}) *statements {
	return &statements{on: on, byText: map[string]*sql.Stmt{}}
}

func (s *statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.RLock()
	statement, ok := s.byText[text]
	s.mu.RUnlock()
	if ok {
		return statement, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if statement, ok := s.byText[text]; ok {
		return statement, nil
	}
	statement, err := s.on.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s.byText[text] = statement
	return statement, nil
}

func (s *statements) exec(ctx context.Context, c command) (int64, error) {
	statement, err := s.get(ctx, c.text)
	if err != nil {
		return 0, err
	}
	result, err := statement.ExecContext(ctx, c.args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (s *statements) query(ctx context.Context, c command) (*sql.Rows, error) {
	statement, err := s.get(ctx, c.text)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, c.args...)
}

// close must come before the Close of a *sql.Conn: with a statement left open,
// SQLite would keep the file open and its log in place.
func (s *statements) close() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, statement := range s.byText {
		err = errors.Join(err, statement.Close())
	}
	return err
}
