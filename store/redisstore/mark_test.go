package redisstore_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

var (
	november = service.Unit{SiteID: "s1", Year: 2026, Month: time.November}
	october  = service.Unit{SiteID: "s1", Year: 2026, Month: time.October}
	staff    = service.YearUnit("s1", 2026)

	mark = service.Mark{Writer: "w1", Unit: november}
)

// dirty lists the marks as they are found, without their age.
func dirty(t testing.TB, s *redisstore.Store, age time.Duration, limit int) []service.Mark {
	t.Helper()
	var marks []service.Mark
	for _, m := range must[[]service.AgedMark](t)(s.Dirty(t.Context(), age, limit)) {
		marks = append(marks, m.Mark)
	}
	return marks
}

func TestMarkIsListedUntilCleared(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		check(t, s.Mark(t.Context(), mark))
		check(t, s.Mark(t.Context(), mark)) // as after a lost answer
		if got := dirty(t, s, 0, 10); !slices.Equal(got, []service.Mark{mark}) {
			t.Fatalf("dirty: %v", got)
		}
		check(t, s.Clear(t.Context(), mark))
		check(t, s.Clear(t.Context(), mark))
		if got := dirty(t, s, 0, 10); len(got) != 0 {
			t.Fatalf("dirty after clear: %v", got)
		}
		check(t, s.Mark(t.Context()))
		check(t, s.Clear(t.Context()))
	})
}

func TestClearLeavesTheMarksOfOthers(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		other := service.Mark{Writer: "w2", Unit: november}
		check(t, a.Mark(t.Context(), mark))
		check(t, b.Mark(t.Context(), other))
		check(t, a.Clear(t.Context(), mark))
		if got := dirty(t, a, 0, 10); !slices.Equal(got, []service.Mark{other}) {
			t.Fatalf("dirty: %v, want %v", got, other)
		}
	})
}

func TestDirtyByAgeOldestFirst(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		var marks []service.Mark
		for i, age := range []time.Duration{30 * time.Second, 10 * time.Second, 0} {
			m := service.Mark{Writer: fmt.Sprint("w", i), Unit: november}
			at := must[time.Time](t)(s.Client().Time(t.Context()).Result()).Add(-age)
			check(t, s.Client().ZAdd(t.Context(), s.MarksKey(), redis.Z{Score: float64(at.UnixMicro()), Member: m.String()}).Err())
			marks = append(marks, m)
		}
		for _, c := range []struct {
			age   time.Duration
			limit int
			want  []service.Mark
		}{
			{0, 10, marks},
			{0, 2, marks[:2]},
			{0, 0, nil},
			{0, -1, nil},
			{29 * time.Second, 10, marks[:1]},
			{time.Hour, 10, nil},
		} {
			if got := dirty(t, s, c.age, c.limit); !slices.Equal(got, c.want) {
				t.Fatalf("older than %s, at most %d: %v, want %v", c.age, c.limit, got, c.want)
			}
		}
		oldest := must[[]service.AgedMark](t)(s.Dirty(t.Context(), 0, 1))[0].Age
		if oldest < 30*time.Second || oldest > time.Minute {
			t.Fatalf("age %s", oldest)
		}
	})
}

func TestForeignMembersDoNotBlockTheList(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		for i, foreign := range []string{"no mark", "w|no unit", "w|2026-13|s", "|2026-11|s"} {
			check(t, s.Client().ZAdd(t.Context(), s.MarksKey(), redis.Z{Score: float64(i), Member: foreign}).Err())
		}
		check(t, s.Mark(t.Context(), mark))
		eventually(t, "the mark is listed", func() bool {
			return slices.Equal(dirty(t, s, 0, 1), []service.Mark{mark})
		})
	})
}
