package redisstore_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"
)

// cluster is three redis-server processes that share the slots. Making it takes
// a second or two, so the tests of this package share one.
var cluster struct {
	lent  sync.Mutex // held by the test that uses it
	once  sync.Once
	nodes []*server
	dirs  []string
	url   string
}

// sharedCluster is the cluster, emptied.
func sharedCluster(t *testing.T) *engine {
	t.Helper()
	needServer(t)
	cluster.lent.Lock()
	t.Cleanup(cluster.lent.Unlock)
	cluster.once.Do(func() { startCluster(t) })
	if cluster.url == "" {
		t.Fatal("the cluster did not start")
	}
	// The bus between the nodes may still carry messages of the test before.
	e := &engine{name: "cluster", url: cluster.url, prefix: t.Name() + ":"}
	flush(t, open(t, e))
	return e
}

func startCluster(t *testing.T) {
	t.Helper()
	for range 3 {
		dir, err := os.MkdirTemp("", "redis-cluster-*")
		check(t, err)
		cluster.dirs = append(cluster.dirs, dir)
		n := newServer(t, "--dir", dir, "--cluster-enabled", "yes", "--cluster-node-timeout", "5000",
			"--cluster-port", strconv.Itoa(freePort(t)))
		cluster.nodes = append(cluster.nodes, n)
	}
	ctx := context.Background()
	var addrs []string
	var clients []*redis.Client
	for i, n := range cluster.nodes {
		c := n.client()
		defer func() { _ = c.Close() }()
		clients = append(clients, c)
		addrs = append(addrs, n.addr())
		check(t, c.Do(ctx, "CLUSTER", "ADDSLOTSRANGE", i*5461, min((i+1)*5461-1, 16383)+i/2).Err())
		check(t, c.Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err())
		if i > 0 {
			first := cluster.nodes[0]
			check(t, c.Do(ctx, "CLUSTER", "MEET", "127.0.0.1", first.port, first.args[len(first.args)-1]).Err())
		}
	}
	for _, c := range clients {
		eventually(t, "the cluster is formed", func() bool {
			info := c.ClusterInfo(ctx).Val()
			return strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:3") &&
				strings.Contains(info, "cluster_slots_ok:16384")
		})
	}
	cluster.url = "redis://" + strings.Join(addrs, ",")
}

func stopCluster() {
	for _, n := range cluster.nodes {
		n.kill()
	}
	for _, d := range cluster.dirs {
		_ = os.RemoveAll(d)
	}
}
