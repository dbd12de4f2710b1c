package service_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

// shown is the document of these tests.
type shown struct {
	Day        string
	Registered int
	Verified   int
}

func version(p service.Progress) ([]byte, error) {
	s := shown{Day: p.AsOf.String()}
	for _, m := range p.ByMonth {
		s.Registered += m.Recorded.Registered
		s.Verified += m.Verified.Registered
	}
	return json.Marshal(s)
}

// follow runs a feed until the answer is called, at the end of the test at last.
func (w *world) follow(f *service.Feed) (stop func()) {
	w.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); f.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	w.Cleanup(stop)
	return stop
}

// screen is one watcher of a site, which does as a handler does.
type screen struct {
	w       *world
	login   service.Login
	watcher *live.Watcher
	seen    int64
}

// open joins, reads, and offers what it has read.
func (w *world) open(h *live.Hub, f *service.Feed, openID string, s service.Site) *screen {
	w.Helper()
	l := w.login(openID)
	watcher, err := h.Join(l.Actor.Account.ID)
	check(w, err)
	w.Cleanup(watcher.Leave)
	watcher.Watch(s.ID)
	now, err := f.Current(context.Background(), l.Actor, s.ID)
	check(w, err)
	watcher.Offer(now)
	return &screen{w: w, login: l, watcher: watcher}
}

var errRights = errors.New("the rights are others now")

// next waits; a watcher that was dropped stays if its rights are what they were.
func (s *screen) next(ctx context.Context) (live.Update, error) {
	for {
		u, err := s.watcher.Next(ctx)
		if !errors.Is(err, live.ErrDropped) {
			return u, err
		}
		s.watcher.Stay()
		if a, ok := s.w.holder(s.w.Service, s.login.Token); !ok || !slices.EqualFunc(a.Grants, s.login.Actor.Grants, service.Grant.Same) {
			return live.Update{}, errRights
		}
	}
}

// shows waits until the screen shows it.
func (s *screen) shows(want shown) {
	s.w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for {
		u, err := s.next(ctx)
		if err != nil {
			s.w.Fatalf("waiting for %+v: %v", want, err)
		}
		if u.Version < s.seen {
			s.w.Fatalf("version %d after %d", u.Version, s.seen)
		}
		s.seen = u.Version
		var got shown
		check(s.w, json.Unmarshal(u.Data, &got))
		if got == want {
			return
		}
	}
}

func TestAScreenFollowsItsSite(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	h := live.NewHub()
	f := service.NewFeed(w.Service, h, version)
	w.follow(f)
	s := w.open(h, f, "manager of "+tm.site.ID, tm.site)
	s.shows(shown{"2026-07-15", 1, 0})
	v := w.register(tm.staff, tm.site, w.somebody())
	s.shows(shown{"2026-07-15", 2, 0})
	_, err := w.ConfirmRegistration(t.Context(), tm.mate, v.ID)
	check(t, err)
	start := time.Now()
	s.shows(shown{"2026-07-15", 2, 1})
	if took := time.Since(start); took > time.Second {
		t.Errorf("shown %s after the write", took)
	}
	_, err = w.VoidRegistration(t.Context(), tm.mate, v.ID, "录入有误")
	check(t, err)
	s.shows(shown{"2026-07-15", 1, 0})
}

func TestAScreenOfAnotherInstance(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	h := live.NewHub()
	f := service.NewFeed(w.instance(), h, version)
	w.follow(f)
	s := w.open(h, f, "manager of "+tm.site.ID, tm.site)
	s.shows(shown{"2026-07-15", 1, 0})
	w.register(tm.staff, tm.site, w.somebody())
	s.shows(shown{"2026-07-15", 2, 0})
}

// While Redis is down screens of this instance are served from the store.
func TestAScreenWhileRedisIsDown(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	h := live.NewHub()
	f := service.NewFeed(w.Service, h, version)
	w.follow(f)
	s := w.open(h, f, "manager of "+tm.site.ID, tm.site)
	s.shows(shown{"2026-07-15", 1, 0})
	w.redis.down.Store(true)
	w.register(tm.staff, tm.site, w.somebody())
	s.shows(shown{"2026-07-15", 2, 0})
	w.redis.down.Store(false)
	w.sweep()
	w.register(tm.staff, tm.site, w.somebody())
	s.shows(shown{"2026-07-15", 3, 0})
}

// Neither a lost event nor midnight leaves a screen behind for long.
func TestAScreenIsRefreshed(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	h := live.NewHub()
	f := service.NewFeed(w.Service, h, version)
	w.follow(f)
	s := w.open(h, f, "manager of "+tm.site.ID, tm.site)
	s.shows(shown{"2026-07-15", 1, 0})
	w.redis.mute.Store(true)
	w.register(tm.staff, tm.site, w.somebody())
	w.clock.set(day(2026, 8, 1).Start())
	s.shows(shown{"2026-08-01", 2, 0})
}

// An account whose roles change loses its screens at once, and nobody else does.
func TestAChangedAccountLosesItsScreens(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(w *world, tm team, s *screen) error{
		"removed": func(w *world, tm team, _ *screen) error {
			return w.RemoveMember(w.Context(), tm.manager, tm.site.ID, tm.staff.Account.ID)
		},
		"logged out": func(w *world, _ team, s *screen) error {
			return w.Logout(w.Context(), s.login.Session)
		},
		"removed, and nobody is told": func(w *world, tm team, _ *screen) error {
			w.redis.mute.Store(true)
			return w.RemoveMember(w.Context(), tm.manager, tm.site.ID, tm.staff.Account.ID)
		},
		"removed while Redis is down": func(w *world, tm team, _ *screen) error {
			w.redis.down.Store(true)
			return w.RemoveMember(w.Context(), tm.manager, tm.site.ID, tm.staff.Account.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			h := live.NewHub()
			f := service.NewFeed(w.Service, h, version)
			w.follow(f)
			gone, stays := w.open(h, f, "staff of "+tm.site.ID, tm.site), w.open(h, f, "mate of "+tm.site.ID, tm.site)
			stays.shows(shown{"2026-07-15", 1, 0})
			gone.shows(shown{"2026-07-15", 1, 0})
			check(t, change(w, tm, gone))
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second) // before any refresh
			defer cancel()
			if u, err := gone.next(ctx); !errors.Is(err, errRights) {
				t.Fatalf("shows %s: %v", u.Data, err)
			}
			w.redis.mute.Store(false)
			w.register(tm.mate, tm.site, w.somebody())
			stays.shows(shown{"2026-07-15", 2, 0})
		})
	}
}

// Nobody closes a stranger's screens by trying to remove him.
func TestWhoIsNoMemberKeepsHisScreens(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	h := live.NewHub()
	f := service.NewFeed(w.Service, h, version)
	w.follow(f)
	s := w.open(h, f, "city", tm.site)
	s.shows(shown{"2026-07-15", 1, 0})
	w.redis.told(w.city.Account.ID)
	refused(t, w.RemoveMember(t.Context(), tm.manager, tm.site.ID, w.city.Account.ID), "not_found")
	if w.redis.told(w.city.Account.ID) {
		t.Error("all instances are told to look at who was no member")
	}
	w.register(tm.staff, tm.site, w.somebody())
	s.shows(shown{"2026-07-15", 2, 0})
}

// A screen of what its owner may not see does not open.
func TestAScreenOfAForeignSite(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	f := service.NewFeed(w.Service, live.NewHub(), version)
	for _, id := range []string{w.site(inCounty("350504")).ID, "no such site"} {
		_, err := f.Current(t.Context(), tm.staff, id)
		refused(t, err, "not_found")
	}
}
