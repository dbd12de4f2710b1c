package service_test

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// flaw takes one part out of the protocol, to see that the laboratory misses it.
type flaw string

const (
	sound         flaw = ""
	noTicket      flaw = "an older count may overwrite a newer one"
	noMark        flaw = "writers leave no mark"
	sharedMark    flaw = "a unit has one mark for all writers"
	youngCleared  flaw = "the sweeper clears marks of writes under way"
	noStoreMark   flaw = "no mark in the store while the cache is out of reach"
	lossUnnoticed flaw = "nobody notices that the cache forgot"
	noSweeper     flaw = "nobody sweeps"
)

// labStore is a store of one site whose records are grants. Methods that the
// protocol does not need panic.
type labStore struct {
	service.Store
	*labState
	proc *proc
}

// Debts implements service.OwedStore: nothing here owes anything.
func (*labStore) Debts(context.Context, time.Time, int) ([]service.Debt, error) { return nil, nil }

// LastAudit and InsertAudit keep no log: a role taken is entered, which moves no count.
func (*labStore) LastAudit(context.Context) (service.AuditEntry, error) {
	return service.AuditEntry{}, service.ErrNoRecord
}

func (*labStore) InsertAudit(context.Context, service.AuditEntry) error { return nil }

func (*labStore) OverdueReports(context.Context, time.Time, int) ([]string, error) { return nil, nil }

// labCache is a cache; its lease belongs to one process for good.
type labCache struct {
	service.CounterCache
	*labState
	proc *proc
}

// labState is what the engines hold. Only effects touch it.
type labState struct {
	*lab
	flaw flaw

	site   service.Site
	grants map[string]bool // accounts at work
	kept   map[service.Mark]time.Time

	cached   cached
	snapshot cached
	epoch    int64
	no       int64
	era      int64
}

// cached is what a cache can forget.
type cached struct {
	epoch    int64
	no       int64
	marks    map[service.Mark]time.Time
	parts    map[service.Unit]part
	complete int64 // the era that was declared complete
}

type part struct {
	data   string
	ticket service.Ticket
}

func (c cached) clone() cached {
	c.marks, c.parts = maps.Clone(c.marks), maps.Clone(c.parts)
	return c
}

// flush empties the cache; forget takes it back to the snapshot.
func (s *labState) flush() {
	s.epoch++
	s.era++
	s.cached = cached{epoch: s.epoch, no: s.no, marks: map[service.Mark]time.Time{}, parts: map[service.Unit]part{}}
	s.snapshot = s.cached.clone()
}

func (s *labState) forget() {
	s.cached = s.snapshot.clone()
	if s.flaw != lossUnnoticed {
		s.era++
	}
	s.cached.no = s.no // numbers are times
}

func (s *labStore) Site(context.Context, string) (service.Site, error) { return s.site, nil }

func (s *labStore) Sites(context.Context, service.SiteFilter) ([]service.Site, error) {
	return []service.Site{s.site}, nil
}

func (s *labStore) EnsureAccount(_ context.Context, a service.Account) (service.Account, error) {
	a.ID = a.OpenID
	return a, nil
}

func (s *labStore) AccountByOpenID(_ context.Context, openID string) (service.Account, error) {
	return service.Account{ID: openID, OpenID: openID}, nil
}

func (s *labStore) MonthFacts(context.Context, string, calendar.Month) (service.MonthFacts, error) {
	return service.MonthFacts{}, nil
}

func (s *labStore) DeleteExpired(context.Context, time.Time) error { return nil }

func (s *labStore) DueErasures(context.Context, time.Time, int) ([]service.Erasure, error) {
	return nil, nil
}

func (s *labStore) PutGrant(ctx context.Context, g service.Grant) error {
	return s.do(ctx, s.proc, "store "+g.AccountID, func() { s.grants[g.AccountID] = true })
}

func (s *labStore) EndGrant(ctx context.Context, g service.Grant) error {
	found := false
	err := s.do(ctx, s.proc, "remove "+g.AccountID, func() {
		found = s.grants[g.AccountID]
		delete(s.grants, g.AccountID)
	})
	if err == nil && !found {
		err = service.ErrNoRecord
	}
	return err
}

func (s *labStore) HonourFacts(context.Context, string, calendar.Date, calendar.Date) ([]service.HonourFact, error) {
	return nil, nil
}

func (s *labStore) PostingFacts(context.Context, string, int) ([]service.PostingFact, error) {
	return nil, nil
}

func (s *labStore) WaitingPostings(context.Context, int) ([]service.Posting, error) { return nil, nil }

func (s *labStore) Assessment(context.Context, string) (service.Assessment, error) {
	return service.Assessment{}, service.ErrNoRecord
}

func (s *labStore) GrantsOver(ctx context.Context, scope string) (list []service.Grant, err error) {
	err = s.do(ctx, s.proc, "read the records", func() {
		for _, id := range slices.Sorted(maps.Keys(s.grants)) {
			list = append(list, service.Grant{AccountID: id, Role: service.Staff, Scope: scope})
		}
	})
	return list, err
}

func (s *labStore) KeepMarks(ctx context.Context, at time.Time, marks []service.Mark) error {
	return s.do(ctx, s.proc, "mark in the store", func() {
		for _, m := range marks {
			if s.flaw != noStoreMark {
				s.kept[m] = at
			}
		}
	})
}

func (s *labStore) DropMarks(ctx context.Context, marks []service.Mark) error {
	return s.do(ctx, s.proc, "drop marks", func() {
		for _, m := range marks {
			delete(s.kept, m)
		}
	})
}

func (s *labStore) KeptMarks(ctx context.Context, now time.Time, limit int) ([]service.AgedMark, error) {
	return s.list(ctx, s.proc, &s.kept, now, limit)
}

func (s *labState) list(ctx context.Context, p *proc, of *map[service.Mark]time.Time, now time.Time, limit int) (list []service.AgedMark, err error) {
	err = s.do(ctx, p, "list marks", func() {
		for m, at := range *of {
			age := now.Sub(at)
			if s.flaw == youngCleared {
				age += time.Hour
			}
			list = append(list, service.AgedMark{Mark: m, Age: age})
		}
		slices.SortFunc(list, func(a, b service.AgedMark) int {
			return int(b.Age-a.Age) + slices.Compare([]byte(a.Writer), []byte(b.Writer))
		})
		list = list[:min(len(list), limit)]
	})
	return list, err
}
