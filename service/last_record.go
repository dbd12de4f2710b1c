package service

import (
	"context"
	"time"
)

// LastRecord says when a site was last heard of, and from whom.
type LastRecord struct {
	At     time.Time
	Source Source
	By     string // what the colleague who entered it is called; empty of a seeker
}

// LastRecord answers who entered a site's newest record, voided ones too, to those who
// may read it; nil to others, and when there is none.
func (s *Service) LastRecord(ctx context.Context, a Actor, site Site) (*LastRecord, error) {
	if !a.may(readRecords, site.ID, site.County) {
		return nil, nil
	}
	t, err := s.lastRecord(ctx, site.ID)
	if err != nil || t.RecordedAt.IsZero() {
		return nil, err
	}
	last := &LastRecord{At: t.RecordedAt, Source: t.Source}
	if t.Source != FromScan {
		names, err := s.namesOf(ctx, t.RecordedBy)
		if err != nil {
			return nil, err
		}
		last.By = names[t.RecordedBy]
	}
	return last, nil
}
