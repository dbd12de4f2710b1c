package redisstore

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// identity names the servers that hold our keys: the run id of each process,
// which a restart changes, and its replication id, which a promotion changes. A
// server that does not tell (a proxy, the embedded Redis) counts as the same
// one for ever.
func (s *Store) identity(ctx context.Context) (string, error) {
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		return identityOf(ctx, s.client)
	}
	var mu sync.Mutex
	var all []string
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		id, err := identityOf(ctx, node)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, id)
		return err
	})
	slices.Sort(all)
	return strings.Join(all, " "), err
}

func identityOf(ctx context.Context, c redis.Cmdable) (string, error) {
	var ids []string
	for section, field := range map[string]string{"server": "run_id", "replication": "master_replid"} {
		text, err := c.Info(ctx, section).Result()
		var refusal redis.Error
		if err != nil && !errors.As(err, &refusal) {
			return "", err
		}
		ids = append(ids, infoField(text, field))
	}
	slices.Sort(ids)
	return strings.Join(ids, ":"), nil
}

// infoField reads "field:value" from an answer of INFO; empty when there is none.
func infoField(text, field string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), field+":"); ok {
			return value
		}
	}
	return ""
}
