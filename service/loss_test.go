package service_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Records of years that take no new ones are still voided: a loss concerns what
// the cache holds of them too.
func TestALossConcernsOldYears(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clock.set(time.Date(2024, 7, 15, 12, 0, 0, 0, calendar.Shanghai))
	tm := w.team(opened(day(2024, 1, 1)))
	v := w.register(tm.staff, tm.site, w.somebody())
	w.clock.set(noon)
	w.sweep()
	july := func() int { return w.progressOn(tm.site, day(2024, 12, 31)).ByMonth[6].Recorded.Registered }
	if n := july(); n != 1 {
		t.Fatalf("%d registered", n)
	}
	key := w.redis.raw.Keys(t.Context(), "*"+tm.site.ID+"*:2024").Val()[0]
	before := w.redis.raw.HGetAll(t.Context(), key).Val()
	_, err := w.VoidRegistration(t.Context(), w.city, v.ID, "虚假登记")
	check(t, err)

	check(t, w.redis.raw.HSet(t.Context(), key, before).Err()) // it comes back with less than it had
	check(t, w.redis.raw.HSet(t.Context(), w.redis.raw.Keys(t.Context(), "*whole").Val()[0], "servers", "others").Err())
	w.sweep()
	if r, err := w.Check(t.Context(), 2024); err != nil || len(r.Differences) != 0 || r.Unknown == r.Units {
		t.Errorf("%+v, %v", r, err)
	}
	if n := july(); n != 0 {
		t.Errorf("%d registered", n)
	}
}

// A grant that ends or begins anew changes the year in which it does, and no
// other.
func TestAGrantChangesItsOwnYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clock.set(time.Date(2024, 7, 15, 12, 0, 0, 0, calendar.Shanghai))
	tm := w.team(opened(day(2024, 1, 1)))
	w.clock.set(noon)
	w.sweep()
	who := "staff of " + tm.site.ID
	atWork := func(want2024, want2026 int) {
		t.Helper()
		for year, want := range map[int]int{2024: want2024, 2025: want2024, 2026: want2026} {
			end := calendar.Date{Year: year, Month: time.December, Day: 31}
			if year == 2026 {
				end = calendar.Date{}
			}
			if n := w.progressOn(tm.site, end).Recorded.Items[1].Facts["staff"]; n != want {
				t.Errorf("%d: %v at work, want %d", year, n, want)
			}
			if r, err := w.Check(t.Context(), year); err != nil || len(r.Differences) != 0 {
				t.Errorf("%d: %+v, %v", year, r, err)
			}
		}
	}
	atWork(3, 3)
	check(t, w.TakeRole(t.Context(), who, service.Staff, tm.site.ID))
	atWork(3, 2)
	w.clock.add(48 * time.Hour)
	check(t, w.GiveRole(t.Context(), who, "", service.Staff, tm.site.ID))
	atWork(3, 3)
	if n := w.progressOn(tm.site, day(2026, 7, 16)).Recorded.Items[1].Facts["staff"]; n != 2 {
		t.Errorf("%v at work between two terms", n)
	}
}

// poisoned is a store that cannot read one month of one site.
type poisoned struct {
	*faultyStore
	site string
}

func (s poisoned) MonthFacts(ctx context.Context, id string, m calendar.Month) (service.MonthFacts, error) {
	if id == s.site && m.Month == time.March {
		return service.MonthFacts{}, errStore
	}
	return s.faultyStore.MonthFacts(ctx, id, m)
}

// What cannot be counted does not keep the rest from being counted and swept, nor
// is everything counted again and again because of it.
func TestOneUnitThatCannotBeCounted(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	sick := w.team()
	check(t, w.redis.flush())
	w.deps.Store = poisoned{w.store, sick.site.ID}
	w.Run(ended(t)) // gives the lease back
	w.Service = w.instance()
	w.mark(tm.site)
	if err := w.Sweep(t.Context()); !errors.Is(err, errStore) {
		t.Fatalf("swept: %v", err)
	}
	if marks := w.dirty(); len(marks) != 0 {
		t.Errorf("still marked: %v", marks)
	}
	c, err := w.redis.Counters(t.Context(), tm.site.ID, 2026)
	if err != nil || len(c.Parts) != 8 {
		t.Errorf("held %d parts, %v", len(c.Parts), err)
	}
	for _, wait := range []struct {
		more  time.Duration
		again bool
	}{{14 * time.Second, false}, {time.Second, true}} {
		w.clock.add(wait.more)
		w.monthsCounted()
		_ = w.Sweep(t.Context())
		if n := w.monthsCounted(); (n > 0) != wait.again {
			t.Errorf("counted %d months", n)
		}
	}
}

func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// A long turn keeps its lease.
func TestALongTurnKeepsTheLease(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.clock.add(time.Minute)
	w.sweep()
	for m := time.January; m <= time.July; m++ {
		check(t, w.redis.Mark(t.Context(), service.Mark{Writer: "x", Unit: service.MonthUnit(tm.site.ID, calendar.Month{Year: 2026, Month: m})}))
	}
	asked := w.redis.leases.Load()
	w.store.before("MonthFacts", func() error { w.clock.add(2 * time.Second); return nil })
	w.sweep()
	if n := w.redis.leases.Load() - asked; n < 7 {
		t.Errorf("the lease was prolonged %d times in 14 seconds", n)
	}
}
