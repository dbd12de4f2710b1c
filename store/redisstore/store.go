package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// ErrClosed is returned by every method of a Store that was closed.
var ErrClosed = redis.ErrClosed

// Options say which Redis to use and how.
type Options struct {
	// URL is one of
	//
	//	redis://[user][:password]@host[:6379][/db]         one server
	//	redis://…@host:7000,host:7001,host:7002            a cluster, by some of its nodes
	//	redis://…@host:7000?cluster=true                   a cluster, by one address
	//	redis+sentinel://…@host[:26379],host…[/db]?master=name
	//
	// and with rediss or rediss+sentinel the same over TLS. User and password
	// are those of the servers; sentinels with a login of their own take
	// &sentinel_user= and &sentinel_password=. Special characters are
	// percent-encoded.
	URL string
	// Prefix begins every key and channel; "qjy:" when empty. Two systems on one
	// Redis need two prefixes. It has no braces.
	Prefix string
	// HashKey keys the hash under which Limiter keeps phones and openids; the
	// same in every instance. Empty: a plain hash, which a reader of the Redis
	// could search for phones.
	HashKey []byte
	// Observer, where it is set, is told what happens.
	Observer Observer
}

// Store is a Redis, or a way to one that is down just now.
type Store struct {
	client redis.UniversalClient
	keys   keys
	rate   *redis_rate.Limiter
	local  *localLimits
	away   outage // as the limiter sees it, which waits less
	secret []byte
	pulse  time.Duration

	observer Observer
	lines    atomic.Int64 // of Subscribe that stand

	closing context.Context // ends when the Store is closed
	close   context.CancelFunc

	looks chan struct{} // full while somebody looks whether the cache is whole
	saw   string        // the identity of the servers at the last look; whoever looks may touch it
}

var (
	_ service.CounterCache = (*Store)(nil)
	_ service.Relay        = (*Store)(nil)
	_ service.Limiter      = (*Store)(nil)
)

// Open prepares the way to a Redis. It fails when the options are malformed and
// when the server answers but refuses them (password, database). A server that
// does not answer is no error: the Store works as soon as it does. Ping tells.
func Open(ctx context.Context, o Options) (*Store, error) {
	uo, err := parseURL(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Prefix == "" {
		o.Prefix = "qjy:"
	}
	if strings.ContainsAny(o.Prefix, "{}") {
		return nil, errors.New("redis prefix: braces are not allowed")
	}
	s := &Store{
		keys:     keys{o.Prefix},
		local:    newLocalLimits(),
		secret:   o.HashKey,
		pulse:    time.Second,
		observer: o.Observer,
		looks:    make(chan struct{}, 1),
	}
	s.closing, s.close = context.WithCancel(context.Background())
	s.client = connect(uo, s.closing, o.Observer)
	s.rate = redis_rate.NewLimiter(s.client)
	if err := s.Ping(ctx); refused(err) {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Ping answers nil when Redis can serve. It always tries: never ErrAway.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := patient(ctx)
	defer cancel()
	callOf(ctx).insists = true
	if err := s.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("ping redis: %w", err)
	}
	return nil
}

// Close ends every Subscribe with ErrClosed and gives the connections back.
func (s *Store) Close() error {
	s.close()
	if err := s.client.Close(); err != nil && !errors.Is(err, ErrClosed) {
		return fmt.Errorf("close redis: %w", err)
	}
	return nil
}

// refused tells a server that rejects our settings from one that is down, busy
// or loading, which passes.
func refused(err error) bool {
	var answer redis.Error
	if !errors.As(err, &answer) || redis.IsMaxClientsError(err) {
		return false
	}
	return redis.IsAuthError(err) || redis.IsPermissionError(err) || strings.HasPrefix(answer.Error(), "ERR ")
}
