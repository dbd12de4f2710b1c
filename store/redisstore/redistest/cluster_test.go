package redistest_test

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// driver is a cluster client of the whole cluster.
func driver(t *testing.T, c *redistest.Cluster) *redis.ClusterClient {
	t.Helper()
	var o redis.ClusterOptions
	for _, n := range c.Nodes() {
		o.Addrs = append(o.Addrs, n.Addr())
	}
	client := redis.NewClusterClient(&o)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func TestAClusterSharesTheKeys(t *testing.T) {
	t.Parallel()
	c := redistest.StartCluster(t, 3, 0)
	client := driver(t, c)
	owners := map[*redistest.Server]bool{}
	for _, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		if err := client.Set(t.Context(), key, key, 0).Err(); err != nil {
			t.Fatal(err)
		}
		master := c.MasterOf(key)
		if got := holds(t, master, key); got != key {
			t.Errorf("the master of %s holds %q", key, got)
		}
		owners[master] = true
	}
	if len(owners) != 3 {
		t.Errorf("%d masters have the keys", len(owners))
	}
}

func TestAReplicaTakesTheMastersPlace(t *testing.T) {
	t.Parallel()
	c := redistest.StartCluster(t, 3, 1)
	client := driver(t, c)
	dead := c.KillMasterOf("k")
	c.WaitHealthy(t.Context())
	if err := client.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	successor := c.MasterOf("k")
	if got := holds(t, successor, "k"); got != "v" || successor == dead {
		t.Errorf("the successor holds %q", got)
	}
	dead.Restart()
	c.WaitHealthy(t.Context()) // the old master follows the new one
	successor.Freeze()
	c.WaitHealthy(t.Context())
	if again := c.MasterOf("k"); again != dead || holds(t, dead, "k") != "v" {
		t.Errorf("%s has the key, want the first master again", again.Addr())
	}
	successor.Thaw()
	c.WaitHealthy(t.Context())
}
