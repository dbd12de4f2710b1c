package redisstore

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Lease implements service.CounterCache. Time is that of Redis. A fence is never
// given twice, not even by a Redis that was emptied.
func (s *Store) Lease(ctx context.Context, holder string, ttl time.Duration) (fence int64, err error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	reply, err := s.runAgain(ctx, leaseScript, []key{s.keys.lease()}, holder, ttl.Microseconds())
	if err != nil {
		return 0, fmt.Errorf("take the lease: %w", err)
	}
	fence, ok := reply.(int64)
	if !ok {
		return 0, fmt.Errorf("take the lease: unexpected answer %v", reply)
	}
	return fence, nil
}

// leaseScript takes or prolongs the lease.
//
//	KEYS[1] lease
//	ARGV[1] who asks
//	ARGV[2] for how long, in microseconds; 0 or less gives it back
//	returns the fence, 0 when somebody else holds the lease or it was given back
var leaseScript = redis.NewScript(luaNumber + luaNow + `
local held = redis.call('HMGET', KEYS[1], 'holder', 'fence', 'until')
local fence, till = number(held[2]) or 0, number(held[3]) or 0
local mine = held[1] == ARGV[1] and till > now()
if not mine and till > now() then return 0 end
if tonumber(ARGV[2]) <= 0 then
  if mine then redis.call('HSET', KEYS[1], 'until', '0') end
  return 0
end
if not mine then fence = math.max(fence + 1, now()) end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'fence', string.format('%.0f', fence),
  'until', string.format('%.0f', now() + tonumber(ARGV[2])))
return fence
`)
