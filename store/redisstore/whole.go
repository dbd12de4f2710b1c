package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Whole implements service.CounterCache.
//
// A missing key is an emptied cache. A Redis may also come back with less than
// it had: restarted from an old snapshot, or a replica promoted before the last
// writes reached it. Then some server has another identity than the one under
// which the cache was declared complete, or than the one that this process saw
// last; either begins a new era, in which nothing is complete yet. Each process
// looks for itself, because each may have written to another master than the
// others while the network was split.
//
// What cannot be seen: single keys that somebody deletes by hand, and writes
// that a Redis without run and replication ids (INFO refused) has lost.
func (s *Store) Whole(ctx context.Context) (whole bool, era int64, err error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	done, err := s.alone(ctx)
	if err != nil {
		return false, 0, fmt.Errorf("look whether cache is whole: %w", err)
	}
	defer done()
	now, err := s.identity(ctx)
	if err != nil {
		return false, 0, fmt.Errorf("look whether cache is whole: %w", err)
	}
	reply, err := s.runAgain(ctx, wholeScript, []key{s.keys.whole()}, now, s.saw)
	if err != nil {
		return false, 0, fmt.Errorf("look whether cache is whole: %w", err)
	}
	got, err := numbers(reply, 2)
	if err != nil {
		return false, 0, fmt.Errorf("look whether cache is whole: %w", err)
	}
	s.saw = now
	return got[0] == 1, got[1], nil
}

// wholeScript compares who serves with who served, and begins an era when there
// is none or something may be lost. It always writes, so that a server that is
// full, has lost its replicas or cannot save fails here.
//
//	KEYS[1] whole
//	ARGV[1] identity of the servers
//	ARGV[2] the one that the caller saw last; empty: this is its first look
//	returns {1 if whole, era}
var wholeScript = redis.NewScript(luaNumber + luaNow + `
local held = redis.call('HMGET', KEYS[1], 'era', 'complete', 'servers')
local era, complete = number(held[1]), held[2] == '1'
if not era or (complete and held[3] ~= ARGV[1]) or (ARGV[2] ~= '' and ARGV[2] ~= ARGV[1]) then
  era, complete = math.max((era or 0) + 1, now()), false
  redis.call('HSET', KEYS[1], 'era', string.format('%.0f', era), 'complete', '0')
end
redis.call('HSET', KEYS[1], 'seen', string.format('%.0f', now())) -- where writes are refused this fails
return {complete and 1 or 0, era}
`)

// alone waits for those who look just now. It is no mutex: behind a frozen Redis
// each of them would wait a patience longer than the one before.
func (s *Store) alone(ctx context.Context) (done func(), err error) {
	select {
	case s.looks <- struct{}{}:
		return func() { <-s.looks }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// errLostMeanwhile: see Complete.
var errLostMeanwhile = errors.New("the cache lost something, or the lease was lost, since the recount began")

// Complete implements service.CounterCache.
func (s *Store) Complete(ctx context.Context, era, fence int64) error {
	ctx, cancel := patient(ctx)
	defer cancel()
	done, err := s.alone(ctx)
	if err != nil {
		return fmt.Errorf("declare cache complete: %w", err)
	}
	defer done()
	on := []key{s.keys.whole(), s.keys.lease()}
	reply, err := s.runAgain(ctx, completeScript, on, s.saw, era, fence)
	if err != nil {
		return fmt.Errorf("declare cache complete: %w", err)
	}
	if reply != int64(1) {
		return fmt.Errorf("declare cache complete: %w", errLostMeanwhile)
	}
	return nil
}

// completeScript declares, in the era and under the fence in which the recount
// began, and for the servers that stood then.
//
//	KEYS[1] whole
//	KEYS[2] lease
//	ARGV[1] identity of the servers
//	ARGV[2] era
//	ARGV[3] fence
//	returns 1, or 0 when era or fence have passed
var completeScript = redis.NewScript(`
if redis.call('HGET', KEYS[1], 'era') ~= ARGV[2] then return 0 end
if redis.call('HGET', KEYS[2], 'fence') ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], 'complete', '1', 'servers', ARGV[1])
return 1
`)
