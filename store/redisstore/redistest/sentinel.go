package redistest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	sentinelConf = "sentinel.conf"
	masterName   = "main"
)

// Sentinel is a master and its replica under sentinels, more than half of which
// must agree to put the one into the place of the other.
type Sentinel struct {
	t         testing.TB
	servers   []*Server // the first began as the master
	sentinels []*Server
	quorum    int
	silence   time.Duration // after which a master is replaced
}

// StartSentinels starts a master, a replica and sentinels that end with the
// test. A master that falls silent for a second is replaced.
func StartSentinels(t testing.TB, sentinels int) *Sentinel {
	t.Helper()
	Need(t)
	s := newSentinel(sentinels, time.Second)
	t.Cleanup(s.remove)
	s.lend(t)
	if err := s.launch(); err != nil {
		t.Fatal(err)
	}
	return s
}

func newSentinel(sentinels int, silence time.Duration) *Sentinel {
	s := &Sentinel{quorum: sentinels/2 + 1, silence: silence}
	for range 2 {
		s.servers = append(s.servers, &Server{args: []string{"--repl-ping-replica-period", "1"}})
	}
	for range sentinels {
		s.sentinels = append(s.sentinels, &Server{})
	}
	return s
}

func (s *Sentinel) launch() error {
	master, replica := s.servers[0], s.servers[1]
	if err := errors.Join(master.launch(), replica.launch()); err != nil {
		return err
	}
	ctx := context.Background()
	if err := replica.do(ctx, "REPLICAOF", "127.0.0.1", master.port); err != nil {
		return err
	}
	view := replica.client()
	defer func() { _ = view.Close() }()
	if err := await(ctx, "the replica has caught up", func() bool { return replicates(ctx, view) }); err != nil {
		return err
	}
	for _, w := range s.sentinels {
		w.conf = fmt.Sprintf(`sentinel monitor %[1]s 127.0.0.1 %[2]d %[3]d
sentinel down-after-milliseconds %[1]s %[4]d
sentinel failover-timeout %[1]s 3000
`, masterName, master.port, s.quorum, s.silence.Milliseconds())
		if err := w.launch(); err != nil {
			return err
		}
		// Otherwise they ask servers every second and ten, and tell each other
		// every two.
		if err := w.do(ctx, "SENTINEL", "DEBUG", "ping-period", "200", "info-period", "500", "publish-period", "250"); err != nil {
			return err
		}
	}
	return s.waitHealthy(ctx)
}

// URL is what redisstore.Options.URL takes.
func (s *Sentinel) URL() string {
	var addrs []string
	for _, w := range s.sentinels {
		addrs = append(addrs, w.Addr())
	}
	return "redis+sentinel://" + strings.Join(addrs, ",") + "?master=" + masterName
}

// Servers are the two that hold data.
func (s *Sentinel) Servers() []*Server { return s.servers }

// Sentinels are those who watch.
func (s *Sentinel) Sentinels() []*Server { return s.sentinels }

// Master is the server that is the master, as a sentinel says.
func (s *Sentinel) Master() *Server {
	s.t.Helper()
	for _, w := range s.sentinels {
		if m := s.masterOf(context.Background(), w); m != nil {
			return m
		}
	}
	s.t.Fatal("no sentinel knows the master")
	return nil
}

// KillMaster kills the master and returns it. WaitHealthy waits for the next.
func (s *Sentinel) KillMaster() *Server {
	s.t.Helper()
	m := s.Master()
	m.Kill()
	return m
}

// WaitHealthy waits until all sentinels that run know the same master, and each
// other and the replica, and that master runs, and the other server, if it runs,
// has caught up with it. A frozen one does not count as running.
func (s *Sentinel) WaitHealthy(ctx context.Context) {
	s.t.Helper()
	if err := s.waitHealthy(ctx); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Sentinel) lend(t testing.TB) {
	s.t = t
	for _, n := range append(s.servers, s.sentinels...) {
		n.t = t
	}
}

func (s *Sentinel) remove() {
	for _, n := range append(s.sentinels, s.servers...) {
		n.remove()
	}
}
