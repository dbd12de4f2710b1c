package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Backlog is how many marks there are, and how old the oldest is by the clock of
// Redis; 0 without any. Those of writers at work are among them, so a few young
// ones are a sign of life.
func (s *Store) Backlog(ctx context.Context) (marks int64, oldest time.Duration, err error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	reply, err := s.run(ctx, backlogScript, []key{s.keys.marks()})
	if errors.Is(err, errDamaged) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("read backlog: %w", err)
	}
	got, err := numbers(reply, 2)
	if err != nil {
		return 0, 0, fmt.Errorf("read backlog: %w", err)
	}
	return got[0], time.Duration(got[1]) * time.Microsecond, nil
}

// backlogScript counts members and dates the lowest score.
//
//	KEYS[1] marks
//	returns {how many, age of the oldest in microseconds}
var backlogScript = redis.NewScript(luaNow + `
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if #oldest == 0 then return {0, 0} end
return {redis.call('ZCARD', KEYS[1]), math.max(now() - tonumber(oldest[2]), 0)}
`)
