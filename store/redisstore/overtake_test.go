package redisstore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// losing runs a test on Redises that come back without their last writes: lose
// returns when those of its argument are gone.
func losing(t *testing.T, test func(t *testing.T, url string, lose func(key string, write func()))) {
	t.Helper()
	t.Parallel()
	for name, start := range map[string]func(t *testing.T) (url string, lose func(key string, write func())){
		"old dump": func(t *testing.T) (string, func(string, func())) {
			s := redistest.Start(t)
			return s.URL(), func(_ string, write func()) {
				s.Save()
				write()
				s.Restart()
			}
		},
		"sentinels": func(t *testing.T) (string, func(string, func())) {
			s := redistest.StartSentinels(t, 3)
			return s.URL(), func(_ string, write func()) {
				overtake(t, s.Master(), s.Servers(), write)
				s.WaitHealthy(t.Context())
			}
		},
		"cluster": func(t *testing.T) (string, func(string, func())) {
			c := redistest.StartCluster(t, 3, 1)
			return c.URL(), func(key string, write func()) {
				overtake(t, c.MasterOf(key), c.Nodes(), write)
				c.WaitHealthy(t.Context())
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, lose := start(t)
			test(t, url, lose)
		})
	}
}

// overtake kills a master whose replica has all that was written before and
// nothing of what is written now.
func overtake(t *testing.T, master *redistest.Server, servers []*redistest.Server, write func()) {
	t.Helper()
	c := master.Client()
	if n := c.Wait(t.Context(), 1, 10*time.Second).Val(); n != 1 {
		t.Fatalf("%d replicas have caught up", n)
	}
	info := c.Info(t.Context(), "replication").Val()
	for _, s := range servers {
		if strings.Contains(info, "ip=127.0.0.1,port="+fmt.Sprint(s.Port())+",") {
			s.Freeze()
			defer s.Thaw()
		}
	}
	// What lies in its line already it would read when it wakes up.
	check(t, c.Do(t.Context(), "CLIENT", "KILL", "TYPE", "replica").Err())
	write()
	master.Kill()
}

// A ticket that was given and lost is not given again: of two recounts under
// one number the later would be taken for the earlier.
func TestNoTicketIsGivenTwice(t *testing.T) {
	losing(t, func(t *testing.T, url string, lose func(string, func())) {
		s := openURL(t, url)
		put(t, s, november, ticket(t, s), "before", 0, service.PutApplied)
		var lost []service.Ticket
		lose(s.TicketKey("s1"), func() {
			for range 3 {
				lost = append(lost, ticket(t, s))
			}
		})
		allWork(t, s)
		next := ticket(t, s)
		for _, k := range lost {
			if k.Epoch == next.Epoch && k.No >= next.No {
				t.Errorf("ticket %v after %v", next, k)
			}
			// A recount from before the loss arrives late.
			if _, _, err := s.Put(t.Context(), november, k, []byte("old"), 0); err != nil {
				t.Error(err)
			}
		}
		v := put(t, s, november, next, "new", 0, service.PutApplied)
		holds(t, s, november, "new", v)
	})
}

func TestVersionGrowsAcrossALoss(t *testing.T) {
	losing(t, func(t *testing.T, url string, lose func(string, func())) {
		s := openURL(t, url)
		first := put(t, s, november, ticket(t, s), "one", 0, service.PutApplied)
		var last int64
		lose(s.YearKey("s1", 2026), func() {
			for i := range 3 {
				last = put(t, s, november, ticket(t, s), fmt.Sprint("lost ", i), first, service.PutApplied)
			}
		})
		allWork(t, s)
		// The same data, too: whoever saw a later version must be told.
		if v := put(t, s, november, ticket(t, s), "one", last, service.PutApplied); v <= last {
			t.Errorf("version %d after %d", v, last)
		}
	})
}
