package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quanjiuye/backend/service/calendar"
)

// yearState is a site's year as counted: everything that a progress needs.
type yearState struct {
	version int64
	year    YearCount
	months  [13]MonthCount // by month; 0 unused
	waits   [13]int        // of the same months: see monthCounter
}

// stateTimeout bounds one read of a site's year.
const stateTimeout = 10 * time.Second

// state reads a site's year. Concurrent readers share a read that began after
// they asked: a thousand screens that come back at once are one reader.
func (s *Service) state(ctx context.Context, siteID string, year int) (yearState, error) {
	return s.share(ctx, siteID, year, s.readState)
}

func (s *Service) share(ctx context.Context, siteID string, year int, read readYear) (yearState, error) {
	return s.reads.do(siteYear{siteID, year}, func() (yearState, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stateTimeout)
		defer cancel()
		return read(ctx, siteID, year)
	})
}

type readYear func(ctx context.Context, siteID string, year int) (yearState, error)

// readState reads from the cache, and from the store what the cache does not
// know or is not believed. A missing counter is never taken for zero, and counters
// older than those that were shown here are never shown again as if they were new.
func (s *Service) readState(ctx context.Context, siteID string, year int) (yearState, error) {
	if s.doubt.Load().about(siteID) {
		return s.stateFromStore(ctx, siteID, year)
	}
	behind := false
	for range 4 { // the months to look for are known only with the year
		c, err := s.cache.Counters(ctx, siteID, year)
		if err != nil {
			s.log.WarnContext(ctx, "counters read from the store", "error", err)
			break
		}
		st, missing := decode(siteID, year, c, s.today())
		if len(missing) == 0 {
			st.version = c.Version
			if s.versions.raise(siteID, year, c.Version) == c.Version {
				s.recent.put(siteID, year, c.Version, s.today(), st)
				return st, nil
			}
			if !behind { // somebody may have read a change at the same time
				behind = true
				continue
			}
			missing = openUnits(st.year.Site, year, s.today()) // the cache was away, and lacks what was shown meanwhile
		}
		if err := s.fill(ctx, missing); errors.Is(err, ErrNoRecord) {
			return yearState{}, err
		} else if err != nil {
			s.log.WarnContext(ctx, "counters not cached", "site", siteID, "error", err)
			break
		}
	}
	return s.stateFromStore(ctx, siteID, year)
}

// fill counts what the cache does not hold.
func (s *Service) fill(ctx context.Context, missing []Unit) error {
	for _, u := range missing {
		if err := s.tally.recount(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// decode reads what the cache holds and lists what it does not.
func decode(siteID string, year int, c Counters, today calendar.Date) (st yearState, missing []Unit) {
	if u := YearUnit(siteID, year); !c.decode(u, &st.year) || st.year.Site.ID != siteID {
		return st, []Unit{u}
	}
	for _, m := range st.open(year, today) {
		var month monthCounter
		if u := MonthUnit(siteID, m); !c.decode(u, &month) {
			missing = append(missing, u)
		}
		st.months[m.Month], st.waits[m.Month] = month.MonthCount, month.Waits
	}
	return st, missing
}

// part is a unit's counter, where this version of the program has made it.
func (c Counters) part(u Unit) (data []byte, known bool) {
	data = c.Parts[u.Part()]
	return data, bytes.HasPrefix(data, []byte(counterFormat))
}

func (c Counters) decode(u Unit, out any) bool {
	data, known := c.part(u)
	return known && json.Unmarshal(data, out) == nil
}

// open lists the year's months that can hold records.
func (st yearState) open(year int, today calendar.Date) []calendar.Month {
	last := calendar.Date{Year: year, Month: time.December, Day: 31}
	if year == today.Year {
		last = today
	}
	return st.counted(last)
}

func (s *Service) stateFromStore(ctx context.Context, siteID string, year int) (yearState, error) {
	st := yearState{version: s.versions.next(siteID, year, s.now())}
	var err error
	if st.year, err = s.tally.year(ctx, siteID, year); err != nil {
		return yearState{}, err
	}
	for _, m := range st.open(year, s.today()) {
		facts, err := s.tally.monthFacts(ctx, siteID, m)
		if err != nil {
			return yearState{}, err
		}
		month := facts.counter(m)
		st.months[m.Month], st.waits[m.Month] = month.MonthCount, month.Waits
	}
	return st, nil
}

// states reads many sites' years, in order, asking the cache only for those that
// have changed since they were last read here.
func (s *Service) states(ctx context.Context, siteIDs []string, year int) ([]yearState, error) {
	read := s.readState
	held, err := s.cache.Versions(ctx, siteIDs, year)
	if err != nil { // then it need not be asked for each site
		s.log.WarnContext(ctx, "counters read from the store", "error", err)
		read, held = s.stateFromStore, make([]int64, len(siteIDs))
	}
	doubt := s.doubt.Load()
	out := make([]yearState, len(siteIDs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i, id := range siteIDs {
		st, ok := s.recent.get(id, year, held[i], s.today())
		if ok && !doubt.about(id) && s.versions.raise(id, year, st.version) == st.version { // nothing newer was shown in an outage
			out[i] = st
			continue
		}
		g.Go(func() (err error) {
			out[i], err = s.share(ctx, id, year, read)
			return err
		})
	}
	return out, g.Wait()
}

// recent keeps what was last read of each site's year, with the version that the
// cache gave it. The same version means the same counters; a new day may open a
// new month.
type recent struct {
	mu sync.Mutex
	m  map[siteYear]recentState
}

type recentState struct {
	version int64
	day     calendar.Date
	state   yearState
}

// recentMost bounds the memory that boards can take, about 3 KB each.
const recentMost = 20_000

func (r *recent) get(site string, year int, version int64, day calendar.Date) (yearState, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.m[siteYear{site, year}]
	return e.state, ok && version != 0 && e.version == version && e.day == day
}

func (r *recent) put(site string, year int, version int64, day calendar.Date, st yearState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.m == nil || len(r.m) >= recentMost {
		r.m = map[siteYear]recentState{}
	}
	r.m[siteYear{site, year}] = recentState{version, day, st}
}

// forget drops everything: after a loss the cache may give an old version again.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.m = nil
}
