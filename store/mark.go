package store

import (
	"context"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
)

type markDoc struct {
	ID  string `json:"_id"` // service.Mark.String
	Rev int64  `json:"rev"`
	At  int64  `json:"at"`
}

// KeepMarks implements service.MarkStore.
func (s *Store) KeepMarks(ctx context.Context, at time.Time, marks []service.Mark) error {
	docs := make([]any, len(marks))
	for i, m := range marks {
		docs[i] = markDoc{m.String(), 1, millis(at)}
	}
	_, err := s.engine.InsertAll(ctx, "marks", docs)
	return fault("keep marks", err)
}

// DropMarks implements service.MarkStore.
func (s *Store) DropMarks(ctx context.Context, marks []service.Mark) error {
	ids := make([]string, len(marks))
	for i, m := range marks {
		ids[i] = m.String()
	}
	return s.delete(ctx, "marks", Cond{"_id", In, ids})
}

// KeptMarks implements service.MarkStore.
func (s *Store) KeptMarks(ctx context.Context, now time.Time, limit int) ([]service.AgedMark, error) {
	var docs []markDoc
	if err := s.engine.Find(ctx, "marks", Query{Sort: []string{"at"}, Limit: limit}, &docs); err != nil {
		return nil, fault("find marks", err)
	}
	marks := make([]service.AgedMark, len(docs))
	for i, d := range docs {
		m, err := service.ParseMark(d.ID)
		if err != nil {
			return nil, fmt.Errorf("read mark: %w", err)
		}
		marks[i] = service.AgedMark{Mark: m, Age: now.Sub(fromMillis(d.At))}
	}
	return marks, nil
}
