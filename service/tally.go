package service

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/quanjiuye/backend/internal/failpoint"
	"github.com/quanjiuye/backend/service/calendar"
)

// tally keeps the counters true to the records (design §5). The records decide,
// always; the cache holds what was last counted. Whatever the cache does, a
// write that reached the store is acknowledged, and its count follows.
type tally struct {
	store   Store
	cache   CounterCache
	log     *slog.Logger
	changed func(Event) // tells this instance of a change that the relay could not carry

	observer Observer
	versions *versions
	flights  flights[Unit, struct{}]
	now      func() time.Time
	counties sync.Map // county by site id
}

// write makes one durable write to the records of units and has them counted
// anew before it returns. The marks before the write make sure that the count
// follows even if this process dies right after the write.
func (t *tally) write(ctx context.Context, units []Unit, write func(context.Context) error) error {
	h, err := t.mark(ctx, units)
	if err != nil {
		return err
	}
	failpoint.Hit(failpoint.WriteMarked)
	switch err = bounded(ctx, write); {
	case err == nil:
		failpoint.Hit(failpoint.WriteStored)
		t.settle(context.WithoutCancel(ctx), h)
	case nothingWritten(err):
		t.unmark(context.WithoutCancel(ctx), h)
	}
	// Otherwise the write may have happened, or be about to, although its answer
	// was lost: the marks stay, and the sweeper counts.
	return err
}

func bounded(ctx context.Context, write func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return write(ctx)
}

// nothingWritten tells a refusal, after which the records are surely as they
// were, from a fault.
func nothingWritten(err error) bool {
	var refused *Error
	return errors.As(err, &refused) || errors.Is(err, ErrNoRecord) || errors.Is(err, ErrExists)
}

// settle counts the units of marks and clears those that are counted. A failure
// is logged, not returned: the records are safe, and the marks that stay bring
// the sweeper.
func (t *tally) settle(ctx context.Context, h held) {
	errs := map[Unit]error{}
	counted := held{inStore: h.inStore}
	for _, m := range h.marks {
		err, known := errs[m.Unit]
		if !known {
			err = t.recount(ctx, m.Unit)
			errs[m.Unit] = err
		}
		if err == nil {
			counted.marks = append(counted.marks, m)
		} else if !known {
			t.postpone(ctx, m.Unit, err)
		}
	}
	failpoint.Hit(failpoint.WriteCounted)
	if len(counted.marks) > 0 {
		t.unmark(ctx, counted)
	}
	failpoint.Hit(failpoint.WriteCleared)
}

// postpone leaves a unit to the sweeper. What the cache holds is old now: this
// instance shows that version no more, and the others not for long (see doubt).
func (t *tally) postpone(ctx context.Context, u Unit, why error) {
	t.observer.Postponed()
	t.log.WarnContext(ctx, "count postponed", "unit", u.String(), "error", why)
	if held, err := t.cache.Versions(ctx, []string{u.SiteID}, u.Year); err == nil {
		t.versions.raise(u.SiteID, u.Year, held[0])
	}
	t.versions.next(u.SiteID, u.Year, t.now())
	t.changed(Event{Site: u.SiteID, Year: u.Year})
}

// recountTimeout bounds one recount, so that a writer is never held up long.
const recountTimeout = 5 * time.Second

// recount counts a unit from the store into the cache. Concurrent callers share
// a count, but only one that began after they asked; that is why no caller's end
// ends it.
func (t *tally) recount(ctx context.Context, u Unit) error {
	_, err := t.flights.do(u, func() (struct{}, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recountTimeout)
		defer cancel()
		start := time.Now()
		err := t.countInto(ctx, u)
		t.observer.Recounted(time.Since(start), err)
		return struct{}{}, err
	})
	return err
}

// errLost is returned when the cache is emptied faster than a unit is counted.
var errLost = errors.New("service: cache emptied during recount")

func (t *tally) countInto(ctx context.Context, u Unit) error {
	for range 5 {
		ticket, err := t.cache.Ticket(ctx, u.SiteID)
		if err != nil {
			return ofCache(err)
		}
		failpoint.Hit(failpoint.CountTicket)
		data, err := t.count(withLatest(ctx), u)
		if err != nil {
			return err
		}
		failpoint.Hit(failpoint.CountRead)
		_, result, err := t.cache.Put(ctx, u, ticket, data, t.versions.floor(u))
		if err != nil || result != PutLost {
			failpoint.Hit(failpoint.CountPut)
			return ofCache(err)
		}
	}
	return errLost
}

// counterFormat begins every counter, and changes with what counters hold: one that
// another version of this program has put is unknown here, and counted anew.
const counterFormat = `{"v":4,`

func encodeCounter(counter any) ([]byte, error) {
	data, err := json.Marshal(counter)
	if err != nil {
		return nil, err
	}
	return append([]byte(counterFormat), data[1:]...), nil
}

// count reads a unit's counter from the store.
func (t *tally) count(ctx context.Context, u Unit) ([]byte, error) {
	if u.Month == 0 {
		y, err := t.year(ctx, u.SiteID, u.Year)
		if err != nil {
			return nil, err
		}
		return encodeCounter(y)
	}
	facts, err := t.monthFacts(ctx, u.SiteID, u.Calendar())
	if err != nil {
		return nil, err
	}
	return encodeCounter(facts.counter(u.Calendar()))
}

func (t *tally) year(ctx context.Context, siteID string, year int) (YearCount, error) {
	site, err := t.store.Site(ctx, siteID)
	if err != nil {
		return YearCount{}, err
	}
	grants, err := t.store.GrantsOver(ctx, siteID)
	if err != nil {
		return YearCount{}, err
	}
	first := calendar.Date{Year: year - honourYears, Month: time.January, Day: 1}
	honours, err := t.store.HonourFacts(ctx, siteID, first, calendar.Date{Year: year, Month: time.December, Day: 31})
	if err != nil {
		return YearCount{}, err
	}
	published, err := t.published(ctx, siteID, year, yearEnd(year))
	if err != nil {
		return YearCount{}, err
	}
	n, err := t.store.Assessment(ctx, AssessmentID(siteID, year))
	if errors.Is(err, ErrNoRecord) {
		err = nil
	}
	_, returned := n.returned()
	return YearCount{site, members(grants, year), honours, published, n.columns(), returned}, err
}
