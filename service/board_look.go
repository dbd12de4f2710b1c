package service

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
)

// Look is what a site's records say that its counters do not.
type Look struct {
	Last  time.Time // when the newest record was entered, void ones too; zero: none ever was
	Waits *int      // records of the month that await a check, as in Waiting.All; nil for those who do not check them
	flags []flag.Flag
}

// lookTTL is how long a look is shown while the counters say nothing new: what a
// follow-up found, for one, moves no counter.
const lookTTL = time.Minute

// looks keeps the last look at each site.
type looks struct {
	mu sync.Mutex
	m  map[string]keptLook // by site
}

type keptLook struct {
	version int64
	month   calendar.Month
	at      time.Time
	look    Look
}

func (l *looks) get(siteID string, version int64, m calendar.Month, now time.Time) (Look, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	k, ok := l.m[siteID]
	return k.look, ok && k.version == version && k.month == m && now.Sub(k.at) < lookTTL
}

func (l *looks) put(siteID string, k keptLook) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.m == nil || len(l.m) >= recentMost {
		l.m = map[string]keptLook{}
	}
	l.m[siteID] = k
}

// lookAt reads what the month's records of every row say, eight sites at a time. A
// look costs what a line of the queue does, and four index reads more; it is kept for
// a minute at most, and no longer than the site's counters stay as they are.
func (s *Service) lookAt(ctx context.Context, a Actor, states []yearState, rows []BoardRow) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i := range rows {
		g.Go(func() error {
			look, err := s.look(ctx, states[i], rows[i].AsOf.In())
			if site := rows[i].Site; !a.supervises(site.ID, site.County) {
				look.Waits, look.flags = nil, nil
			}
			rows[i].Look = &look
			return err
		})
	}
	return g.Wait()
}

func (s *Service) look(ctx context.Context, st yearState, m calendar.Month) (Look, error) {
	id := st.year.Site.ID
	if look, ok := s.looks.get(id, st.version, m, s.now()); ok {
		return look, nil
	}
	kept := keptLook{version: st.version, month: m, at: s.now()}
	r, err := s.readReview(ctx, st, m)
	if err != nil {
		return Look{}, err
	}
	waits := len(r.waiting())
	kept.look = Look{Waits: &waits, flags: r.flags}
	last, err := s.lastRecord(ctx, id)
	if err != nil {
		return Look{}, err
	}
	kept.look.Last = last.RecordedAt
	s.looks.put(id, kept)
	return kept.look, nil
}

// lastRecord is the trail of a site's newest record; zero: there is none.
func (s *Service) lastRecord(ctx context.Context, siteID string) (last Trail, err error) {
	f := RecordFilter{SiteID: siteID, Page: Page{Limit: 1}}
	later := func(t Trail) {
		if t.RecordedAt.After(last.RecordedAt) {
			last = t
		}
	}
	registrations, err := s.store.Registrations(ctx, f)
	if err != nil {
		return last, err
	}
	for _, n := range registrations {
		later(n.Trail)
	}
	placements, err := s.store.Placements(ctx, f)
	if err != nil {
		return last, err
	}
	for _, n := range placements {
		later(n.Trail)
	}
	activities, err := s.store.Activities(ctx, f)
	if err != nil {
		return last, err
	}
	for _, n := range activities {
		later(n.Trail)
	}
	postings, err := s.store.Postings(ctx, PostingFilter{RecordFilter: f})
	for _, n := range postings {
		later(n.Trail)
	}
	return last, err
}
