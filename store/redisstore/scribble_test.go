package redisstore_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// scribbles are no whole numbers, though Lua reads some of them as numbers.
var scribbles = []string{"", "x", "-5", "1.5", "nan", "inf", "0x7fffffff", " 7", "1e3", "12345678901234567"}

// scribble writes into a field of a hash that is otherwise right.
func scribble(t testing.TB, s *redisstore.Store, key, field, value string) {
	t.Helper()
	check(t, s.Client().HSet(t.Context(), key, field, value).Err())
}

func TestScribbledVersionBeginsAnew(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, v := range scribbles {
			s := open(t, e)
			last := put(t, s, november, ticket(t, s), "before "+v, 0, service.PutApplied)
			scribble(t, s, s.YearKey("s1", 2026), "v", v)
			holds(t, s, november, "", 0)
			again := put(t, s, november, ticket(t, s), "after "+v, 0, service.PutApplied)
			if again <= last {
				t.Errorf("version %d after %d and a scribbled %q", again, last, v)
			}
			holds(t, s, november, "after "+v, again)
		}
	})
}

func TestScribbledTicketEndsTheEpoch(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, n := range scribbles {
			s := open(t, e)
			before := ticket(t, s)
			scribble(t, s, s.TicketKey("s1"), "n", n)
			after := ticket(t, s)
			if after.Epoch == before.Epoch && after.No <= before.No {
				t.Errorf("ticket %v after %v and a scribbled %q", after, before, n)
			}
			put(t, s, november, after, "x", 0, service.PutApplied)
		}
	})
}

func TestScribbledDeclarationIsNone(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, era := range scribbles {
			s := open(t, e)
			flush(t, s)
			declare(t, s)
			scribble(t, s, s.WholeKey(), "era", era)
			whole(t, s, false)
			declare(t, s)
		}
	})
}

func TestScribbledLeaseIsFree(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, till := range scribbles {
			s := open(t, e)
			last := lease(t, s, "a", time.Hour)
			scribble(t, s, s.LeaseKey(), "until", till)
			scribble(t, s, s.LeaseKey(), "fence", till)
			if again := lease(t, s, "b", time.Hour); again <= last {
				t.Errorf("fence %d after %d and a scribbled %q", again, last, till)
			}
			lease(t, s, "b", 0)
		}
	})
}
