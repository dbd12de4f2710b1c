package service

import (
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// eraseCalls takes out what callers noted about the person of a record (抽样回访).
// That somebody called and what it brought stays.
func (s *Service) eraseCalls(ctx context.Context, ref RecordRef, siteID string, m calendar.Month) error {
	samples, err := s.samplesOf(ctx, ref, siteID, m)
	if err != nil {
		return err
	}
	for _, n := range samples {
		if _, err := s.store.UpdateSample(ctx, n.ID, func(n *Sample) error {
			n.drawn(ref.ID).erase()
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// samplesOf lists the samples in which a record was drawn.
func (s *Service) samplesOf(ctx context.Context, ref RecordRef, siteID string, m calendar.Month) (list []Sample, err error) {
	err = pages(func(p Page) ([]Sample, error) { return s.store.Samples(ctx, siteID, p) }, func(n Sample) (string, error) {
		if n.Month == m && n.Kind == ref.Kind && n.drawn(ref.ID) != nil {
			list = append(list, n)
		}
		return n.ID, nil
	})
	return list, err
}

func (c *Call) erase() {
	if c.Note != "" {
		c.Note = erasedText
	}
}

func (d *DrawnRecord) erase() {
	d.Call.erase()
	earlier := slices.Clone(d.Earlier)
	for i := range earlier {
		earlier[i].erase()
	}
	d.Earlier = earlier
	reveals := make([]Reveal, len(d.Reveals))
	for i, r := range d.Reveals {
		r.Reason = erasedText
		reveals[i] = r
	}
	d.Reveals = reveals
}
