package redistest

import (
	"context"
	"strings"
	"testing"
)

// Cluster is a Redis Cluster. As its default is, no key is served while a part
// of the slots has no master.
type Cluster struct {
	t       testing.TB
	nodes   []*Server
	masters int // how many nodes began as masters: the first ones
}

// StartCluster starts a cluster that ends with the test. A master that falls
// silent for a second is replaced by a replica of its own, if it has one. The
// arguments are those of redis-server, for each node.
func StartCluster(t testing.TB, masters, replicasPerMaster int, args ...string) *Cluster {
	t.Helper()
	Need(t)
	c := newCluster(masters, replicasPerMaster, args...)
	t.Cleanup(c.remove)
	c.lend(t)
	if err := c.launch(); err != nil {
		t.Fatal(err)
	}
	return c
}

func newCluster(masters, replicasPerMaster int, args ...string) *Cluster {
	args = append([]string{
		"--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1", "--cluster-node-timeout", "1000",
		// A replica stands for election however old its copy is, and stays with
		// its master.
		"--cluster-replica-validity-factor", "0", "--cluster-allow-replica-migration", "no",
		"--repl-ping-replica-period", "1",
	}, args...)
	c := &Cluster{masters: masters}
	for range masters * (1 + replicasPerMaster) {
		c.nodes = append(c.nodes, &Server{args: args})
	}
	return c
}

func (c *Cluster) launch() error {
	for _, n := range c.nodes {
		if err := n.launch(); err != nil {
			return err
		}
	}
	if err := c.form(); err != nil {
		return err
	}
	return c.waitHealthy(context.Background())
}

// URL is what redisstore.Options.URL takes.
func (c *Cluster) URL() string {
	var addrs []string
	for _, n := range c.nodes {
		addrs = append(addrs, n.Addr())
	}
	return "redis://" + strings.Join(addrs, ",")
}

// Nodes are all servers, also those that are down.
func (c *Cluster) Nodes() []*Server { return c.nodes }

// MasterOf is the server that has the key. While nodes disagree, because a
// failover is under way, it is what one of them says; see WaitHealthy.
func (c *Cluster) MasterOf(key string) *Server {
	c.t.Helper()
	n, err := c.masterOf(context.Background(), key)
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// KillMasterOf kills the server that has the key, and returns it.
func (c *Cluster) KillMasterOf(key string) *Server {
	c.t.Helper()
	n := c.MasterOf(key)
	n.Kill()
	return n
}

// WaitHealthy waits until all slots have a master that runs, and all other nodes
// that run are replicas that have caught up, and everybody agrees about it.
// Frozen nodes do not count as running.
func (c *Cluster) WaitHealthy(ctx context.Context) {
	c.t.Helper()
	if err := c.waitHealthy(ctx); err != nil {
		c.t.Fatal(err)
	}
}

func (c *Cluster) lend(t testing.TB) {
	c.t = t
	for _, n := range c.nodes {
		n.t = t
	}
}

func (c *Cluster) remove() {
	for _, n := range c.nodes {
		n.remove()
	}
}
