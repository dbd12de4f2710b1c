package store

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service"
)

type sessionDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	AccountID string `json:"account_id"`
	CreatedAt int64  `json:"created_at"`
	ExpiresAt int64  `json:"expires_at"`
}

// InsertSession implements service.SessionStore.
func (s *Store) InsertSession(ctx context.Context, n service.Session) error {
	d := sessionDoc{n.ID, 1, n.AccountID, millis(n.CreatedAt), millis(n.ExpiresAt)}
	return fault("insert session", s.engine.Insert(ctx, "sessions", d))
}

// Session implements service.SessionStore.
func (s *Store) Session(ctx context.Context, id string) (service.Session, error) {
	var d sessionDoc
	if err := s.engine.Get(ctx, "sessions", id, &d); err != nil {
		return service.Session{}, fault("read session", err)
	}
	return d.session(), nil
}

func (d sessionDoc) session() service.Session {
	return service.Session{ID: d.ID, AccountID: d.AccountID, CreatedAt: fromMillis(d.CreatedAt), ExpiresAt: fromMillis(d.ExpiresAt)}
}

// SessionsOf implements service.SessionStore.
func (s *Store) SessionsOf(ctx context.Context, accountID string) ([]service.Session, error) {
	var docs []sessionDoc
	if err := s.engine.Find(ctx, "sessions", Query{Where: []Cond{eq("account_id", accountID)}}, &docs); err != nil {
		return nil, fault("find sessions", err)
	}
	list := make([]service.Session, len(docs))
	for i, d := range docs {
		list[i] = d.session()
	}
	return list, nil
}

// DeleteSession implements service.SessionStore.
func (s *Store) DeleteSession(ctx context.Context, id string) error {
	return s.delete(ctx, "sessions", eq("_id", id))
}

// DeleteSessionsOf implements service.SessionStore.
func (s *Store) DeleteSessionsOf(ctx context.Context, accountID string) error {
	return s.delete(ctx, "sessions", eq("account_id", accountID))
}

// DeleteExpired implements service.SessionStore.
func (s *Store) DeleteExpired(ctx context.Context, now time.Time) error {
	for _, collection := range []string{"sessions", "scan_logins", "login_codes", "requests"} {
		if err := s.delete(ctx, collection, Cond{"expires_at", Le, millis(now)}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) delete(ctx context.Context, collection string, c Cond) error {
	_, err := s.engine.Delete(ctx, collection, Query{Where: []Cond{c}})
	return fault("delete from "+collection, err)
}
