package redisstore

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// connect makes the client for one server, a cluster or a sentinel set. It does
// not wait for them. Its breakers let everything pass when closing has ended; told
// hears of every command, also of those that a breaker stops.
func connect(o *redis.UniversalOptions, closing context.Context, told Observer) redis.UniversalClient {
	redis.SetLogger(quiet{})
	o.DialTimeout = 700 * time.Millisecond
	o.ReadTimeout = patience
	o.WriteTimeout = patience
	o.PoolTimeout = patience
	o.ContextTimeoutEnabled = true
	// A retry is for a connection that died while it was idle; a server that is
	// down is reported, not waited for.
	o.MaxRetries = 2
	o.MinRetryBackoff = 10 * time.Millisecond
	o.MaxRetryBackoff = 50 * time.Millisecond
	o.DialerRetries = 1
	// Nothing here needs RESP3 or what it brings, and proxies of cloud vendors
	// speak RESP2 best.
	o.Protocol = 2
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if !o.IsClusterMode {
		client := redis.NewUniversalClient(o)
		told.hear(client)
		client.AddHook(&breaker{closing: closing, away: func() {}})
		return client
	}
	c := o.Cluster()
	// Otherwise each first command asks for COMMAND under a deadline of its own,
	// five seconds, whatever ours is.
	c.DisableRoutingPolicies = true
	client := redis.NewClusterClient(c)
	told.hear(client)
	// Who has replaced a node that is away would else be noticed only every ten
	// seconds, if the node does not refuse but is silent.
	reload := func() { client.ReloadState(closing) }
	client.OnNewNode(func(node *redis.Client) { node.AddHook(&breaker{closing: closing, away: reload}) })
	return client
}

// quiet takes what go-redis would print to standard error by itself. It repeats
// what our callers get as an error, so it is for debugging only.
type quiet struct{}

func (quiet) Printf(ctx context.Context, format string, v ...any) {
	if slog.Default().Enabled(ctx, slog.LevelDebug) {
		slog.DebugContext(ctx, "go-redis: "+fmt.Sprintf(format, v...))
	}
}
