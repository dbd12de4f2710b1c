package redisstore_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// noticed waits until a Store that knew a whole cache says that it is not whole
// any more, in an era after before.
func noticed(t *testing.T, s *redisstore.Store, before int64) {
	t.Helper()
	eventually(t, "the loss is noticed", func() bool {
		whole, era, err := s.Whole(t.Context())
		return err == nil && !whole && era > before
	})
	declare(t, s)
}

// What was written after the snapshot is gone, and nothing in the cache tells.
func TestRestartFromAnOldDumpIsALoss(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s := openURL(t, server.URL())
	put(t, s, november, ticket(t, s), "old", 0, service.PutApplied)
	declare(t, s)
	before := look(t, s)
	server.Save()
	v := put(t, s, november, ticket(t, s), "new", 0, service.PutApplied)
	late := ticket(t, s)
	server.Restart()
	noticed(t, s, before)
	// Neither a version nor a ticket of the forgotten time comes again.
	if again := ticket(t, s); again.Epoch == late.Epoch && again.No <= late.No {
		t.Errorf("ticket %v after %v", again, late)
	}
	if again := put(t, s, november, ticket(t, s), "newer", 0, service.PutApplied); again <= v {
		t.Errorf("version %d after %d", again, v)
	}
}

func TestAPromotedReplicaIsALoss(t *testing.T) {
	t.Parallel()
	set := redistest.StartSentinels(t, 3)
	s := openURL(t, set.URL())
	declare(t, s)
	before := look(t, s)
	set.KillMaster()
	noticed(t, s, before)
}

// A master of a cluster that has nothing to do with the whole key is noticed too.
func TestAPromotedReplicaOfAnyShardIsALoss(t *testing.T) {
	t.Parallel()
	cluster := redistest.StartCluster(t, 3, 1)
	s := openURL(t, cluster.URL())
	declare(t, s)
	before := look(t, s)
	elsewhere := cluster.MasterOf(s.WholeKey())
	for _, site := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		if master := cluster.MasterOf(s.YearKey(site, 2026)); master != elsewhere {
			master.Kill()
			cluster.WaitHealthy(t.Context())
			noticed(t, s, before)
			return
		}
	}
	t.Fatal("every site lies on one master")
}

// A pause loses nothing.
func TestAThawedRedisIsWhole(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s := openURL(t, server.URL())
	declare(t, s)
	before := look(t, s)
	server.Freeze()
	allFail(t, s)
	server.Thaw()
	allWork(t, s)
	whole(t, s, true)
	if era := look(t, s); era != before {
		t.Fatalf("era %d after %d", era, before)
	}
}

// A full Redis takes nothing, although it answers; Whole says so.
func TestAFullRedis(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t, "--maxmemory-policy", "noeviction")
	s := openURL(t, server.URL())
	v := put(t, s, november, ticket(t, s), "old", 0, service.PutApplied)
	k := ticket(t, s)
	full := func(limit string) {
		check(t, server.Client().ConfigSet(t.Context(), "maxmemory", limit).Err())
	}
	full("1mb")
	if err := s.Mark(t.Context(), mark); err == nil {
		t.Error("marked")
	}
	if _, _, err := s.Put(t.Context(), november, k, []byte(strings.Repeat("new", 100)), 0); err == nil {
		t.Error("put")
	}
	holds(t, s, november, "old", v)
	if _, _, err := s.Whole(t.Context()); err == nil {
		t.Error("whole")
	}
	full("0")
	look(t, s)
	check(t, s.Mark(t.Context(), mark))
	if again := put(t, s, november, ticket(t, s), "new", 0, service.PutApplied); again <= v {
		t.Errorf("version %d after %d", again, v)
	}
}
