package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
)

// patience is how long one operation of the suite may take before it counts as
// hung.
const patience = 20 * time.Second

// Option tells Engine what else it can, or cannot, ask of an engine.
type Option func(*suite)

// Reopen adds the tests that data outlives the engine. The hook closes e and
// returns another engine on the same data.
func Reopen(hook func(t *testing.T, e store.Engine) store.Engine) Option {
	return func(s *suite) { s.reopen = hook }
}

// Engine runs the whole suite. Every subtest calls open once for an engine with
// no documents in it, and closes that engine when it ends; open cleans up what
// lies below (files, servers).
func Engine(t *testing.T, open func(t *testing.T) store.Engine, options ...Option) {
	s := &suite{open: open}
	for _, option := range options {
		option(s)
	}
	for _, group := range []struct {
		name  string
		tests []test
	}{
		{"round trip", roundTrip},
		{"unique", unique},
		{"insert all", insertAll},
		{"replace", replace},
		{"find", find},
		{"text", text},
		{"order", order},
		{"fields", fields},
		{"delete", remove},
		{"lifecycle", lifecycle},
		{"migrate", migrations},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, each := range group.tests {
				t.Run(each.name, func(t *testing.T) { s.run(t, each) })
			}
		})
	}
}

type suite struct {
	open   func(t *testing.T) store.Engine
	reopen func(t *testing.T, e store.Engine) store.Engine
}

type test struct {
	name string
	run  func(t *testing.T, e *engine)
}

func (s *suite) run(t *testing.T, each test) {
	e := &engine{Engine: s.open(t), suite: s}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	each.run(t, e)
}
