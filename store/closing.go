package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

type closingDoc struct {
	ID       string           `json:"_id"`
	Rev      int64            `json:"rev"`
	County   string           `json:"county"`
	Month    string           `json:"month"`
	ClosedAt int64            `json:"closed_at"`
	Steps    []closingStepDoc `json:"steps"`
}

type closingStepDoc struct {
	Close  bool   `json:"close"`
	By     string `json:"by"`
	At     int64  `json:"at"`
	Reason string `json:"reason"`
}

func (s *Store) closings() table[closingDoc, service.Closing] {
	return table[closingDoc, service.Closing]{s, "closings", newClosingDoc, closingDoc.closing,
		func(n *service.Closing) *int64 { return &n.Rev }}
}

func newClosingDoc(n service.Closing) (closingDoc, error) {
	d := closingDoc{ID: n.ID, Rev: n.Rev, County: n.County, Month: n.Month.String(), ClosedAt: millis(n.ClosedAt)}
	for _, st := range n.Steps {
		d.Steps = append(d.Steps, closingStepDoc{st.Close, st.By, millis(st.At), st.Reason})
	}
	return d, nil
}

func (d closingDoc) closing() (service.Closing, error) {
	n := service.Closing{ID: d.ID, Rev: d.Rev, County: d.County, Month: month(d.Month), ClosedAt: fromMillis(d.ClosedAt)}
	for _, st := range d.Steps {
		n.Steps = append(n.Steps, service.ClosingStep{Close: st.Close, By: st.By, At: fromMillis(st.At), Reason: st.Reason})
	}
	return n, nil
}

// InsertClosing implements service.ClosingStore.
func (s *Store) InsertClosing(ctx context.Context, n service.Closing) error {
	return s.closings().insert(ctx, n)
}

// UpdateClosing implements service.ClosingStore.
func (s *Store) UpdateClosing(ctx context.Context, id string, change func(*service.Closing) error) (service.Closing, error) {
	return s.closings().update(ctx, id, change)
}

// Closings implements service.ClosingStore.
func (s *Store) Closings(ctx context.Context, county string, months []calendar.Month) ([]service.Closing, error) {
	ids := make([]string, len(months))
	for i, m := range months {
		ids[i] = service.ClosingID(county, m)
	}
	return s.closings().find(ctx, Query{Where: []Cond{{"_id", In, ids}}, Latest: service.WantsLatest(ctx)})
}
