package service_test

import (
	"context"
	"maps"
	"path/filepath"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// watchedEngine notes which collections are searched, and whether the latest is
// wanted of them.
type watchedEngine struct {
	store.Engine
	mu    sync.Mutex
	finds map[string]bool
}

func (e *watchedEngine) Find(ctx context.Context, name string, q store.Query, out any) error {
	e.mu.Lock()
	e.finds[name] = q.Latest
	e.mu.Unlock()
	return e.Engine.Find(ctx, name, q, out)
}

// taken is what was searched since it was asked last.
func (e *watchedEngine) taken() map[string]bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	finds := e.finds
	e.finds = map[string]bool{}
	return finds
}

// A count that is kept is made from the latest; what is only shown need not be.
func TestCountsAreReadFromTheLatest(t *testing.T) {
	t.Parallel()
	file, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"))
	check(t, err)
	t.Cleanup(func() { check(t, file.Close(context.Background())) })
	engine := &watchedEngine{Engine: file, finds: map[string]bool{}}
	w := newWorldOn(t, engine)
	tm := w.team()
	w.register(tm.staff, tm.site, w.somebody())

	for name, row := range map[string]struct {
		do   func()
		want map[string]bool
	}{
		"a write": {
			func() { w.register(tm.staff, tm.site, w.somebody()) },
			map[string]bool{"registrations": true, "activities": true, "placements": true, "scans": true},
		},
		"a rebuild": {
			func() { _, err := w.Rebuild(t.Context(), w.Today().Year); check(t, err) },
			map[string]bool{"registrations": true, "activities": true, "placements": true, "scans": true, "grants": true, "honours": true, "closings": true, "assessments": true, "postings": true, "sites": false},
		},
		"a look while Redis is down": {
			func() { w.redis.down.Store(true); w.progress(tm.site); w.redis.down.Store(false) },
			map[string]bool{"registrations": false, "activities": false, "placements": false, "scans": false, "grants": false, "honours": false, "closings": false, "assessments": false, "postings": false},
		},
	} {
		engine.taken()
		row.do()
		if got := engine.taken(); !maps.Equal(got, row.want) {
			t.Errorf("%s searched %v, want %v", name, got, row.want)
		}
	}
}
