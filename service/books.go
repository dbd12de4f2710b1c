package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// books says since when months of one county are closed; an open month is absent.
type books map[calendar.Month]time.Time

// books reads those of a county that are closed among months. A month that has
// not ended is open and need not be asked for.
func (t *tally) books(ctx context.Context, county string, months ...calendar.Month) (books, error) {
	var ended []calendar.Month
	for _, m := range months {
		if m.Before(calendar.MonthOf(t.now())) {
			ended = append(ended, m)
		}
	}
	if len(ended) == 0 {
		return nil, nil
	}
	list, err := t.store.Closings(ctx, county, ended)
	if err != nil {
		return nil, err
	}
	b := books{}
	for _, c := range list {
		if !c.ClosedAt.IsZero() {
			b[c.Month] = c.ClosedAt
		}
	}
	return b, nil
}

// late reports whether something recorded at that time is an adjustment of m.
func (b books) late(m calendar.Month, recorded time.Time) bool {
	closed, ok := b[m]
	return ok && recorded.After(closed)
}

// settled reports whether m is closed with what was recorded at that time in it:
// then nothing may change it.
func (b books) settled(m calendar.Month, recorded time.Time) bool {
	_, closed := b[m]
	return closed && !b.late(m, recorded)
}

// standing is where a record stands for an actor: what may be done to it, and
// whether it is an adjustment of a closed month.
func (b books) standing(a Actor, t Trail, m calendar.Month, siteID, county string) (May, bool) {
	if b.settled(m, t.RecordedAt) {
		return May{}, false
	}
	return t.may(a, siteID, county), b.late(m, t.RecordedAt)
}

func (s *Service) standing(ctx context.Context, a Actor, t Trail, m calendar.Month, siteID, county string) (May, bool, error) {
	b, err := s.tally.books(ctx, county, m)
	may, late := b.standing(a, t, m, siteID, county)
	return may, late, err
}

// booksOf are the books of the months of n records of a county.
func (s *Service) booksOf(ctx context.Context, county string, n int, month func(int) calendar.Month) (books, error) {
	var months []calendar.Month
	for i := range n {
		if m := month(i); !slices.Contains(months, m) {
			months = append(months, m)
		}
	}
	return s.tally.books(ctx, county, months...)
}

// change changes a record, unless its month was closed with it.
func (b books) change(m calendar.Month, t Trail, change func() error) error {
	if b.settled(m, t.RecordedAt) {
		return errMonthClosed
	}
	return change()
}

// county is where a site is. Sites do not move.
func (t *tally) county(ctx context.Context, siteID string) (string, error) {
	if c, ok := t.counties.Load(siteID); ok {
		return c.(string), nil
	}
	site, err := t.store.Site(ctx, siteID)
	if err == nil {
		t.counties.Store(siteID, site.County)
	}
	return site.County, err
}

// monthFacts are a site's facts of a month with its closing.
func (t *tally) monthFacts(ctx context.Context, siteID string, m calendar.Month) (MonthFacts, error) {
	county, err := t.county(ctx, siteID)
	if err != nil {
		return MonthFacts{}, err
	}
	b, err := t.books(ctx, county, m)
	if err != nil {
		return MonthFacts{}, err
	}
	facts, err := t.store.MonthFacts(ctx, siteID, m)
	facts.Closed = b[m]
	return facts, err
}
