package redistest

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Shared keeps clusters and sentinel sets, which take seconds to start, for the
// tests of a package that leave them whole: each is started for the first test
// that asks and lent to one test at a time. TestMain closes it. The zero Shared
// is empty.
type Shared struct {
	mu   sync.Mutex
	lots map[string]*lot
}

// group is a Cluster or a Sentinel.
type group interface {
	lend(testing.TB)
	launch() error
	remove()
}

type lot struct {
	lent  sync.Mutex // held by the test that uses it
	group group
	once  sync.Once
	err   error
}

// calm is how long a node must be silent to be thought dead. In tests that kill
// none, on a busy machine, a second would sometimes be a mistake.
const calm = 10 * time.Second

// Cluster is as StartCluster, with what other tests left in it.
func (s *Shared) Cluster(t testing.TB, masters, replicasPerMaster int) *Cluster {
	t.Helper()
	name := fmt.Sprint("cluster ", masters, replicasPerMaster)
	return s.borrow(t, name, newCluster(masters, replicasPerMaster,
		"--cluster-node-timeout", strconv.FormatInt(calm.Milliseconds(), 10))).(*Cluster)
}

// Sentinels is as StartSentinels, with what other tests left in it.
func (s *Shared) Sentinels(t testing.TB, sentinels int) *Sentinel {
	t.Helper()
	return s.borrow(t, fmt.Sprint("sentinels ", sentinels), newSentinel(sentinels, calm)).(*Sentinel)
}

// borrow lends what has the name. One that is not there yet is made of fresh.
func (s *Shared) borrow(t testing.TB, name string, fresh group) group {
	t.Helper()
	Need(t)
	s.mu.Lock()
	if s.lots == nil {
		s.lots = map[string]*lot{}
	}
	l, ok := s.lots[name]
	if !ok {
		l = &lot{group: fresh}
		s.lots[name] = l
	}
	s.mu.Unlock()

	l.lent.Lock()
	t.Cleanup(l.lent.Unlock)
	l.group.lend(t)
	l.once.Do(func() { l.err = l.group.launch() })
	if l.err != nil {
		t.Fatal(l.err)
	}
	return l.group
}

// Close ends all servers.
func (s *Shared) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lots {
		l.group.remove()
	}
	clear(s.lots)
}
