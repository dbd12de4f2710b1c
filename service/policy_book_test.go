package service_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

// Nothing is scored by defaults for want of the policies.
func TestNothingIsScoredBeforeThePoliciesAreKnown(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.read(day(2026, 1, 1), belowInParts)
	s := service.New(w.deps)
	w.store.before("Policies", func() error { return errStore })
	if err := s.LoadPolicies(t.Context()); !errors.Is(err, errStore) {
		t.Fatalf("loaded: %v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("scored without policies")
			}
		}()
		_, _ = s.Progress(t.Context(), w.city, tm.site.ID, day(2026, 7, 15))
	}()
	w.store.before("Policies", nil)
	check(t, s.LoadPolicies(t.Context()))
	p, err := s.Progress(t.Context(), w.city, tm.site.ID, day(2026, 7, 15))
	if check(t, err); p.Policy != "2026-01-01.1" {
		t.Errorf("scored by %s", p.Policy)
	}
}

// What is known stays while the store does not answer, or tells what cannot be read.
func TestPoliciesStayWhatTheyWere(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	first := w.read(day(2026, 1, 1), belowInParts)
	for name, next := range map[string]service.PolicyVersion{
		"unknown setting": {Version: "2026-02-01.1", No: 2, From: day(2026, 2, 1), Settings: map[string]string{"item16": "x"}},
		"unknown value":   {Version: "2026-02-01.2", No: 2, From: day(2026, 2, 1), Settings: map[string]string{"item7_below": "x"}},
		"a gap":           {Version: "2026-02-01.3", No: 3, From: day(2026, 2, 1), Settings: inParts},
	} {
		list := []service.PolicyVersion{next}
		broken := w.deps
		broken.Store = &tellingStore{w.store, list}
		s := service.New(broken)
		if err := s.LoadPolicies(t.Context()); !errors.Is(err, service.ErrPolicyUnread) {
			t.Errorf("%s at the start: %v", name, err)
		}
	}
	w.store.before("Policies", func() error { return errStore })
	if err := w.LoadPolicies(t.Context()); !errors.Is(err, errStore) {
		t.Errorf("loaded: %v", err)
	}
	_, _, err := w.PutPolicy(t.Context(), w.city, service.PolicyInput{From: day(2026, 1, 1), Settings: inParts, Note: "说明"})
	if !errors.Is(err, errStore) {
		t.Errorf("written without knowing what there is: %v", err)
	}
	if got := w.progress(tm.site).Policy; got != first.Version {
		t.Errorf("scored by %s", got)
	}
}

// tellingStore has the log that it is given.
type tellingStore struct {
	service.Store
	log []service.PolicyVersion
}

func (s *tellingStore) Policies(context.Context, int64) ([]service.PolicyVersion, error) {
	return s.log, nil
}

// A setting that came later has its default in versions from before.
func TestAnOldPolicyHasTheDefaultsOfLaterSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	check(t, w.store.InsertPolicy(t.Context(), service.PolicyVersion{
		Version: "2026-01-01.1", No: 1, From: day(2026, 1, 1), Settings: belowInParts}))
	check(t, w.LoadPolicies(t.Context()))
	v, err := w.PolicyVersion("2026-01-01.1")
	check(t, err)
	if v.Settings["item7_below"] != "prorata" || v.Settings["item8_below"] != "zero" || len(v.Settings) != len(thisPolicy.Settings()) {
		t.Errorf("read as %v", v.Settings)
	}
}

// scored is what these screens show.
type scored struct {
	Policy     string
	Score      string
	Registered int
}

func encodeScored(p service.Progress) ([]byte, error) {
	return json.Marshal(scored{p.Policy, p.Recorded.Items[6].Score.String(), p.ByMonth[len(p.ByMonth)-1].Recorded.Registered})
}

// comesTo waits until the screen shows it; versions only rise meanwhile.
func (s *screen) comesTo(want scored) {
	s.w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for got := (scored{}); got != want; {
		u, err := s.next(ctx)
		if err != nil {
			s.w.Fatalf("waiting for %+v, it shows %+v: %v", want, got, err)
		}
		if u.Version <= s.seen {
			s.w.Fatalf("version %d after %d", u.Version, s.seen)
		}
		s.seen = u.Version
		check(s.w, json.Unmarshal(u.Data, &got))
	}
}

// A new policy is on every screen, here and on other instances, whether or not it
// was relayed, and stays there when records follow.
func TestScreensFollowThePolicy(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"told": false, "not told": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tm := settled(t)
			other := w.instance()
			w.runs(other)
			var screens []*screen
			for _, s := range []*service.Service{w.Service, other} {
				h := live.NewHub()
				f := service.NewFeed(s, h, encodeScored)
				w.follow(f)
				screens = append(screens, w.open(h, f, "manager of "+tm.site.ID, tm.site))
			}
			show := func(want scored) {
				t.Helper()
				for _, s := range screens {
					s.comesTo(want)
				}
			}
			show(scored{thisPolicy.Version, "0", 1})
			w.redis.mute.Store(lost)
			w.read(day(2026, 1, 1), belowInParts)
			show(scored{"2026-01-01.1", "0.1429", 1}) // 5 points × 1/7 of a month over 5
			w.redis.mute.Store(false)
			w.register(tm.staff, tm.site, w.somebody())
			show(scored{"2026-01-01.1", "0.2857", 2})
			w.read(day(2026, 1, 1), map[string]string{"item7_below": "zero"})
			show(scored{"2026-01-01.2", "0", 2})
		})
	}
}

// However records and policies come between one another, no screen goes back, and
// all end at the newest of both.
func TestScreensAmidRecordsAndPolicies(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	h := live.NewHub()
	f := service.NewFeed(w.Service, h, encodeScored)
	w.follow(f)
	s := w.open(h, f, "manager of "+tm.site.ID, tm.site)
	done := make(chan struct{})
	go func() {
		defer close(done)
		parallel(2, func(i int) {
			for n := range 8 {
				if i == 0 {
					if _, _, err := w.Register(context.Background(), tm.staff, registration(tm.site, w.somebody())); err != nil {
						t.Error(err)
					}
					continue
				}
				in := service.PolicyInput{From: day(2026, 1, 1), Note: "来回", Settings: map[string]string{"item7_below": []string{"prorata", "zero"}[n%2]}}
				if _, _, err := w.PutPolicy(context.Background(), w.city, in); err != nil {
					t.Error(err)
				}
			}
		})
	}()
	s.comesTo(scored{"2026-01-01.8", "0", 9})
	<-done
}
