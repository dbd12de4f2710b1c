package redistest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// masterOf is the server that a sentinel takes for the master, nil if it says
// none.
func (s *Sentinel) masterOf(ctx context.Context, sentinel *Server) *Server {
	if !sentinel.up() {
		return nil
	}
	c := sentinel.client()
	defer func() { _ = c.Close() }()
	addr, err := c.Do(ctx, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName).StringSlice()
	if err != nil || len(addr) != 2 {
		return nil
	}
	i := slices.IndexFunc(s.servers, func(n *Server) bool { return strconv.Itoa(n.port) == addr[1] })
	if i < 0 {
		return nil
	}
	return s.servers[i]
}

func (s *Sentinel) waitHealthy(ctx context.Context) error {
	var ill string
	err := await(ctx, "the sentinels have a master", func() bool {
		ill = s.illness(ctx)
		return ill == ""
	})
	if err != nil {
		return fmt.Errorf("%w: %s", err, ill)
	}
	return nil
}

// illness is what WaitHealthy still waits for.
func (s *Sentinel) illness(ctx context.Context) string {
	var master *Server
	for _, w := range s.sentinels {
		if !w.up() {
			continue
		}
		m := s.masterOf(ctx, w)
		switch {
		case m == nil || !m.up():
			return "a sentinel believes in a dead master"
		case master != nil && m != master:
			return "the sentinels disagree"
		case !s.knowsAll(ctx, w):
			return "a sentinel does not know all others yet"
		}
		master = m
	}
	if master == nil {
		return "no sentinel runs"
	}
	for _, n := range s.servers {
		if n.up() && !hasRole(ctx, n, n == master) {
			return n.Addr() + " is not yet what it should be"
		}
	}
	return ""
}

func (s *Sentinel) knowsAll(ctx context.Context, sentinel *Server) bool {
	c := sentinel.client()
	defer func() { _ = c.Close() }()
	list, err := c.Do(ctx, "SENTINEL", "MASTER", masterName).StringSlice()
	if err != nil {
		return false
	}
	state := map[string]string{}
	for i := 0; i+1 < len(list); i += 2 {
		state[list[i]] = list[i+1]
	}
	return state["flags"] == "master" && state["num-slaves"] == "1" &&
		state["num-other-sentinels"] == strconv.Itoa(len(s.sentinels)-1)
}

func hasRole(ctx context.Context, n *Server, master bool) bool {
	c := n.client()
	defer func() { _ = c.Close() }()
	if !master {
		return replicates(ctx, c)
	}
	role, err := c.Do(ctx, "ROLE").Slice()
	return err == nil && len(role) > 0 && role[0] == "master"
}
