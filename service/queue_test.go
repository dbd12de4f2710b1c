package service_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/flag"
	"github.com/quanjiuye/backend/store"
)

// demonstration is a city with the demonstration's data, counted, copies times over.
func demonstration(t testing.TB, copies int, today time.Time) *world {
	t.Helper()
	w := newWorld(t)
	w.clock.set(today)
	d := demo.Make(today)
	loader, ok := w.store.Store.(*store.Store)
	if !ok {
		t.Fatal("not a store that loads")
	}
	check(t, loader.Load(context.Background(), store.Batch{
		Accounts: d.Accounts, People: d.People, Enterprises: d.Enterprises,
	}))
	for n := range copies {
		b := store.Batch{Sites: append([]service.Site{}, d.Sites...)}
		for _, g := range d.Grants {
			g.ID, g.Scope = fmt.Sprint(g.ID, "-", n), fmt.Sprint(g.Scope, "-", n)
			b.Grants = append(b.Grants, g)
		}
		for i := range b.Sites {
			b.Sites[i].ID += fmt.Sprint("-", n)
		}
		for _, r := range d.Registrations {
			r.ID, r.SiteID = fmt.Sprint(r.ID, "-", n), fmt.Sprint(r.SiteID, "-", n)
			b.Registrations = append(b.Registrations, r)
		}
		for _, p := range d.Placements {
			p.ID, p.SiteID = fmt.Sprint(p.ID, "-", n), fmt.Sprint(p.SiteID, "-", n)
			p.EnterpriseID += fmt.Sprint("-", n) // one start counts once in the city
			b.Placements = append(b.Placements, p)
		}
		for _, a := range d.Activities {
			a.ID, a.SiteID = fmt.Sprint(a.ID, "-", n), fmt.Sprint(a.SiteID, "-", n)
			b.Activities = append(b.Activities, a)
		}
		check(t, loader.Load(context.Background(), b))
	}
	_, err := w.Rebuild(context.Background(), today.Year())
	check(t, err)
	_, err = w.Rebuild(context.Background(), today.Year()-1)
	check(t, err)
	return w
}

// A supervisor of the demonstration's city finds work in every month of the year, and
// of exceptions just those that were planted, whatever the day.
func TestTheQueueOfTheDemonstration(t *testing.T) {
	t.Parallel()
	for _, today := range []time.Time{noon, noon.AddDate(0, 6, -2)} {
		t.Run(today.Format(time.DateOnly), func(t *testing.T) {
			w := demonstration(t, 1, today)
			day := calendar.DateOf(today)
			waits, want := 0, map[string][]flag.Code{}
			for _, p := range demo.Planted(day) {
				want[p.SiteID+"-0 "+p.Month.String()] = p.Flags
			}
			for m := day.In(); !m.Before(day.AddYears(-1).In()); m = m.Add(-1) {
				for _, r := range w.queue(w.city, service.QueueFilter{Month: m}) {
					waits += r.Waits.All()
					site := r.Site.ID + " " + m.String()
					if !slices.Equal(codesOf(r.Flags), want[site]) {
						t.Errorf("%s: %+v, want %v", site, r.Flags, want[site])
					}
					delete(want, site)
				}
			}
			if waits == 0 || len(want) > 0 {
				t.Errorf("%d wait; not looked at: %v", waits, want)
			}
		})
	}
}

// What a county's supervisor (40 sites), and the city's (320), wait for.
func BenchmarkQueue(b *testing.B) {
	for _, copies := range []int{1, 8} {
		w := demonstration(b, copies, noon)
		for _, m := range []calendar.Month{{Year: 2026, Month: 3}, {Year: 2026, Month: 6}} {
			b.Run(fmt.Sprintf("%d sites, %s", 40*copies, m), func(b *testing.B) {
				for b.Loop() {
					w.queue(w.city, service.QueueFilter{Month: m})
				}
			})
		}
	}
}
