package service_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/store"
)

// demonstration is a city with the demonstration's data, counted, copies times over.
func demonstration(t testing.TB, copies int) *world {
	t.Helper()
	w := newWorld(t)
	d := demo.Make(noon)
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
		check(t, loader.Load(context.Background(), b))
	}
	eventually(t, "all is counted", func() bool { // on a busy machine Redis may miss its second
		_, err := w.Rebuild(context.Background(), noon.Year())
		return err == nil
	})
	return w
}

// A supervisor of the demonstration's city finds work, and no exceptions.
func TestTheQueueOfTheDemonstrationIsQuiet(t *testing.T) {
	t.Parallel()
	w := demonstration(t, 1)
	waits := 0
	for _, m := range []calendar.Month{{Year: 2026, Month: 5}, {Year: 2026, Month: 6}, {Year: 2026, Month: 7}} {
		for _, r := range w.queue(w.city, service.QueueFilter{Month: m}) {
			waits += r.Waits.All()
			for _, f := range r.Flags {
				t.Errorf("%s in %s: %s", r.Site.ID, m, f.Text)
			}
		}
	}
	if waits == 0 {
		t.Error("nothing waits")
	}
}

// What a county's supervisor (40 sites), and the city's (320), wait for.
func BenchmarkQueue(b *testing.B) {
	for _, copies := range []int{1, 8} {
		w := demonstration(b, copies)
		for _, m := range []calendar.Month{{Year: 2026, Month: 3}, {Year: 2026, Month: 6}} {
			b.Run(fmt.Sprintf("%d sites, %s", 40*copies, m), func(b *testing.B) {
				for b.Loop() {
					w.queue(w.city, service.QueueFilter{Month: m})
				}
			})
		}
	}
}
