package redistest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

// form makes a cluster of nodes that know nothing of each other.
func (c *Cluster) form() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	// An epoch can be set only by a node that is still alone.
	for i, n := range c.nodes[:c.masters] {
		from, to := i*slots/c.masters, (i+1)*slots/c.masters-1
		if err := n.do(ctx, "CLUSTER", "ADDSLOTSRANGE", from, to); err != nil {
			return err
		}
		if err := n.do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1); err != nil {
			return err
		}
	}
	for _, n := range c.nodes[1:] {
		if err := n.do(ctx, "CLUSTER", "MEET", "127.0.0.1", c.nodes[0].port, c.nodes[0].bus); err != nil {
			return err
		}
	}
	for i, n := range c.nodes[c.masters:] {
		if err := c.follow(ctx, n, c.nodes[i%c.masters]); err != nil {
			return err
		}
	}
	return nil
}

// follow makes n a replica, as soon as it has heard of the master.
func (c *Cluster) follow(ctx context.Context, n, master *Server) error {
	m := master.client()
	defer func() { _ = m.Close() }()
	id, err := m.ClusterMyID(ctx).Result()
	if err != nil {
		return err
	}
	return await(ctx, "a node becomes a replica", func() bool {
		err = n.do(ctx, "CLUSTER", "REPLICATE", id)
		return err == nil
	})
}

func (s *Server) do(ctx context.Context, command ...any) error {
	c := s.client()
	defer func() { _ = c.Close() }()
	if err := c.Do(ctx, command...).Err(); err != nil {
		return fmt.Errorf("%v: %w", command, err)
	}
	return nil
}

func (c *Cluster) waitHealthy(ctx context.Context) error {
	var ill string
	err := await(ctx, "the cluster is healthy", func() bool {
		ill = c.illness(ctx)
		return ill == ""
	})
	if err != nil {
		return fmt.Errorf("%w: %s", err, ill)
	}
	return nil
}

// illness is what WaitHealthy still waits for.
func (c *Cluster) illness(ctx context.Context) string {
	views := map[string]bool{}
	for _, n := range c.nodes {
		if !n.up() {
			continue
		}
		view, ill := c.view(ctx, n)
		if ill != "" {
			return n.Addr() + " " + ill
		}
		views[view] = true
	}
	if len(views) != 1 {
		return "the nodes disagree"
	}
	return ""
}

// view is who has which slots, as one node sees it.
func (c *Cluster) view(ctx context.Context, n *Server) (view, ill string) {
	client := n.client()
	defer func() { _ = client.Close() }()
	info := client.ClusterInfo(ctx).Val()
	for _, want := range []string{
		"cluster_state:ok", fmt.Sprint("cluster_slots_ok:", slots), fmt.Sprint("cluster_known_nodes:", len(c.nodes)),
	} {
		if !strings.Contains(info, want+"\r") {
			return "", "has not " + want
		}
	}
	spans, err := c.spans(ctx, client)
	if err != nil {
		return "", err.Error()
	}
	owns := false
	var lines []string
	for _, s := range spans {
		if !s.master.up() {
			return "", "believes in a dead master"
		}
		owns = owns || s.master == n
		lines = append(lines, fmt.Sprint(s.first, s.last, s.master.port))
	}
	if !owns && !replicates(ctx, client) {
		return "", "is a master of nothing or has not caught up"
	}
	slices.Sort(lines) // each node begins with itself
	return strings.Join(lines, ";"), ""
}

// replicates says whether a server is a replica that has caught up.
func replicates(ctx context.Context, c *redis.Client) bool {
	info := c.Info(ctx, "replication").Val()
	return strings.Contains(info, "role:slave\r") && strings.Contains(info, "master_link_status:up\r")
}
