package redisstore

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrAway is returned at once, and nothing asked, by methods that need a server
// which lately did not answer. Once a second one caller is let through to try.
var ErrAway = errors.New("redis did not answer lately and is not asked again yet")

// telling is how long a server must have been waited for in vain to be taken for
// away: longer than the limiter waits, whose impatience proves nothing, and less
// than it takes to give up connecting.
const telling = 600 * time.Millisecond

// breaker is a hook between the client of one server and its callers. There is
// one to each node of a cluster: a dead master must not stop the calls to the
// others. What Subscribe does passes it by.
type breaker struct {
	outage
	reason  atomic.Value    // why it was thought away last, a string
	closing context.Context // a closed Store answers ErrClosed
	away    func()          // is told of each call that found the server away
}

func (b *breaker) DialHook(next redis.DialHook) redis.DialHook { return next }

func (b *breaker) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return b.pass(ctx, func() error { return next(ctx, cmd) })
	}
}

func (b *breaker) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := b.pass(ctx, func() error { return next(ctx, cmds) })
		if errors.Is(err, ErrAway) {
			for _, cmd := range cmds {
				cmd.SetErr(err)
			}
		}
		return err
	}
}

func (b *breaker) pass(ctx context.Context, ask func() error) error {
	if ctx.Err() != nil || b.closing.Err() != nil {
		return ask() // fails by itself, and says why
	}
	if !callOf(ctx).admitted(b) {
		return fmt.Errorf("%w: %s", ErrAway, b.reason.Load())
	}
	began := time.Now()
	err := ask()
	var answer redis.Error
	switch {
	case err == nil || errors.As(err, &answer):
		b.end()
	case isAway(err, time.Since(began)):
		b.reason.Store(err.Error()) // as text: it must not look like a timeout again
		b.begin(time.Now())
		b.away()
	}
	return err
}

// isAway tells a server that cannot be reached, or keeps silent, from a caller
// who left and from a connection that broke: that says nothing before the next
// one has been tried.
func isAway(err error, waited time.Duration) bool {
	var network net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, redis.ErrPoolTimeout) ||
		(errors.As(err, &network) && network.Timeout()) {
		return waited >= telling
	}
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && !errors.Is(err, context.Canceled)
}
