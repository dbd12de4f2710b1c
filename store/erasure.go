package store

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service"
)

type erasureDoc struct {
	ID     string    `json:"_id"`
	Rev    int64     `json:"rev"`
	Of     string    `json:"of"`
	Stage  string    `json:"stage"`
	Erased erasedDoc `json:"erased"`
	DueAt  int64     `json:"due_at"` // 0: never
}

// erasedDoc says when and at whose word somebody was erased.
type erasedDoc struct {
	At     int64  `json:"at"`
	By     string `json:"by"`
	Reason []byte `json:"reason"` // sealed
}

func (o *opener) newErasedDoc(n service.Erased) erasedDoc {
	return erasedDoc{millis(n.At), n.By, o.seal(n.Reason, "erased.reason")}
}

func (o *opener) erased(d erasedDoc) service.Erased {
	return service.Erased{At: fromMillis(d.At), By: d.By, Reason: o.open(d.Reason, "erased.reason")}
}

func (s *Store) erasures() table[erasureDoc, service.Erasure] {
	return table[erasureDoc, service.Erasure]{s, "erasures", s.newErasureDoc, s.erasure,
		func(n *service.Erasure) *int64 { return &n.Rev }}
}

func (s *Store) newErasureDoc(n service.Erasure) (erasureDoc, error) {
	o := s.opener("erasures", n.ID)
	return erasureDoc{n.ID, n.Rev, string(n.Of), string(n.Stage), o.newErasedDoc(n.Erased), millis(n.DueAt)}, o.err
}

func (s *Store) erasure(d erasureDoc) (service.Erasure, error) {
	o := s.opener("erasures", d.ID)
	return service.Erasure{ID: d.ID, Rev: d.Rev, Of: service.ErasureKind(d.Of), Stage: service.ErasureStage(d.Stage),
		Erased: o.erased(d.Erased), DueAt: fromMillis(d.DueAt)}, o.err
}

// InsertErasure implements service.ErasureStore.
func (s *Store) InsertErasure(ctx context.Context, n service.Erasure) error {
	return s.erasures().insert(ctx, n)
}

// Erasure implements service.ErasureStore.
func (s *Store) Erasure(ctx context.Context, id string) (service.Erasure, error) {
	return s.erasures().get(ctx, id)
}

// UpdateErasure implements service.ErasureStore.
func (s *Store) UpdateErasure(ctx context.Context, id string, change func(*service.Erasure) error) (service.Erasure, error) {
	return s.erasures().update(ctx, id, change)
}

// DueErasures implements service.ErasureStore.
func (s *Store) DueErasures(ctx context.Context, now time.Time, limit int) ([]service.Erasure, error) {
	return s.erasures().find(ctx, Query{
		Where: []Cond{{"due_at", Gt, int64(0)}, {"due_at", Le, millis(now)}}, Sort: []string{"due_at"}, Limit: limit,
	})
}
