package service_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var (
	errStore = errors.New("the store is on fire")
	errRedis = errors.New("redis is away")
)

// faultyStore is the real store with somebody between: each call of an
// operation can be held up, prevented, or its answer lost.
type faultyStore struct {
	service.Store
	mu    sync.Mutex
	hooks map[string]func() error // "before Insert…", "after Insert…"
	calls map[string]int
	age   atomic.Int64 // what every mark looks like to the sweeper, in nanoseconds
}

// before has hook called before each op; its error is the answer, and nothing
// is written. A nil hook takes it back.
func (s *faultyStore) before(op string, hook func() error) { s.hook("before "+op, hook) }

// after has hook called after each op; its error is the answer in place of the
// true one.
func (s *faultyStore) after(op string, hook func() error) { s.hook("after "+op, hook) }

func (s *faultyStore) hook(when string, hook func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hooks == nil {
		s.hooks = map[string]func() error{}
	}
	s.hooks[when] = hook
}

// count is how often op was called since the last count.
func (s *faultyStore) count(op string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.calls[op]
	delete(s.calls, op)
	return n
}

func (s *faultyStore) run(op string, do func() error) error {
	s.mu.Lock()
	if s.calls == nil {
		s.calls = map[string]int{}
	}
	s.calls[op]++
	s.mu.Unlock()
	if err := s.meet("before " + op); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return s.meet("after " + op)
}

func (s *faultyStore) meet(when string) error {
	s.mu.Lock()
	hook := s.hooks[when]
	s.mu.Unlock()
	if hook == nil {
		return nil
	}
	return hook()
}

func (s *faultyStore) InsertRegistration(ctx context.Context, r service.Registration) (kept service.Registration, created bool, err error) {
	err = s.run("InsertRegistration", func() error {
		kept, created, err = s.Store.InsertRegistration(ctx, r)
		return err
	})
	return kept, created, err
}

func (s *faultyStore) UpdateRegistration(ctx context.Context, id string, change func(*service.Registration) error) (r service.Registration, err error) {
	err = s.run("UpdateRegistration", func() error {
		r, err = s.Store.UpdateRegistration(ctx, id, change)
		return err
	})
	return r, err
}

func (s *faultyStore) UpdatePosting(ctx context.Context, id string, change func(*service.Posting) error) (n service.Posting, err error) {
	err = s.run("UpdatePosting", func() error {
		n, err = s.Store.UpdatePosting(ctx, id, change)
		return err
	})
	return n, err
}

func (s *faultyStore) OpenPostings(ctx context.Context, f service.JobFilter) (list []service.Posting, err error) {
	err = s.run("OpenPostings", func() error {
		list, err = s.Store.OpenPostings(ctx, f)
		return err
	})
	return list, err
}

func (s *faultyStore) TouchedPostings(ctx context.Context, since time.Time, limit int) (list []service.Touched, err error) {
	err = s.run("TouchedPostings", func() error {
		list, err = s.Store.TouchedPostings(ctx, since, limit)
		return err
	})
	return list, err
}

func (s *faultyStore) InsertActivity(ctx context.Context, n service.Activity) (kept service.Activity, created bool, err error) {
	err = s.run("InsertActivity", func() error {
		kept, created, err = s.Store.InsertActivity(ctx, n)
		return err
	})
	return kept, created, err
}

func (s *faultyStore) ChangeOwed(ctx context.Context, noun service.OwingNoun, id string, change func([]service.Owed) []service.Owed) error {
	return s.run("ChangeOwed", func() error { return s.Store.ChangeOwed(ctx, noun, id, change) })
}

func (s *faultyStore) UpdateSample(ctx context.Context, id string, change func(*service.Sample) error) (n service.Sample, err error) {
	err = s.run("UpdateSample", func() error {
		n, err = s.Store.UpdateSample(ctx, id, change)
		return err
	})
	return n, err
}

func (s *faultyStore) UpdateDelivery(ctx context.Context, id string, change func(*service.Delivery) error) (d service.Delivery, err error) {
	err = s.run("UpdateDelivery", func() error {
		d, err = s.Store.UpdateDelivery(ctx, id, change)
		return err
	})
	return d, err
}

func (s *faultyStore) AddDeliveries(ctx context.Context, list []service.Delivery) error {
	return s.run("AddDeliveries", func() error { return s.Store.AddDeliveries(ctx, list) })
}

func (s *faultyStore) MonthFacts(ctx context.Context, siteID string, m calendar.Month) (f service.MonthFacts, err error) {
	err = s.run("MonthFacts", func() error {
		f, err = s.Store.MonthFacts(ctx, siteID, m)
		return err
	})
	return f, err
}

func (s *faultyStore) GrantsOf(ctx context.Context, accountID string) (g []service.Grant, err error) {
	err = s.run("GrantsOf", func() error {
		g, err = s.Store.GrantsOf(ctx, accountID)
		return err
	})
	return g, err
}

func (s *faultyStore) InsertPerson(ctx context.Context, n service.Person) error {
	return s.run("InsertPerson", func() error { return s.Store.InsertPerson(ctx, n) })
}

func (s *faultyStore) InsertSession(ctx context.Context, n service.Session) error {
	return s.run("InsertSession", func() error { return s.Store.InsertSession(ctx, n) })
}

func (s *faultyStore) DropKeys(ctx context.Context, owner, space string) error {
	return s.run("DropKeys", func() error { return s.Store.DropKeys(ctx, owner, space) })
}

func (s *faultyStore) InsertSite(ctx context.Context, n service.Site) error {
	return s.run("InsertSite", func() error { return s.Store.InsertSite(ctx, n) })
}

func (s *faultyStore) InsertScan(ctx context.Context, n service.Scan) error {
	return s.run("InsertScan", func() error { return s.Store.InsertScan(ctx, n) })
}

func (s *faultyStore) PutGrant(ctx context.Context, g service.Grant) error {
	return s.run("PutGrant", func() error { return s.Store.PutGrant(ctx, g) })
}

// KeptMarks makes every mark look old.
func (s *faultyStore) KeptMarks(ctx context.Context, now time.Time, limit int) (m []service.AgedMark, err error) {
	err = s.run("KeptMarks", func() error {
		m, err = s.Store.KeptMarks(ctx, now, limit)
		return err
	})
	return aged(m, time.Duration(s.age.Load())), err
}

func (s *faultyStore) KeepMarks(ctx context.Context, at time.Time, marks []service.Mark) error {
	return s.run("KeepMarks", func() error { return s.Store.KeepMarks(ctx, at, marks) })
}

// faultyRedis is the real Redis behind a line that can be cut.
type faultyRedis struct {
	service.CounterCache
	service.Relay
	raw  *redis.Client
	down atomic.Bool  // nothing gets through
	mute atomic.Bool  // events are lost, and nobody is told
	age  atomic.Int64 // what every mark looks like to the sweeper, in nanoseconds

	listless atomic.Bool // marks cannot be listed

	leases atomic.Int64 // asked for or prolonged
	shared atomic.Bool  // everybody takes himself for the holder of the lease
	late   atomic.Bool  // the real one did not answer in time, on a busy machine

	mu        sync.Mutex
	beforePut func() error // its error: the request was lost
	afterPut  func() error // its error: the answer was lost
	onClear   func()
	accounts  []string // whose changes were published
}

// flush empties Redis.
func (r *faultyRedis) flush() error { return r.raw.FlushAll(context.Background()).Err() }

// aroundPut sets what happens around each Put; nil: nothing.
func (r *faultyRedis) aroundPut(before, after func() error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.beforePut, r.afterPut = before, after
}

// beforeClear sets what happens before each Clear.
func (r *faultyRedis) beforeClear(hook func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.onClear = hook
}

func (r *faultyRedis) fault() error {
	if r.down.Load() {
		return errRedis
	}
	return nil
}

func (r *faultyRedis) note(err error) error {
	if err != nil {
		r.late.Store(true)
	}
	return err
}

func (r *faultyRedis) Mark(ctx context.Context, marks ...service.Mark) error {
	if err := r.fault(); err != nil {
		return err
	}
	return r.note(r.CounterCache.Mark(ctx, marks...))
}

func (r *faultyRedis) Clear(ctx context.Context, marks ...service.Mark) error {
	r.mu.Lock()
	hook := r.onClear
	r.mu.Unlock()
	if hook != nil {
		hook()
	}
	if err := r.fault(); err != nil {
		return err
	}
	return r.note(r.CounterCache.Clear(ctx, marks...))
}

// Dirty makes every mark look old, so that no test waits for it to age.
func (r *faultyRedis) Dirty(ctx context.Context, _ time.Duration, limit int) ([]service.AgedMark, error) {
	if err := r.fault(); err != nil {
		return nil, err
	}
	if r.listless.Load() {
		return nil, errRedis
	}
	marks, err := r.CounterCache.Dirty(ctx, 0, limit)
	return aged(marks, time.Duration(r.age.Load())), err
}

func aged(marks []service.AgedMark, age time.Duration) []service.AgedMark {
	for i := range marks {
		marks[i].Age = age
	}
	return marks
}

func (r *faultyRedis) Ticket(ctx context.Context, siteID string) (service.Ticket, error) {
	if err := r.fault(); err != nil {
		return service.Ticket{}, err
	}
	ticket, err := r.CounterCache.Ticket(ctx, siteID)
	return ticket, r.note(err)
}

func (r *faultyRedis) Put(ctx context.Context, u service.Unit, t service.Ticket, data []byte, floor int64) (int64, service.PutResult, error) {
	r.mu.Lock()
	before, after := r.beforePut, r.afterPut
	r.mu.Unlock()
	if err := r.fault(); err != nil {
		return 0, service.PutLost, err
	}
	if before != nil {
		if err := before(); err != nil {
			return 0, service.PutLost, err
		}
	}
	version, result, err := r.CounterCache.Put(ctx, u, t, data, floor)
	err = r.note(err)
	if err == nil && after != nil {
		err = after()
	}
	return version, result, err
}

func (r *faultyRedis) Counters(ctx context.Context, siteID string, year int) (service.Counters, error) {
	if err := r.fault(); err != nil {
		return service.Counters{}, err
	}
	return r.CounterCache.Counters(ctx, siteID, year)
}

func (r *faultyRedis) Versions(ctx context.Context, siteIDs []string, year int) ([]int64, error) {
	if err := r.fault(); err != nil {
		return nil, err
	}
	return r.CounterCache.Versions(ctx, siteIDs, year)
}

func (r *faultyRedis) Whole(ctx context.Context) (bool, int64, error) {
	if err := r.fault(); err != nil {
		return false, 0, err
	}
	return r.CounterCache.Whole(ctx)
}

func (r *faultyRedis) Complete(ctx context.Context, era, fence int64) error {
	if err := r.fault(); err != nil {
		return err
	}
	return r.CounterCache.Complete(ctx, era, fence)
}

func (r *faultyRedis) Lease(ctx context.Context, holder string, ttl time.Duration) (int64, error) {
	r.leases.Add(1)
	if err := r.fault(); err != nil {
		return 0, err
	}
	if r.shared.Load() {
		return 1, nil
	}
	return r.CounterCache.Lease(ctx, holder, ttl)
}

// told reports whether a change of the account was published since it was asked
// last.
func (r *faultyRedis) told(account string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	told := slices.Contains(r.accounts, account)
	r.accounts = nil
	return told
}

func (r *faultyRedis) Publish(ctx context.Context, e service.Event) error {
	r.mu.Lock()
	r.accounts = append(r.accounts, e.Account)
	r.mu.Unlock()
	if err := r.fault(); err != nil {
		return err
	}
	if r.mute.Load() {
		return nil
	}
	return r.Relay.Publish(ctx, e)
}

// Subscribe passes events on while the line stands.
func (r *faultyRedis) Subscribe(ctx context.Context, receive func(service.Event)) error {
	return r.Relay.Subscribe(ctx, func(e service.Event) {
		if !r.down.Load() && !r.mute.Load() {
			receive(e)
		}
	})
}

func (s *faultyStore) InsertEvidence(ctx context.Context, e service.Evidence) (kept service.Evidence, created bool, err error) {
	err = s.run("InsertEvidence", func() error {
		kept, created, err = s.Store.InsertEvidence(ctx, e)
		return err
	})
	return kept, created, err
}

func (s *faultyStore) EvidenceOf(ctx context.Context, f service.EvidenceFilter) (list []service.Evidence, err error) {
	err = s.run("EvidenceOf", func() error {
		list, err = s.Store.EvidenceOf(ctx, f)
		return err
	})
	return list, err
}

func (s *faultyStore) InsertView(ctx context.Context, v service.View) error {
	return s.run("InsertView", func() error { return s.Store.InsertView(ctx, v) })
}

func (s *faultyStore) UpdateApplication(ctx context.Context, id string, change func(*service.Application) error) (n service.Application, err error) {
	err = s.run("UpdateApplication", func() error {
		n, err = s.Store.UpdateApplication(ctx, id, change)
		return err
	})
	return n, err
}
