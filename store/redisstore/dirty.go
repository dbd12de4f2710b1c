package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// Mark notes that the unit's counters are about to be wrong. Its token is the
// time of the marking in microseconds by the clock of Redis, and larger than
// that of the marking before.
//
// The clock is that of Redis and not of the instance: instances disagree about
// the time, and a mark made by one would look young or old to another. Redis
// runs one script at a time by one clock.
func (s *Store) Mark(ctx context.Context, u service.Unit) (service.Mark, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	reply, err := s.runAgain(ctx, markScript, []key{s.keys.dirty()}, u.String())
	if err != nil {
		return service.Mark{}, fmt.Errorf("mark unit dirty: %w", err)
	}
	token, ok := reply.(int64)
	if !ok {
		return service.Mark{}, fmt.Errorf("mark unit dirty: unexpected answer %v", reply)
	}
	return service.Mark{Unit: u, Token: token}, nil
}

// markScript marks a member with the time.
//
//	KEYS[1] dirty
//	ARGV[1] unit
//	returns its new score, larger than the one it had
var markScript = redis.NewScript(`
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local was = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or 0)
if now <= was then now = was + 1 end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
return now
`)

// Clear takes a mark back unless the unit was marked again since.
func (s *Store) Clear(ctx context.Context, m service.Mark) error {
	ctx, cancel := patient(ctx)
	defer cancel()
	_, err := s.run(ctx, clearScript, []key{s.keys.dirty()}, m.String(), m.Token)
	if err != nil && !errors.Is(err, errDamaged) {
		return fmt.Errorf("clear mark: %w", err)
	}
	return nil
}

// clearScript removes a member that still has the score it was marked with.
//
//	KEYS[1] dirty
//	ARGV[1] unit
//	ARGV[2] score
//	returns 1 when it was removed, else 0
var clearScript = redis.NewScript(`
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) ~= tonumber(ARGV[2]) then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[1])
`)

// Dirty lists up to limit units whose mark is at least age old, oldest first.
// A member that is no unit is removed: nobody could ever clear it.
func (s *Store) Dirty(ctx context.Context, age time.Duration, limit int) ([]service.Mark, error) {
	if limit <= 0 {
		return nil, nil
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	reply, err := s.run(ctx, dirtyScript, []key{s.keys.dirty()}, age.Microseconds(), limit)
	if errors.Is(err, errDamaged) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list dirty units: %w", err)
	}
	marks, foreign := readMarks(reply)
	if len(foreign) > 0 {
		if err := s.client.ZRem(ctx, s.keys.dirty().name, foreign...).Err(); err != nil {
			return nil, fmt.Errorf("remove what is no unit: %w", err)
		}
	}
	return marks, nil
}

// dirtyScript lists members by score, lowest first.
//
//	KEYS[1] dirty
//	ARGV[1] age in microseconds
//	ARGV[2] how many at most
//	returns member, score, member, score …
var dirtyScript = redis.NewScript(`
local t = redis.call('TIME')
local latest = tonumber(t[1]) * 1000000 + tonumber(t[2]) - tonumber(ARGV[1])
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', latest),
  'WITHSCORES', 'LIMIT', 0, ARGV[2])
`)

func readMarks(reply any) (marks []service.Mark, foreign []any) {
	list, _ := reply.([]any)
	for i := 0; i+1 < len(list); i += 2 {
		member, _ := list[i].(string)
		score, _ := list[i+1].(string)
		u, err := service.ParseUnit(member)
		at, err2 := strconv.ParseFloat(score, 64)
		if err != nil || err2 != nil {
			foreign = append(foreign, member)
			continue
		}
		marks = append(marks, service.Mark{Unit: u, Token: int64(at)})
	}
	return marks, foreign
}
