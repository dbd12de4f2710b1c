package redisstore

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// Ticket takes the next ticket of a site. Numbers are times, and grow by at least
// one within an epoch: a promoted replica that forgot the last ones does not give
// them again to recounts that read later, unless its clock is behind the old
// master's by more than the failover took. An epoch is random, so that the tickets
// of two lives of the cache are never taken for each other.
func (s *Store) Ticket(ctx context.Context, siteID string) (service.Ticket, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	reply, err := s.runAgain(ctx, ticketScript, []key{s.keys.ticket(siteID)}, rand.Text())
	if err != nil {
		return service.Ticket{}, fmt.Errorf("take ticket: %w", err)
	}
	if pair, ok := reply.([]any); ok && len(pair) == 2 {
		epoch, ok1 := pair[0].(string)
		no, ok2 := pair[1].(int64)
		if ok1 && ok2 {
			return service.Ticket{SiteID: siteID, Epoch: epoch, No: no}, nil
		}
	}
	return service.Ticket{}, fmt.Errorf("take ticket: unexpected answer %v", reply)
}

// ticketScript gives the next number, in a new epoch when there is none.
//
//	KEYS[1] ticket of a site
//	ARGV[1] a random epoch, in case one is needed
//	returns {epoch, number}
var ticketScript = redis.NewScript(luaNumber + luaNow + `
local held = redis.call('HMGET', KEYS[1], 'epoch', 'n')
local epoch, n = held[1], number(held[2])
if not epoch or not n then
  epoch, n = ARGV[1], 0
end
n = math.max(n + 1, now())
redis.call('HSET', KEYS[1], 'epoch', epoch, 'n', string.format('%.0f', n))
return {epoch, n}
`)
