package redisstore_test

import (
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// spot is a key, the type that it should have, and the methods that meet what
// lies there.
type spot struct {
	name, kind string
	key        func(s *redisstore.Store) string
	meet       []string
}

var spots = []spot{
	{"year", "hash", func(s *redisstore.Store) string { return s.YearKey("s1", 2026) }, []string{"Counters", "Versions"}},
	{"ticket", "hash", func(s *redisstore.Store) string { return s.TicketKey("s1") }, []string{"Ticket", "Put"}},
	{"marks", "zset", (*redisstore.Store).MarksKey, []string{"Mark", "Clear", "Dirty"}},
	{"whole", "hash", (*redisstore.Store).WholeKey, []string{"Whole", "Complete"}},
	{"lease", "hash", (*redisstore.Store).LeaseKey, []string{"Lease"}},
	{"token", "string", func(s *redisstore.Store) string { return s.TokenKey("a") }, []string{"Get", "Set", "Delete", "DeleteIf"}},
}

// spoil puts something of another type at a key.
func spoil(t testing.TB, s *redisstore.Store, sp spot) {
	t.Helper()
	check(t, s.Client().Del(t.Context(), sp.key(s)).Err())
	if sp.kind == "string" {
		check(t, s.Client().RPush(t.Context(), sp.key(s), "damage").Err())
		return
	}
	check(t, s.Client().Set(t.Context(), sp.key(s), "damage", 0).Err())
}

// TestEveryMethodSurvivesDamage calls each method on each damaged key: no
// method fails, and one that met the damage has taken it away.
func TestEveryMethodSurvivesDamage(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, sp := range spots {
			for _, c := range calls {
				t.Run(sp.name+"/"+c.name, func(t *testing.T) {
					s := open(t, e)
					spoil(t, s, sp)
					if err := c.do(t.Context(), s); err != nil && c.name != "Complete" { // which nothing entitles
						t.Fatal(err)
					}
					kind := must[string](t)(s.Client().Type(t.Context(), sp.key(s)).Result())
					if slices.Contains(sp.meet, c.name) && kind != sp.kind && kind != "none" {
						t.Errorf("the damage is left: %s", kind)
					}
				})
			}
		}
	})
}

func TestDamagedYearIsMissing(t *testing.T) {
	read := map[string]func(t *testing.T, s *redisstore.Store){
		"Put": func(t *testing.T, s *redisstore.Store) {
			put(t, s, november, ticket(t, s), "y", 0, service.PutLost)
		},
		"Counters": func(t *testing.T, s *redisstore.Store) { holds(t, s, november, "", 0) },
		"Versions": func(t *testing.T, s *redisstore.Store) {
			if got := must[[]int64](t)(s.Versions(t.Context(), []string{"s0", "s1"}, 2026)); !slices.Equal(got, []int64{0, 0}) {
				t.Fatalf("versions %v", got)
			}
		},
	}
	each(t, func(t *testing.T, e *engine) {
		for name, meet := range read {
			t.Run(name, func(t *testing.T) {
				s := open(t, e)
				flush(t, s)
				v := put(t, s, november, ticket(t, s), "x", 0, service.PutApplied)
				declare(t, s)
				spoil(t, s, spots[0])
				meet(t, s)
				whole(t, s, false)
				again := put(t, s, november, ticket(t, s), "x", v, service.PutApplied)
				if again <= v {
					t.Fatalf("version %d after %d", again, v)
				}
				holds(t, s, november, "x", again)
			})
		}
	})
}

func TestDamagedTicketEndsTheEpoch(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		before := ticket(t, s)
		declare(t, s)
		spoil(t, s, spots[1])
		put(t, s, november, before, "x", 0, service.PutLost)
		whole(t, s, false)
		put(t, s, november, before, "x", 0, service.PutLost)

		spoil(t, s, spots[1])
		after := ticket(t, s)
		if after.Epoch == before.Epoch {
			t.Fatal("the epoch came again")
		}
		put(t, s, november, before, "x", 0, service.PutLost)
		put(t, s, november, after, "x", 0, service.PutApplied)
	})
}

func TestDamagedMarksMakeTheCacheIncomplete(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, c := range calls {
			if !slices.Contains(spots[2].meet, c.name) {
				continue
			}
			s := open(t, e)
			flush(t, s)
			check(t, s.Mark(t.Context(), service.Mark{Writer: "w0", Unit: october}))
			declare(t, s)
			spoil(t, s, spots[2])
			check(t, c.do(t.Context(), s))
			whole(t, s, false)
			check(t, s.Mark(t.Context(), mark))
			if got := dirty(t, s, 0, 10); !slices.Equal(got, []service.Mark{mark}) {
				t.Errorf("after %s: dirty %v", c.name, got)
			}
		}
	})
}

func TestDamagedWholeIsNotWhole(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		declare(t, s)
		spoil(t, s, spots[3])
		whole(t, s, false)
		era, fence := look(t, s), lease(t, s, "rebuilder", time.Hour)
		spoil(t, s, spots[3])
		if s.Complete(t.Context(), era, fence) == nil {
			t.Fatal("declared complete")
		}
		declare(t, s)
	})
}
