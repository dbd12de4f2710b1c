package service

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/match"
)

const (
	followEvery = 3 * time.Second
	// followBehind is how far back what others wrote is looked for again: longer
	// than a write can be on its way (its time is taken before it reaches the store)
	// together with what two instances' clocks may differ by.
	followBehind = 6 * writeTimeout
	fillPage     = 500
	followPage   = 1000
)

// matching is the index of this instance's open postings, and how far it has come.
// The store is the truth: what the index says is looked up there before anybody
// sees it, so that being behind only means to miss what is new.
type matching struct {
	index *match.Index
	full  atomic.Bool // every open posting was seen

	mu   sync.Mutex
	revs map[string]int64 // of what is in the index, and of what has left it since the last filling

	turn   sync.Mutex // held by whoever takes a turn; it guards what follows
	before string     // the last ID of the filling under way; empty: it has not begun
	filled calendar.Date
	since  time.Time // what was written before is known; zero: nothing is
}

func newMatching() *matching {
	return &matching{index: match.NewIndex(), revs: map[string]int64{}}
}

// saw takes a posting as it is now, unless a later state of it was seen.
func (m *matching) saw(p Posting) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p.ID == "" || m.revs[p.ID] >= p.Rev {
		return
	}
	m.revs[p.ID] = p.Rev
	if p.Published() {
		m.index.Put(p.offered())
	} else {
		m.index.Remove(p.ID)
	}
}

// behind lists those of what was touched that are not known as they are.
func (m *matching) behind(list []Touched) (ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range list {
		if m.revs[t.ID] < t.Rev {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// expire drops what is no longer valid on a day.
func (m *matching) expire(today calendar.Date) {
	m.index.RemoveExpired(dayNumber(today))
	m.mu.Lock()
	defer m.mu.Unlock()
	for id := range m.revs {
		if !m.index.Has(id) {
			delete(m.revs, id)
		}
	}
}

// followed is a store whose postings the index sees as they are written, whoever
// writes them in this process. Every write is stamped, by which the other instances
// find it.
type followed struct {
	Store
	now func() time.Time
	saw func(Posting)
}

func (f followed) InsertPosting(ctx context.Context, p Posting) (Posting, bool, error) {
	p.TouchedAt = f.now()
	kept, created, err := f.Store.InsertPosting(ctx, p)
	if err == nil {
		f.saw(kept)
	}
	return kept, created, err
}

func (f followed) UpdatePosting(ctx context.Context, id string, change func(*Posting) error) (Posting, error) {
	kept, err := f.Store.UpdatePosting(ctx, id, func(p *Posting) error {
		err := change(p)
		p.TouchedAt = f.now()
		return err
	})
	if err == nil {
		f.saw(kept)
	}
	return kept, err
}

// MatchTurn is one turn of the index's work: it fills it, once a day anew, and then
// reads what other instances have written. Run takes one every few seconds.
func (s *Service) MatchTurn(ctx context.Context) error {
	m := s.matching
	m.turn.Lock()
	defer m.turn.Unlock()
	today := s.today()
	if m.since.IsZero() {
		m.since = s.now()
	}
	if m.filled != today {
		m.expire(today)
		if err := s.fillMatching(ctx, today); err != nil {
			return fmt.Errorf("fill the index of postings: %w", err)
		}
	}
	if err := s.followPostings(ctx); err != nil {
		return fmt.Errorf("follow postings: %w", err)
	}
	return nil
}

// fillMatching goes on where the last try ended.
func (s *Service) fillMatching(ctx context.Context, today calendar.Date) error {
	m := s.matching
	for {
		list, err := s.store.OpenPostings(ctx, JobFilter{Today: today, Page: Page{Limit: fillPage, Before: m.before}})
		if err != nil {
			return err
		}
		for _, p := range list {
			m.saw(p)
		}
		if len(list) < fillPage {
			m.before, m.filled = "", today
			m.full.Store(true)
			return nil
		}
		m.before = list[len(list)-1].ID
	}
}

// followPostings reads what was written since the last turn and some time before
// it, and looks at what is not known.
func (s *Service) followPostings(ctx context.Context) error {
	m := s.matching
	start := s.now()
	from, limit := m.since.Add(-followBehind), followPage
	for {
		list, err := s.store.TouchedPostings(ctx, from, limit)
		if err != nil {
			return err
		}
		if err := s.catchUp(ctx, m.behind(list)); err != nil {
			return err
		}
		if len(list) < limit {
			m.since = start
			return nil
		}
		if last := list[len(list)-1].At; last.After(from) {
			from = last
		} else {
			limit *= 2 // as many at one time: look further
		}
	}
}

func (s *Service) catchUp(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := s.store.PostingsByID(ctx, ids)
	for _, p := range list {
		s.matching.saw(p)
	}
	return err
}

func (s *Service) followMatching(ctx context.Context) {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		if err := s.MatchTurn(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "matching", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
