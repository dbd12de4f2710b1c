package redistest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

const slots = 16384

// span is a range of slots and who has it.
type span struct {
	first, last int64
	master      *Server
}

// spans are all slots that have a master, as one node sees it.
func (c *Cluster) spans(ctx context.Context, client *redis.Client) (all []span, err error) {
	nodes, err := client.ClusterNodes(ctx).Result()
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(nodes) {
		// id ip:port@bus flags master ping pong epoch link slots…
		fields := strings.Fields(line)
		if len(fields) < 9 {
			continue
		}
		addr, _, _ := strings.Cut(fields[1], "@")
		master, err := c.at(addr)
		if err != nil {
			return nil, err
		}
		for _, field := range fields[8:] {
			s := span{master: master}
			if n, _ := fmt.Sscanf(field, "%d-%d", &s.first, &s.last); n == 1 {
				s.last = s.first
			}
			all = append(all, s)
		}
	}
	return all, nil
}

func (c *Cluster) at(addr string) (*Server, error) {
	for _, n := range c.nodes {
		if n.Addr() == addr {
			return n, nil
		}
	}
	return nil, fmt.Errorf("%s is no node of this cluster", addr)
}

// masterOf asks one node after the other.
func (c *Cluster) masterOf(ctx context.Context, key string) (*Server, error) {
	for _, n := range c.nodes {
		if !n.up() {
			continue
		}
		client := n.client()
		defer func() { _ = client.Close() }()
		slot, err := client.ClusterKeySlot(ctx, key).Result()
		if err != nil {
			return nil, err
		}
		spans, err := c.spans(ctx, client)
		if err != nil {
			return nil, err
		}
		for _, s := range spans {
			if slot >= s.first && slot <= s.last {
				return s.master, nil
			}
		}
	}
	return nil, errors.New("no node knows who has the key")
}
