package service_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// scans is what everybody is shown of this month's scans at a site; all must agree.
func (w *world) scans(s service.Site) int {
	w.Helper()
	_, days, err := w.Scans(context.Background(), w.city, s.ID, calendar.Month{})
	check(w, err)
	sum := 0
	for _, d := range days {
		if d.Scans != d.ByMedium[service.BareCode]+d.ByMedium[service.OnPoster] {
			w.Errorf("%+v does not add up", d)
		}
		sum += d.Scans
	}
	if n := w.month(s, w.Today().In()).Scans; n != sum {
		w.Fatalf("%d scans counted, %d recorded", n, sum)
	}
	return sum
}

func (w *world) scanned(openID, scene string) (created bool) {
	w.Helper()
	_, _, created, err := w.Scan(context.Background(), w.login(openID).Actor, scene)
	check(w, err)
	return created
}

func TestAScanCountsOncePerSiteAccountAndDay(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		w.paints()
		s, other := w.site(), w.site()
		scene := w.scene(s)
		for _, step := range []struct {
			who, scene string
			created    bool
			sum        int
		}{
			{"ann", scene, true, 1},
			{"ann", scene, false, 1},
			{"ann", "p" + scene[1:], false, 1}, // off the poster, on the same day
			{"bob", "p" + scene[1:], true, 2},
			{"ann", w.scene(other), true, 2},
		} {
			if created := w.scanned(step.who, step.scene); created != step.created {
				t.Errorf("%+v: created %v", step, created)
			}
			if n := w.scans(s); n != step.sum {
				t.Fatalf("%+v: %d scans", step, n)
			}
		}
		if n := w.scans(other); n != 1 {
			t.Errorf("%d scans elsewhere", n)
		}
		w.clock.add(24 * time.Hour)
		if !w.scanned("ann", scene) || w.scans(s) != 3 {
			t.Error("the next day's scan does not count")
		}
		w.rebuildChangesNothing(s)
		if n := w.scans(s); n != 3 {
			t.Errorf("%d scans after a recount", n)
		}
		_, days, err := w.Scans(t.Context(), w.city, s.ID, w.Today().In())
		if check(t, err); len(days) != 2 || days[0].Scans != 2 || days[0].ByMedium[service.OnPoster] != 1 || days[1].Day != w.Today() {
			t.Errorf("%+v", days)
		}
	})
}

func TestManyScansAtOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		w.paints()
		s := w.site()
		scene := w.scene(s)
		var actors []service.Actor
		for i := range 5 {
			actors = append(actors, w.login(fmt.Sprint("seeker ", i)).Actor)
		}
		parallel(40, func(i int) {
			if _, _, _, err := w.Scan(t.Context(), actors[i%len(actors)], scene); err != nil {
				t.Error(err)
			}
		})
		if n := w.scans(s); n != len(actors) {
			t.Errorf("%d scans of %d accounts", n, len(actors))
		}
	})
}

// A scan's day and month are Shanghai's.
func TestAScanAtTheEdgeOfAMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paints()
	s := w.site()
	scene := w.scene(s)
	edge := time.Date(2026, 8, 31, 16, 0, 0, 0, time.UTC)
	w.clock.set(edge.Add(-time.Millisecond))
	w.scanned("ann", scene)
	w.clock.set(edge)
	w.scanned("ann", scene)
	for _, m := range []time.Month{time.August, time.September} {
		if n := w.month(s, calendar.Month{Year: 2026, Month: m}).Scans; n != 1 {
			t.Errorf("%d scans in month %d", n, m)
		}
	}
	if n := w.progressOn(s, day(2026, 8, 30)).ByMonth[7].Scans; n != 0 {
		t.Errorf("%d scans on the day before", n)
	}
}

func TestScansOutliveFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paints()
	s := w.site()
	scene := w.scene(s)
	w.redis.down.Store(true)
	if !w.scanned("ann", scene) || w.scanned("ann", scene) {
		t.Error("Redis decides what is new")
	}
	w.redis.down.Store(false)
	w.sweep()
	if n := w.scans(s); n != 1 {
		t.Errorf("%d scans", n)
	}
}

func TestScenesThatAreNotOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paints()
	s := w.site()
	scene, ann := w.scene(s), w.login("ann").Actor
	for _, text := range []string{"", "q.AAAAAAAAAA", scene + "A", "x" + scene[1:], "$ne", "\x00", scene[:11] + "\u202e"} {
		_, _, _, err := w.Scan(t.Context(), ann, text)
		refused(t, err, "scene_unknown")
		if site, unknown := w.ScanAtLogin(t.Context(), ann, text); site != nil || !unknown {
			t.Errorf("%q at login: %+v, unknown %v", text, site, unknown)
		}
		in := registration(service.Site{}, w.somebody())
		if in.Scene = text; text != "" {
			_, _, err = w.RegisterMe(t.Context(), ann, in)
			refused(t, err, "invalid_input")
		}
	}
	if n := w.scans(s); n != 0 {
		t.Errorf("%d scans", n)
	}
	// A fault is no unknown scene: the phone may send it again.
	w.store.before("InsertScan", func() error { return errors.New("the disk is full") })
	if site, unknown := w.ScanAtLogin(t.Context(), ann, scene); site != nil || unknown {
		t.Errorf("at a fault: %+v, unknown %v", site, unknown)
	}
	w.store.before("InsertScan", nil)
	if site, unknown := w.ScanAtLogin(t.Context(), ann, scene); site == nil || site.ID != s.ID || unknown {
		t.Errorf("%+v, unknown %v", site, unknown)
	}
}

func TestASceneStandsForTheSiteOfARegistration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paints()
	s, other := w.site(), w.site()
	in := registration(service.Site{}, w.somebody())
	in.Scene = w.scene(s)
	ann := w.login("ann").Actor
	v, created, err := w.RegisterMe(t.Context(), ann, in)
	if check(t, err); !created || v.SiteID != s.ID || v.Source != service.FromScan {
		t.Errorf("%+v, created %v", v, created)
	}
	in.SiteID = s.ID
	if again, created, err := w.RegisterMe(t.Context(), ann, in); err != nil || created || again.ID != v.ID {
		t.Errorf("%+v, created %v, %v", again, created, err)
	}
	if n := w.scans(s); n != 1 {
		t.Errorf("%d scans", n)
	}
	in.SiteID = other.ID
	_, _, err = w.RegisterMe(t.Context(), ann, in)
	refused(t, err, "invalid_input")
}
