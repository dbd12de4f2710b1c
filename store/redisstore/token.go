package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Get reads a token. ok is false when there is none or it has expired.
func (s *Store) Get(ctx context.Context, name string) (value string, ok bool, err error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	k := s.keys.token(name)
	value, err = s.client.Get(ctx, k.name).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return "", false, nil
	case isWrongType(err):
		if err := s.heal(ctx, k); !errors.Is(err, errDamaged) {
			return "", false, fmt.Errorf("read token: %w", err)
		}
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("read token: %w", err)
	}
	return value, true, nil
}

// Set keeps a token for ttl. With a ttl of zero or less it does nothing: the
// token is of no use, and whatever is held may be.
func (s *Store) Set(ctx context.Context, name, value string, ttl time.Duration) error {
	if ttl <= 0 {
		return nil
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	// Redis counts milliseconds; less than one would be refused.
	if err := s.client.Set(ctx, s.keys.token(name).name, value, max(ttl, time.Millisecond)).Err(); err != nil {
		return fmt.Errorf("keep token: %w", err)
	}
	return nil
}

// Delete drops a token. One that is not there is no error.
func (s *Store) Delete(ctx context.Context, name string) error {
	ctx, cancel := patient(ctx)
	defer cancel()
	if err := s.client.Del(ctx, s.keys.token(name).name).Err(); err != nil {
		return fmt.Errorf("drop token: %w", err)
	}
	return nil
}

// DeleteIf drops a token that still is value. One that somebody has renewed
// meanwhile stays.
func (s *Store) DeleteIf(ctx context.Context, name, value string) error {
	ctx, cancel := patient(ctx)
	defer cancel()
	_, err := s.run(ctx, deleteIfScript, []key{s.keys.token(name)}, value)
	if err != nil && !errors.Is(err, errDamaged) {
		return fmt.Errorf("drop token: %w", err)
	}
	return nil
}

// deleteIfScript deletes a key that holds a value.
//
//	KEYS[1] token
//	ARGV[1] value
//	returns 1 when it was deleted, else 0
var deleteIfScript = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`)
