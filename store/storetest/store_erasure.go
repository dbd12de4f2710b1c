package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var erasureKind = kind[service.Erasure]{
	bare:   func(id string) service.Erasure { return service.Erasure{ID: id, Rev: 1} },
	insert: service.Store.InsertErasure,
	read:   service.Store.Erasure,
	update: service.Store.UpdateErasure,
	note:   func(n *service.Erasure) *string { return &n.Reason },
}

var erasures = []storeTest{
	{"that are due, the oldest first", func(t *testing.T, s service.Store) {
		for id, at := range map[string]time.Time{
			"never": {}, "later": noon.Add(time.Millisecond), "now": noon, "an hour ago": noon.Add(-time.Hour), "a year ago": noon.AddDate(-1, 0, 0),
		} {
			n := erasureKind.bare(id)
			n.DueAt = at
			check(t, s.InsertErasure(deadline(t), n))
		}
		for limit, want := range map[int][]string{9: {"a year ago", "an hour ago", "now"}, 1: {"a year ago"}} {
			if got := idsOf(must(s.DueErasures(deadline(t), noon, limit))(t)); !slices.Equal(got, want) {
				t.Errorf("due: %q, want %q", got, want)
			}
		}
		must(s.UpdateErasure(deadline(t), "now", func(n *service.Erasure) error { n.DueAt = time.Time{}; return nil }))(t)
		if got := idsOf(must(s.DueErasures(deadline(t), noon, 9))(t)); slices.Contains(got, "now") {
			t.Errorf("still due: %q", got)
		}
	}},
}
