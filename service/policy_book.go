package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// policyBook is the whole log of policies, in memory, so that scoring asks no
// store. It is never changed; a longer one takes its place.
type policyBook struct {
	log   []policyEntry // in the order in which they were made; the built-in one first
	byDay []policyEntry // in the order in which they come into force
}

// policyEntry is a version and the reading that it stands for.
type policyEntry struct {
	rubric.Policy
	kept PolicyVersion
}

// ErrPolicyUnread is in front of a policy in the store that this program cannot
// read, or that is missing from the log. Whoever scored without it would score by
// another policy than the one in force.
var ErrPolicyUnread = errors.New("service: unreadable policy")

// firstBook holds the built-in policy alone.
func firstBook() *policyBook {
	p := rubric.DefaultPolicy()
	first := policyEntry{p, PolicyVersion{
		Version: p.Version, From: p.From, Settings: p.Settings(), Note: "按考核表（附件6）原文的读法，随程序提供",
	}}
	return &policyBook{log: []policyEntry{first}, byDay: []policyEntry{first}}
}

// extend is the book with more entries behind it. Those that it has already are
// passed over; one that does not come next is ErrPolicyUnread.
func (b *policyBook) extend(more []PolicyVersion) (*policyBook, error) {
	log := slices.Clone(b.log)
	for _, v := range more {
		last := log[len(log)-1].kept.No
		if v.No <= last {
			continue
		}
		p, err := rubric.NewPolicy(v.Version, v.From, v.Settings)
		if err == nil && v.No != last+1 {
			err = fmt.Errorf("no. %d follows no. %d", v.No, last)
		}
		if err != nil {
			return b, fmt.Errorf("%w %q: %w", ErrPolicyUnread, v.Version, err)
		}
		v.Settings = p.Settings() // with those that came later
		log = append(log, policyEntry{p, v})
	}
	byDay := slices.Clone(log)
	slices.SortStableFunc(byDay, func(x, y policyEntry) int {
		switch {
		case x.From.Before(y.From):
			return -1
		case y.From.Before(x.From):
			return 1
		}
		return cmp.Compare(x.kept.No, y.kept.No)
	})
	return &policyBook{log, byDay}, nil
}

// last is the No of the newest entry: how often the readings have changed.
func (b *policyBook) last() int64 { return b.log[len(b.log)-1].kept.No }

// on is the entry in force on a day; before any, the one that comes first.
func (b *policyBook) on(d calendar.Date) policyEntry {
	for _, e := range slices.Backward(b.byDay) {
		if !d.Before(e.From) {
			return e
		}
	}
	return b.byDay[0]
}

// of is the entry by which a whole year is scored: the one in force at its end.
func (b *policyBook) of(year int) policyEntry {
	return b.on(calendar.Date{Year: year, Month: time.December, Day: 31})
}

// name is what a new version from a day on is called.
func (b *policyBook) name(from calendar.Date) string {
	serial := 1
	for _, e := range b.log {
		if e.From == from && e.kept.No > 0 {
			serial++
		}
	}
	return fmt.Sprintf("%s.%d", from, serial)
}

// named is the reading that a version stands for.
func (b *policyBook) named(version string) (rubric.Policy, bool) {
	i := slices.IndexFunc(b.log, func(e policyEntry) bool { return e.Version == version })
	if i < 0 {
		return rubric.Policy{}, false
	}
	return b.log[i].Policy, true
}

func (b *policyBook) find(version string, today calendar.Date) (PolicyView, bool) {
	for _, e := range b.log {
		if e.Version == version {
			return b.view(e, today), true
		}
	}
	return PolicyView{}, false
}

func (b *policyBook) view(e policyEntry, today calendar.Date) PolicyView {
	v := PolicyView{PolicyVersion: e.kept, InForce: b.on(today).Version == e.Version}
	newest := b.byDay[len(b.byDay)-1]
	for year := b.byDay[0].From.Year; year <= max(today.Year, newest.From.Year); year++ {
		if b.of(year).Version == e.Version {
			v.Years = append(v.Years, year)
		}
	}
	v.Onwards = newest.Version == e.Version
	return v
}

// book is what this instance knows of the policies. To score before LoadPolicies
// is a fault of whoever put the program together, and never done by defaults.
func (s *Service) book() *policyBook {
	b := s.policies.Load()
	if b == nil {
		panic("service: scored before LoadPolicies")
	}
	return b
}

// policy is the reading of the form by which a whole year is scored. It costs no
// store access.
func (s *Service) policy(year int) rubric.Policy { return s.book().of(year).Policy }

// policyTimeout bounds one look at the log.
const policyTimeout = 5 * time.Second

// LoadPolicies reads what was added to the log of policies since it was last read
// here. It must have succeeded once before anything is scored; when it fails later
// the policies stay what they were.
func (s *Service) LoadPolicies(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, policyTimeout)
	defer cancel()
	known := int64(0)
	if b := s.policies.Load(); b != nil {
		known = b.last()
	}
	more, err := s.store.Policies(ctx, known)
	if err != nil {
		return err
	}
	return s.extendPolicies(more)
}

// extendPolicies makes new entries count from now on, in all that is scored and
// on every screen that this instance serves.
func (s *Service) extendPolicies(more []PolicyVersion) error {
	for {
		old := s.policies.Load()
		from := old
		if old == nil {
			from = firstBook()
		}
		book, err := from.extend(more)
		if err != nil {
			return err
		}
		if old != nil && book.last() == old.last() {
			return nil
		}
		if s.policies.CompareAndSwap(old, book) {
			s.onPolicies()
			return nil
		}
	}
}

// policyEvery bounds how long an instance can score by old policies when the word
// of a new one was lost.
const policyEvery = 3 * time.Second

// followPolicies looks for new policies until ctx ends.
func (s *Service) followPolicies(ctx context.Context) {
	tick := time.NewTicker(policyEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.LoadPolicies(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "policies not read, scoring by those known before", "error", err)
		}
	}
}
