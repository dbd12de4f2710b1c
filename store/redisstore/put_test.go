package redisstore_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

func ticket(t testing.TB, s *redisstore.Store) service.Ticket {
	t.Helper()
	return must[service.Ticket](t)(s.Ticket(t.Context(), "s1"))
}

// put expects a result and returns the version.
func put(t testing.TB, s *redisstore.Store, u service.Unit, k service.Ticket, data string, floor int64, want service.PutResult) int64 {
	t.Helper()
	v, got, err := s.Put(t.Context(), u, k, []byte(data), floor)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Fatalf("put %q under ticket %d: result %d, want %d", data, k.No, got, want)
	}
	if (v > 0) != (want == service.PutApplied) {
		t.Fatalf("put %q: version %d with result %d", data, v, got)
	}
	return v
}

// holds expects a part to be data under a version; "" expects it missing.
func holds(t testing.TB, s *redisstore.Store, u service.Unit, data string, version int64) {
	t.Helper()
	c := must[service.Counters](t)(s.Counters(t.Context(), u.SiteID, u.Year))
	if got, ok := c.Parts[u.Part()]; string(got) != data || ok != (data != "") || c.Version != version {
		t.Fatalf("%s holds %q at version %d, want %q at %d", u, got, c.Version, data, version)
	}
}

func TestPutAndRead(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		holds(t, s, november, "", 0)
		k := ticket(t, s)
		v1 := put(t, s, november, k, "n", 0, service.PutApplied)
		v2 := put(t, s, staff, k, "\x00binary\xff", 0, service.PutApplied)
		if v2 <= v1 {
			t.Fatalf("versions %d, then %d", v1, v2)
		}
		holds(t, s, november, "n", v2)
		holds(t, s, staff, "\x00binary\xff", v2)
		holds(t, s, october, "", v2)
	})
}

func TestPutKeepsToTheOrderOfTickets(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		older, newer := ticket(t, s), ticket(t, s)
		v := put(t, s, november, newer, "new", 0, service.PutApplied)
		put(t, s, november, older, "old", 0, service.PutStale)
		put(t, s, november, newer, "other", 0, service.PutStale)
		holds(t, s, november, "new", v)
		put(t, s, october, older, "another part", 0, service.PutApplied)
	})
}

func TestPutAgainWithTheSameData(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		k1, k2, k3 := ticket(t, s), ticket(t, s), ticket(t, s)
		v := put(t, s, november, k1, "same", 0, service.PutApplied)
		for name, again := range map[string]int64{
			"a repeated put":       put(t, s, november, k1, "same", 0, service.PutApplied),
			"a recount":            put(t, s, november, k3, "same", 0, service.PutApplied),
			"with version = floor": put(t, s, november, k3, "same", v, service.PutApplied),
		} {
			if again != v {
				t.Errorf("%s: version %d, want %d still", name, again, v)
			}
		}
		// It took the ticket all the same.
		put(t, s, november, k2, "between", 0, service.PutStale)
		if up := put(t, s, november, k3, "same", v+10, service.PutApplied); up <= v+10 {
			t.Errorf("below floor: version %d, want above %d", up, v+10)
		}
	})
}

func TestPutOfAnotherSitesTicketIsRefused(t *testing.T) {
	s := open(t, startMini(t))
	_, _, err := s.Put(t.Context(), service.YearUnit("s2", 2026), ticket(t, s), []byte("x"), 0)
	if err == nil {
		t.Fatal("accepted")
	}
}

func TestTicketsDieWithTheCache(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		k := ticket(t, s)
		flush(t, s)
		put(t, s, november, k, "x", 0, service.PutLost)
		for range 5 { // beyond the old number
			if n := ticket(t, s); n.Epoch == k.Epoch {
				t.Fatal("the epoch came again")
			}
		}
		put(t, s, november, k, "x", 0, service.PutLost)
		holds(t, s, november, "", 0)

		// A part of an old epoch, whose ticket key alone was lost, gives way.
		put(t, s, november, ticket(t, s), "before", 0, service.PutApplied)
		check(t, s.Client().Del(t.Context(), s.TicketKey("s1")).Err())
		v := put(t, s, november, ticket(t, s), "after", 0, service.PutApplied)
		holds(t, s, november, "after", v)
	})
}

func TestVersionGrowsAcrossAnEmptiedCache(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		var last int64
		for range 5 {
			for _, above := range []int64{0, 1, 1_000_000} {
				floor := last + above
				v := put(t, s, november, ticket(t, s), rand.Text(), floor, service.PutApplied)
				if v <= floor {
					t.Fatalf("version %d over floor %d", v, floor)
				}
				last = v
			}
			flush(t, s)
		}
	})
}

// Without anybody who remembers the version, the clock keeps it growing.
func TestVersionIsTheTime(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		now := func() int64 { return must[time.Time](t)(s.Client().Time(t.Context()).Result()).UnixMicro() }
		before := now()
		v := put(t, s, november, ticket(t, s), "x", 0, service.PutApplied)
		if after := now(); v < before || v > after {
			t.Fatalf("version %d, want between %d and %d", v, before, after)
		}
	})
}

func TestParallelPutsEndWithTheNewestTicket(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		const puts, writers = 600, 12
		var newest int64
		given := map[int64]bool{}
		var mu sync.Mutex
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for range puts / writers {
					k, err := s.Ticket(context.Background(), "s1")
					if err != nil {
						t.Error(err)
						return
					}
					_, result, err := s.Put(context.Background(), november, k, []byte(strconv.FormatInt(k.No, 10)), 0)
					if err != nil || result == service.PutLost {
						t.Errorf("writer %d: result %d, %v", w, result, err)
						return
					}
					mu.Lock()
					newest = max(newest, k.No)
					given[k.No] = true
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		c := must[service.Counters](t)(s.Counters(t.Context(), "s1", 2026))
		if want := strconv.FormatInt(newest, 10); len(given) != puts || string(c.Parts["11"]) != want {
			t.Fatalf("%d different tickets, held %q, want %s", len(given), c.Parts["11"], want)
		}
	})
}

func TestVersionsInOrder(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		var ids []string
		var want []int64
		for i := range 50 {
			id := fmt.Sprintf("site-%d", i)
			ids = append(ids, id)
			if i%3 == 0 {
				want = append(want, 0)
				continue
			}
			k := must[service.Ticket](t)(s.Ticket(t.Context(), id))
			want = append(want, put(t, s, service.YearUnit(id, 2026), k, "x", int64(i)*1e13, service.PutApplied))
		}
		got := must[[]int64](t)(s.Versions(t.Context(), ids, 2026))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("versions %v, want %v", got, want)
		}
		if none := must[[]int64](t)(s.Versions(t.Context(), nil, 2026)); len(none) != 0 {
			t.Fatalf("versions of no site: %v", none)
		}
		if other := must[[]int64](t)(s.Versions(t.Context(), ids[1:2], 2027)); other[0] != 0 {
			t.Fatalf("version of another year: %v", other)
		}
	})
}

func TestOddSiteIDsDoNotMix(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		held := map[string][]byte{}
		for i, id := range []string{"a", "a}", "{a}", "}", "{", "a:ticket", "a%7D", "泉州", "a b", "a+b", ""} {
			k := must[service.Ticket](t)(s.Ticket(t.Context(), id))
			held[id] = fmt.Append(nil, "data of ", i)
			put(t, s, service.YearUnit(id, 2026), k, string(held[id]), 0, service.PutApplied)
		}
		for id, want := range held {
			c := must[service.Counters](t)(s.Counters(t.Context(), id, 2026))
			if !bytes.Equal(c.Parts["00"], want) {
				t.Errorf("site %q holds %q, want %q", id, c.Parts["00"], want)
			}
		}
	})
}
