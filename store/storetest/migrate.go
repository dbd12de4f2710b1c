package storetest

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
)

// schema is the part of the document about the schema that the suite needs.
type schema struct {
	ID      string `json:"_id"`
	Rev     int64  `json:"rev"`
	Version int64  `json:"version"`
	Holder  string `json:"holder"`
}

// ladder is a migration to version 3 that notes which steps were run.
type ladder struct {
	mu  sync.Mutex
	ran []int64
	// at, if set, is what a step does.
	at func(ctx context.Context, version int64) error
}

func (l *ladder) climb(t *testing.T, e *engine) error {
	steps := []store.Step{{Version: 1}, l.step(2), l.step(3)}
	return store.Migrator{Engine: e, Steps: steps, Log: slog.New(slog.DiscardHandler), Lease: 600 * time.Millisecond}.Run(deadline(t))
}

func (l *ladder) step(version int64) store.Step {
	return store.Step{Version: version, Name: "a test's", Run: func(ctx context.Context, _ store.Engine) error {
		l.mu.Lock()
		l.ran = append(l.ran, version)
		l.mu.Unlock()
		if l.at == nil {
			return nil
		}
		return l.at(ctx, version)
	}}
}

// reached checks the version and that the lease has been given back.
func (l *ladder) reached(t *testing.T, e *engine, version int64, ran ...int64) {
	t.Helper()
	if got := get[schema](t, e, "meta", "schema"); got.Version != version || got.Holder != "" {
		t.Errorf("the schema is %+v, want version %d", got, version)
	}
	if !slices.Equal(l.ran, ran) {
		t.Errorf("steps %v were run, want %v", l.ran, ran)
	}
}

var migrations = []test{
	{"an empty database has the newest schema", func(t *testing.T, e *engine) {
		l := &ladder{}
		wantIs(t, l.climb(t, e), nil)
		wantIs(t, l.climb(t, e), nil)
		l.reached(t, e, 3)
	}},
	{"a database without a version is of the first", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		l := &ladder{}
		wantIs(t, l.climb(t, e), nil)
		wantIs(t, l.climb(t, e), nil)
		l.reached(t, e, 3, 2, 3)
	}},
	{"a newer database is refused", func(t *testing.T, e *engine) {
		newer := schema{"schema", 7, 4, ""}
		e.put(t, "meta", newer)
		l := &ladder{}
		wantIs(t, l.climb(t, e), store.ErrNewerSchema)
		wantSame(t, get[schema](t, e, "meta", "schema"), newer)
		l.reached(t, e, 4)
	}},
	{"a step that fails is run again, those before it are not", func(t *testing.T, e *engine) {
		e.put(t, "meta", schema{"schema", 1, 1, ""})
		broken := errors.New("broken")
		l := &ladder{at: func(_ context.Context, version int64) error {
			if version == 3 {
				return errors.Join(broken, store.ErrNoDocument) // an engine's answer is no lost lease
			}
			return nil
		}}
		wantIs(t, l.climb(t, e), broken)
		l.reached(t, e, 2, 2, 3)
		l.at = nil
		wantIs(t, l.climb(t, e), nil)
		l.reached(t, e, 3, 2, 3, 3)
	}},
	{"the lease of a dead process ends", func(t *testing.T, e *engine) {
		e.put(t, "meta", schema{"schema", 5, 2, "dead"})
		l := &ladder{}
		wantIs(t, l.climb(t, e), nil)
		l.reached(t, e, 3, 3)
	}},
	{"many start, one migrates", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		l := &ladder{at: func(ctx context.Context, version int64) error {
			if version == 2 { // longer than a lease: it must be renewed
				select {
				case <-time.After(1200 * time.Millisecond):
				case <-ctx.Done():
				}
			}
			return ctx.Err()
		}}
		for _, err := range together(4, func(int) error { return l.climb(t, e) }) {
			wantIs(t, err, nil)
		}
		l.reached(t, e, 3, 2, 3)
	}},
	{"who has lost the lease records nothing", func(t *testing.T, e *engine) {
		e.put(t, "meta", schema{"schema", 1, 1, ""})
		robbed := false
		l := &ladder{at: func(ctx context.Context, version int64) error {
			if robbed {
				return nil
			}
			robbed = true
			rob(t, e)
			select { // the runner notices and ends the step
			case <-ctx.Done():
			case <-time.After(patience):
				t.Error("the step was not ended")
			}
			if got := get[schema](t, e, "meta", "schema"); got.Version != 1 || got.Holder != "thief" {
				t.Errorf("the schema is %+v, want the thief's", got)
			}
			return nil // as if it had been done: it must not count
		}}
		wantIs(t, l.climb(t, e), nil) // the thief dies, and the steps are run after all
		l.reached(t, e, 3, 2, 2, 3)
	}},
}

// rob takes the lease of whoever has it.
func rob(t *testing.T, e *engine) {
	for {
		s := get[schema](t, e, "meta", "schema")
		next := s
		next.Rev, next.Holder = s.Rev+1, "thief"
		err := e.Replace(deadline(t), "meta", "schema", s.Rev, next)
		if !errors.Is(err, store.ErrNoDocument) {
			wantIs(t, err, nil)
			return
		}
	}
}
