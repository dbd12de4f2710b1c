package service

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/quanjiuye/backend/internal/failpoint"
)

// tally keeps the counters true to the records (design §5). The records decide,
// always; the cache holds what was last counted. Whatever the cache does, a
// write that reached the store is acknowledged, and its count follows.
type tally struct {
	store   Store
	cache   CounterCache
	log     *slog.Logger
	changed func(Event) // tells this instance of a change that the relay could not carry

	versions *versions
	flights  flights[Unit]
	unsaid   unsaid // units whose mark did not reach the cache
}

// write makes one durable write to the records of units and has them counted
// anew before it returns. The mark before the write makes sure that the count
// follows even if this process dies right after the write.
func (t *tally) write(ctx context.Context, units []Unit, write func(context.Context) error) error {
	marks := t.mark(ctx, units)
	failpoint.Hit(failpoint.WriteMarked)
	err := write(ctx)
	var refused *Error
	switch {
	case err == nil:
		failpoint.Hit(failpoint.WriteStored)
		t.settle(context.WithoutCancel(ctx), marks)
	case errors.As(err, &refused), errors.Is(err, ErrNoRecord), errors.Is(err, ErrExists):
		t.unmark(context.WithoutCancel(ctx), marks) // surely nothing was written
	default:
		// The write may have happened, or be about to, although its answer was
		// lost. The sweeper counts; it is called anew, because a mark from before
		// a slow write may have been cleared meanwhile.
		t.mark(context.WithoutCancel(ctx), units)
	}
	return err
}

// mark notes the units as dirty. When the cache is down, this instance remembers
// them itself; if it dies, start-up counts everything anyway.
func (t *tally) mark(ctx context.Context, units []Unit) []Mark {
	marks := make([]Mark, 0, len(units))
	for _, u := range units {
		m, err := t.cache.Mark(ctx, u)
		if err != nil {
			t.log.WarnContext(ctx, "mark not kept", "unit", u.String(), "error", err)
			t.unsaid.add(u)
			m = Mark{Unit: u}
		}
		marks = append(marks, m)
	}
	return marks
}

func (t *tally) unmark(ctx context.Context, marks []Mark) {
	for _, m := range marks {
		if m.Token == 0 {
			continue
		}
		if err := t.cache.Clear(ctx, m); err != nil {
			t.log.WarnContext(ctx, "mark not cleared", "unit", m.String(), "error", err)
		}
	}
}

// settle counts the units and clears the marks of those that are counted. A
// failure is logged, not returned: the records are safe, and the marks that stay
// bring the sweeper.
func (t *tally) settle(ctx context.Context, marks []Mark) {
	for _, m := range marks {
		if err := t.recount(ctx, m.Unit); err != nil {
			t.log.WarnContext(ctx, "count postponed", "unit", m.String(), "error", err)
			t.unsaid.add(m.Unit)
			t.changed(Event{Site: m.SiteID, Year: m.Year})
			continue
		}
		failpoint.Hit(failpoint.WriteCounted)
		t.unmark(ctx, []Mark{m})
		failpoint.Hit(failpoint.WriteCleared)
	}
}

// recountTimeout bounds one recount, so that a writer is never held up long.
const recountTimeout = 5 * time.Second

// recount counts a unit from the store into the cache. Concurrent callers share
// a count, but only one that began after they asked; that is why no caller's end
// ends it.
func (t *tally) recount(ctx context.Context, u Unit) error {
	return t.flights.do(u, func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recountTimeout)
		defer cancel()
		return t.countInto(ctx, u)
	})
}

// errLost is returned when the cache is emptied faster than a unit is counted.
var errLost = errors.New("service: cache emptied during recount")

func (t *tally) countInto(ctx context.Context, u Unit) error {
	for range 5 {
		ticket, err := t.cache.Ticket(ctx, u.SiteID)
		if err != nil {
			return err
		}
		failpoint.Hit(failpoint.CountTicket)
		data, err := t.count(ctx, u)
		if err != nil {
			return err
		}
		failpoint.Hit(failpoint.CountRead)
		_, result, err := t.cache.Put(ctx, u, ticket, data, t.versions.floor(u))
		if err != nil || result != PutLost {
			failpoint.Hit(failpoint.CountPut)
			return err
		}
	}
	return errLost
}

// count reads a unit's counter from the store.
func (t *tally) count(ctx context.Context, u Unit) ([]byte, error) {
	if u.Month == 0 {
		y, err := t.year(ctx, u.SiteID)
		if err != nil {
			return nil, err
		}
		return json.Marshal(y)
	}
	facts, err := t.store.MonthFacts(ctx, u.SiteID, u.Calendar())
	if err != nil {
		return nil, err
	}
	return json.Marshal(facts.Count(u.Calendar().LastDay()))
}

func (t *tally) year(ctx context.Context, siteID string) (YearCount, error) {
	site, err := t.store.Site(ctx, siteID)
	if err != nil {
		return YearCount{}, err
	}
	grants, err := t.store.GrantsOver(ctx, siteID)
	return YearCount{site, members(grants)}, err
}

// unsaid is a set of units that only this instance knows to be dirty.
type unsaid struct {
	mu    sync.Mutex
	units map[Unit]bool
}

func (s *unsaid) add(u Unit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.units == nil {
		s.units = map[Unit]bool{}
	}
	s.units[u] = true
}

// take empties the set.
func (s *unsaid) take() []Unit {
	s.mu.Lock()
	defer s.mu.Unlock()
	units := make([]Unit, 0, len(s.units))
	for u := range s.units {
		units = append(units, u)
	}
	s.units = nil
	return units
}
