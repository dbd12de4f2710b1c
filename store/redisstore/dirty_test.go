package redisstore_test

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

var (
	november = service.Unit{SiteID: "s1", Year: 2026, Month: time.November}
	october  = service.Unit{SiteID: "s1", Year: 2026, Month: time.October}
	staff    = service.YearUnit("s1", 2026)
)

func TestMarkIsListedUntilCleared(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		m := must[service.Mark](t)(s.Mark(t.Context(), november))
		if got := must[[]service.Mark](t)(s.Dirty(t.Context(), 0, 10)); len(got) != 1 || got[0] != m {
			t.Fatalf("dirty: %v, want %v", got, m)
		}
		check(t, s.Clear(t.Context(), m))
		check(t, s.Clear(t.Context(), m)) // a repeated answer harms nothing
		if got := must[[]service.Mark](t)(s.Dirty(t.Context(), 0, 10)); len(got) != 0 {
			t.Fatalf("dirty after clear: %v", got)
		}
	})
}

func TestClearKeepsALaterMark(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		first := must[service.Mark](t)(a.Mark(t.Context(), november))
		second := must[service.Mark](t)(b.Mark(t.Context(), november))
		check(t, a.Clear(t.Context(), first))
		if got := must[[]service.Mark](t)(a.Dirty(t.Context(), 0, 10)); len(got) != 1 || got[0] != second {
			t.Fatalf("dirty: %v, want %v", got, second)
		}
	})
}

func TestEachMarkingHasALargerToken(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		var last int64
		for range 200 {
			m := must[service.Mark](t)(s.Mark(t.Context(), november))
			if m.Token <= last {
				t.Fatalf("token %d after %d", m.Token, last)
			}
			last = m.Token
		}
		// A clock that was set back must not make a marking look older.
		ahead := float64(last + time.Hour.Microseconds())
		check(t, s.Client().ZAdd(t.Context(), s.DirtyKey(), redis.Z{Score: ahead, Member: november.String()}).Err())
		if m := must[service.Mark](t)(s.Mark(t.Context(), november)); m.Token != int64(ahead)+1 {
			t.Fatalf("token %d, want %d", m.Token, int64(ahead)+1)
		}
	})
}

func TestDirtyByAgeOldestFirst(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		var marks []service.Mark
		for _, u := range []service.Unit{staff, november, october} {
			marks = append(marks, must[service.Mark](t)(s.Mark(t.Context(), u)))
		}
		old := marks[0].Token - (30 * time.Second).Microseconds()
		check(t, s.Client().ZAdd(t.Context(), s.DirtyKey(), redis.Z{Score: float64(old), Member: staff.String()}).Err())
		marks[0].Token = old

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
			got := must[[]service.Mark](t)(s.Dirty(t.Context(), c.age, c.limit))
			if len(got) != len(c.want) {
				t.Fatalf("older than %s, at most %d: %v, want %v", c.age, c.limit, got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Fatalf("older than %s, at most %d: %v, want %v", c.age, c.limit, got, c.want)
				}
			}
		}
	})
}

func TestForeignMembersDoNotBlockTheList(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		check(t, s.Client().ZAdd(t.Context(), s.DirtyKey(),
			redis.Z{Score: 1, Member: "no unit"}, redis.Z{Score: 2, Member: "2026-13|s"}).Err())
		m := must[service.Mark](t)(s.Mark(t.Context(), november))
		eventually(t, "the unit is listed", func() bool {
			got := must[[]service.Mark](t)(s.Dirty(t.Context(), 0, 1))
			return len(got) == 1 && got[0] == m
		})
	})
}
