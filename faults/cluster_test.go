package faults_test

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// A cluster of three masters with a replica each. Masters die under load, one
// after the other, and their replicas take over without the last writes.
func TestClusterLosesMasters(t *testing.T) {
	t.Parallel()
	c := redistest.StartCluster(t, 3, 1)
	addrs := strings.Split(strings.TrimPrefix(c.URL(), "redis://"), ",")
	view := redis.NewClusterClient(&redis.ClusterOptions{Addrs: addrs, Protocol: 2, DisableIdentity: true, MaxRedirects: 8})
	t.Cleanup(func() { _ = view.Close() })
	w := newWorld(t, plan{redisURL: c.URL(), cache: view, instances: 2, sites: 3, writers: 2})
	l := w.load(50 * time.Millisecond)
	for _, key := range []string{yearKey(w.sites[0].id), wholeKey, yearKey(w.sites[1].id)} {
		l.until(t, 20, 60*time.Second)
		dead := c.KillMasterOf(key)
		w.fault("master killed")
		c.WaitHealthy(t.Context())
		l.until(t, 20, 60*time.Second)
		dead.Restart() // as a replica
		c.WaitHealthy(t.Context())
	}
	l.drain(t)
	w.finish(t)
}

// A master that only seems dead goes on taking writes that are thrown away when
// it is back.
func TestClusterMasterFrozen(t *testing.T) {
	t.Parallel()
	c := redistest.StartCluster(t, 3, 1)
	addrs := strings.Split(strings.TrimPrefix(c.URL(), "redis://"), ",")
	view := redis.NewClusterClient(&redis.ClusterOptions{Addrs: addrs, Protocol: 2, DisableIdentity: true, MaxRedirects: 8})
	t.Cleanup(func() { _ = view.Close() })
	w := newWorld(t, plan{redisURL: c.URL(), cache: view, instances: 2, sites: 2, writers: 2})
	l := w.load(50 * time.Millisecond)
	for _, key := range []string{yearKey(w.sites[0].id), wholeKey} {
		l.until(t, 20, 60*time.Second)
		frozen := c.MasterOf(key)
		frozen.Freeze()
		w.fault("master frozen")
		c.WaitHealthy(t.Context())
		l.until(t, 20, 60*time.Second)
		frozen.Thaw()
		c.WaitHealthy(t.Context())
	}
	l.drain(t)
	w.finish(t)
}

// A master with its replica under three sentinels: the master dies under load.
func TestSentinelLosesMasters(t *testing.T) {
	t.Parallel()
	s := redistest.StartSentinels(t, 3)
	var addrs []string
	for _, one := range s.Sentinels() {
		addrs = append(addrs, one.Addr())
	}
	view := redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "main", SentinelAddrs: addrs, Protocol: 2, DisableIdentity: true})
	t.Cleanup(func() { _ = view.Close() })
	w := newWorld(t, plan{redisURL: s.URL(), cache: view, instances: 2, sites: 2, writers: 2})
	l := w.load(50 * time.Millisecond)
	for range 2 {
		l.until(t, 20, 60*time.Second)
		dead := s.KillMaster()
		w.fault("master killed")
		s.WaitHealthy(t.Context())
		l.until(t, 20, 60*time.Second)
		dead.Restart()
		s.WaitHealthy(t.Context())
	}
	l.drain(t)
	w.finish(t)
}
